"""Sitemaps as sitemaps.org defines them: an index, the pages of the hub, and the resources in parts.

Django's own sitemaps count and skip rows and hold every address in memory; a part here is one range of keys.
"""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gcmhub.face.languages import languages
from gcmhub.face.links import permanent_url, resource_url, url
from gcmhub.library.queries import published_calls
from gcmhub.library.queries.addresses import last_changes, published_part, published_parts
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.cache import etag_of
from gcmhub.web.site.address import base_of

# By the names of their addresses.
PAGES = (
    "web:home",
    "web:objectives",
    "web:principles",
    "web:countries",
    "web:events",
    "web:practices",
    "web:calls",
    "web:projects",
    "web:training",
    "web:videos",
    "web:about",
    "web:review",
    "web:accessibility",
    "web:privacy",
)
# Those with resources.
TERMS = (
    (Scheme.OBJECTIVE, "web:objective"),
    (Scheme.PRINCIPLE, "web:principle"),
    (Scheme.COUNTRY, "web:country"),
    (Scheme.REGION, "web:region"),
)
SIZE = 500  # resources of a part; six addresses each
KEPT = 900  # seconds that the list of parts is kept; parts themselves are always fresh
TERMS_KEPT = 21_600  # seconds; which term changed when takes seconds to find out among a million resources
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Parts = tuple[tuple[int, datetime], ...]
Terms = dict[tuple[str, str], datetime]


def _parts() -> Parts:
    found: Parts | None = cache.get("sitemap-parts")
    if found is None:
        found = published_parts(SIZE)
        cache.set("sitemap-parts", found, KEPT)
    return found


def _terms() -> Terms:
    found: Terms | None = cache.get("sitemap-terms")
    if found is None:
        found = last_changes(*(scheme for scheme, _name in TERMS))
        cache.set("sitemap-terms", found, TERMS_KEPT)
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Answer where the sitemaps are and when what they list last changed."""
    base = _base(request)
    parts = _parts()
    newest = max((last for _number, last in parts), default=None)
    rows = [("/sitemap-pages.xml", newest), *((f"/sitemap-resources-{number}.xml", last) for number, last in parts)]
    body = "".join(f"<sitemap><loc>{escape(base + path)}</loc>{_lastmod(last)}</sitemap>\n" for path, last in rows)
    return _answer(request, f'{HEAD}<sitemapindex xmlns="{SPACE}">\n{body}</sitemapindex>\n')


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """Answer the addresses of pages that are no resources."""
    base = _base(request)
    terms = _terms()
    newest = max((last for _number, last in _parts()), default=None)
    rows = [_entry(base, {each: url(name, language=each) for each in languages()}, newest) for name in PAGES]
    for scheme, name in TERMS:
        rows += [
            _entry(base, {each: url(name, row.code, language=each) for each in languages()}, last)
            for row in vocabulary.terms(scheme)
            if (last := terms.get((scheme, row.code)))
        ]
    for public_id, last in published_calls():
        rows.append(_entry(base, {each: url("web:call", public_id, language=each) for each in languages()}, last))
    return _answer(request, _urlset(rows))


@require_safe
def resources(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the addresses of one part of the resources."""
    base = _base(request)
    rows = published_part(number, SIZE) if number < 1 << 40 else ()
    if not rows:
        raise Http404
    known = languages()
    entries = (
        _entry(base, {code: resource_url(public_id, known[code]) for code in known}, last, permanent_url(public_id))
        for public_id, last in rows
    )
    return _answer(request, _urlset(entries))


def _base(request: HttpRequest) -> str:
    base = base_of(request)
    if not base:
        raise Http404
    return base


def _lastmod(last: datetime | None) -> str:
    return f"<lastmod>{last.isoformat(timespec='seconds')}</lastmod>" if last else ""


def _entry(base: str, addresses: dict[str, str], last: datetime | None, neutral: str = "") -> str:
    """Return a page once for each language, each time with all of them, as search engines ask for it."""
    known = languages()
    neutral = neutral or "/" + addresses["en"].removeprefix("/en/")
    tags = [*((known[code].tag, path) for code, path in addresses.items()), ("x-default", neutral)]
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(base + path)}"/>' for tag, path in tags)
    rest = f"{_lastmod(last)}{links}</url>\n"
    return "".join(f"<url><loc>{escape(base + path)}</loc>{rest}" for path in addresses.values())


def _urlset(entries: Iterable[str]) -> str:
    space = f'xmlns="{SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"{HEAD}<urlset {space}>\n{''.join(entries)}</urlset>\n"


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml")
    response.headers["ETag"] = etag_of(response.content)
    response.headers["Cache-Control"] = f"public, max-age={KEPT}"
    return get_conditional_response(request, response.headers["ETag"], None, response) or response
