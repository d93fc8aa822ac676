"""A hub behind its pages: a shelf of every kind of resource, a visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings

from gcmhub.library.models import Resource
from gcmhub.search import actions as search
from gcmhub.search import registry
from gcmhub.search.models import Entry
from gcmhub.vocabulary.actions import load_vocabulary
from tests.factories.records import shelve
from tests.web.shelf import make_records, write_files

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")


@pytest.fixture
def visitor() -> Client:
    """A browser without cookies."""
    return Client(SERVER_NAME="localhost")


def index() -> None:
    """Bring everything that waits into the index."""
    search.Indexer().run(once=True)


@contextmanager
def hub(folder: Path) -> Iterator[None]:
    """A hub whose index and files are in a folder of its own."""
    with override_settings(HUB_INDEX=folder / "index", MEDIA_ROOT=folder / "media"):
        registry.engine.cache_clear()
        try:
            yield
        finally:
            registry.engine.cache_clear()


@pytest.fixture
def empty(db: None, tmp_path: Path) -> Iterator[None]:
    """A hub with its vocabulary and nothing on its shelves."""
    with hub(tmp_path):
        load_vocabulary()
        for model in (Resource, Entry):
            model.objects.all().delete()  # a shelf that the module reads comes back when the test ends
        index()
        yield


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[dict[str, str]]:
    """A hub with the shelf, for tests that only read; gives public ids by external id."""
    folder = tmp_path_factory.mktemp("shelf")
    write_files(folder)
    with django_db_blocker.unblock(), hub(folder), transaction.atomic():
        load_vocabulary()
        shelve(make_records(), folder=folder)
        index()
        yield dict(Resource.objects.values_list("external_id", "public_id"))
        transaction.set_rollback(True)
