"""FAIR Signposting: typed links of a resource for programs, in headers and as a link set (RFC 8288, RFC 9264)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gcmhub.face.bibliographies import BIBTEX, CSL_JSON, RIS
from gcmhub.face.languages import languages
from gcmhub.face.licences import licence_address
from gcmhub.face.links import RESOLVERS, file_url, linkset_url, permanent_url, resource_url, url
from gcmhub.face.schema_org import CONTEXT, type_of
from gcmhub.library.queries import FileCard, ResourcePage

JSON, TEXT = "application/linkset+json", "application/linkset"
DESCRIPTIONS = tuple(
    (style, kind.partition(";")[0]) for style, kind in (("csl-json", CSL_JSON), ("bibtex", BIBTEX), ("ris", RIS))
)
HEADER = 4_000  # bytes of links that a header carries; servers and proxies refuse far longer ones
_SAFE = ":/?#[]@!$&'()*+,;=%-._~"  # what an address may hold as it is


@dataclass(frozen=True)
class Link:
    """One typed link; ``media_type`` is "" when not known."""

    rel: str
    target: str
    media_type: str = ""

    @property
    def written(self) -> str:
        """The link as a header writes it."""
        kind = f'; type="{self.media_type}"' if _is_token(self.media_type) else ""
        return f'<{quote(self.target, safe=_SAFE)}>; rel="{self.rel}"{kind}'


def _is_token(media_type: str) -> bool:
    return bool(media_type) and media_type.isascii() and not set(media_type) & set(' "\\\r\n;,')


def page_links(page: ResourcePage, base: str = "", language: str = "") -> tuple[Link, ...]:
    """Return what a resource's page in a language points to; addresses of the hub begin with ``base``."""
    card = page.card
    return (
        Link("cite-as", cite_as(page, base)),
        *(Link("author", f"https://orcid.org/{orcid}") for _name, orcid in page.authors if orcid),
        Link("type", f"{CONTEXT}/AboutPage"),
        Link("type", f"{CONTEXT}/{type_of(card.kind, card.document_type)}"),
        *_licence(page.licence),
        Link("describedby", f"{base}/api/v1/resources/{card.id}", "application/json"),
        *(Link("describedby", base + url("web:cite", card.id, style, language=language), kind) for style, kind in DESCRIPTIONS),
        *_linksets(card.id, base),
        *(Link("item", _address(file, base), file.media_type) for file in card.files),
    )


def file_links(resource_id: str, licence: str, base: str = "") -> tuple[Link, ...]:
    """Return what a stored file points to: the page that it belongs to."""
    return (
        Link("collection", base + permanent_url(resource_id), "text/html"),
        *_licence(licence),
        *_linksets(resource_id, base),
    )


def cite_as(page: ResourcePage, base: str = "") -> str:
    """Return the address to cite: the DOI where there is one, else the hub's own."""
    doi = next((value for scheme, value in page.identifiers if scheme == "doi"), "")
    return RESOLVERS["doi"] + quote(doi, safe="/:.()") if doi else base + permanent_url(page.card.id)


def _licence(licence: str) -> tuple[Link, ...]:
    address = licence_address(licence)
    return (Link("license", address),) if address else ()


def _linksets(resource_id: str, base: str) -> tuple[Link, ...]:
    return tuple(Link("linkset", base + linkset_url(resource_id), kind) for kind in (JSON, TEXT))


def _address(file: FileCard, base: str) -> str:
    return file.url or base + file_url(file.id, file.name)


def header(links: Iterable[Link]) -> str:
    """Return links as the value of a ``Link`` header; those that no longer fit stand in the link set alone."""
    written, size = [], 0
    for each in links:
        text = each.written
        size += len(text) + 2
        if size > HEADER:
            break
        written.append(text)
    return ", ".join(written)


def contexts(page: ResourcePage, base: str) -> dict[str, tuple[Link, ...]]:
    """Return the links by the address that they start from: the page in each language, and each stored file."""
    pages = {
        base + resource_url(page.card.id, language): _others(page_links(page, base, language.code))
        for language in languages().values()
    }
    of_file = _others(file_links(page.card.id, page.licence, base))
    return pages | {_address(file, base): of_file for file in page.card.files if not file.url}


def _others(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(each for each in links if each.rel != "linkset")


def linkset_json(found: Mapping[str, Sequence[Link]]) -> dict[str, object]:
    """Return a link set as RFC 9264 writes it in JSON."""
    rows = []
    for anchor, links in found.items():
        row: dict[str, object] = {"anchor": anchor}
        for rel in dict.fromkeys(each.rel for each in links):
            row[rel] = [
                {"href": each.target} | ({"type": each.media_type} if each.media_type else {})
                for each in links
                if each.rel == rel
            ]
        rows.append(row)
    return {"linkset": rows}


def linkset_text(found: Mapping[str, Sequence[Link]]) -> str:
    """Return a link set as RFC 9264 writes it in the form of a header."""
    rows = [f'{each.written}; anchor="{quote(anchor, safe=_SAFE)}"' for anchor, links in found.items() for each in links]
    return ",\n".join(rows) + "\n"
