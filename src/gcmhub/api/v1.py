"""Version 1 of the public API, as docs/api/contract.md promises it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.params.functions import Path
from ninja.renderers import JSONRenderer

from gcmhub.api import answers
from gcmhub.api.parameters import Choice, Choices, InterfaceLanguage, Number, Parameters, Text
from gcmhub.api.refusals import answer_refusals
from gcmhub.api.schemas import (
    CallsOut,
    MessageOut,
    ProblemsOut,
    ResourcesOut,
    SuggestOut,
    TombstoneOut,
    VocabularyOut,
    WholeCallOut,
    WholeResourceOut,
    WithdrawnOut,
)
from gcmhub.core.clock import now
from gcmhub.face import listings
from gcmhub.library import queries as library
from gcmhub.library.queries import CALL_GROUPS, GROUPS, PHASES, Selection
from gcmhub.search import queries as search
from gcmhub.vocabulary import queries as vocabulary

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


def codes(scheme: str, *more: str) -> tuple[str, ...]:
    """Return the codes of a scheme in its order, ``more`` after them."""
    return (*(row.code for row in vocabulary.terms(scheme)), *more)


LANG = InterfaceLanguage(
    "lang", "Language of labels and texts; zh is zh-hans.", ("ar", "zh-hans", "zh", "en", "fr", "ru", "es"), "en"
)
QUESTION = Text("q", "Words to search for, in any language.")
LISTING = Parameters(
    (
        QUESTION,
        Choices("objective", "GCM objective: 1 to 23, 0 for General.", codes("objective")),
        Choices("action", "Lettered action of an objective, such as 18a.", codes("action")),
        Choices("principle", "Guiding principle of the GCM.", codes("principle")),
        Choices("region", "Region; those of a resource's countries count too.", codes("region")),
        Choices("country", "ISO 3166-1 alpha-3 code, XKX, or global for the scope global.", codes("country", "global")),
        Choices("scope", "How far a resource reaches.", codes("scope")),
        Choices("kind", "What a resource is.", codes("kind")),
        Choices("document_type", "Type of document.", codes("document_type")),
        Choices("language", "Language of the content, BCP 47 primary tag; an unknown one gives no results."),
        Choices("source", "Where a record comes from; an unknown one gives no results."),
        Number("year_from", "First year of publication, inclusive; resources without a year are left out.", 0, 9_999),
        Number("year_to", "Last year of publication, inclusive; resources without a year are left out.", 0, 9_999),
        Choice("sort", "Order; relevance where there is a q, else recommended.", ("recommended", "relevance", "newest")),
        LANG,
        Number("page", "Page, from 1; one beyond the end is empty.", 1, 999_999_999, 1),
        Number("page_size", "Resources on a page.", 1, 100, 20),
    )
)
CALLING = Parameters(
    (
        Choices("state", "Where a call stands now.", PHASES),
        Choices("objective", "GCM objective that a call is about: 1 to 23, 0 for General.", codes("objective")),
        Choices("country", "Country or area that a call is about.", codes("country")),
        Choices("region", "Region that a call is about.", codes("region")),
        LANG,
        Number("page", "Page, from 1; one beyond the end is empty.", 1, 999_999, 1),
        Number("page_size", "Calls on a page.", 1, 100, 20),
    )
)
SUGGESTING = Parameters((QUESTION, LANG))
READING = Parameters((LANG,))


class Renderer(JSONRenderer):
    """Writes letters of every script as they are: half the bytes of escapes."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Migration Network Hub",
    version="1.0.0",
    description=(
        "Open data of the hub: no key, no sign-up. Codes and formats are stable within version 1. A filter may be"
        " repeated: OR inside a group, AND between groups. Unknown parameters and values are refused."
    ),
    urls_namespace="api-1",
    docs_url=None,
    renderer=Renderer(),
)
answer_refusals(api)


def send(request: HttpRequest, body: Any, status: int = 200) -> HttpResponse:
    """Send what ``answers`` made; its shape is tested, so it is not checked again for every request."""
    return api.create_response(request, body, status=status)


