"""Highwire Press tags of a document: what Google Scholar and reference managers read."""

from collections.abc import Iterator

from django.conf import settings

from gcmhub.face.links import file_url, resource_url
from gcmhub.library.queries import ResourcePage

DOCUMENTS = frozenset({"document", "practice"})
PUBLISHER = {"journal-article": "citation_publisher", "other": "citation_publisher"}
NUMBERS = {"doi": "citation_doi", "isbn": "citation_isbn", "issn": "citation_issn"}


def citation_tags(page: ResourcePage) -> tuple[tuple[str, str], ...]:
    """Return names and contents of the tags in their order; nothing for what is no document."""
    return tuple(_tags(page)) if page.card.kind in DOCUMENTS else ()


def _tags(page: ResourcePage) -> Iterator[tuple[str, str]]:
    card, base = page.card, settings.HUB_BASE_URL
    original = next((text for text in page.texts if text.title), None)
    yield "citation_title", original.title if original else card.title.text
    for name, _orcid in page.authors:
        yield "citation_author", name
    if card.published:
        yield "citation_publication_date", card.published.replace("-", "/")
    institution = PUBLISHER.get(card.document_type, "citation_technical_report_institution")
    for name in card.publishers:
        yield institution, name
    for tag in card.languages:
        yield "citation_language", tag
    for scheme, value in page.identifiers:
        if scheme in NUMBERS:
            yield NUMBERS[scheme], value
    for words in page.keywords.values():
        for word in words:
            yield "citation_keywords", word
    yield "citation_abstract_html_url", base + resource_url(card.id)
    for file in card.files:
        if file.media_type == "application/pdf" and not file.url:
            yield "citation_pdf_url", base + file_url(file.id, file.name)
