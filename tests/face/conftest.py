"""Translations, compiled where the settings look for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override, trans_real

from gcmhub.config.catalogues import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The translations, compiled where the settings look for them."""
    compile_catalogues(Path(settings.LOCALE_PATHS[0]))
    trans_real._translations = {}  # whatever was loaded before they were there
    trans_real._default = None


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The language of a test that names none."""
    with override("en"):
        yield
