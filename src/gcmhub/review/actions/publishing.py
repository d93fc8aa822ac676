"""Onto the shelf, and what comes after: confirmed, reviewed again, archived."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import archive_resource, tell_review
from gcmhub.library.models import Resource
from gcmhub.review.actions.deciding import withdraw_mails
from gcmhub.review.actions.shelving import review_record, shelve
from gcmhub.review.actions.telling import tell_lead, tell_submitters
from gcmhub.review.choices import Change
from gcmhub.review.guards import publishable
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Submission
from gcmhub.review.queries.changes import proposed_record
from gcmhub.review.queries.panels import appeal_waits, last_decision, on_shelf, rules_of
from gcmhub.review.rules.tracks import months_after
from gcmhub.workflow.actions import take_step
from gcmhub.workflow.models import Event


@transaction.atomic
def schedule(submission: Submission, day: datetime, *, by: Any) -> Event:
    """Name the moment on which an accepted submission is published."""
    changes = {"publish_on": day}
    return take_step(SUBMISSION, submission, "schedule", by=by, payload={"day": day.isoformat()}, changes=changes)


@transaction.atomic
def publish(submission: Submission, *, by: Any) -> Event:
    """Put an accepted submission on the shelf: found by search within seconds, with its public review record.

    A change is written to the resource that it is about; a takedown leaves a tombstone with the reason that was given.
    """
    publishable(submission, {}, by)  # before anything is written
    is_new = submission.change == Change.NEW
    resource = None if submission.change == Change.TAKEDOWN else shelve(submission)
    moment = now()
    changes: dict[str, Any] = {
        "published_at": moment,
        "review_by": _review_by(submission, resource) if resource and is_new else None,
        "not_confirmed_since": None,
        "attested_at": None,
        "resource": resource if is_new else None,
    }
    if is_new:
        changes["began_with"] = proposed_record(submission)  # another review of it starts from here
    decision = last_decision(submission)
    if decision:
        withdraw_mails(decision)  # "published" says what "accepted" would
    event = take_step(SUBMISSION, submission, "publish", by=by, payload={"record": review_record(submission)}, changes=changes)
    if resource is None:
        _take_down(submission)
    elif submission.change == Change.NEW_VERSION:
        _begin_anew(submission, by=by)
    tell_submitters(submission, "published", event=event)
    return event


def _review_by(submission: Submission, resource: Resource) -> datetime | None:
    months = rules_of(submission).months_for(str(submission.record.get("kind", "")), resource.document_type)
    return months_after(now(), months) if months else None


def _origin_of(submission: Submission) -> Submission | None:
    """Return the submission that brought what a change is about; None for what came with an import."""
    return Submission.objects.select_for_update().filter(resource=submission.amends).first()


def _take_down(submission: Submission) -> None:
    """Archive what a takedown is about, by the step of the submission that brought it where there is one."""
    origin, reason = _origin_of(submission), str(submission.declarations.get("reason", "")) or "at-request"
    if origin and on_shelf(origin) and not appeal_waits(origin) and SUBMISSION.may(SYSTEM, "archive", origin):
        archive(origin, by=SYSTEM, reason=reason)
    elif submission.amends:
        archive_resource(submission.amends, by=SYSTEM, reason=reason)


def _begin_anew(submission: Submission, *, by: Any) -> None:
    """With a new version the time to the next review of what it replaces starts again."""
    origin = _origin_of(submission)
    if origin and SUBMISSION.may(by, "confirm-current", origin):
        confirm_current(origin, by=by)


@transaction.atomic
def fall_due(submission: Submission) -> Event:
    """Say that a published resource is due for review."""
    event = take_step(SUBMISSION, submission, "fall-due", by=SYSTEM)
    tell_submitters(submission, "re_review_due", event=event)
    tell_lead(submission, "desk_re_review_due", event=event)
    return event


@transaction.atomic
def attest(submission: Submission, *, by: Any, note: str = "") -> Event:
    """Say, as one of those who submitted, that it still holds; an editor confirms it."""
    event = take_step(SUBMISSION, submission, "attest", by=by, payload={"note": note}, changes={"attested_at": now()})
    tell_lead(submission, "attested", event=event)
    return event


@transaction.atomic
def confirm_current(submission: Submission, *, by: Any) -> Event:
    """Confirm that a resource still holds, for another period."""
    resource = submission.resource
    months = rules_of(submission).months_for(str(submission.record.get("kind", "")), resource.document_type if resource else "")
    changes = {"review_by": months_after(now(), months or 24), "not_confirmed_since": None, "attested_at": None}
    event = take_step(SUBMISSION, submission, "confirm-current", by=by, changes=changes)
    if resource:
        known = {name: value for name, value in resource.peer_review.items() if name != "not_confirmed_since"}
        tell_review(resource, by=SYSTEM, peer_review={**known, "confirmed": now().date().isoformat()})
    return event


@transaction.atomic
def mark_not_confirmed(submission: Submission) -> Event:
    """Say on the resource's page since when nobody has confirmed that it still holds."""
    moment = now()
    event = take_step(SUBMISSION, submission, "mark-not-confirmed", by=SYSTEM, changes={"not_confirmed_since": moment})
    resource = submission.resource
    if resource:
        said = {**resource.peer_review, "not_confirmed_since": moment.date().isoformat()}
        tell_review(resource, by=SYSTEM, peer_review=said)
    return event


@transaction.atomic
def archive(submission: Submission, *, by: Any, reason: str, note: str = "") -> Event:
    """Take a published resource off the shelf; its page becomes a tombstone with the reason."""
    event = take_step(SUBMISSION, submission, "archive", by=by, reason=reason, payload={"note": note})
    if submission.resource is None:
        raise NotPermitted("a change of a resource is not archived, the resource is")
    archive_resource(submission.resource, by=SYSTEM, reason=f"{reason}\n{note.strip()}".strip())
    tell_submitters(submission, "archived", event=event, reason=reason)
    return event


@transaction.atomic
def archive_unconfirmed(submission: Submission) -> Event | None:
    """Archive what another review refused or left open; None when it is on the shelf no more."""
    return archive(submission, by=SYSTEM, reason="not-confirmed") if on_shelf(submission) else None
