"""Decisions: taken with reasons, by two people where a Member State is refused, undone before their mail leaves."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.notices.actions import withdraw_held
from gcmhub.review.actions.panel import release_reviewers
from gcmhub.review.actions.telling import notice_key, tell_managing, tell_reviewer, tell_submitters
from gcmhub.review.choices import AT_DESK, DecisionKind
from gcmhub.review.errors import EditorHasConflict, LetterMissing, SameEditor, UndoClosed
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Decision, Submission
from gcmhub.review.queries.panels import aggregate_of, last_decision
from gcmhub.review.queries.people import conflict_of_editor, submission_roles
from gcmhub.workflow.actions import actor_id, record, restart_deadlines, take_step
from gcmhub.workflow.errors import NotInThisState, ReasonMissing

UNDO_TERM = timedelta(hours=24)
STEP = {
    DecisionKind.DESK_REJECT: "desk-reject",
    DecisionKind.ACCEPT_LIGHT: "accept-light",
    DecisionKind.ACCEPT: "accept",
    DecisionKind.MINOR: "ask-minor",
    DecisionKind.MAJOR: "ask-major",
    DecisionKind.REJECT: "reject",
}
REFUSALS = frozenset({DecisionKind.DESK_REJECT, DecisionKind.REJECT})
MAIL = {
    DecisionKind.DESK_REJECT: "rejected",
    DecisionKind.REJECT: "rejected",
    DecisionKind.ACCEPT: "accepted",
    DecisionKind.ACCEPT_LIGHT: "accepted",
    DecisionKind.MINOR: "revision_requested",
    DecisionKind.MAJOR: "revision_requested",
}


@transaction.atomic
def decide(
    submission: Submission,
    kind: str,
    *,
    by: Any,
    reason: str = "",
    letter: str = "",
    points: Sequence[str] = (),
    checklist: Sequence[str] = (),
) -> Decision:
    """Decide on a submission. Its mail leaves after a day; until then ``undo_decision`` takes it back.

    The refusal of what a Member State submitted waits for a second editor (``cosign``). Raises what the step's guards
    raise: ``LetterMissing``, ``PointsMissing``, ``ReasonMissing``, ``WrongTrack``, ``TooFewReviews``, ``NotPermitted``;
    ``EditorHasConflict`` for who has to do with the work.
    """
    chosen = DecisionKind(kind)
    if not submission_roles(by, submission) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor decides")
    _without_conflict(submission, by)
    decision = Decision(
        submission=submission,
        round=submission.round,
        kind=chosen,
        reason=reason,
        letter=letter.strip(),
        points=[point.strip() for point in points if point.strip()],
        basis=aggregate_of(submission).as_values() | ({"checklist": list(checklist)} if checklist else {}),
        rules=submission.rules,
        decided_by=actor_id(by),
        decided_at=now(),
    )
    if chosen in REFUSALS and submission.is_member_state:
        _propose_refusal(decision, by=by)
    else:
        _take_effect(decision, by=by)
    return decision


def _without_conflict(submission: Submission, by: User) -> None:
    """Whoever has to do with a work decides nothing of it, managing editors neither."""
    if why := conflict_of_editor(by, submission):
        raise EditorHasConflict(str(submission), why=why)


def _propose_refusal(decision: Decision, *, by: Any) -> None:
    submission, step = decision.submission, STEP[DecisionKind(decision.kind)]
    way = SUBMISSION.machine.way(submission.state, step)
    if way is None:
        raise NotInThisState(f"{step} does not lead on from {submission.state}", state=submission.state, action=step)
    if decision.reason not in way.reasons:
        raise ReasonMissing(f"{step} asks for a reason", reasons=way.reasons)
    if not decision.letter:
        raise LetterMissing(str(submission))
    submission.decisions.filter(takes_effect_at=None, undone_at=None).update(undone_at=now())
    decision.save()
    payload = {"kind": decision.kind, "reason": decision.reason}
    event = record("submission", submission.public_id, "propose-refusal", by=by, version=submission.version, payload=payload)
    tell_managing(submission, "to_cosign", event=event)


@transaction.atomic
def cosign(decision: Decision, *, by: User) -> Decision:
    """Sign the refusal of a Member State's submission as the second editor.

    Raises ``SameEditor``, ``NotPermitted``, ``EditorHasConflict``.
    """
    decision = Decision.objects.select_for_update().select_related("submission").get(pk=decision.pk)
    if "managing-editor" not in submission_roles(by, decision.submission):
        raise NotPermitted("managing editors co-sign")
    _without_conflict(decision.submission, by)
    if by.public_id == decision.decided_by:
        raise SameEditor(str(decision.submission))
    if decision.takes_effect_at or decision.undone_at:
        raise UndoClosed(str(decision.submission))
    decision.cosigned_by = by.public_id
    _take_effect(decision, by=by)
    return decision


@transaction.atomic
def refuse_to_cosign(decision: Decision, *, by: User) -> Decision:
    """Give a proposed refusal back to the lead editor."""
    decision = Decision.objects.select_for_update().select_related("submission").get(pk=decision.pk)
    if "managing-editor" not in submission_roles(by, decision.submission) or decision.takes_effect_at:
        raise NotPermitted("managing editors co-sign")
    decision.undone_at = now()
    decision.save(update_fields=["undone_at"])
    submission = decision.submission
    record("submission", submission.public_id, "refuse-to-cosign", by=by, version=submission.version)
    return decision


def _take_effect(decision: Decision, *, by: Any) -> None:
    submission, kind = decision.submission, DecisionKind(decision.kind)
    payload = {
        "letter": decision.letter,
        "points": decision.points,
        "checklist": decision.basis.get("checklist", []),
        "decided_by": decision.decided_by,
        "cosigned_by": decision.cosigned_by,
        "basis": decision.basis,
        "rules": decision.rules.number,
    }
    take_step(SUBMISSION, submission, STEP[kind], by=by, reason=decision.reason, payload=payload)
    decision.takes_effect_at = now()
    decision.mail_at = decision.takes_effect_at + UNDO_TERM
    decision.save()
    tell_submitters(
        submission,
        MAIL[kind],
        key=mail_key(decision),
        hold_until=decision.mail_at,
        letter=decision.letter,
        reason=decision.reason,
    )
    if kind in {DecisionKind.ACCEPT, DecisionKind.REJECT}:
        release_reviewers(submission, reason="decided")
        for assignment in submission.assignments.filter(state__in=["submitted", "confirmed"]).select_related("reviewer"):
            tell_reviewer(assignment, "thanks", key=mail_key(decision), hold_until=decision.mail_at)


def mail_key(decision: Decision) -> str:
    """Return what the mails of a decision have in their keys."""
    return f"decision:{decision.pk}"


@transaction.atomic
def undo_decision(submission: Submission, *, by: Any) -> Decision:
    """Take a decision back before its mail has left. Raises ``UndoClosed``."""
    decision = last_decision(submission)
    if decision is None:
        raise UndoClosed(str(submission))
    take_step(SUBMISSION, submission, "undo-desk-decision" if decision.kind in AT_DESK else "undo-decision", by=by)
    decision.undone_at = now()
    decision.save(update_fields=["undone_at"])
    withdraw_mails(decision)
    return decision


def withdraw_mails(decision: Decision) -> int:
    """Take back the held mails of a decision; returns how many had not left."""
    keys = [notice_key(name, mail_key(decision)) for name in (MAIL[DecisionKind(decision.kind)], "thanks")]
    return sum(withdraw_held(key) for key in keys)


def forget_untold(submission: Submission) -> None:
    """Take back a decision of which those who submit were never told, as they withdraw; reviewers are thanked all the same."""
    for decision in submission.decisions.filter(undone_at=None, mail_at__gt=now()):
        decision.undone_at = now()
        decision.save(update_fields=["undone_at"])
        withdraw_held(notice_key(MAIL[DecisionKind(decision.kind)], mail_key(decision)))


@transaction.atomic
def uphold_appeal(submission: Submission, *, by: Any) -> None:
    """Take a rejected submission into triage again; who decided does not judge."""
    event = take_step(SUBMISSION, submission, "uphold-appeal", by=by, changes={"appeal_settled_at": now()})
    _without_conflict(submission, by)
    tell_submitters(submission, "appeal_upheld", event=event)


@transaction.atomic
def dismiss_appeal(submission: Submission, letter: str, *, by: Any) -> None:
    """Answer an appeal with a no and its reasons."""
    payload, changes = {"letter": letter}, {"appeal_settled_at": now()}
    event = take_step(SUBMISSION, submission, "dismiss-appeal", by=by, payload=payload, changes=changes)
    _without_conflict(submission, by)
    restart_deadlines(SUBMISSION, submission)  # what is on the shelf waited for the answer
    tell_submitters(submission, "appeal_dismissed", event=event, letter=letter)
