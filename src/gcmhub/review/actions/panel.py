"""The panel of a round: proposed, invited, promoted from the alternates, complete, released."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import HubError, NotPermitted
from gcmhub.review.actions.telling import tell_lead, tell_reviewer, tell_submitters
from gcmhub.review.choices import AssignmentState, SubmissionState
from gcmhub.review.errors import PlaceTaken, ReviewerHasConflict
from gcmhub.review.lives import ASSIGNMENT, SUBMISSION
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.queries.candidates import free_places
from gcmhub.review.queries.matching import hard_conflicts
from gcmhub.review.queries.panels import invited_number, number_of, panel_wanted
from gcmhub.review.queries.people import assignment_roles, submission_roles
from gcmhub.review.rules.assignment import HOLDING
from gcmhub.workflow.actions import record, restart_deadlines, take_step
from gcmhub.workflow.errors import NotInThisState
from gcmhub.workflow.models import Event

OPEN_ROUND = frozenset({SubmissionState.ASSIGNING, SubmissionState.UNDER_REVIEW})


@transaction.atomic
def send_to_review(submission: Submission, *, by: Any, anonymity: str = "") -> Event:
    """Open the first round. The way of anonymity may be made more secret than the track's, never less."""
    order = ["open", "single", "double"]
    chosen = max(submission.anonymity, anonymity or "open", key=order.index)
    payload = {"rules": submission.rules.number, "anonymity": chosen}
    changes = {"anonymity": chosen, "round": submission.round + 1}
    return take_step(SUBMISSION, submission, "send-to-review", by=by, payload=payload, changes=changes)


def open_round(submission: Submission) -> None:
    """Propose the reviewers of the round before for the new one; the editor may drop or add some before inviting."""
    before = submission.assignments.filter(round=submission.round - 1, state__in=["submitted", "confirmed"])
    for old in before.select_related("reviewer"):
        _propose(submission, old.reviewer, slot=old.slot, rank=0, terms={"earlier-round": 1}, by=SYSTEM)


@transaction.atomic
def propose_reviewer(
    submission: Submission, reviewer: User, *, slot: str, by: Any, rank: int = 0, terms: dict[str, Any] | None = None
) -> Assignment:
    """Put somebody on the list for a place, or among its alternates (``rank`` 1 and more); who was taken off it may return.

    Raises ``ReviewerHasConflict``, ``PlaceTaken`` for who is on the list already or was invited in this round,
    ``NotPermitted``.
    """
    if not submission_roles(by, submission) & {"lead", "managing-editor", "system"}:
        raise NotPermitted("the lead editor puts panels together")
    if submission.state not in OPEN_ROUND:
        raise NotPermitted("panels are put together while a round is open")
    if found := hard_conflicts(reviewer, submission):
        raise ReviewerHasConflict(str(submission), conflicts=found)
    return _propose(submission, reviewer, slot=slot, rank=rank, terms=terms or {}, by=by)


@dataclass(frozen=True)
class Seated:
    """Somebody for a place of a panel; ``rank`` 1 and more: as an alternate, in that order. ``terms``: why."""

    reviewer: User
    slot: str
    rank: int = 0
    terms: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def propose_together(submission: Submission, seats: Sequence[Seated], *, by: Any) -> list[Assignment]:
    """Put a panel and its alternates on the list, all or nobody; alternates come after those that are there.

    Raises ``PlaceTaken`` where more are chosen than places are free, and what ``propose_reviewer`` raises.
    """
    _hold(submission)
    wanted, free = Counter(seat.slot for seat in seats if not seat.rank), free_places(submission)
    if any(count > free.get(slot, 0) for slot, count in wanted.items()):
        raise PlaceTaken(str(submission))
    last = _last_ranks(submission)
    return [
        propose_reviewer(
            submission,
            seat.reviewer,
            slot=seat.slot,
            by=by,
            rank=seat.rank + last.get(seat.slot, 0) if seat.rank else 0,
            terms=dict(seat.terms),
        )
        for seat in seats
    ]


def _last_ranks(submission: Submission) -> dict[str, int]:
    """Return the rank of the last alternate for each kind of place that has one."""
    waiting = submission.assignments.filter(round=submission.round, rank__gt=0, state=AssignmentState.PROPOSED)
    return {str(slot): rank for slot, rank in waiting.order_by("rank").values_list("slot", "rank")}


