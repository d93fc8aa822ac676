"""The port: what a search engine of the hub takes and gives, and nothing of any one engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from gcmhub.search.analysis import NOTHING, Asked, Word

Order = Literal["recommended", "relevance", "newest"]
FIELDS = ("title", "abstract", "body", "file")


@dataclass(frozen=True)
class Text:
    """One text of a document in one language (BCP 47 primary tag)."""

    field: str  # one of FIELDS
    language: str
    text: str


@dataclass(frozen=True)
class Document:
    """What the index holds of one thing; ``key`` is its public id."""

    key: str
    texts: tuple[Text, ...]
    facets: Mapping[str, tuple[str, ...]]  # codes by group, each once
    year: int | None
    breadth: int  # 0 to 9, blended into relevance
    recommended: int  # total orders, 0 to 2**63-1, each value once; lower comes first
    newest: int
    audiences: tuple[str, ...]  # "public", or who else may see it
    payload: Mapping[str, Any] = field(
        default_factory=dict
    )  # what the owner's listing shows beside texts; engines never read it


@dataclass(frozen=True)
class Query:
    """What an engine is asked. Filters: OR inside a group, AND between groups.

    A document matches the words when it holds any of them, or all words of one of the ``joined`` groups.
    Each facet group is counted without its own filter. Year bounds are inclusive and belong to every count.
    By relevance, documents with all the words come first.
    """

    asked: Asked = NOTHING
    joined: tuple[tuple[Word, ...], ...] = ()
    grams: str = ""  # runs of characters of the question; refine the order only
    languages: tuple[str, ...] = ()  # that the question seems to be in; texts in others weigh less
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    order: Order = "recommended"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    audience: str = "public"
    without: tuple[str, ...] = ()  # keys that left and are still in the index; they match nothing


@dataclass(frozen=True)
class Answer:
    """What was found: exact total, (key, score) in order, exact counts of every value above zero."""

    total: int
    hits: tuple[tuple[str, float | None], ...]
    facets: Mapping[str, Mapping[str, int]]
    unheld: tuple[str, ...] = ()  # asked words that no text holds, as far as the engine knows


class EngineAway(Exception):
    """The engine cannot answer now; the caller asks the database instead."""


class IndexMissing(EngineAway):
    """There is no index that this version can read: waiting does not help, building does."""


class Engine(Protocol):
    """What every engine does for one collection. Readers are safe in many processes; one indexer writes.

    Every method raises ``EngineAway`` when the engine cannot answer now.
    """

    name: str

    def search(self, query: Query) -> Answer:
        """Answer a query."""

    def completions(self, prefix: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return folded words of titles that begin with a folded ``prefix``, the most frequent first."""

    def similar(self, word: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return folded words of the texts that differ from a folded ``word`` by a typing error, the likeliest first."""

    def generation(self) -> str:
        """Name the state of the index; changes with every commit that readers can see."""

    def write(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Put documents in place of older ones of the same key, drop ``gone``; durable and visible on return."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a fresh index beside the live one and swap; the old one answers until then."""
