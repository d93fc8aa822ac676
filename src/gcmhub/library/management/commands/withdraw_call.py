"""``withdraw_call SOURCE ID``: take a call for practices back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import withdraw_call
from gcmhub.library.models import Call


class Command(BaseCommand):
    """A door on the terminal; safe to repeat."""

    help = "Withdraw a call for practices; its address then says when and why."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("source")
        parser.add_argument("id")
        parser.add_argument("--reason", required=True, help="what readers of its address are told")

    def handle(self, *_args: object, **options: Any) -> None:
        """Withdraw and say so."""
        call = Call.objects.filter(source=options["source"], external_id=options["id"]).first()
        if call is None:
            raise CommandError(f"no call {options['source']}/{options['id']}")
        call = withdraw_call(call, by=SYSTEM, reason=options["reason"])
        self.stdout.write(f"{call}: {call.state}")
