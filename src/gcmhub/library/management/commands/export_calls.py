"""``export_calls FILE``: write every published call for practices as a record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.library.call_exports import export_calls


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Export calls for practices as JSON Lines; the same calls give the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--all", action="store_true", help="drafts too")

    def handle(self, *_args: object, **options: Any) -> None:
        """Export and say how many."""
        written = export_calls(options["file"], published_only=not options["all"])
        self.stdout.write(f"{written} calls written to {options['file']}")
