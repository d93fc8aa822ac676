"""``delete_person EMAIL|ID``: forget a person, as the law or they themselves ask."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.accounts.actions import delete_person
from gcmhub.accounts.errors import LastAdministrator
from gcmhub.accounts.queries import person_by_address, person_by_id
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal; it asks back unless told ``--yes``."""

    help = "Delete a person, named by a verified e-mail address or an id: what is personal is erased at once and for good."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("person", help="verified e-mail address, or id")
        parser.add_argument("--yes", action="store_true", help="do not ask back")

    def handle(self, *_args: object, **options: Any) -> None:
        """Find, ask, delete, say under which id what is kept stands."""
        user = person_by_address(options["person"]) or person_by_id(options["person"])
        if user is None:
            raise CommandError(f"nobody is known as {options['person']}")
        if not options["yes"] and input(f"Type {user.public_id} to delete this person for good: ").strip() != user.public_id:
            raise CommandError("nothing was deleted")
        try:
            delete_person(user, by=SYSTEM)
        except LastAdministrator as error:
            raise CommandError("this is the last administrator: name another one first") from error
        self.stdout.write(f"{user.public_id} is forgotten")
