"""Which collections there are, and which engine answers for them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from gcmhub.search.engine import Document, Engine
from gcmhub.search.engines.database import DatabaseEngine


@dataclass(frozen=True)
class Collection:
    """What one room has to find. ``documents`` describes things by key, all of them when the keys are None."""

    name: str
    facets: tuple[str, ...]
    documents: Callable[[Iterable[str] | None], Iterator[Document]]


_collections: dict[str, Collection] = {}


def register(collection: Collection) -> None:
    """Make a collection known; rooms call it when they are ready."""
    _collections[collection.name] = collection


def collections() -> tuple[Collection, ...]:
    """Return every collection."""
    return tuple(_collections.values())


def collection(name: str) -> Collection:
    """Return one collection; raises ``KeyError``."""
    return _collections[name]


@cache
def engine(name: str) -> Engine:
    """Return the engine of a collection that the options name."""
    facets = collection(name).facets
    match settings.HUB_SEARCH_ENGINE:
        case "tantivy":
            from gcmhub.search.engines.tantivy import TantivyEngine  # noqa: PLC0415 - an optional engine

            return TantivyEngine(Path(settings.HUB_INDEX) / name, facets)
        case "opensearch":
            from gcmhub.search.engines.opensearch import OpenSearchEngine  # noqa: PLC0415 - an optional engine

            return OpenSearchEngine(settings.HUB_OPENSEARCH_URL, name, facets, settings.HUB_OPENSEARCH_PREFIX)
        case _:
            return fallback(name)


def withdrawal_mark(name: str) -> Path:
    """Return the file whose time is that of the last withdrawal from a collection: pages kept before it are no longer shown."""
    return Path(settings.HUB_INDEX) / f"{name}.withdrawn"


@cache
def fallback(name: str) -> DatabaseEngine:
    """Return the engine that needs nothing but the database."""
    return DatabaseEngine(name, collection(name).facets)
