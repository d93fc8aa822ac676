"""``export_openapi``: write docs/api/openapi.json, or check that it is current."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.api.v1 import api

TARGET = Path(__file__).parents[5] / "docs" / "api" / "openapi.json"


class Command(BaseCommand):
    """A door on the terminal."""

    help = "Write the OpenAPI description of the API into docs/api/openapi.json."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="fail when the file is not current; write nothing")

    def handle(self, *_args: object, **options: Any) -> None:
        """Write or compare."""
        text = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        if options["check"]:
            if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
                raise CommandError("docs/api/openapi.json is not current; run ./hub manage export_openapi")
            return
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
        self.stdout.write(f"written {TARGET.name}")
