"""What reviewers do: answer an invitation, declare conflicts, write, send; and what editors do with a review."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.errors import Problem
from gcmhub.review.actions.panel import begin_if_filled, close_if_complete, due_after, promote_alternate
from gcmhub.review.actions.telling import tell_lead, tell_reviewer
from gcmhub.review.choices import AssignmentState, Audience, Recommendation
from gcmhub.review.errors import DraftChanged, Incomplete, LetterMissing, TooMany
from gcmhub.review.lives import ASSIGNMENT
from gcmhub.review.models import Assignment, Remark, Review
from gcmhub.review.queries.panels import rules_of
from gcmhub.review.queries.people import assignment_roles
from gcmhub.review.rules.tracks import frozen
from gcmhub.workflow.actions import record, take_step
from gcmhub.workflow.models import Event

CONFLICT_TYPES = ("collaborator", "advisor", "institutional", "personal", "financial", "other")
TEXT_LIMIT = 50_000


@transaction.atomic
def declare_conflicts(assignment: Assignment, answers: Mapping[str, Mapping[str, Any]], *, by: Any) -> Assignment:
    """Answer the questions about conflicts of interest, each yes or no with words; editors see it at once.

    Raises ``Incomplete`` for questions without an answer, ``NotPermitted``.
    """
    assignment = _own(assignment, by)
    if assignment.state != AssignmentState.INVITED:
        raise NotPermitted("conflicts are declared before accepting; later a reviewer withdraws")
    found = [kind for kind in CONFLICT_TYPES if not isinstance(answers.get(kind, {}).get("yes"), bool)]
    if found:
        raise Incomplete(tuple(Problem(f"conflicts.{kind}", "required") for kind in found))
    kept = {kind: {"yes": answers[kind]["yes"], "text": str(answers[kind].get("text", ""))[:2_000]} for kind in CONFLICT_TYPES}
    unclear = [kind for kind, answer in kept.items() if answer["yes"] and not answer["text"].strip()]
    if unclear:
        raise Incomplete(tuple(Problem(f"conflicts.{kind}", "say-more") for kind in unclear))
    assignment.conflicts, assignment.conflict_verdict = kept, ""
    assignment.save(update_fields=["conflicts", "conflict_verdict"])
    named = [kind for kind, answer in kept.items() if answer["yes"]]
    event = record("assignment", assignment.public_id, "declare-conflicts", by=by, version=assignment.version, payload=kept)
    if named:
        tell_lead(assignment.submission, "conflict_declared", event=event, number=assignment.number)
    return assignment


@transaction.atomic
def judge_conflict(assignment: Assignment, *, by: Any) -> Assignment:
    """Say that a declared conflict is minor and the reviewer may go on; otherwise the invitation is cancelled."""
    if not assignment_roles(by, assignment) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor judges declared conflicts")
    assignment = Assignment.objects.select_for_update().select_related("submission", "reviewer").get(pk=assignment.pk)
    if assignment.conflict_verdict == "minor":  # said twice
        return assignment
    if assignment.state != AssignmentState.INVITED or not assignment.conflicts:
        raise NotPermitted("conflicts are judged once they are declared, before accepting")
    assignment.conflict_verdict = "minor"
    assignment.save(update_fields=["conflict_verdict"])
    event = record("assignment", assignment.public_id, "judge-conflict", by=by, version=assignment.version)
    tell_reviewer(assignment, "conflict_minor", event=event)
    return assignment


@transaction.atomic
def accept_invitation(assignment: Assignment, *, by: Any) -> Event:
    """Take the task on; the full text is shown from now on. The review begins once all places are filled."""
    rules = rules_of(assignment.submission)
    days = rules.re_review_days if assignment.round > 1 else rules.review_days
    due = due_after(days)
    event = take_step(ASSIGNMENT, assignment, "accept", by=by, changes={"due_at": due})
    Review.objects.get_or_create(assignment=assignment, defaults={"saved_at": now()})
    tell_reviewer(assignment, "review_begins", event=event, due=due.date().isoformat())
    begin_if_filled(assignment.submission)
    return event


@transaction.atomic
def decline_invitation(assignment: Assignment, *, by: Any, reason: str, note: str = "", suggests: str = "") -> Event:
    """Say no, with a reason and perhaps a name; the next alternate is invited. Can be taken back for two weeks."""
    changes = {"note": note.strip()[:2_000], "suggests": suggests.strip()[:300]}
    event = take_step(ASSIGNMENT, assignment, "decline", by=by, reason=reason, payload=changes, changes=changes)
    tell_lead(assignment.submission, "declined", event=event, number=assignment.number)
    promote_alternate(assignment)
    return event


@transaction.atomic
def undo_decline(assignment: Assignment, *, by: Any) -> Event:
    """Take a no back, while the place is open."""
    return take_step(ASSIGNMENT, assignment, "undo-decline", by=by)


@transaction.atomic
def expire_invitation(assignment: Assignment) -> Event:
    """End an invitation that nobody answered and invite the next alternate."""
    event = take_step(ASSIGNMENT, assignment, "expire", by=SYSTEM)
    tell_reviewer(assignment, "expired", event=event)
    promote_alternate(assignment)
    return event


@transaction.atomic
def recuse(assignment: Assignment, *, by: Any, reason: str, note: str = "") -> Event:
    """Step down from a task that was taken on, or take somebody off it; what was written is not read."""
    event = take_step(ASSIGNMENT, assignment, "recuse", by=by, reason=reason, payload={"note": note})
    tell_lead(assignment.submission, "recused", event=event, number=assignment.number)
    promote_alternate(assignment)
    return event


@transaction.atomic
def ask_for_time(assignment: Assignment, text: str, *, by: Any) -> Remark:
    """Ask the editors for more time, in words; the date is theirs to move. Raises ``LetterMissing``, ``NotPermitted``."""
    assignment = _own(assignment, by)
    if assignment.state != AssignmentState.ACCEPTED:
        raise NotPermitted("time is asked for while a review is being written")
    if not text.strip():
        raise LetterMissing(str(assignment))
    known = assignment.submission.remarks.filter(author=by, text=text.strip()[:2_000], round=assignment.round).first()
    if known:  # sent twice
        return known
    remark = Remark.objects.create(
        submission=assignment.submission,
        author=by,
        audience=Audience.EDITORS,
        text=text.strip()[:2_000],
        round=assignment.round,
        written_at=now(),
    )
    record(
        "assignment", assignment.public_id, "ask-for-time", by=by, version=assignment.version, payload={"text": text[:2_000]}
    )
    return remark


@transaction.atomic
def save_review(assignment: Assignment, values: Mapping[str, Any], *, by: Any, revision: int) -> Review:
    """Keep what a reviewer has written so far, complete or not.

    Raises ``DraftChanged`` when another page saved meanwhile, ``NotPermitted`` unless the task is taken on and not
    sent, ``Incomplete`` for answers off the scale, ``TooMany`` for texts beyond any measure.
    """
    assignment = _own(assignment, by)
    if assignment.state != AssignmentState.ACCEPTED:
        raise NotPermitted("a review is written after accepting and before sending")
    review = Review.objects.select_for_update().get(assignment=assignment)
    if review.revision != revision:
        raise DraftChanged(str(assignment), record=review.answers, revision=review.revision)
    review.answers = _answers(assignment, values.get("answers", review.answers))
    recommendation = values.get("recommendation", review.recommendation)
    if recommendation and recommendation not in Recommendation.values:
        raise Incomplete((Problem("recommendation", "unknown"),))
    review.recommendation = recommendation
    review.confidence = values.get("confidence", review.confidence)
    if review.confidence not in {None, 1, 2, 3}:
        raise Incomplete((Problem("confidence", "unknown"),))
    for name in ("for_submitter", "for_editors"):
        text = str(values.get(name, getattr(review, name)))
        if len(text) > TEXT_LIMIT:
            raise TooMany(str(TEXT_LIMIT))
        setattr(review, name, text)
    review.must_not_publish = bool(values.get("must_not_publish", review.must_not_publish))
    review.revision += 1
    review.saved_at = now()
    review.save()
    return review


def _answers(assignment: Assignment, given: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for criterion in rules_of(assignment.submission).criteria_for(str(assignment.submission.record.get("kind", ""))):
        answer = given.get(criterion.code)
        if answer is None:
            continue
        value = answer.get("value")
        words = {"comment": str(answer.get("comment", ""))[:TEXT_LIMIT]}
        if "value" not in answer:  # a comment without an answer; None is an answer: it does not apply
            kept[criterion.code] = words
            continue
        if value is not None and value not in {level.value for level in criterion.levels}:
            raise Incomplete((Problem(f"criteria.{criterion.code}", "off-scale"),))
        kept[criterion.code] = {"value": value, **words}
    return kept


@transaction.atomic
def submit_review(assignment: Assignment, *, by: Any, language: str = "en") -> Event:
    """Send a review; the questions as they were asked are kept with it, and it changes no more.

    Raises ``Incomplete`` with all that is missing.
    """
    event = take_step(ASSIGNMENT, assignment, "submit", by=by)
    review = Review.objects.select_for_update().get(assignment=assignment)
    criteria = rules_of(assignment.submission).criteria_for(str(assignment.submission.record.get("kind", "")))
    review.form, review.language, review.submitted_at = frozen(criteria, language), language, now()
    review.save()
    tell_lead(assignment.submission, "review_received", event=event, number=assignment.number)
    close_if_complete(assignment.submission)
    return event


@transaction.atomic
def ask_to_clarify(assignment: Assignment, letter: str, *, by: Any) -> Event:
    """Give a review back to its writer with a question."""
    due = due_after(7)
    changes = {"due_at": due}
    event = take_step(ASSIGNMENT, assignment, "ask-to-clarify", by=by, payload={"letter": letter}, changes=changes)
    tell_reviewer(assignment, "to_clarify", event=event, letter=letter, due=due.date().isoformat())
    return event


@transaction.atomic
def confirm_review(assignment: Assignment, *, by: Any, rating: int | None = None) -> Event:
    """Say that a review is usable; a rating of 1 to 5 is for editors alone."""
    return take_step(ASSIGNMENT, assignment, "confirm", by=by, changes={"rating": rating} if rating else {})


@transaction.atomic
def release_version(review: Review, text: str, *, by: Any) -> Review:
    """Keep an editor's version of a review's words for the submitter, beside the reviewer's own, which stay as they are."""
    if not assignment_roles(by, review.assignment) & {"lead", "managing-editor"}:
        raise NotPermitted("the lead editor releases reviews")
    review.released, review.released_by = text.strip()[:TEXT_LIMIT], by.public_id
    review.save(update_fields=["released", "released_by"])
    record(
        "assignment",
        review.assignment.public_id,
        "release-version",
        by=by,
        version=review.assignment.version,
        payload={"text": text},
    )
    return review


def _own(assignment: Assignment, by: Any) -> Assignment:
    if "reviewer" not in assignment_roles(by, assignment):
        raise NotPermitted("the task is another reviewer's")
    return Assignment.objects.select_for_update().select_related("submission", "reviewer").get(pk=assignment.pk)
