"""``create_account EMAIL``: the first people of a hub, by its operator."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from gcmhub.accounts.actions import create_account
from gcmhub.accounts.errors import AddressTaken
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal; the password is asked for, or read from standard input."""

    help = "Create an account that signs in with EMAIL; the password is asked for, or is the first line of standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--staff", action="store_true", help="keeps the shelves; sets up a second factor when signing in")
        parser.add_argument("--administrator", action="store_true", help="staff who also manage accounts")

    def handle(self, *_args: object, **options: Any) -> None:
        """Check, create, say what was made."""
        password = self.ask()
        try:
            validate_email(options["email"])
            validate_password(password)
            user = create_account(
                by=SYSTEM,
                email=options["email"],
                password=password,
                name=options["name"],
                is_staff=options["staff"] or options["administrator"],
                is_superuser=options["administrator"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except AddressTaken as error:
            raise CommandError(f"an account with the address {error} exists") from error
        self.stdout.write(f"account {user.public_id} signs in with {options['email'].lower()}")

    @staticmethod
    def ask() -> str:
        """Return the password: twice the same from a terminal, else the first line of standard input."""
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass("Password: ")
        if getpass.getpass("Password again: ") != password:
            raise CommandError("the two passwords differ")
        return password
