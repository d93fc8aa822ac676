"""``record_bounce``: a mail came back to the operator, who says so."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from gcmhub.notices.actions import record_bounce
from gcmhub.notices.queries import is_stopped


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Write down that a mail to an address came back; the third that will never be taken stops mail to it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("address")
        parser.add_argument("--status", default="5.1.1", help="status of RFC 3463, such as 5.1.1 or 4.2.2")

    def handle(self, *_args: object, **options: Any) -> None:
        """Record and report."""
        try:
            validate_email(options["address"])
        except ValidationError as error:
            raise CommandError(f"{options['address']} is no e-mail address") from error
        record_bounce(options["address"], status=options["status"])
        fate = "is stopped" if is_stopped(options["address"]) else "goes on"
        self.stdout.write(f"mail to {options['address']} {fate}")
