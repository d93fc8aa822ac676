"""``remove_demo``: take the demonstration content out of the hub."""

from django.core.management.base import BaseCommand

from gcmhub.demo.actions import remove_demo


class Command(BaseCommand):
    """A door on the terminal; safe to repeat."""

    help = "Remove every demonstration resource, call and account; safe to repeat."

    def handle(self, *_args: object, **_options: object) -> None:
        """Remove and report."""
        counts = remove_demo()
        self.stdout.write(f"{counts['resources']} resources, {counts['calls']} calls and {counts['accounts']} accounts removed")