def _propose(submission: Submission, reviewer: User, *, slot: str, rank: int, terms: dict[str, Any], by: Any) -> Assignment:
    payload = {"slot": slot, "rank": rank, "round": submission.round}
    known = submission.assignments.filter(round=submission.round, reviewer=reviewer).first()
    if known is not None:
        if known.state != AssignmentState.CANCELLED:
            raise PlaceTaken(str(submission))
        changes = {"slot": slot, "rank": rank, "terms": terms}
        take_step(ASSIGNMENT, known, "propose-again", by=by, payload=payload, changes=changes)
        return known
    assignment = Assignment(
        submission=submission,
        reviewer=reviewer,
        round=submission.round,
        slot=slot,
        rank=rank,
        number=number_of(submission, reviewer.pk),
        terms=terms,
        created_at=now(),
    )
    take_step(ASSIGNMENT, assignment, "propose", by=by, payload=payload)
    return assignment


@transaction.atomic
def invite(assignment: Assignment, *, by: Any) -> str:
    """Invite one reviewer; returns the secret of the link, which is kept as its hash only."""
    secret = secrets.token_urlsafe(24)
    number = _give_number(assignment)
    changes = {"token_hash": hashlib.sha256(secret.encode()).hexdigest(), "rank": 0, "number": number}
    event = take_step(ASSIGNMENT, assignment, "invite", by=by, changes=changes)
    tell_reviewer(assignment, "invitation", event=event, days=7)
    return secret


def _give_number(assignment: Assignment) -> int:
    """Return the number under which who is invited now is spoken of; who waits under it takes theirs.

    Those who submit see numbers: they must not tell how many were proposed before.
    """
    submission = assignment.submission
    assignment.refresh_from_db(fields=["number"])  # who was invited just before may have changed it
    number = invited_number(submission, assignment.reviewer_id)
    waiting = submission.assignments.filter(number=number, state=AssignmentState.PROPOSED).exclude(pk=assignment.pk)
    waiting.update(number=assignment.number)
    return number


@transaction.atomic
def invite_alternate(assignment: Assignment, *, by: Any) -> str:
    """Invite an alternate out of turn, for a place that is free; as ``invite``. Raises ``PlaceTaken`` when none is."""
    _hold(assignment.submission)
    if not free_places(assignment.submission).get(assignment.slot):
        raise PlaceTaken(str(assignment))
    return invite(assignment, by=by)


@transaction.atomic
def put_back(assignment: Assignment, *, by: Any) -> Assignment:
    """Put who was taken off the list back: for a place that is free, else as the last alternate. As ``propose_reviewer``."""
    submission = assignment.submission
    _hold(submission)
    if assignment.round != submission.round:
        raise PlaceTaken(str(assignment))
    rank = 0 if free_places(submission).get(assignment.slot) else _last_ranks(submission).get(assignment.slot, 0) + 1
    return propose_reviewer(submission, assignment.reviewer, slot=assignment.slot, rank=rank, terms=assignment.terms, by=by)


@transaction.atomic
def make_first(assignment: Assignment, *, by: Any) -> None:
    """Put an alternate before the others for its kind of place. Raises ``NotPermitted``, ``NotInThisState``."""
    submission = assignment.submission
    if not assignment_roles(by, assignment) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor orders alternates")
    _hold(submission)
    rows = submission.assignments.filter(
        round=assignment.round, slot=assignment.slot, rank__gt=0, state=AssignmentState.PROPOSED
    )
    waiting = list(rows.order_by("rank", "number"))
    if assignment.pk not in {each.pk for each in waiting}:
        raise NotInThisState("no alternate any more", state=assignment.state, action="make-first")
    if waiting[0].pk == assignment.pk:
        return
    for rank, each in enumerate(sorted(waiting, key=lambda each: each.pk != assignment.pk), 1):
        Assignment.objects.filter(pk=each.pk).update(rank=rank)
    record("assignment", assignment.public_id, "make-first", by=by, version=assignment.version)


def invite_all(submission: Submission, *, by: Any) -> list[tuple[Assignment, HubError | None]]:
    """Invite everybody who is proposed for a place; one who cannot be invited keeps nobody else from it."""
    done: list[tuple[Assignment, HubError | None]] = []
    rows = submission.assignments.filter(round=submission.round, rank=0, state=AssignmentState.PROPOSED)
    for assignment in rows.select_related("reviewer", "submission"):
        try:
            invite(assignment, by=by)
            done.append((assignment, None))
        except HubError as error:
            done.append((assignment, error))
    return done


def promote_alternate(assignment: Assignment) -> Assignment | None:
    """Invite the next alternate for the place of somebody who will not review; None when there is none.

    Then the round closes if enough reviews are in and nobody is at work any more; else the lead is told.
    """
    submission = assignment.submission
    _hold(submission)
    if submission.round != assignment.round or submission.state not in OPEN_ROUND:
        return None  # nobody is asked any more
    rows = submission.assignments.filter(
        round=assignment.round, slot=assignment.slot, rank__gt=0, state=AssignmentState.PROPOSED
    )
    for alternate in rows.select_related("reviewer", "submission").order_by("rank", "number"):
        try:
            with transaction.atomic():
                invite(alternate, by=SYSTEM)
        except HubError:
            continue
        return alternate
    if close_if_complete(submission) is None:
        tell_lead(submission, "needs_reviewer", key=f"needs:{assignment.public_id}:{assignment.version}")
    return None


