"""Addresses of pages by name, computed once for each language, and query strings."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.templatetags.static import static as find_static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import Markup, escape

from gcmhub.face.languages import Language, current

RESOLVERS = {
    "doi": "https://doi.org/",
    "un-symbol": "https://docs.un.org/{language}/",
    "handle": "https://hdl.handle.net/",
}
OFFICIAL_TEXT = "https://docs.un.org/{language}/A/RES/73/195"


@lru_cache(maxsize=8_192)
def _address(language: str, name: str, parts: tuple[str, ...]) -> str:
    with override(language):
        return reverse(name, args=parts)


def url(name: str, *parts: Any, language: str = "") -> str:
    """Return the address of a page by its name, in the current language."""
    return _address(language or current().code, name, tuple(str(part) for part in parts))


@cache
def _resource_prefix(language: str) -> str:
    return _address(language, "web:resource", ("0",))[:-2]


def resource_url(public_id: str, language: Language | None = None) -> str:
    """Return the address of a resource's page; far cheaper than ``url`` for lists."""
    return f"{_resource_prefix((language or current()).code)}{public_id}/"


def permanent_url(public_id: str) -> str:
    """Return the address of a resource that names no language; it leads to the page in the reader's."""
    return f"/resources/{public_id}/"


def linkset_url(public_id: str) -> str:
    """Return the address of the typed links of a resource."""
    return f"/resources/{public_id}/linkset"


def search_url(pairs: Iterable[tuple[str, object]] = (), **values: object) -> str:
    """Return the address of a search; empty values are left out."""
    query = urlencode([(name, value) for name, value in (*pairs, *values.items()) if value not in ("", None)])
    return f"{url('web:search')}?{query}" if query else url("web:search")


def file_url(public_id: str, name: str) -> str:
    """Return the address of a stored file; the name is for people only."""
    return f"/files/{public_id}/{quote(name or 'file', safe='')}"


def first_page_url(file_id: str, version: str, width: int) -> str:
    """Return the address of an image of a file's first page; it never shows anything else."""
    return f"/files/{file_id}/first-page/{version}-{width}.webp"


def official_text(language: str) -> str:
    """Return the address of the Global Compact for Migration in a language of the United Nations."""
    return OFFICIAL_TEXT.format(language=language)


@cache
def static(path: str) -> str:
    """Return the address of a static file."""
    return str(find_static(path))


def link(address: str, text: str = "") -> Markup:
    """Return a link to another site; its text is the host unless given."""
    return Markup('<a href="{}" rel="external noopener">{}</a>').format(address, text or urlsplit(address).hostname or address)


def identifier(scheme: str, value: str) -> Markup:
    """Return a public identifier, linked where a resolver is known."""
    names = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "un-symbol": _("UN document symbol"), "iati": "IATI"}
    known = scheme.lower().replace(" ", "-")  # records also say "UN symbol"
    resolver = RESOLVERS.get(known)
    shown = link(resolver.format(language=current().content) + quote(value, safe="/:.()"), value) if resolver else escape(value)
    return Markup('{}: <bdi class="code">{}</bdi>').format(names.get(known, scheme), shown)
