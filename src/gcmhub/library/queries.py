"""What readers ask of the library. Every answer holds only what this reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from gcmhub.library import rules
from gcmhub.library.choices import ReviewStatus, State
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.models import Classification, Relation, Resource, ResourceFile
from gcmhub.search import queries as search
from gcmhub.search.engine import Expansion, Query
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

COLLECTION = "resources"
GROUPS = (
    "objective", "action", "principle", "region", "country", "scope", "kind", "document_type", "language", "source", "year",
)  # fmt: skip
OPEN_GROUPS = frozenset({"source", "language", "year"})  # any value may be asked for
CARD_ABSTRACT = 400  # characters of the abstract that a card carries


@dataclass(frozen=True)
class LocalText:
    """A text and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class RankReason:
    """Why a resource stands where it stands; doors turn the codes into a sentence."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class FileCard:
    """A file as readers see it."""

    id: str
    name: str
    title: str
    language: str
    url: str
    media_type: str
    size: int | None
    pages: int | None
    extraction: str


@dataclass(frozen=True)
class ResourceCard:
    """A resource in a listing."""

    id: str
    source: str
    external_id: str
    kind: str
    document_type: str
    title: LocalText
    abstract: LocalText | None
    languages: tuple[str, ...]
    url: str
    published: str
    scope: str
    objectives: tuple[str, ...]
    actions: tuple[str, ...]
    principles: tuple[str, ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    publishers: tuple[str, ...]
    review_status: str
    reviewed_year: int | None
    details: Mapping[str, Any]
    files: tuple[FileCard, ...]
    rank_reason: RankReason
    score: float | None = None
    highlights: Mapping[str, Sequence[str]] = field(default_factory=dict)


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


@dataclass(frozen=True)
class ResourceText:
    """What a resource says in one language."""

    language: str
    title: str
    abstract: str
    body: str
    origin: str


@dataclass(frozen=True)
class RelatedResource:
    """A resource that this one points to, or that points here; ``card`` is None when it is not public or not here."""

    type: str
    inverse: bool
    card: ResourceCard | None


@dataclass(frozen=True)
class ResourcePage:
    """Everything a reader may know of one resource."""

    card: ResourceCard
    texts: tuple[ResourceText, ...]
    authors: tuple[tuple[str, str], ...]  # name, ORCID iD or ""
    identifiers: tuple[tuple[str, str], ...]
    licence: str
    keywords: Mapping[str, Sequence[str]]
    peer_review: Mapping[str, Any]
    related: tuple[RelatedResource, ...]
    comprehensiveness: int
    public_since: Any
    updated_at: Any


def with_everything(resources: Any) -> Any:
    """Prefetch what cards, pages and documents read: a fixed number of queries for any number of rows."""
    return resources.prefetch_related(
        "texts",
        "contributors",
        "identifiers",
        "relations",
        Prefetch("classifications", Classification.objects.select_related("term")),
        Prefetch("files", ResourceFile.objects.defer("text")),
    )


def codes_of(resource: Resource, scheme: str) -> tuple[str, ...]:
    """Return the codes of one scheme that a prefetched resource stands under, as given."""
    return tuple(row.term.code for row in resource.classifications.all() if row.term.scheme == scheme)


def scope_and_breadth(resource: Resource) -> tuple[str, int]:
    """Return the scope and comprehensiveness that the order uses."""
    scope = rules.effective_scope(
        resource.scope, regions=codes_of(resource, Scheme.REGION), countries=codes_of(resource, Scheme.COUNTRY)
    )
    comprehensiveness = rules.effective_comprehensiveness(
        resource.comprehensiveness,
        objectives=len(codes_of(resource, Scheme.OBJECTIVE)),
        actions=len(codes_of(resource, Scheme.ACTION)),
    )
    return scope, comprehensiveness


def _reviewed_year(resource: Resource) -> int | None:
    day = str(resource.peer_review.get("date") or resource.peer_review.get("year") or "")[:4]
    return int(day) if resource.review_status == ReviewStatus.REVIEWED and day.isdigit() else None


def _shorten(text: str, limit: int = CARD_ABSTRACT) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u2026"


def card(resource: Resource, language: str, *, score: float | None = None, highlights: Any = None) -> ResourceCard:
    """Build the card of a prefetched resource for a reader of ``language`` (a language of content)."""
    texts = {text.language: text for text in resource.texts.all()}
    title_language = rules.pick_language((tag for tag, text in texts.items() if text.title), language) or ""
    abstract_language = rules.pick_language((tag for tag, text in texts.items() if text.abstract), language)
    scope, _ = scope_and_breadth(resource)
    reviewed_year = _reviewed_year(resource)
    objectives, actions = codes_of(resource, Scheme.OBJECTIVE), codes_of(resource, Scheme.ACTION)
    return ResourceCard(
        id=resource.public_id,
        source=resource.source,
        external_id=resource.external_id,
        kind=resource.kind,
        document_type=resource.document_type,
        title=LocalText(texts[title_language].title if title_language else str(resource), title_language),
        abstract=LocalText(_shorten(texts[abstract_language].abstract), abstract_language) if abstract_language else None,
        languages=tuple(resource.languages),
        url=resource.url,
        published=resource.published,
        scope=resource.scope,
        objectives=objectives,
        actions=actions,
        principles=codes_of(resource, Scheme.PRINCIPLE),
        regions=codes_of(resource, Scheme.REGION),
        countries=codes_of(resource, Scheme.COUNTRY),
        publishers=tuple(row.name for row in resource.contributors.all() if row.role == "publisher"),
        review_status=resource.review_status,
        reviewed_year=reviewed_year,
        details=resource.details,
        files=tuple(_file_card(file) for file in resource.files.all()),
        rank_reason=RankReason(
            rules.rank_codes(
                scope=scope,
                objectives=len(objectives),
                actions=len(actions),
                review_status=resource.review_status,
                reviewed_year=reviewed_year,
                published=resource.published,
            )
        ),
        score=score,
        highlights=highlights or {},
    )


def _file_card(file: ResourceFile) -> FileCard:
    return FileCard(
        id=file.public_id,
        name=file.original_name,
        title=file.title,
        language=file.language,
        url=file.url,
        media_type=file.media_type,
        size=file.size,
        pages=file.pages,
        extraction=file.extraction,
    )


def cards(keys: Sequence[str], language: str) -> dict[str, ResourceCard]:
    """Return the cards of published resources by public id."""
    rows = with_everything(Resource.objects.published().filter(public_id__in=keys))
    return {row.public_id: card(row, language) for row in rows}


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
    query = Query(
        text=selection.text,
        language=language,
        filters={group: values for group, values in selection.filters.items() if values},
        year_from=selection.year_from,
        year_to=selection.year_to,
        order=order,  # type: ignore[arg-type]  # the doors check the words
        offset=(selection.page - 1) * selection.page_size,
        limit=selection.page_size,
        facets=GROUPS,
        expansions=tuple(Expansion(*row) for row in vocabulary.expansions(selection.text)) if selection.text else (),
    )
    answer = search.find(COLLECTION, query)
    rows = with_everything(Resource.objects.published().filter(public_id__in=[hit.key for hit in answer.hits]))
    found = {row.public_id: row for row in rows}
    return Found(
        total=answer.total,
        page=selection.page,
        page_size=selection.page_size,
        items=tuple(
            card(found[hit.key], language, score=hit.score, highlights=hit.highlights)
            for hit in answer.hits
            if hit.key in found
        ),
        facets={group: _facet_values(group, answer.facets.get(group, {}), language) for group in GROUPS},
        suggestions=answer.suggestions,
        widened=answer.widened,
        engine=answer.engine,
        order=order,
    )


def resource_page(public_id: str, language: str) -> ResourcePage:
    """Return everything of one published resource.

    Raises ``ResourceArchived`` with the tombstone's ``reason`` and ``archived_at``, ``ResourceUnknown`` else.
    """
    resource = with_everything(Resource.objects.filter(public_id=public_id)).first()
    if resource is not None and resource.state == State.ARCHIVED and resource.public_since:
        raise ResourceArchived(public_id, reason=resource.archived_reason, archived_at=resource.archived_at)
    if resource is None or resource.state != State.PUBLISHED:
        raise ResourceUnknown(public_id)
    tag = vocabulary.content_language(language)
    _, comprehensiveness = scope_and_breadth(resource)
    return ResourcePage(
        card=card(resource, tag),
        texts=tuple(
            ResourceText(text.language, text.title, text.abstract, text.body, text.origin) for text in resource.texts.all()
        ),
        authors=tuple((row.name, row.orcid) for row in resource.contributors.all() if row.role == "author"),
        identifiers=tuple((row.scheme, row.value) for row in resource.identifiers.all()),
        licence=resource.licence,
        keywords=resource.keywords,
        peer_review=resource.peer_review,
        related=_related(resource, tag),
        comprehensiveness=comprehensiveness,
        public_since=resource.public_since,
        updated_at=resource.updated_at,
    )


def _related(resource: Resource, language: str) -> tuple[RelatedResource, ...]:
    outward = list(resource.relations.all())
    inward = list(
        Relation.objects.filter(
            target_source=resource.source, target_id=resource.external_id, resource__state=State.PUBLISHED
        ).select_related("resource")[:20]
    )
    if not outward and not inward:
        return ()
    targets = Resource.objects.published().filter(
        source__in={row.target_source for row in outward}, external_id__in={row.target_id for row in outward}
    )
    wanted = {row.pk for row in targets} | {row.resource_id for row in inward}
    rows = list(with_everything(Resource.objects.published().filter(pk__in=wanted)))
    by_name = {(row.source, row.external_id): card(row, language) for row in rows}
    by_pk = {row.pk: card(row, language) for row in rows}
    return (
        *(RelatedResource(row.type, False, by_name.get((row.target_source, row.target_id))) for row in outward),
        *(RelatedResource(row.type, True, by_pk.get(row.resource_id)) for row in inward),
    )


def stored_file(public_id: str) -> ResourceFile:
    """Return a stored file of a published resource; raises ``ResourceUnknown``."""
    file = (
        ResourceFile.objects.defer("text")
        .filter(public_id=public_id, resource__state=State.PUBLISHED)
        .exclude(stored="")
        .first()
    )
    if file is None:
        raise ResourceUnknown(public_id)
    return file


def upcoming_events(language: str, since: Any, limit: int = 3) -> tuple[ResourceCard, ...]:
    """Return published events that end or start after ``since`` (an aware moment), the next first."""
    rows = Resource.objects.published().filter(kind="event", starts_at__gte=since).order_by("starts_at", "pk")[:limit]
    tag = vocabulary.content_language(language)
    return tuple(card(row, tag) for row in with_everything(rows))
