"""``export_resources FILE``: write every published resource as records."""

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
        """Export and say how many."""
        written = 0
        for written in export_records(options["file"], published_only=not options["all"]):  # noqa: B007 - the last count
            pass
        self.stdout.write(f"{written} resources written to {options['file']}")
