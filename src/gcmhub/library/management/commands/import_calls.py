"""``import_calls FILE``: announce and amend calls for practices from a file of records."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.core.actors import SYSTEM
from gcmhub.core.progress import Progress
from gcmhub.library.call_imports import import_calls
from gcmhub.library.imports import Refusal
from gcmhub.library.reading import FileUnreadable, read_lines


class Command(BaseCommand):
    """A door on the terminal: exit 0 all good, 2 some refused, 1 nothing could be read."""

    help = "Import calls for practices from JSON Lines (docs/api/call.md); repeatable by source and id."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="let every reader see them; else new ones are drafts")
        parser.add_argument("--source", default="", help="source of records that name none")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        """Import and report; each refused line is one line of output."""
        path: Path = options["file"]
        try:
            with Progress(path.stat().st_size, self.stderr) as progress:
                report = import_calls(
                    read_lines(path),
                    by=SYSTEM,
                    source=options["source"],
                    publish=options["publish"],
                    dry_run=options["dry_run"],
                    on_refusal=self.report,
                    on_line=lambda line: progress.reach(line.position),
                )
        except (FileUnreadable, OSError) as error:
            self.stderr.write(f"{path}: {error}")
            sys.exit(1)
        for name, count in sorted(report.ignored.items()):
            self.stdout.write(f"note: unknown field {name} left out in {count} records")
        self.stdout.write(
            ", ".join(f"{name} {count}" for name, count in sorted(report.counts.items()) if count) or "no records"
        )
        refused = report.counts["refused"]
        sys.exit(1 if report.lines == refused else 2 if refused else 0)

    def report(self, refusal: Refusal) -> None:
        """Print one line that is left out: its number, id, fields and reasons."""
        self.stdout.write(f"line {refusal}")
