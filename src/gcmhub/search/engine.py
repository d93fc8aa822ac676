"""The port: what a search engine of the hub takes and gives, and nothing of any one engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

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


@dataclass(frozen=True)
class Expansion:
    """A word group that joins a meagre answer, labelled with where it comes from."""

    words: str
    language: str
    source: str  # "thesaurus:recognition-of-qualifications"


@dataclass(frozen=True)
class Query:
    """A question. Filters: OR inside a group, AND between groups; facets leave out their own group's choice."""

    text: str = ""
    language: str = "en"  # of the reader; which text a snippet prefers
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    order: Order = "recommended"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    audience: str = "public"
    highlights: bool = True


@dataclass(frozen=True)
class Hit:
    """One found document; ``highlights`` holds HTML with ``<mark>`` only, by field."""

    key: str
    score: float | None
    highlights: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What was found: exact total, a page of hits, exact counts of every value above zero."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    suggestions: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()  # "typo:word" or the sources of the expansions that joined
    engine: str = ""


class EngineAway(Exception):
    """The engine cannot answer now; the caller asks the database instead."""


class Engine(Protocol):
    """What every engine does. Readers are safe in many processes; one indexer writes."""

    name: str

    def search(self, query: Query) -> Answer:
        """Answer a question; raises ``EngineAway``."""

    def suggest(self, prefix: str, language: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return titles' word continuations of what is being typed, best first."""

    def generation(self) -> str:
        """Name the state of the index; changes with every commit readers can see."""

    def write(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Put documents in place of older ones of the same key, drop ``gone``; durable and visible on return."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a fresh index beside the live one and swap; the old one answers until then."""
