"""``resume_address``: an address that was stopped works again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.notices.actions import resume_address
from gcmhub.notices.errors import AddressNotStopped


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Send to an address again to which mail was stopped because it came back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("address")

    def handle(self, *_args: object, **options: Any) -> None:
        """Resume and report."""
        try:
            resume_address(options["address"])
        except AddressNotStopped as error:
            raise CommandError(f"mail to {error} was not stopped") from error
        self.stdout.write(f"mail to {options['address']} goes on")
