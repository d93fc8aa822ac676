"""``grant_role PERSON ROLE``: who is trusted with what, by the hub's operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.accounts.actions import grant_role, revoke_role
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import LastAdministrator, RoleNotGranted, RoleNotHeld
from gcmhub.accounts.queries import person_by_address, person_by_id, roles_of
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal; it says which roles the person holds afterwards."""

    help = "Grant a role to a person, named by a verified e-mail address or an id, or revoke it; editors for some objectives."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("person", help="verified e-mail address, or id")
        parser.add_argument("role", choices=[role for role in Role.values if role != Role.CONTRIBUTOR])
        parser.add_argument(
            "--objective", action="append", default=[], help="number of an objective, again for each; none: all"
        )
        parser.add_argument("--revoke", action="store_true", help="end the role instead")

    def handle(self, *_args: object, **options: Any) -> None:
        """Find, grant or revoke, say what is held."""
        user = person_by_address(options["person"]) or person_by_id(options["person"])
        if user is None:
            raise CommandError(f"nobody is known as {options['person']}")
        try:
            if options["revoke"]:
                revoke_role(user, options["role"], by=SYSTEM)
            else:
                grant_role(user, options["role"], by=SYSTEM, objectives=options["objective"])
        except LastAdministrator as error:
            raise CommandError("this is the last administrator: name another one first") from error
        except (RoleNotGranted, RoleNotHeld) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.public_id} holds {', '.join(sorted(roles_of(user))) or 'no role'}")
