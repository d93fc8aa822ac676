"""Rooms of the library's tests: the vocabulary is loaded, the index has a folder of its own."""

import pytest

from gcmhub.search import registry
from gcmhub.vocabulary.actions import load_vocabulary


@pytest.fixture(autouse=True)
def vocabulary(request):
    """The words that records may use, where a test has a database."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        load_vocabulary()


@pytest.fixture
def hub_index(settings, tmp_path):
    """An index of this test alone."""
    settings.HUB_INDEX = tmp_path / "index"
    registry.engine.cache_clear()
    yield
    registry.engine.cache_clear()
