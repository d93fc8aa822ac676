"""What a submission is waiting for: derived from its reviewers' tasks and the clock, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gcmhub.review.choices import AssignmentState as A
from gcmhub.review.choices import SubmissionState as S
from gcmhub.review.rules.assignment import HOLDING

RESPONSE_TERM = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One reviewer's task, as far as the standing of its submission needs it."""

    slot: str
    rank: int
    state: str
    since: datetime
    due_at: datetime | None
    is_usable: bool = False


def open_places(tasks: Sequence[Task], *, un: int, external: int) -> dict[str, int]:
    """Return how many places nobody holds who was invited or has accepted, by slot; none is left out."""
    held = [task for task in tasks if task.state in HOLDING]
    wanted = {"un": un, "external": external}
    counts = {slot: count - sum(task.slot == slot for task in held) for slot, count in wanted.items()}
    return {slot: count for slot, count in counts.items() if count > 0}


def is_filled(tasks: Sequence[Task], *, un: int, external: int) -> bool:
    """Return whether every place is held by somebody who accepted."""
    agreed = [task for task in tasks if task.state in {A.ACCEPTED, A.SUBMITTED, A.CONFIRMED}]
    return sum(task.slot == "un" for task in agreed) >= un and sum(task.slot != "un" for task in agreed) >= external


def standing(state: str, tasks: Sequence[Task], moment: datetime, *, un: int, external: int, disagreement: bool) -> list[str]:
    """Return what is to be said of a submission besides its state, as codes, most pressing first."""
    found = []
    if state in {S.ASSIGNING, S.UNDER_REVIEW}:
        if open_places(tasks, un=un, external=external):
            found.append("needs-reviewers")
        if any(task.state == A.INVITED for task in tasks):
            found.append("awaiting-responses")
        if any(task.state == A.ACCEPTED and task.due_at and task.due_at < moment for task in tasks):
            found.append("reviews-overdue")
    if state == S.UNDER_REVIEW and not found and any(task.is_usable for task in tasks):
        found.append("reviews-ready" if all(task.state != A.ACCEPTED for task in tasks) else "reviews-coming")
    if state == S.DECISION_PENDING and disagreement:
        found.append("disagreement")
    return found
