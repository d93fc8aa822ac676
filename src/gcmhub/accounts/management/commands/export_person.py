"""``export_person EMAIL|ID``: what the hub keeps of a person, as JSON on standard output."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.accounts.actions import export_person
from gcmhub.accounts.queries import person_by_address, person_by_id
from gcmhub.core.actors import SYSTEM


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Write everything that the hub keeps of a person, named by a verified e-mail address or an id, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("person", help="verified e-mail address, or id")

    def handle(self, *_args: object, **options: Any) -> None:
        """Find, export, write."""
        user = person_by_address(options["person"]) or person_by_id(options["person"])
        if user is None:
            raise CommandError(f"nobody is known as {options['person']}")
        self.stdout.write(json.dumps(export_person(user, by=SYSTEM), ensure_ascii=False, indent=1))
