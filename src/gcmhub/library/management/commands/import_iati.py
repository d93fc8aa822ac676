"""``import_iati FILE``: put the activities of an IATI file on the shelf as projects."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.core.actors import SYSTEM
from gcmhub.library.iati import read_activities
from gcmhub.library.imports import Refusal, import_records
from gcmhub.library.reading import FileUnreadable
from gcmhub.vocabulary.queries import terms


class Command(BaseCommand):
    """A door on the terminal: exit 0 all good, 2 some refused, 1 nothing could be read."""

    help = "Import IATI 2.0x activities as projects; repeatable by their identifiers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish without a review; the resource says so")
        parser.add_argument("--source", default="iati")
        parser.add_argument("--objective", action="append", help="GCM objective of every activity; General when not given")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        """Import and report."""
        countries = {row.attributes["iso2"]: row.code for row in terms("country") if row.attributes["iso2"]}
        try:
            report = import_records(
                read_activities(options["file"], countries, options["objective"] or ["0"]),
                by=SYSTEM,
                source=options["source"],
                publish=options["publish"],
                dry_run=options["dry_run"],
                on_refusal=self.report,
            )
        except (FileUnreadable, OSError) as error:
            self.stderr.write(f"{options['file']}: {error}")
            sys.exit(1)
        self.stdout.write(
            ", ".join(f"{name} {count}" for name, count in sorted(report.counts.items()) if count) or "no activities"
        )
        refused = report.counts["refused"]
        sys.exit(1 if report.lines == refused else 2 if refused else 0)

    def report(self, refusal: Refusal) -> None:
        """Print one activity that is left out: its number, id, fields and reasons."""
        self.stdout.write(f"activity {refusal}")
