"""Search and select: a page of cards in the Hub's order, with exact counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gcmhub.library.queries.cards import COLLECTION, ResourceCard, card_from
from gcmhub.search import queries as search
from gcmhub.search.queries import Expansion, Question
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

GROUPS = (
    "objective", "action", "principle", "region", "country", "scope", "kind", "document_type", "language", "source", "year",
)  # fmt: skip
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


def _facet_values(group: str, counts: Mapping[str, int], language: str) -> tuple[FacetValue, ...]:
    if group == "year":
        ordered = sorted(counts, reverse=True)
    elif group == "source":
        ordered = sorted(counts)
    else:
        rows = vocabulary.sorted_countries(language) if group == "country" else vocabulary.terms(group)
        place = {row.code: position for position, row in enumerate(rows)}
        ordered = sorted(counts, key=lambda value: (place.get(value, -1 if value == "global" else len(place)), value))
    return tuple(FacetValue(value, facet_label(group, value, language), counts[value]) for value in ordered if counts[value])


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
            offset=(selection.page - 1) * selection.page_size,
            limit=selection.page_size,
            facets=GROUPS,
            expansions=lambda: [Expansion(*row) for row in vocabulary.expansions(selection.text)],
        ),
    )
    return Found(
        total=answer.total,
        page=selection.page,
        page_size=selection.page_size,
        items=tuple(card_from(hit.payload, language, score=hit.score, highlights=hit.highlights) for hit in answer.hits),
        facets={group: _facet_values(group, answer.facets.get(group, {}), language) for group in GROUPS},
        suggestions=answer.suggestions,
        widened=answer.widened,
        engine=answer.engine,
        order=order,
    )
