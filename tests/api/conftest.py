"""A shelf of real records behind the API, and a client that asks it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from gcmhub.library.models import Resource
from gcmhub.search import actions as search
from gcmhub.search import registry
from gcmhub.search.models import Entry
from gcmhub.vocabulary.actions import load_vocabulary
from tests.api.shelf import make_records
from tests.factories.records import shelve


class Api:
    """Asks the API as a program elsewhere would."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME="localhost")

    def ask(self, path: str, query: Any = "", **headers: str) -> Any:
        """Return the response; ``query`` is a query string or parameters, lists for repeated ones."""
        address = f"/api/v1/{path}"
        if isinstance(query, str):
            return self.client.get(f"{address}?{query}" if query else address, headers=headers)
        return self.client.get(address, query, headers=headers)

    def get(self, path: str, **parameters: Any) -> Any:
        """Return the JSON of an answer that must be 200."""
        response = self.ask(path, parameters)
        assert response.status_code == 200, response.content
        return response.json()

    def resources(self, **parameters: Any) -> Any:
        """Return a page of resources."""
        return self.get("resources", **parameters)

    def ids(self, **parameters: Any) -> list[str]:
        """Return the external ids on a page, in order."""
        return [row["external_id"] for row in self.resources(**{"page_size": 100} | parameters)["items"]]

    def refused(self, path: str, query: Any) -> dict[str, dict[str, Any]]:
        """Return the problems of an answer that must be 422, by parameter."""
        response = self.ask(path, query)
        assert response.status_code == 422, response.content
        return {row["parameter"]: row for row in response.json()["detail"]}


@pytest.fixture
def api() -> Api:
    """A client of the API."""
    return Api()


def index() -> None:
    """Bring everything that waits into the index."""
    search.Indexer().run(once=True)


@pytest.fixture
def empty(db: None, data_folder: Any) -> Iterator[None]:
    """A hub with its vocabulary and nothing on its shelves, all of this test."""
    load_vocabulary()
    for model in (Resource, Entry):
        model.objects.all().delete()  # a shelf that the module reads comes back when the test ends
    registry.engine.cache_clear()
    index()
    yield
    registry.engine.cache_clear()


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[list[dict[str, Any]]]:
    """A hub with the shelf of ``make_records``, for tests that only read; gives the raw records."""
    folder = tmp_path_factory.mktemp("shelf")
    records = make_records()
    with django_db_blocker.unblock(), override_settings(HUB_INDEX=folder / "index", MEDIA_ROOT=folder / "media"):
        registry.engine.cache_clear()
        with transaction.atomic():
            load_vocabulary()
            shelve(records)
            index()
            yield records
            transaction.set_rollback(True)
        registry.engine.cache_clear()


@pytest.fixture
def shelf(filled: list[dict[str, Any]], db: None) -> list[dict[str, Any]]:
    """The raw records on the shelf."""
    return filled


@pytest.fixture
def on_engine() -> Any:
    """A context in which an engine of a name answers."""

    @contextmanager
    def chosen(name: str) -> Iterator[None]:
        with override_settings(HUB_SEARCH_ENGINE=name):
            registry.engine.cache_clear()
            yield
        registry.engine.cache_clear()

    return chosen


@pytest.fixture
def time_machine_at() -> Iterator[Any]:
    """Hold the time still at a moment."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(time_machine.travel(moment, tick=False))
