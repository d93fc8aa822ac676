"""``load_vocabulary``: bring the vocabulary's rows up to date with the data files."""

from django.core.management.base import BaseCommand

from gcmhub.vocabulary.actions import load_vocabulary


class Command(BaseCommand):
    """A door on the terminal; safe to repeat."""

    help = "Load the vocabulary's data files into the database; safe to repeat."

    def handle(self, *_args: object, **_options: object) -> None:
        """Load and report the counts."""
        counts = load_vocabulary()
        self.stdout.write(", ".join(f"{name} {counts[name]}" for name in ("created", "changed", "unchanged")))
