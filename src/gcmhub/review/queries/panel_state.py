"""How the panel of a submission stands: each reviewer's task with its dates, reminders and what was said of it."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gcmhub.core.clock import now
from gcmhub.review.choices import AssignmentState
from gcmhub.review.models import Assignment, Submission
from gcmhub.workflow.models import Event, Timer
from gcmhub.workflow.queries import running_deadlines

TASK = "assignment"
ENDED = (AssignmentState.DECLINED, AssignmentState.EXPIRED, AssignmentState.RECUSED, AssignmentState.CANCELLED)
REMINDERS = ("invitation-first", "invitation-second", "review-week", "review-tomorrow", "review-late", "review-later")
TOLD = ("invite", "extend", "ask-for-time", "decline", "recuse", "cancel", "expire", "ask-to-clarify")
DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True)
class Request:
    """More time, as a reviewer asked for it; ``until`` is the end of the day that the words name, if they name one."""

    text: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True)
class Standing:
    """One task and what is known of it. ``reason`` is why it ended, ``conflicts`` what was declared: kinds and words."""

    task: Assignment
    invited_at: datetime | None = None
    answer_by: datetime | None = None
    reason: str = ""
    reminders: tuple[datetime, ...] = ()
    requests: tuple[Request, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.task.state in ENDED

    @property
    def waits_for_verdict(self) -> bool:
        """Whether an editor has to say if a declared conflict is minor."""
        return self.task.state == AssignmentState.INVITED and bool(self.conflicts) and self.task.conflict_verdict != "minor"

    @property
    def is_late(self) -> bool:
        """Whether the review is past its due date."""
        return self.task.state == AssignmentState.ACCEPTED and self.task.due_at is not None and self.task.due_at < now()


def panel_of(submission: Submission) -> list[Standing]:
    """Return the tasks of all rounds, the latest round first; four queries, however many they are."""
    rows = submission.assignments.select_related("reviewer", "review").order_by("-round", "rank", "number")
    tasks = list(rows)
    keys = [task.public_id for task in tasks]
    events: dict[str, list[Event]] = defaultdict(list)
    for event in (
        Event.objects.filter(chain__object_type=TASK, chain__object_id__in=keys, action__in=TOLD)
        .select_related("chain")
        .order_by("number")
    ):
        events[event.chain.object_id].append(event)
    reminders: dict[str, list[Any]] = defaultdict(list)
    fired = Timer.objects.filter(chain__object_type=TASK, chain__object_id__in=keys, kind__in=REMINDERS, fired_at__isnull=False)
    for key, at in fired.order_by("fired_at").values_list("chain__object_id", "fired_at"):
        reminders[key].append(at)
    running = running_deadlines(TASK, keys)
    found = []
    for task in tasks:
        task.submission = submission
        key = task.public_id
        found.append(_standing(task, events[key], tuple(reminders[key]), running.get(key, {})))
    return found


def _standing(
    task: Assignment, events: Sequence[Event], reminders: tuple[datetime, ...], running: Mapping[str, datetime]
) -> Standing:
    last = {event.action: event for event in events}
    end = last.get({"declined": "decline", "recused": "recuse", "cancelled": "cancel"}.get(task.state, ""))
    declared = task.conflicts or {}
    return Standing(
        task=task,
        invited_at=last["invite"].at if "invite" in last else None,
        answer_by=running.get("invitation-end") if task.state == AssignmentState.INVITED else None,
        reason=end.reason if end else "",
        reminders=reminders,
        requests=tuple(_requests(task, events)) if task.state == AssignmentState.ACCEPTED else (),
        conflicts=tuple((kind, str(each.get("text", ""))) for kind, each in declared.items() if each.get("yes")),
    )


def _requests(task: Assignment, events: Sequence[Event]) -> list[Request]:
    """Return what was asked since the date was moved last."""
    found: list[Request] = []
    for event in events:
        if event.action == "extend":
            found = []
        elif event.action == "ask-for-time":
            said: Any = json.loads(event.payload) if event.payload else {}
            text = str(said.get("text", ""))
            found.append(Request(text, event.at, day_named(text, task.due_at)))
    return found


def day_named(text: str, after: datetime | None) -> datetime | None:
    """Return the end of the first day that words name as 2026-03-31, if it is later than ``after`` and within half a year."""
    for match in DAY.findall(text):
        if (until := end_of_day(match)) and until > (after or now()) and now() < until < now() + timedelta(days=183):
            return until
    return None


def end_of_day(text: str) -> datetime | None:
    """Return the last second of a day given as 2026-03-31, UTC; None when it is none."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
