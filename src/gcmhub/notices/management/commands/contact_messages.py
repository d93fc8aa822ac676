"""``contact_messages``: what readers wrote, for the operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.notices.actions import close_contact
from gcmhub.notices.errors import ContactMessageUnknown
from gcmhub.notices.models import ContactMessage
from gcmhub.notices.queries import contact_messages


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Show open messages from readers; --close NUMBER when one needs nothing more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--all", action="store_true", help="also those that are closed")
        parser.add_argument("--close", type=int, metavar="NUMBER", help="close one message")

    def handle(self, *_args: object, **options: Any) -> None:
        """Close one, or show them."""
        if options["close"] is not None:
            try:
                close_contact(options["close"])
            except ContactMessageUnknown as error:
                raise CommandError(f"there is no message {error}") from error
            self.stdout.write(f"message {options['close']} is closed")
            return
        rows = contact_messages(closed=options["all"])
        for row in rows:
            self.stdout.write(shown(row))
        self.stdout.write(f"{len(rows)} messages")


def shown(row: ContactMessage) -> str:
    """Return one message as text; control characters of the reader's text do not reach the terminal."""
    head = f"{row.pk}  {row.received_at:%Y-%m-%d %H:%M} UTC  [{row.language}]  {row.subject}"
    who = f"   from {row.name or '-'} <{row.email or '-'}>, about {row.page or '-'}{', closed' if row.closed_at else ''}"
    lines = [head, who, *(f"   {line}" for line in row.text.splitlines())]
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines) + "\n"
