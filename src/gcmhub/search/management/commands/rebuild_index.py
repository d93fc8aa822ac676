"""``rebuild_index``: build the search index anew beside the live one, and swap."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gcmhub.core.progress import Progress
from gcmhub.search import registry
from gcmhub.search.actions import prepare_documents, rebuild_index
from gcmhub.search.models import Entry


class Command(BaseCommand):
    """A door on the terminal; the hub goes on answering meanwhile."""

    help = "Rebuild the search index beside the live one and swap; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--prepare", action="store_true", help="describe every resource anew first")

    def handle(self, *_args: object, **options: Any) -> None:
        """Rebuild every collection."""
        for collection in registry.collections():
            if options["prepare"]:
                prepare_documents(collection.name)
            total = Entry.objects.filter(collection=collection.name, gone=False).count()
            with Progress(total, self.stderr) as progress:
                count = rebuild_index(collection.name, progress.reach)
            self.stdout.write(f"{collection.name}: {count} documents")
