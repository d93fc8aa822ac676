"""The clock of life cycles."""

from datetime import timedelta

from django_tasks import task

from gcmhub.core.clock import now
from gcmhub.core.later import later_once
from gcmhub.workflow.actions import drop_anchor_if_due, fire_due_timers

TICKING = "gcmhub.workflow.tasks.tick"
TICK = timedelta(minutes=5)


@task()
def tick() -> None:
    """Do what is due and come back in five minutes."""
    try:
        fire_due_timers()
        drop_anchor_if_due()
    finally:
        later_once(TICKING, not_before=now() + TICK)


def begin_ticking() -> None:
    """Make sure that a tick is queued; the worker does when it starts."""
    later_once(TICKING)
