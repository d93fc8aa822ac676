"""Everything of one resource, and small lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gcmhub.library.choices import State
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.models import Relation, Resource
from gcmhub.library.queries.cards import ResourceCard, card, codes_by_scheme, scope_and_breadth, with_everything
from gcmhub.library.queries.events import to_come
from gcmhub.library.queries.files import FirstPage, first_page
from gcmhub.library.queries.search import cards
from gcmhub.vocabulary import queries as vocabulary


@dataclass(frozen=True)
class ResourceText:
    """What a resource says in one language."""

    language: str
    title: str
    abstract: str
    body: str
    origin: str


@dataclass(frozen=True)
class RelatedResource:
    """A resource that this one points to, or that points here; ``card`` is None when it is not public or not here."""

    type: str
    inverse: bool
    card: ResourceCard | None


@dataclass(frozen=True)
class ResourcePage:
    """Everything a reader may know of one resource."""

    card: ResourceCard
    texts: tuple[ResourceText, ...]
    authors: tuple[tuple[str, str], ...]  # name, ORCID iD or ""
    identifiers: tuple[tuple[str, str], ...]
    licence: str
    keywords: Mapping[str, Sequence[str]]
    peer_review: Mapping[str, Any]
    details: Mapping[str, Any]  # everything the kind adds, long texts too
    related: tuple[RelatedResource, ...]
    first_page: FirstPage | None
    comprehensiveness: int
    public_since: Any
    updated_at: Any


def resource_page(public_id: str, language: str) -> ResourcePage:
    """Return everything of one published resource.

    Raises ``ResourceArchived`` with the tombstone's ``reason`` and ``archived_at``, ``ResourceUnknown`` else.
    """
    resource = with_everything(Resource.objects.filter(public_id=public_id)).first()
    if resource is not None and resource.state == State.ARCHIVED and resource.public_since:
        raise ResourceArchived(public_id, reason=resource.archived_reason, archived_at=resource.archived_at)
    if resource is None or resource.state != State.PUBLISHED:
        raise ResourceUnknown(public_id)
    tag = vocabulary.content_language(language)
    _, comprehensiveness = scope_and_breadth(resource, codes_by_scheme(resource))
    return ResourcePage(
        card=card(resource, tag),
        texts=tuple(
            ResourceText(text.language, text.title, text.abstract, text.body, text.origin) for text in resource.texts.all()
        ),
        authors=tuple((row.name, row.orcid) for row in resource.contributors.all() if row.role == "author"),
        identifiers=tuple((row.scheme, row.value) for row in resource.identifiers.all()),
        licence=resource.licence,
        keywords=resource.keywords,
        peer_review=resource.peer_review,
        details=resource.details,
        related=_related(resource, tag),
        first_page=first_page(resource.files.all(), tag),
        comprehensiveness=comprehensiveness,
        public_since=resource.public_since,
        updated_at=resource.updated_at,
    )


def _related(resource: Resource, language: str) -> tuple[RelatedResource, ...]:
    outward = list(resource.relations.all())
    inward = list(
        Relation.objects.filter(
            target_source=resource.source, target_id=resource.external_id, resource__state=State.PUBLISHED
        ).select_related("resource")[:20]
    )
    if not outward and not inward:
        return ()
    targets = Resource.objects.published().filter(
        source__in={row.target_source for row in outward}, external_id__in={row.target_id for row in outward}
    )
    wanted = {row.pk for row in targets} | {row.resource_id for row in inward}
    rows = list(with_everything(Resource.objects.published().filter(pk__in=wanted)))
    by_name = {(row.source, row.external_id): card(row, language) for row in rows}
    by_pk = {row.pk: card(row, language) for row in rows}
    return (
        *(RelatedResource(row.type, False, by_name.get((row.target_source, row.target_id))) for row in outward),
        *(RelatedResource(row.type, True, by_pk.get(row.resource_id)) for row in inward),
    )


def upcoming_events(language: str, since: datetime, limit: int = 3) -> tuple[ResourceCard, ...]:
    """Return published events that are not over at ``since`` (an aware moment), the next first."""
    rows = Resource.objects.published().filter(to_come(since), kind="event").order_by("starts_at", "pk")
    return cards(tuple(rows.values_list("public_id", flat=True)[:limit]), language)
