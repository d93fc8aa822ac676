"""``run_indexer``: the one process that writes the search index."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.search.actions import Indexer


class Command(BaseCommand):
    """A door on the terminal; runs until it is told to stop."""

    help = "Bring waiting documents into the search index until stopped; one process a hub."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--once", action="store_true", help="stop when nothing waits")

    def handle(self, *_args: object, **options: Any) -> None:
        """Run and report."""
        indexer = Indexer()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: indexer.stop())
        written = indexer.run(once=options["once"])
        self.stdout.write(f"{written} documents written")
