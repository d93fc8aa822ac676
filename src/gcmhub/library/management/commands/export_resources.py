"""``export_resources FILE``: write every published resource as records."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.library.exports import export_records


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Export resources as JSON Lines with their files beside (FILE.files/); the same input gives the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--all", action="store_true", help="drafts and resources in review too")

    def handle(self, *_args: object, **options: Any) -> None:
        """Export and say how many; ends with 2 when files were missing."""
        missing: list[str] = []
        counts = export_records(options["file"], published_only=not options["all"], missing=missing.append)
        written = max(counts, default=0)
        self.stdout.write(f"{written} resources written to {options['file']}")
        for line in missing:
            self.stderr.write(f"file left out: {line}")
        if missing:
            sys.exit(2)
