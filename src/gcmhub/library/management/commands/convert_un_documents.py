"""``convert_un_documents FILE OUT``: United Nations Parallel Corpus documents as records of the hub."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gcmhub.library.reading import FileUnreadable, read_lines
from gcmhub.vocabulary.choices import LANGUAGES


class Command(BaseCommand):
    """A door on the terminal; ``import_resources`` takes what it writes."""

    help = "Convert lines of {symbol, year, text{lang}} to records: title = the UN symbol, objective General."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("out", type=Path)

    def handle(self, *_args: object, **options: Any) -> None:
        """Convert every line; the first broken one stops it."""
        count = 0
        try:
            with options["out"].open("w", encoding="utf-8") as out:
                for line in read_lines(options["file"]):
                    if line.reason or not line.raw.get("symbol"):
                        raise CommandError(f"line {line.number}: {line.reason or 'has no symbol'}")
                    out.write(json.dumps(convert(line.raw), ensure_ascii=False) + "\n")
                    count += 1
        except (FileUnreadable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} records written to {options['out']}")


def convert(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the record of one document."""
    languages = [language for language in LANGUAGES if raw["text"].get(language)]
    return {
        "id": raw["symbol"],
        "kind": "document",
        "title": dict.fromkeys(languages, raw["symbol"]),
        "body": {language: raw["text"][language] for language in languages},
        "languages": languages,
        "objectives": ["0"],
        "published": str(raw["year"]) if raw.get("year") else "",
        "publishers": ["United Nations"],
        "url": f"https://undocs.org/{raw['symbol']}",
        "identifiers": [{"scheme": "un-symbol", "value": raw["symbol"]}],
    }
