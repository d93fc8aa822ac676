"""Citations of a resource: beside its page, and as files for reference managers."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face.bibliographies import BIBTEX, CSL_JSON, RIS, bibtex, csl_json, ris
from gcmhub.face.citations import STYLES, Item, cite, csl_item
from gcmhub.face.languages import current
from gcmhub.face.links import resource_url
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import ResourcePage, resource_page
from gcmhub.library.queries.references import reference_of
from gcmhub.web.cache import etag_of
from gcmhub.web.site.address import base_of
from gcmhub.web.site.errors import gone

TEXT = "text/plain; charset=utf-8"


def _text(style: str) -> Callable[[Item], str]:
    return lambda item: cite(item, style, current()).text + "\n"


# style: how its file ends, its media type, how it is written
FILES: dict[str, tuple[str, str, Callable[[Item], str]]] = {
    **{style: (f"{style}.txt", TEXT, _text(style)) for style in STYLES},
    "bibtex": ("bib", BIBTEX, lambda item: bibtex([item])),
    "ris": ("ris", RIS, lambda item: ris([item])),
    "csl-json": ("json", CSL_JSON, lambda item: csl_json([item])),
}


def item_of(request: HttpRequest, page: ResourcePage) -> Item:
    """Return a resource as a CSL-JSON item for the reader."""
    base, language = base_of(request), current()
    address = base + resource_url(page.card.id) if base else ""
    return csl_item(reference_of(page, language.code), language, address, now().date())


@require_safe
def citations(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Show the citations of a resource in every style; the list alone to the page of the resource, which fetches it.

    They take several times what the rest of that page takes, and few readers open them.
    """
    try:
        page = resource_page(resource_id, current().code)
    except ResourceArchived as archived:
        return gone(request, archived.details)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    item = item_of(request, page)
    context = {"card": page.card, "citations": [cite(item, style, current()) for style in STYLES]}
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "web/library/_citations.html" if part else "web/library/citations.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def citation(request: HttpRequest, resource_id: str, style: str) -> HttpResponse:
    """Answer the citation of a resource in one style as a file."""
    if style not in FILES:
        raise Http404
    try:
        page = resource_page(resource_id, current().code)
    except ResourceArchived as archived:
        return gone(request, archived.details)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    ending, media_type, write = FILES[style]
    item = item_of(request, page)
    response = HttpResponse(write(item), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{item["id"]}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = f'<{base_of(request)}{resource_url(resource_id)}>; rel="describes"; type="text/html"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = etag_of(response.content)
    return response
