"""``verify_organisation [ID]``: organisations that people have named, and their focal points, by the hub's operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.accounts.actions import verify_focal_point, verify_organisation
from gcmhub.accounts.errors import OrganisationRefused
from gcmhub.accounts.queries import memberships_of, organisation_by_id, person_by_address, unverified_organisations
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal; without an id it lists what waits."""

    help = "Confirm that an organisation is what it says, which e-mail domains are its own, and who is its focal point."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("organisation", nargs="?", help="id; without it, those that wait are listed")
        parser.add_argument("--domain", action="append", help="e-mail domain of its own, again for each; replaces those known")
        parser.add_argument("--focal-point", metavar="EMAIL", help="a member who is its focal point")

    def handle(self, *_args: object, **options: Any) -> None:
        """List, or verify and say so."""
        if not options["organisation"]:
            for row in unverified_organisations():
                self.stdout.write(f"{row.public_id}  {row.type}  {row.country or '-'}  {row}")
            return
        organisation = organisation_by_id(options["organisation"])
        if organisation is None:
            raise CommandError(f"no organisation has the id {options['organisation']}")
        try:
            verify_organisation(organisation, by=SYSTEM, domains=options["domain"])
        except OrganisationRefused as error:
            raise CommandError(f"not the organisation's own domain: {', '.join(options['domain'])}") from error
        if options["focal_point"]:
            self._focal_point(options["focal_point"], organisation)
        self.stdout.write(f"{organisation} is verified")

    @staticmethod
    def _focal_point(address: str, organisation: Any) -> None:
        user = person_by_address(address)
        membership = memberships_of(user).filter(organisation=organisation).first() if user else None
        if membership is None:
            raise CommandError(f"{address} is no member of {organisation}")
        verify_focal_point(membership, by=SYSTEM)
