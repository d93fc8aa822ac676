"""The three life cycles of this room, bound to its models."""

from datetime import datetime, timedelta
from typing import Any

from gcmhub.review import guards
from gcmhub.review.models import Assignment, RosterMember, Submission
from gcmhub.review.queries.panels import appeal_waits, last_decision, on_shelf, rules_of
from gcmhub.review.queries.people import assignment_roles, roster_roles, submission_roles, told_state
from gcmhub.review.rules import assignment, roster, submission
from gcmhub.review.rules.assignment import FROM_DUE, reminder_at
from gcmhub.workflow.lives import Life
from gcmhub.workflow.rules import Deadline, Span

MINOR_TERM, MAJOR_TERM = timedelta(days=30), timedelta(days=60)  # the table's days are those of a small revision
SHELF_ENDS = frozenset({"refused-end", "unfinished-end"})


def span_by_track(thing: Submission | Assignment, deadline: Deadline) -> Span:
    """Return after how long a deadline passes under the rules that a submission is handled under; working days stay such."""
    days = rules_of(thing.submission if isinstance(thing, Assignment) else thing).days.get(deadline.kind)
    return deadline.after if days is None else Span(days, deadline.after.working)


def due_of_submission(thing: Submission, deadline: Deadline, default: datetime) -> datetime | None:
    """Return when a deadline of a submission passes: by its span, its decision, or the day that was named."""
    if deadline.kind == "publication-day":
        return thing.publish_on
    if deadline.kind.startswith("re-review") and thing.state == "published":
        return thing.review_by and thing.review_by - (timedelta(days=60) if deadline.kind == "re-review-soon" else timedelta(0))
    if deadline.kind in SHELF_ENDS and (not on_shelf(thing) or appeal_waits(thing)):
        return None
    if deadline.state == "revision-requested" and (decision := last_decision(thing)) and decision.kind == "major":
        return default + (MAJOR_TERM - MINOR_TERM)
    return default


def due_of_assignment(thing: Assignment, deadline: Deadline, default: datetime) -> datetime | None:
    """Return when a deadline of a reviewer's task passes: those of a review hang on its due date."""
    if deadline.kind in FROM_DUE and thing.due_at:
        return reminder_at(deadline.kind, thing.state_since, thing.due_at)
    return default


def due_of_member(thing: RosterMember, deadline: Deadline, default: datetime) -> datetime | None:
    """Return when a deadline of a place on the roster passes."""
    if deadline.kind == "pause-end" and thing.paused_until:
        return datetime.combine(thing.paused_until, default.timetz())
    if deadline.kind == "renewal":
        return thing.renew_by
    return default


SUBMISSION = Life(submission.MACHINE, Submission, submission_roles, guards.SUBMISSION, due_of_submission, span_by_track)
ASSIGNMENT = Life(assignment.MACHINE, Assignment, assignment_roles, guards.ASSIGNMENT, due_of_assignment, span_by_track)
ROSTER = Life(roster.MACHINE, RosterMember, roster_roles, guards.ROSTER, due_of_member)


def offered(by: Any, thing: Submission) -> list[str]:
    """Return what those who submit may do as far as they know, in the order of the table; guards not asked.

    With a decision that was not told, it is what they could do before it.
    """
    ways = submission.MACHINE.ways_from(told_state(thing), submission_roles(by, thing))
    return [way.action for way in ways if "undo-open" not in way.guards]


def may(by: Any, action: str, thing: Any) -> bool:
    """Say whether somebody may take a step with a submission, a task or a place on the roster; guards not asked."""
    life = {Submission: SUBMISSION, Assignment: ASSIGNMENT, RosterMember: ROSTER}[type(thing)]
    return life.may(by, action, thing)
