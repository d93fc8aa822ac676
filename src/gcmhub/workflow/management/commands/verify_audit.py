"""Say whether the record of what was done still is what was written."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gcmhub.core.progress import Progress
from gcmhub.workflow.models import Anchor, Event
from gcmhub.workflow.queries import breaks, has_anchor


class Command(BaseCommand):
    """Exit 0 when all holds, 1 with a line for each place that does not."""

    help = "Check every event, chain and anchor. Exit 1 when something was changed, with one line for each place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--anchor", action="append", default=[], metavar="HASH", help="an anchor that was kept elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check all and report."""
        count = Event.objects.count()
        with Progress(count, self.stderr) as progress:
            found = list(breaks(progress.reach))
        lines = [f"{broken.where}: {broken.what}" for broken in found]
        lines += [f"anchor {whole}: is not one of this hub" for whole in options["anchor"] if not has_anchor(whole)]
        for line in lines:
            self.stdout.write(line)
        last = Anchor.objects.last()
        self.stdout.write(f"{count} events, {len(lines)} do not hold" if lines else f"{count} events, all as they were written")
        if last:
            self.stdout.write(f"last anchor, of {last.at:%Y-%m-%d %H:%M} UTC over {last.events} events: {last.hash}")
        if lines:
            sys.exit(1)
