"""Search and select: a page of cards in the Hub's order, with exact counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache

from gcmhub.library.models import Resource
from gcmhub.library.queries.cards import COLLECTION, ResourceCard, card_from
from gcmhub.search import queries as search
from gcmhub.search.queries import Expansion, Question
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

GROUPS = (
    "objective", "action", "principle", "region", "country", "scope", "kind", "document_type", "language", "source", "year",
)  # fmt: skip
NEWS = 1_000  # resources of a time that are looked through
OPEN_GROUPS = frozenset({"source", "language", "year"})  # any value may be asked for


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet group and how many resources choosing it would give."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Selection:
    """A reader's choice, as a page or a program states it; ``order`` None: relevance with text, else recommended."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    order: str | None = None
    page: int = 1
    page_size: int = 20
    language: str = "en"
    first: int | None = None  # resources passed over; None: those of the pages before
    since: datetime | None = None  # only what became public from this moment on,
    until: datetime | None = None  # and before this one; a thousand of them at most


@dataclass(frozen=True)
class Found:
    """The answer to a selection."""

    total: int
    page: int
    page_size: int
    items: tuple[ResourceCard, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestions: tuple[str, ...]
    widened: tuple[str, ...]
    engine: str
    order: str


def facet_label(group: str, value: str, language: str) -> str:
    """Return what readers call a facet value; sources and years stand for themselves."""
    if group in {"source", "year"}:
        return value
    if group == "country" and value == "global":
        return vocabulary.label(Scheme.SCOPE, "global", language)
    return vocabulary.label(group, value, language)


@cache
def _places(group: str, language: str) -> Mapping[str, int]:
    rows = vocabulary.sorted_countries(language) if group == "country" else vocabulary.terms(group)
    return {row.code: position for position, row in enumerate(rows)} | ({"global": -1} if group == "country" else {})


@lru_cache(maxsize=65_536)
def _placed(group: str, value: str, count: int, language: str) -> tuple[int, str, FacetValue]:
    """Return a value with its place in its group; every page shows hundreds, and they rarely change."""
    if group == "year":
        place = -int(value)
    elif group == "source":
        place = 0
    else:
        place = _places(group, language).get(value, len(_places(group, language)))
    return place, value, FacetValue(value, facet_label(group, value, language), count)


def facet_values(group: str, counts: Mapping[str, int], language: str) -> tuple[FacetValue, ...]:
    """Return the values of a group above zero in the order of the group."""
    rows = sorted(_placed(group, value, count, language) for value, count in counts.items() if count)
    return tuple(row[2] for row in rows)


def cards(public_ids: Sequence[str], language: str) -> tuple[ResourceCard, ...]:
    """Return named resources in the order of their names; those that are not public are left out. One query."""
    content = vocabulary.content_language(language)
    return tuple(card_from(hit.payload, hit.texts, content) for hit in search.held(COLLECTION, public_ids))


def _became_public(selection: Selection) -> tuple[str, ...] | None:
    """Return what became public in the time that a selection names, the newest first; None when it names none."""
    if selection.since is None and selection.until is None:
        return None
    rows = Resource.objects.published().order_by("-public_since", "-pk")
    if selection.since is not None:
        rows = rows.filter(public_since__gte=selection.since)
    if selection.until is not None:
        rows = rows.filter(public_since__lt=selection.until)
    return tuple(rows.values_list("public_id", flat=True)[:NEWS])


def search_resources(selection: Selection) -> Found:
    """Answer a selection: a page of cards in order, exact total, every facet value above zero."""
    language = vocabulary.content_language(selection.language)
    order = selection.order or ("relevance" if selection.text.strip() else "recommended")
    if order == "relevance" and not selection.text.strip():
        order = "recommended"
    answer = search.find(
        COLLECTION,
        Question(
            text=selection.text,
            language=language,
            filters=selection.filters,
            year_from=selection.year_from,
            year_to=selection.year_to,
            order=order,  # type: ignore[arg-type]  # the doors check the words
            offset=(selection.page - 1) * selection.page_size if selection.first is None else selection.first,
            limit=selection.page_size,
            facets=GROUPS,
            only=_became_public(selection),
            expansions=lambda: [Expansion(*row) for row in vocabulary.expansions(selection.text)],
        ),
    )
    return Found(
        total=answer.total,
        page=selection.page,
        page_size=selection.page_size,
        items=tuple(
            card_from(hit.payload, hit.texts, language, score=hit.score, highlights=hit.highlights) for hit in answer.hits
        ),
        facets={group: facet_values(group, answer.facets.get(group, {}), language) for group in GROUPS},
        suggestions=answer.suggestions,
        widened=answer.widened,
        engine=answer.engine,
        order=order,
    )
