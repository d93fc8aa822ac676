"""The language of a test that names none."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The language of a test that names none."""
    with override("en"):
        yield