def read_selection(request: HttpRequest) -> Selection:
    """Read what a listing is asked for. Raises ``ParametersRefused``."""
    given = LISTING.read(request)
    return Selection(
        text=given["q"],
        filters={group: values for group in FILTERS if (values := given[group])},
        year_from=given["year_from"],
        year_to=given["year_to"],
        order=given["sort"],
        page=given["page"],
        page_size=given["page_size"],
        language=given["lang"],
    )


@api.get(
    "/resources",
    response={200: ResourcesOut, 400: MessageOut, 422: ProblemsOut},
    tags=["resources"],
    operation_id="list_resources",
    openapi_extra=LISTING.described(),
)
def list_resources(request: HttpRequest) -> HttpResponse:
    """Search and select published resources; exact total and facets, an order without repeats or gaps."""
    selection = read_selection(request)
    return send(request, listings.found(library.search_resources(selection), selection.language))


@api.get(
    "/resources/{slug:resource_id}",
    response={200: WholeResourceOut, 404: MessageOut, 410: TombstoneOut, 422: ProblemsOut},
    tags=["resources"],
    operation_id="show_resource",
    openapi_extra=READING.described(),
)
def show_resource(request: HttpRequest, resource_id: str = Path(..., description="The id that listings give.")) -> HttpResponse:
    """Show everything public of one resource; 410 with the reason when it was taken off the shelf."""
    language = READING.read(request)["lang"]
    page = library.resource_page(resource_id, language)
    return send(request, answers.whole(page, language, settings.HUB_BASE_URL))


@api.get(
    "/calls",
    response={200: CallsOut, 400: MessageOut, 422: ProblemsOut},
    tags=["calls"],
    operation_id="list_calls",
    openapi_extra=CALLING.described(),
)
def list_calls(request: HttpRequest) -> HttpResponse:
    """List calls for practices by deadline: what is not over first, then what is, the latest first."""
    given = CALLING.read(request)
    page, size = given["page"], given["page_size"]
    found = library.find_calls(
        given["lang"],
        now(),
        phases=given["state"] or PHASES,
        filters={group: given[group] for group in CALL_GROUPS},
        first=(page - 1) * size,
        size=size,
    )
    return send(request, answers.calls(found, page, size))


@api.get(
    "/calls/{slug:call_id}",
    response={200: WholeCallOut, 404: MessageOut, 410: WithdrawnOut, 422: ProblemsOut},
    tags=["calls"],
    operation_id="show_call",
    openapi_extra=READING.described(),
)
def show_call(request: HttpRequest, call_id: str = Path(..., description="The id that listings give.")) -> HttpResponse:
    """Show everything public of one call for practices; 410 with the reason when it was withdrawn."""
    language = READING.read(request)["lang"]
    return send(request, answers.whole_call(library.call_page(call_id, language, now()), language))


@api.get(
    "/suggest",
    response={200: SuggestOut, 422: ProblemsOut},
    tags=["search"],
    operation_id="suggest",
    openapi_extra=SUGGESTING.described(),
)
def suggest(request: HttpRequest) -> HttpResponse:
    """Continue what is being typed with words of published titles."""
    given = SUGGESTING.read(request)
    language = vocabulary.content_language(given["lang"])
    found = search.suggest(library.COLLECTION, given["q"], language)
    return send(request, {"q": given["q"], "suggestions": found})


@api.get(
    "/vocabulary/{scheme}",
    response={200: VocabularyOut, 404: MessageOut, 422: ProblemsOut},
    tags=["vocabulary"],
    operation_id="show_vocabulary",
    openapi_extra=READING.described(),
)
def show_vocabulary(request: HttpRequest, scheme: str = Path(..., description=f"One of {', '.join(SCHEMES)}.")) -> HttpResponse:
    """List the codes of a scheme with their labels in one language."""
    language = READING.read(request)["lang"]
    if scheme not in SCHEMES:
        return send(request, {"detail": f"no such list; there are {', '.join(SCHEMES)}"}, 404)
    return send(request, {"scheme": scheme, "language": language, "items": answers.terms(SCHEMES[scheme], language)})
