"""Do what is due now, for a hub whose worker is away and for cron."""

from typing import Any

from django.core.management.base import BaseCommand

from gcmhub.workflow.actions import drop_anchor_if_due, fire_due_timers


class Command(BaseCommand):
    """Fire the timers of life cycles that are due; safe at any time and beside a running worker."""

    help = "Do what the deadlines that have passed say. Safe at any time, also beside a running worker."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Fire and say how many."""
        done = fire_due_timers()
        drop_anchor_if_due()
        self.stdout.write(f"{done} deadlines done")
