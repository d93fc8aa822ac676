"""``import_holidays FILE``: days on which nobody works, from iCalendar or CSV."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.core.actors import SYSTEM
from gcmhub.workflow.holiday_files import SIZE_LIMIT, HolidayFileUnreadable, HolidayLine, read_holidays
from gcmhub.workflow.holidays import import_holidays, move_running_deadlines
from gcmhub.workflow.queries import holidays


class Command(BaseCommand):
    """A door on the terminal: exit 0 all good, 2 some refused, 1 nothing could be read."""

    help = "Import days on which nobody works from iCalendar (.ics) or CSV (day,name); repeatable."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--move-deadlines", action="store_true", help="move deadlines that run already; else they stay")

    def handle(self, *_args: object, **options: Any) -> None:
        """Import and report; each refused line is one line of output."""
        path: Path = options["file"]
        before = holidays()
        try:
            with path.open("rb") as file:
                lines = list(read_holidays(file.read(SIZE_LIMIT + 1)))
        except (HolidayFileUnreadable, OSError) as error:
            self.stderr.write(f"{path}: {error}")
            sys.exit(1)
        counts = import_holidays(lines, by=SYSTEM, on_refusal=self.report)
        self.stdout.write(", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count) or "no days")
        if options["move_deadlines"]:
            self.stdout.write(f"{move_running_deadlines(before, by=SYSTEM)} running deadlines moved")
        refused = counts["refused"]
        sys.exit(1 if refused == len(lines) else 2 if refused else 0)

    def report(self, line: HolidayLine) -> None:
        """Print where a line or event that is left out begins, and why it is."""
        self.stdout.write(f"line {line.number}: {line.reason}")