def _hold(submission: Submission) -> None:
    """Read a submission anew and let others wait: of two reviewers who act at once, the second sees what the first did."""
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update())


def begin_if_filled(submission: Submission) -> Event | None:
    """Let the review begin once every place is filled; None while it is not."""
    un, external = panel_wanted(submission)
    _hold(submission)
    if submission.state != SubmissionState.ASSIGNING:
        return None
    try:
        event = take_step(SUBMISSION, submission, "begin-review", by=SYSTEM, payload={"un": un, "external": external})
    except HubError:
        return None
    tell_submitters(submission, "under_review", event=event)
    close_if_complete(submission)
    return event


@transaction.atomic
def begin_short(submission: Submission, *, by: Any, reason: str) -> Event:
    """Let the review begin with fewer than the track asks for, as a managing editor says with a reason."""
    event = take_step(SUBMISSION, submission, "begin-review-short", by=by, reason=reason)
    tell_submitters(submission, "under_review", event=event)
    close_if_complete(submission)
    return event


def close_if_complete(submission: Submission, *, late: bool = False) -> Event | None:
    """Close the round when nobody who was asked is still at work, or, once it is late, with enough reviews.

    A round that is short of reviewers closes as a late one does: with two usable reviews, one of the UN's.
    """
    _hold(submission)
    if submission.state != SubmissionState.UNDER_REVIEW:
        return None
    un, external = panel_wanted(submission)
    rows = submission.assignments.filter(round=submission.round)
    if not late and rows.filter(state__in=[AssignmentState.ACCEPTED, AssignmentState.INVITED]).exists():
        return None
    short = rows.filter(state__in=HOLDING).count() < un + external
    payload = {"un": un, "external": external, "late": late or short}
    try:
        event = take_step(SUBMISSION, submission, "close-review", by=SYSTEM, payload=payload)
    except HubError:
        return None
    tell_lead(submission, "to_decide", event=event)
    return event


@transaction.atomic
def add_tie_breaker(submission: Submission, *, by: Any) -> Event:
    """Open the round again for one more reviewer, who is then proposed and invited as the others were."""
    return take_step(SUBMISSION, submission, "add-reviewer", by=by)


@transaction.atomic
def review_again(submission: Submission, *, by: Any) -> Event:
    """Give a published resource that is due a round of its own."""
    event = take_step(SUBMISSION, submission, "review-again", by=by, changes={"round": submission.round + 1})
    open_round(submission)
    return event


def release_reviewers(submission: Submission, *, reason: str) -> list[Assignment]:
    """End every task of a submission that is still open, with thanks to those who were at work."""
    rows = submission.assignments.filter(
        state__in=[AssignmentState.PROPOSED, AssignmentState.INVITED, AssignmentState.ACCEPTED]
    ).select_related("reviewer", "submission")
    released = list(rows)
    for assignment in released:
        invited = assignment.state != AssignmentState.PROPOSED
        event = take_step(ASSIGNMENT, assignment, "cancel", by=SYSTEM, reason=reason)
        if invited:
            tell_reviewer(assignment, "released", event=event)
    return released


@transaction.atomic
def cancel(assignment: Assignment, *, by: Any, reason: str = "replaced") -> Event:
    """End one task; an alternate is invited in its place if there is one, else the round may be complete."""
    before = assignment.state
    event = take_step(ASSIGNMENT, assignment, "cancel", by=by, reason=reason)
    if before != AssignmentState.PROPOSED:
        tell_reviewer(assignment, "released", event=event)
        if reason in {"replaced", "no-answer"}:
            promote_alternate(assignment)
        else:
            close_if_complete(assignment.submission)
    return event


@transaction.atomic
def extend(assignment: Assignment, until: datetime, *, by: Any) -> Event:
    """Give a reviewer more time; reminders move with the date."""
    changes = {"due_at": until}
    event = take_step(ASSIGNMENT, assignment, "extend", by=by, payload={"due_at": until.isoformat()}, changes=changes)
    restart_deadlines(ASSIGNMENT, assignment)
    tell_reviewer(assignment, "extended", event=event, due=until.date().isoformat())
    return event


def due_after(days: int) -> datetime:
    """Return the end of the day that many days from now, UTC."""
    return (now() + timedelta(days=days)).replace(hour=23, minute=59, second=59, microsecond=0)
