"""Version 1 of the public API, as docs/api/contract.md promises it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from pydantic import Field

from gcmhub.api import answers
from gcmhub.api.refusals import Parameters, ParametersRefused
from gcmhub.api.schemas import MessageOut, ProblemsOut, ResourcesOut, SuggestOut, VocabularyOut, WholeResourceOut
from gcmhub.library import queries as library
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import GROUPS, OPEN_GROUPS, Selection
from gcmhub.search import queries as search
from gcmhub.vocabulary import queries as vocabulary

LANGUAGES = ("ar", "zh", "zh-hans", "en", "fr", "ru", "es")
SORTS = ("recommended", "relevance", "newest")
SCHEMES = {
    "objectives": "objective",
    "actions": "action",
    "principles": "principle",
    "regions": "region",
    "countries": "country",
    "document-types": "document_type",
    "kinds": "kind",
    "scopes": "scope",
}
FILTERS = tuple(group for group in GROUPS if group != "year")
KNOWN = frozenset({"q", "sort", "lang", "page", "page_size", "year_from", "year_to", *FILTERS})
TEXT_LIMIT = 500

api = NinjaAPI(
    title="Migration Network Hub",
    version="1.0.0",
    description="Open data of the hub: no key, no sign-up. Codes and formats are stable within version 1.",
    urls_namespace="api-1",
    docs_url=None,
)


class ResourceFilters(Schema):
    """The parameters of a search; every filter may be repeated: OR inside a group, AND between groups."""

    q: str = Field("", max_length=TEXT_LIMIT, description="Words to search for.")
    objective: list[str] = Field([], description="1 to 23, 0 for General.")
    action: list[str] = Field([], description="As 18a.")
    principle: list[str] = []
    region: list[str] = []
    country: list[str] = Field([], description="ISO 3166-1 alpha-3, XKX, or global for the scope global.")
    scope: list[str] = []
    kind: list[str] = []
    document_type: list[str] = []
    language: list[str] = Field([], description="Language of the content, BCP 47 primary tag; open.")
    source: list[str] = Field([], description="Where a record comes from; open.")
    year_from: int | None = Field(None, ge=0, le=9999)
    year_to: int | None = Field(None, ge=0, le=9999)
    sort: str = Field("", description="recommended, relevance or newest; relevance with q, else recommended.")
    lang: str = Field("en", description="Language of labels and texts.")
    page: int = Field(1, ge=1)
    page_size: int = Field(20, ge=1, le=100)


@api.exception_handler(ParametersRefused)
def refuse_parameters(request: HttpRequest, error: ParametersRefused) -> HttpResponse:
    """Answer 422 with the parameters and what is allowed."""
    return api.create_response(request, {"detail": error.problems}, status=422)


@api.exception_handler(ResourceUnknown)
def answer_unknown(request: HttpRequest, _error: ResourceUnknown) -> HttpResponse:
    """Answer 404."""
    return api.create_response(request, {"detail": "no such resource"}, status=404)


@api.exception_handler(ResourceArchived)
def answer_archived(request: HttpRequest, error: ResourceArchived) -> HttpResponse:
    """Answer 410 with the tombstone."""
    archived = error.details["archived_at"].date().isoformat()
    return api.create_response(request, {"detail": error.details["reason"] or "archived", "archived": archived}, status=410)


def read_selection(request: HttpRequest) -> Selection:
    """Read the query string strictly. Raises ``ParametersRefused``."""
    given = Parameters(dict(request.GET.lists()), KNOWN)
    filters = {}
    for group in FILTERS:
        allowed = None if group in OPEN_GROUPS else vocabulary.codes(group) | ({"global"} if group == "country" else set())
        filters[group] = given.choices(group, allowed)
    selection = Selection(
        text=given.text("q", TEXT_LIMIT),
        filters=filters,
        year_from=given.number("year_from", None, 0, 9999),
        year_to=given.number("year_to", None, 0, 9999),
        order=given.choice("sort", SORTS, "") or None,
        page=given.number("page", 1, 1, 999_999_999) or 1,
        page_size=given.number("page_size", 20, 1, 100) or 20,
        language=given.choice("lang", LANGUAGES, "en"),
    )
    given.check()
    return selection


def read_language(request: HttpRequest, known: frozenset[str] = frozenset({"lang"})) -> str:
    """Read ``lang``. Raises ``ParametersRefused``."""
    given = Parameters(dict(request.GET.lists()), known)
    language = given.choice("lang", LANGUAGES, "en")
    given.check()
    return language


@api.get("/resources", response={200: ResourcesOut, 422: ProblemsOut}, tags=["resources"])
def list_resources(request: HttpRequest, filters: Query[ResourceFilters]) -> Any:  # noqa: ARG001 - for OpenAPI
    """Search and select published resources; exact total and facets, an order without repeats or gaps."""
    return answers.found(library.search_resources(selection := read_selection(request)), selection.language)


@api.get("/resources/{resource_id}", response={200: WholeResourceOut, 404: MessageOut, 410: MessageOut}, tags=["resources"])
def show_resource(request: HttpRequest, resource_id: Path[str], lang: str = "en") -> Any:  # noqa: ARG001 - for OpenAPI
    """Show everything public of one resource; 410 with the reason when it was archived."""
    language = read_language(request)
    return answers.whole(library.resource_page(resource_id, language), language, settings.HUB_BASE_URL)


@api.get("/suggest", response={200: SuggestOut, 422: ProblemsOut}, tags=["search"])
def suggest(request: HttpRequest, q: str = "", lang: str = "en") -> Any:  # noqa: ARG001 - for OpenAPI
    """Continue what is being typed with words of published titles."""
    given = Parameters(dict(request.GET.lists()), {"q", "lang"})
    text, language = given.text("q", TEXT_LIMIT), given.choice("lang", LANGUAGES, "en")
    given.check()
    return {"q": text, "suggestions": search.suggest(library.COLLECTION, text, vocabulary.content_language(language))}


@api.get("/vocabulary/{scheme}", response={200: VocabularyOut, 404: MessageOut, 422: ProblemsOut}, tags=["vocabulary"])
def show_vocabulary(request: HttpRequest, scheme: Path[str], lang: str = "en") -> Any:  # noqa: ARG001 - for OpenAPI
    """List the codes of a scheme with their labels in one language."""
    language = read_language(request)
    if scheme not in SCHEMES:
        return api.create_response(request, {"detail": f"no such list; there are {', '.join(SCHEMES)}"}, status=404)
    return {"scheme": scheme, "language": language, "items": answers.terms(SCHEMES[scheme], language)}
