"""A reviewer's own tasks: which there are, and what they add up to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from gcmhub.core.clock import now
from gcmhub.review.choices import AssignmentState
from gcmhub.review.errors import SubmissionUnknown
from gcmhub.review.models import Assignment, RosterMember
from gcmhub.review.rules.assignment import UNDO_DECLINE, USABLE
from gcmhub.workflow.queries import running_deadlines

HALF_YEAR = timedelta(days=182)
TASK = "assignment"


def tasks_of_reviewer(by: Any) -> QuerySet[Assignment]:
    """Return the tasks that somebody was asked for, the latest first; who is only proposed does not know."""
    rows = Assignment.objects.filter(reviewer=getattr(by, "pk", None)).exclude(state=AssignmentState.PROPOSED)
    never_asked = Q(state=AssignmentState.CANCELLED, token_hash="", conflicts=None)
    return (
        rows.exclude(never_asked).select_related("submission", "submission__rules", "reviewer").order_by("-state_since", "-pk")
    )


def own_task(by: Any, public_id: str) -> Assignment:
    """Return one of somebody's own tasks. Raises ``SubmissionUnknown`` for another's, as for one that does not exist."""
    row = tasks_of_reviewer(by).filter(public_id=public_id).first()
    if row is None:
        raise SubmissionUnknown(public_id)
    return row


def answer_by(task: Assignment) -> datetime | None:
    """Return until when an invitation can be answered; None when it is not open."""
    return running_deadlines(TASK, [task.public_id]).get(task.public_id, {}).get("invitation-end")


def undo_until(task: Assignment) -> datetime | None:
    """Return until when a no can be taken back; None when there is none, or that time is over."""
    until = task.state_since + UNDO_DECLINE
    return until if task.state == AssignmentState.DECLINED and now() < until else None


@dataclass(frozen=True)
class Figures:
    """What somebody's tasks add up to. ``load`` is what was taken on in the last half-year, ``capacity`` per half-year."""

    invited: int
    accepted: int
    declined: int
    done: int
    on_time: int
    load: int
    capacity: int | None


def figures_of(by: Any) -> Figures:
    """Return the figures of a reviewer, over all time but for the load."""
    rows = tasks_of_reviewer(by).order_by()
    done = rows.filter(state__in=USABLE)
    accepted = rows.filter(due_at__isnull=False)  # a due date is given on accepting, and stays
    member = RosterMember.objects.filter(user=getattr(by, "pk", None)).first()
    recent = Q(state=AssignmentState.ACCEPTED) | Q(state__in=USABLE, review__submitted_at__gte=now() - HALF_YEAR)
    return Figures(
        invited=rows.count(),
        accepted=accepted.count(),
        declined=rows.filter(state=AssignmentState.DECLINED).count(),
        done=done.count(),
        on_time=done.filter(review__submitted_at__lte=F("due_at")).count(),
        load=rows.filter(recent).count(),
        capacity=member.capacity if member else None,
    )


def finished_reviews(by: Any) -> list[tuple[str, str, datetime]]:
    """Return kind, type and day of every review that somebody sent, the latest first. No title: it goes to others on paper."""
    rows = tasks_of_reviewer(by).filter(state__in=USABLE, review__submitted_at__isnull=False).order_by("-review__submitted_at")
    found = []
    for row in rows.select_related("review"):
        record, when = row.submission.record, row.review.submitted_at
        if when:
            found.append((str(record.get("kind", "")), str(record.get("document_type", "")), when))
    return found
