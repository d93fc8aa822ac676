"""``load_demo``: put the demonstration content into the hub."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.demo.actions import DemoBroken, load_demo_accounts, load_demo_calls, load_demo_resources
from gcmhub.demo.review import load_demo_review


class Command(BaseCommand):
    """A door on the terminal; safe to repeat."""

    help = "Load demonstration resources, and accounts when the hub is bound to loopback; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="print the log-ins as JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        """Load, print the log-ins."""
        try:
            counts = load_demo_resources()
            calls = load_demo_calls()
        except DemoBroken as error:
            raise CommandError(str(error)) from error
        logins = load_demo_accounts() if settings.HUB_LOOPBACK else []
        submissions = load_demo_review() if logins else 0
        if options["json"]:
            self.stdout.write(json.dumps(logins))
            return
        for what, found in (("resources", counts), ("calls", calls)):
            told = ", ".join(f"{name} {count}" for name, count in sorted(found.items()) if count)
            self.stdout.write(f"{what}: {told}")
        self.stdout.write(f"submissions: created {submissions}")
        for login in logins:
            self.stdout.write(f"{login['name']}: {login['email']}  {login['password']}")
