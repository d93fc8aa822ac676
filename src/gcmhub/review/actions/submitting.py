"""What submitters do once a draft is whole: send it, send it again, answer, withdraw, appeal."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.review.actions.deciding import forget_untold
from gcmhub.review.actions.panel import open_round, release_reviewers
from gcmhub.review.actions.telling import tell_editors, tell_lead, tell_managing, tell_submitters
from gcmhub.review.choices import Audience, Change, DecisionKind
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Remark, Submission, SubmissionVersion, Track
from gcmhub.review.queries.panels import last_decision
from gcmhub.review.queries.people import editors_for, managing_editors, may_edit, submission_roles
from gcmhub.workflow.actions import actor_id, restart_deadlines, take_step
from gcmhub.workflow.models import Event


@transaction.atomic
def submit(submission: Submission, *, by: Any) -> Event:
    """Send a draft: it gets a reference, its version is kept, its editors are told.

    Raises ``Incomplete`` with everything that is missing, ``CallClosed``, ``NotPermitted``, ``NotInThisState``.
    """
    digest = digest_of(submission)
    changes = {"submitted_at": now(), "reference": submission.reference or _next_reference()}
    event = take_step(SUBMISSION, submission, "submit", by=by, payload={"digest": digest}, changes=changes)
    _keep_version(submission, digest, by=by)
    tell_submitters(submission, "received", event=event)
    tell_editors(submission, editors_for(submission) or managing_editors(), "to_take", event=event)
    return event


def _next_reference() -> str:
    """Return the next reference of the year, such as GCM-2026-00042; who wants the one after waits for this transaction."""
    Track.objects.select_for_update().order_by("pk").first()
    prefix = f"GCM-{now().year}-"
    rows = Submission.objects.filter(reference__startswith=prefix).order_by("-reference")
    last = rows.values_list("reference", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def digest_of(submission: Submission) -> str:
    """Return a SHA-256 over the draft and the hashes of its files."""
    files = list(submission.files.filter(removed_at=None).values_list("sha256", "language"))
    said = [submission.declarations] if submission.change == Change.TAKEDOWN else []
    text = json.dumps([submission.record, files, *said], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _keep_version(submission: Submission, digest: str, *, by: Any) -> SubmissionVersion:
    last = submission.versions.last()
    return SubmissionVersion.objects.create(
        submission=submission,
        number=last.number + 1 if last else 1,
        record=submission.record,
        files=list(submission.files.filter(removed_at=None).values_list("public_id", flat=True)),
        digest=digest,
        made_by=actor_id(by),
        made_at=now(),
    )


@transaction.atomic
def resubmit(submission: Submission, *, by: Any, note: str = "") -> Event:
    """Send again what the editor asked to change. Raises ``NotChanged`` for the same version."""
    digest = digest_of(submission)
    event = take_step(SUBMISSION, submission, "resubmit", by=by, payload={"digest": digest, "note": note})
    _keep_version(submission, digest, by=by)
    if note.strip():
        write_remark(submission, note, audience=Audience.SUBMITTER, by=by, quiet=True)
    tell_lead(submission, "resubmitted", event=event)
    return event


@transaction.atomic
def return_revision(submission: Submission, responses: Sequence[str], *, by: Any) -> Event:
    """Send a revision with an answer to every point; a large one goes to the reviewers of the round before.

    Raises ``PointsOpen``, ``NotChanged``, ``Incomplete``.
    """
    decision = last_decision(submission)
    large = decision is not None and decision.kind == DecisionKind.MAJOR
    digest, answers = digest_of(submission), [text.strip() for text in responses]
    payload = {"digest": digest, "responses": answers}
    changes = {"round": submission.round + 1} if large else {}
    event = take_step(
        SUBMISSION, submission, "return-major" if large else "return-minor", by=by, payload=payload, changes=changes
    )
    _keep_version(submission, digest, by=by)
    if decision:
        decision.responses = answers
        decision.save(update_fields=["responses"])
    tell_lead(submission, "revised", event=event)
    if large:
        open_round(submission)
    return event


@transaction.atomic
def keep_responses(submission: Submission, responses: Sequence[str], *, by: Any) -> None:
    """Keep answers to points that are not sent yet."""
    decision = last_decision(submission)
    if decision is None or submission.state != "revision-requested" or not may_edit(by, submission):
        raise NotPermitted("answers are kept while a revision is asked for")
    decision.responses = [text[:20_000] for text in responses][: len(decision.points)]
    decision.save(update_fields=["responses"])


@transaction.atomic
def withdraw(submission: Submission, *, by: Any, reason: str = "at-request", note: str = "") -> Event:
    """Take a submission back; its reviewers are released, and a decision that was not told is not told any more."""
    event = take_step(SUBMISSION, submission, "withdraw", by=by, reason=reason, payload={"note": note})
    forget_untold(submission)
    release_reviewers(submission, reason="withdrawn")
    tell_submitters(submission, "withdrawn", event=event)
    if submission.lead and submission.lead != by:
        tell_lead(submission, "desk_withdrawn", event=event)
    return event


@transaction.atomic
def reopen(submission: Submission, *, by: Any) -> Event:
    """Make a draft again of what was withdrawn in the last half year."""
    return take_step(SUBMISSION, submission, "reopen", by=by)


@transaction.atomic
def appeal(submission: Submission, letter: str, *, by: Any) -> Event:
    """Ask for another look at a rejection, once, in the thirty days after its mail."""
    event = take_step(SUBMISSION, submission, "appeal", by=by, payload={"letter": letter}, changes={"appealed_at": now()})
    restart_deadlines(SUBMISSION, submission)  # until it is answered, what is on the shelf stays there
    tell_managing(submission, "appealed", event=event)
    return event


@transaction.atomic
def write_remark(submission: Submission, text: str, *, audience: str, by: Any, quiet: bool = False) -> Remark:
    """Add to the conversation of those who submit and those who edit, or to that of editors alone.

    Raises ``NotPermitted``. Who writes is not told, everybody else of the audience is. The same words
    right after each other are one message.
    """
    roles = submission_roles(by, submission)
    inside = bool(roles & {"editor", "lead", "managing-editor"})
    if not inside and not ("submitter" in roles and audience == Audience.SUBMITTER):
        raise NotPermitted("the conversation is for those who submit and those who edit")
    words = text.strip()[:20_000]
    Submission.objects.select_for_update().get(pk=submission.pk)  # of two that are sent at once the second waits
    last = submission.remarks.filter(audience=audience).last()
    if last and (last.author_id, last.text) == (by.pk, words):  # sent twice
        return last
    remark = Remark.objects.create(
        submission=submission,
        author=by,
        audience=audience,
        text=words,
        round=submission.round,
        written_at=now(),
    )
    if not quiet:
        key = f"remark:{remark.pk}"
        if inside and audience == Audience.SUBMITTER:
            tell_submitters(submission, "remark", key=key)
        elif not inside:
            tell_lead(submission, "desk_remark", key=key)
    return remark
