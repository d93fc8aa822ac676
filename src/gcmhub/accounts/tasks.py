"""Work of accounts that comes back every day."""

from datetime import timedelta

from django_tasks import task

from gcmhub.accounts.actions.tidy import forget_ended, forget_unconfirmed
from gcmhub.core.clock import now
from gcmhub.core.later import later_once

TICKING = "gcmhub.accounts.tasks.tick"
TICK = timedelta(days=1)


@task()
def tick() -> None:
    """Forget what was not confirmed and what has ended, and come back tomorrow."""
    try:
        forget_unconfirmed()
        forget_ended()
    finally:
        later_once(TICKING, not_before=now() + TICK)


def begin_ticking() -> None:
    """Make sure that a tick is queued; the worker does when it starts."""
    later_once(TICKING)
