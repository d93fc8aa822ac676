"""A resource as listings show it, built from what its search document carries along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from gcmhub.library import rules
from gcmhub.library.choices import ReviewStatus
from gcmhub.library.models import Classification, Resource, ResourceFile
from gcmhub.vocabulary.choices import Scheme

COLLECTION = "resources"
CARD_ABSTRACT = 400  # characters of the abstract that a card shows
WHOLE_ABSTRACT = 3_000  # characters that it carries at most


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
    """A resource in a listing, in the reader's language where it exists in it."""

    id: str
    source: str
    external_id: str
    kind: str
    document_type: str
    title: LocalText
    abstract: LocalText | None  # short
    whole_abstract: LocalText | None
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
    details: Mapping[str, Any]  # without long texts
    files: tuple[FileCard, ...]
    rank_reason: RankReason
    score: float | None = None
    highlights: Mapping[str, Sequence[str]] = field(default_factory=dict)


def with_everything(resources: Any) -> Any:
    """Prefetch what pages and documents read: a fixed number of queries for any number of rows."""
    return resources.prefetch_related(
        "texts",
        "contributors",
        "identifiers",
        "relations",
        Prefetch("classifications", Classification.objects.select_related("term")),
        Prefetch("files", ResourceFile.objects.defer("text")),
    )


def codes_by_scheme(resource: Resource) -> dict[str, tuple[str, ...]]:
    """Return the codes that a prefetched resource stands under, as given, by scheme."""
    codes: dict[str, list[str]] = {}
    for row in resource.classifications.all():
        term = row.term
        codes.setdefault(term.scheme, []).append(term.code)
    return {scheme: tuple(found) for scheme, found in codes.items()}


def scope_and_breadth(resource: Resource, codes: Mapping[str, Sequence[str]]) -> tuple[str, int]:
    """Return the scope and comprehensiveness that the order uses, given ``codes_by_scheme``."""
    scope = rules.effective_scope(resource.scope, regions=codes.get(Scheme.REGION, ()), countries=codes.get(Scheme.COUNTRY, ()))
    comprehensiveness = rules.effective_comprehensiveness(
        resource.comprehensiveness,
        objectives=len(codes.get(Scheme.OBJECTIVE, ())),
        actions=len(codes.get(Scheme.ACTION, ())),
    )
    return scope, comprehensiveness


def shorten(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` characters, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u2026"


def _reviewed_year(resource: Resource) -> int | None:
    day = str(resource.peer_review.get("date") or resource.peer_review.get("year") or "")[:4]
    return int(day) if resource.review_status == ReviewStatus.REVIEWED and day.isdigit() else None


def payload_of(resource: Resource, codes: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
    """Return what listings show of a prefetched resource beside its texts, as JSON values."""
    codes = codes_by_scheme(resource) if codes is None else codes
    scope, _ = scope_and_breadth(resource, codes)
    reviewed_year = _reviewed_year(resource)
    objectives, actions = codes.get(Scheme.OBJECTIVE, ()), codes.get(Scheme.ACTION, ())
    return {
        "id": resource.public_id,
        "source": resource.source,
        "external_id": resource.external_id,
        "kind": resource.kind,
        "document_type": resource.document_type,
        "languages": resource.languages,
        "url": resource.url,
        "published": resource.published,
        "scope": resource.scope,
        "objectives": objectives,
        "actions": actions,
        "principles": codes.get(Scheme.PRINCIPLE, ()),
        "regions": codes.get(Scheme.REGION, ()),
        "countries": codes.get(Scheme.COUNTRY, ()),
        "publishers": [row.name for row in resource.contributors.all() if row.role == "publisher"],
        "review_status": resource.review_status,
        "reviewed_year": reviewed_year,
        "details": {name: value for name, value in resource.details.items() if not isinstance(value, dict)},
        "files": [
            [
                file.public_id,
                file.original_name,
                file.title,
                file.language,
                file.url,
                file.media_type,
                file.size,
                file.pages,
                file.extraction,
            ]
            for file in resource.files.all()
        ],
        "rank": rules.rank_codes(
            scope=scope,
            objectives=len(objectives),
            actions=len(actions),
            review_status=resource.review_status,
            reviewed_year=reviewed_year,
            published=resource.published,
        ),
    }


def card_from(
    payload: Mapping[str, Any],
    texts: Iterable[Sequence[str]],
    language: str,
    *,
    score: float | None = None,
    highlights: Mapping[str, Sequence[str]] | None = None,
) -> ResourceCard:
    """Build a card for a reader of ``language`` (a language of content) from ``payload_of`` and rows of field, language, text.

    The first language of the texts is the original one.
    """
    titles: dict[str, str] = {}
    abstracts: dict[str, str] = {}
    for name, tag, text in texts:
        (titles if name == "title" else abstracts).setdefault(tag, text)
    title_language = rules.pick_language(titles, language)
    abstract_language = rules.pick_language(abstracts, language)
    whole = LocalText(shorten(abstracts[abstract_language], WHOLE_ABSTRACT), abstract_language) if abstract_language else None
    return ResourceCard(
        id=payload["id"],
        source=payload["source"],
        external_id=payload["external_id"],
        kind=payload["kind"],
        document_type=payload["document_type"],
        title=LocalText(titles[title_language] if title_language else payload["external_id"], title_language or ""),
        abstract=LocalText(shorten(whole.text, CARD_ABSTRACT), whole.language) if whole else None,
        whole_abstract=whole,
        languages=tuple(payload["languages"]),
        url=payload["url"],
        published=payload["published"],
        scope=payload["scope"],
        objectives=tuple(payload["objectives"]),
        actions=tuple(payload["actions"]),
        principles=tuple(payload["principles"]),
        regions=tuple(payload["regions"]),
        countries=tuple(payload["countries"]),
        publishers=tuple(payload["publishers"]),
        review_status=payload["review_status"],
        reviewed_year=payload["reviewed_year"],
        details=payload["details"],
        files=tuple(FileCard(*row) for row in payload["files"]),
        rank_reason=RankReason(tuple(payload["rank"])),
        score=score,
        highlights=highlights or {},
    )


def card(resource: Resource, language: str) -> ResourceCard:
    """Build the card of a prefetched resource."""
    rows = list(resource.texts.all())
    texts = [("title", row.language, row.title) for row in rows if row.title]
    texts += [("abstract", row.language, row.abstract) for row in rows if row.abstract]
    return card_from(payload_of(resource), texts, language)
