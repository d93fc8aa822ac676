"""The life of a resource: into review, onto the shelf, off it again."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from gcmhub.core import clock
from gcmhub.library.actions.shelve import refresh_order
from gcmhub.library.choices import ReviewStatus, State
from gcmhub.library.documents import documents
from gcmhub.library.errors import NotReviewed, ResourceArchived
from gcmhub.library.models import Resource, ResourceText
from gcmhub.library.permissions import guard_shelves
from gcmhub.library.queries import COLLECTION
from gcmhub.search.actions import drop_documents, put_documents, renew_pages


def _locked(resource: Resource) -> Resource:
    return Resource.objects.select_for_update().get(pk=resource.pk)


def _save(resource: Resource, *fields: str) -> None:
    resource.version += 1
    resource.save(update_fields=[*fields, "version", "updated_at"])


@transaction.atomic
def submit_for_review(resource: Resource, *, by: Any) -> Resource:
    """Mark a draft as being in review; harmless when it is there already."""
    guard_shelves(by)
    resource = _locked(resource)
    if resource.state == State.DRAFT:
        resource.state = State.IN_REVIEW
        _save(resource, "state")
    return resource


@transaction.atomic
def publish_resource(
    resource: Resource,
    *,
    by: Any,
    peer_review: Mapping[str, Any] | None = None,
    status: ReviewStatus = ReviewStatus.REVIEWED,
) -> Resource:
    """Make a reviewed resource visible to every reader; twice is harmless.

    ``peer_review`` is what may be said in public of the review (date, rounds, panel in aggregate), ``status`` whether
    peers reviewed it or an editor checked it. Raises ``NotReviewed`` unless it is in review, ``ResourceArchived`` from
    the archive.
    """
    guard_shelves(by)
    resource = _locked(resource)
    if resource.state == State.PUBLISHED:
        return resource
    if resource.state == State.ARCHIVED:
        raise ResourceArchived(resource.public_id, reason=resource.archived_reason, archived_at=resource.archived_at)
    if resource.state != State.IN_REVIEW or not peer_review:
        raise NotReviewed(resource.public_id)
    resource.state, resource.public_since = State.PUBLISHED, clock.now()
    resource.review_status, resource.peer_review = status, dict(peer_review)
    refresh_order(resource)
    _save(resource, "state", "public_since", "review_status", "peer_review", "recommended_order", "newest_order")
    put_documents(COLLECTION, documents([resource.public_id]))
    return resource


@transaction.atomic
def tell_review(resource: Resource, *, by: Any, peer_review: Mapping[str, Any], status: ReviewStatus | None = None) -> Resource:
    """Replace what may be said in public of a resource's review; kept pages of a published one end at once."""
    guard_shelves(by)
    resource = _locked(resource)
    resource.peer_review = dict(peer_review)
    resource.review_status = status or resource.review_status
    refresh_order(resource)
    _save(resource, "review_status", "peer_review", "recommended_order", "newest_order")
    if resource.state == State.PUBLISHED:
        put_documents(COLLECTION, documents([resource.public_id]))
        renew_pages(COLLECTION)
    return resource


@transaction.atomic
def archive_resource(resource: Resource, *, by: Any, reason: str) -> Resource:
    """Take a resource off the shelf and leave a tombstone with the ``reason``; twice is harmless."""
    guard_shelves(by)
    resource = _locked(resource)
    if resource.state == State.ARCHIVED:
        return resource
    resource.state, resource.archived_at, resource.archived_reason = State.ARCHIVED, clock.now(), reason[:500]
    _save(resource, "state", "archived_at", "archived_reason")
    drop_documents(COLLECTION, [resource.public_id])
    return resource


@transaction.atomic
def delete_resources(source: str, *, by: Any, keep: Iterable[str] = (), only: Iterable[str] | None = None) -> int:
    """Remove every resource of a source with its history; returns how many.

    ``keep`` and ``only`` are external ids. For content that never was the hub's own: demonstration records, a wrong import.
    """
    guard_shelves(by)
    rows = Resource.objects.filter(source=source).exclude(external_id__in=list(keep))
    if only is not None:
        rows = rows.filter(external_id__in=list(only))
    keys = dict(rows.values_list("pk", "public_id"))
    drop_documents(COLLECTION, keys.values())
    rows.delete()
    # After the rows, because their removal writes history too.
    ResourceText.history.filter(resource_id__in=keys).delete()
    Resource.history.filter(id__in=keys).delete()
    return len(keys)
