"""``merge_people FROM INTO [--dry-run]``: two accounts of one person become one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.accounts.actions.merging import merge_people
from gcmhub.accounts.errors import LastAdministrator, PeopleNotMergeable
from gcmhub.accounts.models import User
from gcmhub.accounts.queries import person_by_address, person_by_id
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal; it asks back unless told ``--yes``, and changes nothing with ``--dry-run``."""

    help = "Move everything of one account to another of the same person, then close the first. It cannot be taken back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("source", metavar="FROM", help="the account that is closed: verified e-mail address, or id")
        parser.add_argument("target", metavar="INTO", help="the account that is kept: verified e-mail address, or id")
        parser.add_argument("--dry-run", action="store_true", help="say what would be moved, and change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask back")

    def handle(self, *_args: object, **options: Any) -> None:
        """Find, ask, merge, say what was moved."""
        gone, kept = (self._person(options[name]) for name in ("source", "target"))
        dry = options["dry_run"]
        if not (dry or options["yes"]) and input(f"Type {gone.public_id} to close this account: ").strip() != gone.public_id:
            raise CommandError("nothing was merged")
        try:
            found = merge_people(gone, kept, by=SYSTEM, dry_run=dry)
        except PeopleNotMergeable as error:
            raise CommandError(f"the two accounts stay apart: {error}") from error
        except LastAdministrator as error:
            raise CommandError("the account is the last administrator's: name another one first") from error
        for word, rows in (("moved", found.moved), ("dropped", found.dropped)):
            for name, count in sorted(rows.items()):
                if count:
                    self.stdout.write(f"{name}: {count} {word}")
        self.stdout.write("nothing was changed" if dry else f"{gone.public_id} is closed; all is with {kept.public_id}")

    @staticmethod
    def _person(named: str) -> User:
        user = person_by_address(named) or person_by_id(named)
        if user is None:
            raise CommandError(f"nobody is known as {named}")
        return user
