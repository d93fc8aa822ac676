"""``make_previews``: images of the first pages of PDF files that have none yet."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.core.progress import Progress
from gcmhub.library.actions import make_preview
from gcmhub.library.queries import files_without_preview


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Make images of the first pages of PDF files that have none yet; may be ended and begun again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--again", action="store_true", help="try those again that gave none")

    def handle(self, *_args: object, **options: Any) -> None:
        """Make them one after the other and say what became of them."""
        waiting = files_without_preview(again=options["again"])
        counts: Counter[str] = Counter()
        with Progress(len(waiting), self.stderr) as progress:
            for number, (sha256, stored) in enumerate(waiting, start=1):
                preview = make_preview(sha256, stored)
                counts[preview.state] += 1
                if preview.state != "done":
                    self.stdout.write(f"{stored}: {preview.state}")
                progress.reach(number)
        self.stdout.write(", ".join(f"{state} {count}" for state, count in sorted(counts.items())) or "nothing to make")
