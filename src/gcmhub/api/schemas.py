"""The shapes of the API's answers; docs/api/openapi.json is made from them."""

from typing import Any

from ninja import Schema


class RankReasonOut(Schema):
    """Why a resource stands where it stands: a sentence and its codes."""

    text: str
    codes: list[str]


class ResourceOut(Schema):
    """A resource in a listing."""

    id: str
    source: str
    external_id: str
    kind: str
    document_type: str | None
    title: str
    language: str
    languages: list[str]
    abstract: str | None
    url: str | None
    published: str | None
    scope: str | None
    objectives: list[str]
    countries: list[str]
    rank_reason: RankReasonOut
    score: float | None
    highlights: dict[str, list[str]]


class FacetValueOut(Schema):
    """A facet value above zero."""

    value: str
    label: str
    count: int


class ResourcesOut(Schema):
    """A page of resources with every facet."""

    total: int
    page: int
    page_size: int
    items: list[ResourceOut]
    facets: dict[str, list[FacetValueOut]]
    suggestions: list[str]
    widened: list[str]


class TextOut(Schema):
    """What a resource says in one language; ``origin`` is original, human or machine."""

    title: str
    abstract: str
    body: str
    origin: str


class FileOut(Schema):
    """A file: ``url`` where it is linked, else ``download`` on this hub."""

    name: str
    title: str
    language: str | None
    url: str | None
    download: str | None
    media_type: str | None
    size: int | None
    pages: int | None


class AuthorOut(Schema):
    """Who wrote it; ``orcid`` as 0000-0000-0000-000X."""

    name: str
    orcid: str | None


class IdentifierOut(Schema):
    """A public identifier such as a DOI or a UN document symbol."""

    scheme: str
    value: str


class RelationOut(Schema):
    """How this resource relates to another; ``inverse`` when the other one says so. Null when it is not public here."""

    type: str
    inverse: bool
    resource: ResourceOut | None


class WholeResourceOut(ResourceOut):
    """Everything public of one resource; ``details`` is what the kind adds."""

    actions: list[str]
    principles: list[str]
    regions: list[str]
    publishers: list[str]
    authors: list[AuthorOut]
    texts: dict[str, TextOut]
    files: list[FileOut]
    licence: str | None
    identifiers: list[IdentifierOut]
    keywords: dict[str, list[str]]
    relations: list[RelationOut]
    comprehensiveness: int
    review_status: str
    peer_review: dict[str, Any]
    details: dict[str, Any]
    updated: str


class CallOut(Schema):
    """A call for practices in a listing; ``opens`` and ``closes`` as given, the moments with their offset."""

    id: str
    source: str
    external_id: str
    title: str
    language: str
    languages: list[str]
    summary: str | None
    kinds: list[str]
    objectives: list[str]
    regions: list[str]
    countries: list[str]
    state: str
    opens: str
    closes: str
    timezone: str
    opens_at: str
    closes_at: str
    organiser: str


class CallsOut(Schema):
    """A page of calls for practices."""

    total: int
    page: int
    page_size: int
    items: list[CallOut]


class CallTextOut(Schema):
    """What a call says in one language; ``origin`` is original, human or machine."""

    title: str
    summary: str
    asked: str
    criteria: str
    origin: str


class WholeCallOut(CallOut):
    """Everything public of one call, with the published practices that came of it."""

    asked: str | None
    criteria: str | None
    contact: str
    texts: dict[str, CallTextOut]
    practices: list[ResourceOut]
    updated: str


class WithdrawnOut(Schema):
    """Why and on which day a call was withdrawn."""

    detail: str
    withdrawn: str


class SuggestOut(Schema):
    """Continuations of what is being typed, best first."""

    q: str
    suggestions: list[str]


class TermOut(Schema):
    """A word of the vocabulary. Countries carry their region and, where one is needed, a note."""

    code: str
    label: str
    active: bool
    position: int
    details: dict[str, Any]


class VocabularyOut(Schema):
    """A scheme of the vocabulary in its order."""

    scheme: str
    language: str
    items: list[TermOut]


class ProblemOut(Schema):
    """A parameter that cannot be taken: why, and what would be."""

    parameter: str
    message: str
    allowed: list[str] = []
    minimum: int | None = None
    maximum: int | None = None


class ProblemsOut(Schema):
    """Every parameter that cannot be taken."""

    detail: list[ProblemOut]


class MessageOut(Schema):
    """Why there is no answer."""

    detail: str


class TombstoneOut(Schema):
    """Why and on which day a resource was taken off the shelf."""

    detail: str
    archived: str
