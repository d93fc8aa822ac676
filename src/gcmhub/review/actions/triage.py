"""What editors do before a panel: take, give on, ask for changes, send the light way."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F

from gcmhub.accounts.models import User
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.review.actions.telling import tell_lead, tell_managing, tell_submitters
from gcmhub.review.errors import WrongTrack
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Submission, Track
from gcmhub.review.queries.people import editors_for, submission_roles
from gcmhub.workflow.actions import record, take_step
from gcmhub.workflow.models import Event


@transaction.atomic
def take(submission: Submission, *, by: Any, lead: User | None = None) -> Event:
    """Become lead editor of a submission, or make somebody else its lead. Raises ``EditorHasConflict``."""
    chosen = lead or by
    if by not in {chosen, SYSTEM} and "managing-editor" not in submission_roles(by, submission):
        raise NotPermitted("managing editors give submissions to others")
    payload = {"lead": chosen.public_id, "how": "taken" if chosen == by else "given"}
    event = take_step(SUBMISSION, submission, "take", by=by, payload=payload, changes={"lead": chosen})
    if chosen != by:
        tell_lead(submission, "taken", event=event)
    return event


@transaction.atomic
def reassign(submission: Submission, lead: User, *, by: Any, why: str = "") -> Event:
    """Give a submission to another lead editor."""
    payload = {"lead": lead.public_id, "why": why}
    event = take_step(SUBMISSION, submission, "reassign", by=by, payload=payload, changes={"lead": lead})
    tell_lead(submission, "taken", event=event)
    return event


def take_by_load(submission: Submission) -> Event | None:
    """Make the editor with the least open work lead of what nobody took; tell the managing editors where there is none."""
    for editor in editors_for(submission):
        return take(submission, by=SYSTEM, lead=editor)
    tell_managing(submission, "no_editor", key=f"no-editor:{submission.public_id}:{submission.version}")
    return None


def escalate_triage(submission: Submission) -> None:
    """Give what waits too long to another editor, and tell the managing editors."""
    others = [editor for editor in editors_for(submission) if editor.pk != submission.lead_id]
    tell_managing(submission, "triage_late", key=f"triage-late:{submission.public_id}:{submission.version}")
    if others:
        reassign(submission, others[0], by=SYSTEM, why="late")


@transaction.atomic
def ask_for_changes(submission: Submission, *, by: Any, reason: str, letter: str) -> Event:
    """Give a submission back before a review, twice at most; its term is fourteen days."""
    changes = {"triage_rounds": F("triage_rounds") + 1}
    event = take_step(
        SUBMISSION, submission, "ask-for-changes", by=by, reason=reason, payload={"letter": letter}, changes=changes
    )
    submission.refresh_from_db(fields=["triage_rounds"])
    tell_submitters(submission, "changes_requested", event=event, letter=letter, reason=reason)
    return event


@transaction.atomic
def move_to_track(submission: Submission, track: Track, *, by: Any) -> Submission:
    """Put a submission in triage on another track, under its present rules."""
    if not submission_roles(by, submission) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor chooses the track")
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.state != "in-triage":
        raise WrongTrack(track.code)
    submission.track, submission.rules = track, track.present
    submission.anonymity = submission.rules.rules["anonymity"]
    submission.save(update_fields=["track", "rules", "anonymity"])
    payload = {"track": track.code, "rules": submission.rules.number}
    record("submission", submission.public_id, "move-to-track", by=by, version=submission.version, payload=payload)
    return submission


@transaction.atomic
def classify(submission: Submission, values: dict[str, Collection[str]], *, by: Any) -> Submission:
    """Mend the classification while it is in an editor's hands: objectives, actions, principles, countries, regions, scope."""
    if not submission_roles(by, submission) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor mends the classification")
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    known = {"objectives", "actions", "principles", "countries", "regions", "scope", "document_type", "comprehensiveness"}
    before = {name: submission.record.get(name) for name in values}
    submission.record |= {name: value for name, value in values.items() if name in known}
    submission.revision += 1
    submission.save(update_fields=["record", "revision"])
    payload = {"before": before, "after": {name: submission.record.get(name) for name in values}}
    record("submission", submission.public_id, "classify", by=by, version=submission.version, payload=payload)
    return submission
