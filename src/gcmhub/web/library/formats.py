"""The list of a search for programs: the same selection as JSON, CSV, RSS, Atom, BibTeX or RIS."""

import json
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from gcmhub.core.clock import now
from gcmhub.face.bibliographies import BIBTEX, RIS, bibtex, ris
from gcmhub.face.citations import csl_item
from gcmhub.face.feeds import FEEDS, Channel, feed
from gcmhub.face.formats import separator
from gcmhub.face.languages import current
from gcmhub.face.links import resource_url, url
from gcmhub.face.listings import CSV, found, table
from gcmhub.library.queries import Selection, search_resources
from gcmhub.library.queries.references import Reference, find_references
from gcmhub.web.cache import etag_of
from gcmhub.web.library.facets import chips
from gcmhub.web.library.selection import Pairs, Refusal, SelectionRefused, pairs_of, query_of
from gcmhub.web.site.address import base_of

FORMATS = {"csv": "CSV", "bib": "BibTeX", "ris": "RIS", "json": "JSON", "rss": "RSS", "atom": "Atom"}
LONGEST, NEWS = 1_000, 50  # resources in a list to keep, and in a feed
JSON = "application/json; charset=utf-8"


def read_format(request: HttpRequest, pairs: Pairs) -> str:
    """Return the format that an address asks for, "" for a page.

    Raises ``SelectionRefused`` with ``pairs`` for an unknown one.
    """
    value = next((value for value in reversed(request.GET.getlist("format")) if value), "")
    if value and value not in FORMATS and value != "html":
        raise SelectionRefused((Refusal("format", value[:80], _("There is no such value.")),), pairs)
    return "" if value == "html" else value


def format_links(pairs: Pairs, page: int = 1) -> tuple[tuple[str, str, str], ...]:
    """Return the name of each format with the address and code of the list in it; feeds always begin with the first page."""
    address = url("web:search")

    def link(code: str) -> str:
        return address + query_of((*pairs, ("format", code)), 1 if code in FEEDS else page)

    return tuple((name, link(code), code) for code, name in FORMATS.items())


def in_format(request: HttpRequest, selection: Selection, chosen: str) -> HttpResponse | None:
    """Return the list of a selection in a format of ``FORMATS``; None for a page beyond its end.

    JSON is one page with facets, as the API sends it; feeds are the newest, unless the address names another order; the
    others go on to the end of the list or to ``LONGEST``.
    """
    base = base_of(request)

    def address(public_id: str) -> str:
        return base + resource_url(public_id)

    if chosen == "json":
        answer = search_resources(selection)
        body, media_type = json.dumps(found(answer, selection.language), ensure_ascii=False, separators=(",", ":")), JSON
    elif chosen in FEEDS:
        asked, selection = selection, replace(selection, order=selection.order or "newest", page=1)
        answer, references = find_references(selection, NEWS)
        body = feed(chosen, references, _channel(asked, selection, chosen, base), current(), address)
        media_type = FEEDS[chosen].content_type
    else:
        answer, references = find_references(selection, LONGEST)
        body, media_type = kept(chosen, references, address)
    if not answer.items and selection.page > 1:
        return None
    return sent(request, body, media_type, chosen, base + url("web:search") + query_of(pairs_of(selection), selection.page))


def kept(chosen: str, references: tuple[Reference, ...], address: Callable[[str], str]) -> tuple[str, str]:
    """Return references as a file to keep, with its media type."""
    if chosen == "csv":
        return table(references, current(), address), CSV
    today = now().date()
    items = [csl_item(each, current(), address(each.id), today) for each in references]
    return (bibtex(items), BIBTEX) if chosen == "bib" else (ris(items), RIS)


def _channel(asked: Selection, selection: Selection, chosen: str, base: str) -> Channel:
    """Return what a feed says of itself: it has the address that was asked for, and the page in the order of the feed."""
    name, page = _(settings.HUB_NAME), url("web:search")
    own = (*pairs_of(replace(asked, order=None)), *((("sort", asked.order),) if asked.order else ()), ("format", chosen))
    narrowed = [*((selection.text,) if selection.text else ()), *(chip.label for chip in chips(selection, page))]
    return Channel(
        title=f"{name} - {separator().join(narrowed)}" if narrowed else name,
        description=_(
            "Knowledge for the Global Compact for Migration: documents, practices, projects, training, events and videos in six"
            " languages."
        ),
        page=base + page + query_of(pairs_of(selection)),
        address=base + page + query_of(own),
        publisher=name,
    )


def sent(request: HttpRequest, body: str, media_type: str, chosen: str, page: str) -> HttpResponse:
    """Answer with a list in a format; ``page`` is the absolute address of the same list for people."""
    response = HttpResponse(body, content_type=media_type)
    placed = "inline" if chosen == "json" or chosen in FEEDS else "attachment"
    response.headers["Content-Disposition"] = f'{placed}; filename="resources.{chosen}"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = f'<{page}>; rel="alternate"; type="text/html"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = etag = etag_of(response.content)
    return get_conditional_response(request, etag=etag, response=response) or response
