"""Onto the shelf, and what comes after: confirmed, reviewed again, archived."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import archive_resource, publish_resource, shelve_records, submit_for_review
from gcmhub.library.choices import ReviewStatus
from gcmhub.library.files import StoredFile
from gcmhub.library.imports import known_words
from gcmhub.library.models import Resource
from gcmhub.library.records import read_record
from gcmhub.review.actions.deciding import withdraw_mails
from gcmhub.review.actions.telling import tell_lead, tell_submitters
from gcmhub.review.choices import Change, Slot
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Submission
from gcmhub.review.queries.drafts import SOURCE, whole_record
from gcmhub.review.queries.panels import last_decision, rules_of
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
    """Put an accepted submission on the shelf: found by search within seconds, with its public review record."""
    takedown = submission.change == Change.TAKEDOWN
    resource = None if takedown else _shelve(submission)
    kind, months = str(submission.record.get("kind", "")), 0
    if resource is not None:
        months = rules_of(submission).months_for(kind, resource.document_type)
    moment = now()
    changes = {
        "published_at": moment,
        "review_by": months_after(moment, months) if months else None,
        "not_confirmed_since": None,
        "attested_at": None,
        "resource": resource if submission.change == Change.NEW else None,
    }
    decision = last_decision(submission)
    if decision:
        withdraw_mails(decision)  # "published" says what "accepted" would
    event = take_step(SUBMISSION, submission, "publish", by=by, payload={"record": review_record(submission)}, changes=changes)
    if takedown and submission.amends:
        archive_resource(submission.amends, by=SYSTEM, reason=decision.letter if decision else "")
    tell_submitters(submission, "published", event=event)
    return event


def _shelve(submission: Submission) -> Resource:
    files = list(submission.files.filter(removed_at=None))
    stored = [StoredFile(one.stored, one.original_name, one.media_type, one.size, one.sha256) for one in files]
    record = read_record(whole_record(submission), known_words(), SOURCE)
    shelve_records([record], by=SYSTEM, files={(record.source, record.id): stored})
    resource = Resource.objects.get(source=record.source, external_id=record.id)
    if submission.change == Change.NEW:
        submit_for_review(resource, by=SYSTEM)
        reviewed = rules_of(submission).way == "review"
        status = ReviewStatus.REVIEWED if reviewed else ReviewStatus.CHECKED
        resource = publish_resource(resource, by=SYSTEM, peer_review=review_record(submission), status=status)
    return resource


def review_record(submission: Submission) -> Mapping[str, Any]:
    """Return what is public of a review: when, in what way, by how many of which kind; no names."""
    rules = rules_of(submission)
    decision = last_decision(submission)
    said = submission.assignments.filter(state__in=["submitted", "confirmed"])
    people = {row.reviewer_id: row.slot for row in said}
    un = sum(slot == Slot.UN for slot in people.values())
    return {
        "date": now().date().isoformat(),
        "track": submission.track.code,
        "rules": submission.rules.number,
        "mode": submission.anonymity if rules.way == "review" else "editor",
        "rounds": submission.round,
        "reviewers": {"un": un, "external": len(people) - un},
    } | ({"decided": decision.decided_at.date().isoformat()} if decision else {})


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
    return take_step(SUBMISSION, submission, "confirm-current", by=by, changes=changes)


@transaction.atomic
def archive(submission: Submission, *, by: Any, reason: str, note: str = "") -> Event:
    """Take a published resource off the shelf; its page becomes a tombstone with the reason."""
    event = take_step(SUBMISSION, submission, "archive", by=by, reason=reason, payload={"note": note})
    if submission.resource is None:
        raise NotPermitted("a change of a resource is not archived, the resource is")
    archive_resource(submission.resource, by=SYSTEM, reason=note or reason)
    tell_submitters(submission, "archived", event=event, reason=reason)
    return event
