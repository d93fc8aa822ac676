"""The days on which nobody is expected to work: added, removed, imported. Who may, the rooms above say.

Deadlines that run keep their date; they are moved where that is asked for, unless somebody set them by hand.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from gcmhub.workflow.actions import move_deadline, record
from gcmhub.workflow.holiday_files import HolidayLine, day_of, name_of
from gcmhub.workflow.lives import all_lives
from gcmhub.workflow.models import Holiday, Timer
from gcmhub.workflow.queries import holidays

CALENDAR = ("calendar", "holidays")  # the object under which events of the calendar stand
BATCH = 500


@transaction.atomic
def add_holiday(day: date, name: str, *, by: Any) -> str:
    """Make a day a holiday or give it another name; returns added, renamed or unchanged. Raises ``ValueError``."""
    day, name = day_of(day.isoformat()), name_of(name)
    row, created = Holiday.objects.get_or_create(day=day, defaults={"name": name})
    if not created and row.name == name:
        return "unchanged"
    before, row.name = row.name, name
    row.save(update_fields=["name"])
    payload = {"day": day.isoformat(), "name": name} | ({} if created else {"before": before})
    record(*CALENDAR, "add-holiday" if created else "rename-holiday", by=by, payload=payload)
    return "added" if created else "renamed"


@transaction.atomic
def remove_holiday(day: date, *, by: Any) -> bool:
    """Make a day a working day again; False when it is one already."""
    row = Holiday.objects.select_for_update().filter(day=day).first()
    if row is None:
        return False
    row.delete()
    record(*CALENDAR, "remove-holiday", by=by, payload={"day": day.isoformat(), "name": row.name})
    return True


def import_holidays(lines: Iterable[HolidayLine], *, by: Any, on_refusal: Callable[[HolidayLine], None]) -> Counter[str]:
    """Add the days of a file, each line in a transaction of its own; repeatable. Returns added, renamed, unchanged, refused."""
    counts: Counter[str] = Counter()
    for line in lines:
        if line.reason:
            counts["refused"] += 1
            on_refusal(line)
            continue
        with transaction.atomic():
            for day in line.days:
                counts[add_holiday(day, line.name, by=by)] += 1
    return counts


@transaction.atomic
def move_running_deadlines(before: Collection[date], *, by: Any) -> int:
    """Reckon running deadlines of working days anew, after the calendar was ``before``; returns how many moved.

    One that does not stand where ``before`` puts it was set by hand and stays.
    """
    now_free, moved = holidays(), 0
    for life in all_lives():
        counted = {each.kind: each for each in life.machine.deadlines if each.after.working}
        rows = Timer.objects.filter(chain__object_type=life.name, kind__in=counted, fired_at=None).select_related("chain")
        for timer in rows.order_by("pk").iterator(BATCH):
            named: dict[str, Any] = {"public_id": timer.chain.object_id}
            thing = life.model._base_manager.filter(**named).first()  # noqa: SLF001 - managers may hide some
            if thing is None or life.due_at(thing, counted[timer.kind], thing.state_since, before) != timer.due_at:
                continue
            due = life.due_at(thing, counted[timer.kind], thing.state_since, now_free)
            if due is not None and due != timer.due_at:
                moved += move_deadline(life, thing, timer.kind, due, by=by)
    return moved
