"""The life cycle of one reviewer's task. Deadlines of a review are set from its due date (``lives.due_of``)."""

from datetime import datetime, timedelta

from gcmhub.review.choices import AssignmentState as A
from gcmhub.review.choices import Role
from gcmhub.workflow.rules import START, STAY, Deadline, Machine, Span, Transition

LEAD, MANAGING, REVIEWER, SYSTEM = Role.LEAD, Role.MANAGING_EDITOR, Role.REVIEWER, Role.SYSTEM
DECLINE_REASONS = ("no-time", "outside-my-field", "conflict", "language", "other")
RECUSAL_REASONS = ("conflict", "no-time", "unavailable")
CANCEL_REASONS = ("decided", "withdrawn", "replaced", "no-answer")
REVIEW_TERM = Span(14)  # days from acceptance to the due date; a track's version may say otherwise
RE_REVIEW_TERM = Span(10)
UNDO_DECLINE = timedelta(days=14)
# Kinds of deadlines that hang on the due date of the review, and how many days from it.
FROM_DUE = {"review-week": -7, "review-tomorrow": -1, "review-late": 2, "review-later": 5, "review-missing": 7}

MACHINE = Machine(
    "assignment",
    tuple(A.values),
    (
        Transition("propose", (START,), A.PROPOSED, (LEAD, MANAGING, SYSTEM)),
        Transition("propose-again", (A.CANCELLED,), A.PROPOSED, (LEAD, MANAGING), ("never-invited",)),
        Transition("invite", (A.PROPOSED,), A.INVITED, (LEAD, MANAGING, SYSTEM), ("may-be-invited",), notices=("invitation",)),
        Transition("accept", (A.INVITED,), A.ACCEPTED, (REVIEWER,), ("conflicts-declared",), notices=("review-begins",)),
        Transition("decline", (A.INVITED,), A.DECLINED, (REVIEWER,), reasons=DECLINE_REASONS, notices=("declined",)),
        Transition("undo-decline", (A.DECLINED,), A.INVITED, (REVIEWER,), ("undo-open", "place-open")),
        Transition("expire", (A.INVITED,), A.EXPIRED, (SYSTEM,), notices=("expired",)),
        Transition(
            "recuse", (A.ACCEPTED,), A.RECUSED, (REVIEWER, LEAD, MANAGING), reasons=RECUSAL_REASONS, notices=("recused",)
        ),
        Transition("extend", (A.ACCEPTED,), STAY, (LEAD, MANAGING), ("later-date",), notices=("extended",)),
        Transition("submit", (A.ACCEPTED,), A.SUBMITTED, (REVIEWER,), ("review-complete",), notices=("review-received",)),
        Transition("ask-to-clarify", (A.SUBMITTED,), A.ACCEPTED, (LEAD, MANAGING), ("letter",), notices=("to-clarify",)),
        Transition("confirm", (A.SUBMITTED,), A.CONFIRMED, (LEAD, MANAGING, SYSTEM)),
        Transition(
            "cancel",
            (A.PROPOSED, A.INVITED, A.ACCEPTED),
            A.CANCELLED,
            (LEAD, MANAGING, SYSTEM),
            reasons=CANCEL_REASONS,
            notices=("cancelled",),
        ),
    ),
    (
        Deadline("invitation-first", A.INVITED, Span(2), "The reviewer is reminded of the invitation."),
        Deadline("invitation-second", A.INVITED, Span(4), "The reviewer is reminded a second and last time."),
        Deadline("invitation-end", A.INVITED, Span(7), "The invitation expires and the next alternate is invited."),
        Deadline("review-week", A.ACCEPTED, Span(7), "The reviewer is reminded seven days before the due date."),
        Deadline("review-tomorrow", A.ACCEPTED, Span(13), "The reviewer is reminded one day before the due date."),
        Deadline("review-late", A.ACCEPTED, Span(16), "The reviewer is reminded two days after the due date."),
        Deadline(
            "review-later", A.ACCEPTED, Span(19), "The reviewer is reminded five days after the due date, for the last time."
        ),
        Deadline("review-missing", A.ACCEPTED, Span(21), "The lead may extend, replace or go on without."),
    ),
)
HOLDING = (A.INVITED, A.ACCEPTED, A.SUBMITTED, A.CONFIRMED)  # a place on the panel is taken
USABLE = (A.SUBMITTED, A.CONFIRMED)


def reminder_at(kind: str, accepted_at: datetime, due_at: datetime) -> datetime | None:
    """Return when a reviewer is reminded; None for a moment that has passed when the review begins."""
    moment = due_at + timedelta(days=FROM_DUE[kind])
    return moment if moment > accepted_at else None
