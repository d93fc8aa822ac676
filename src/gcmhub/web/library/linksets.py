"""A resource without a language in its address: the way to its page, and its typed links for programs."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from gcmhub.face import signposting
from gcmhub.face.languages import languages
from gcmhub.face.links import resource_url
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import resource_page
from gcmhub.web.site.address import base_of


@require_safe
def in_readers_language(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Lead to the page in the reader's language; whether there is such a resource, that page says."""
    language = languages()[get_language_from_request(request)]
    response = HttpResponseRedirect(resource_url(resource_id, language))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def linkset(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Answer the typed links of a resource and its files, in JSON unless the other form is asked for."""
    try:
        page = resource_page(resource_id, "en")
    except ResourceArchived:
        return HttpResponse(status=410, content_type="text/plain")
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    found = signposting.contexts(page, base_of(request))
    if request.get_preferred_type([signposting.JSON, signposting.TEXT]) == signposting.TEXT:
        response = HttpResponse(signposting.linkset_text(found), content_type=signposting.TEXT)
    else:
        response = JsonResponse(signposting.linkset_json(found), content_type=signposting.JSON)
    patch_vary_headers(response, ("Accept",))
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
