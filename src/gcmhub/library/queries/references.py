"""What bibliographies say of resources: one of them, or a list in its order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from gcmhub.library import rules
from gcmhub.library.choices import ContributorRole, TextOrigin
from gcmhub.library.models import Resource, ResourceText
from gcmhub.library.queries.cards import LocalText, codes_by_scheme, scope_and_breadth
from gcmhub.library.queries.pages import ResourcePage
from gcmhub.library.queries.search import Found, Selection, search_resources
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

BATCH = 250  # resources read at once


@dataclass(frozen=True)
class Reference:
    """What a bibliography says of a resource, in the reader's language where people wrote it in it."""

    id: str
    source: str
    kind: str
    document_type: str
    title: LocalText
    abstract: LocalText | None  # whole
    languages: tuple[str, ...]
    published: str
    scope: str
    objectives: tuple[str, ...]
    actions: tuple[str, ...]
    principles: tuple[str, ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    publishers: tuple[str, ...]
    authors: tuple[tuple[str, str], ...]  # name, ORCID iD or ""
    identifiers: tuple[tuple[str, str], ...]  # scheme, value
    url: str
    licence: str
    keywords: tuple[str, ...]
    details: Mapping[str, Any]
    review_status: str
    public_since: datetime
    updated_at: datetime


def reference_of(page: ResourcePage, language: str) -> Reference:
    """Return the reference of a resource whose page is known already."""
    card, tag = page.card, vocabulary.content_language(language)
    rows = [(text.language, text.title, text.abstract, text.origin) for text in page.texts]
    return Reference(
        id=card.id,
        source=card.source,
        kind=card.kind,
        document_type=card.document_type,
        title=_chosen(((row[0], row[1], row[3]) for row in rows), tag) or card.title,
        abstract=_chosen(((row[0], row[2], row[3]) for row in rows), tag),
        languages=card.languages,
        published=card.published,
        scope=card.scope,
        objectives=card.objectives,
        actions=card.actions,
        principles=card.principles,
        regions=card.regions,
        countries=card.countries,
        publishers=card.publishers,
        authors=page.authors,
        identifiers=page.identifiers,
        url=card.url,
        licence=page.licence,
        keywords=_words(page.keywords, tag),
        details=page.details,
        review_status=card.review_status,
        public_since=page.public_since,
        updated_at=page.updated_at,
    )


def find_references(selection: Selection, limit: int) -> tuple[Found, tuple[Reference, ...]]:
    """Return what a selection finds and the references of its list, from the selection's page on, ``limit`` at most."""
    first = (selection.page - 1) * selection.page_size
    found = search_resources(replace(selection, first=first, page_size=limit))
    return found, references([card.id for card in found.items], selection.language)


def references(public_ids: Sequence[str], language: str) -> tuple[Reference, ...]:
    """Return the references of published resources in the order asked for; others are left out."""
    tag = vocabulary.content_language(language)
    made: dict[str, Reference] = {}
    for start in range(0, len(public_ids), BATCH):
        for row in _rows(public_ids[start : start + BATCH]):
            made[row.public_id] = _reference(row, tag)
    return tuple(made[public_id] for public_id in public_ids if public_id in made)


def _rows(public_ids: Sequence[str]) -> Iterable[Resource]:
    return (
        Resource.objects.published()
        .filter(public_id__in=public_ids)
        .prefetch_related(
            Prefetch("texts", ResourceText.objects.defer("body")),
            "contributors",
            "identifiers",
            "classifications__term",
        )
    )


def _reference(resource: Resource, tag: str) -> Reference:
    codes = codes_by_scheme(resource)
    scope, _ = scope_and_breadth(resource, codes)
    texts = list(resource.texts.all())
    names = list(resource.contributors.all())
    return Reference(
        id=resource.public_id,
        source=resource.source,
        kind=resource.kind,
        document_type=resource.document_type,
        title=_chosen(((row.language, row.title, row.origin) for row in texts), tag) or LocalText(resource.external_id, ""),
        abstract=_chosen(((row.language, row.abstract, row.origin) for row in texts), tag),
        languages=tuple(resource.languages),
        published=resource.published,
        scope=scope,
        objectives=codes.get(Scheme.OBJECTIVE, ()),
        actions=codes.get(Scheme.ACTION, ()),
        principles=codes.get(Scheme.PRINCIPLE, ()),
        regions=codes.get(Scheme.REGION, ()),
        countries=codes.get(Scheme.COUNTRY, ()),
        publishers=tuple(row.name for row in names if row.role == ContributorRole.PUBLISHER),
        authors=tuple((row.name, row.orcid) for row in names if row.role == ContributorRole.AUTHOR),
        identifiers=tuple((row.scheme, row.value) for row in resource.identifiers.all()),
        url=resource.url,
        licence=resource.licence,
        keywords=_words(resource.keywords, tag),
        details=resource.details,
        review_status=resource.review_status,
        public_since=resource.public_since or resource.created_at,
        updated_at=resource.updated_at,
    )


def _chosen(rows: Iterable[tuple[str, str, str]], tag: str) -> LocalText | None:
    """Return the text for a reader from rows of language, text and origin; what a machine translated only when alone."""
    said = [row for row in rows if row[1]]
    texts = {language: text for language, text, origin in said if origin != TextOrigin.MACHINE}
    texts = texts or {language: text for language, text, _ in said}
    language = rules.pick_language(texts, tag)
    return LocalText(texts[language], language) if language else None


def _words(keywords: Mapping[str, Sequence[str]], tag: str) -> tuple[str, ...]:
    language = rules.pick_language(keywords, tag)
    return tuple(keywords[language]) if language else ()
