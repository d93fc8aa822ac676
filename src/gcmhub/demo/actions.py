"""Load and remove the demonstration content; every piece goes through the actions of its room."""

import json
import os
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from gcmhub.accounts.actions import create_demo_accounts, remove_demo_accounts
from gcmhub.core import clock
from gcmhub.core.actors import SYSTEM
from gcmhub.demo.review import remove_demo_review
from gcmhub.library.actions import delete_calls, delete_resources
from gcmhub.library.call_imports import import_calls
from gcmhub.library.imports import Refusal, import_records
from gcmhub.library.models import Resource
from gcmhub.library.queries import call_days
from gcmhub.library.reading import Line, read_lines

SOURCE = "demo"
DATA = Path(__file__).parent / "data"


class DemoBroken(Exception):
    """The demonstration content does not keep the record format."""


def resource_files() -> list[Path]:
    """Return the files of demonstration resources, one a theme, always in the same order."""
    return sorted(DATA.glob("*.jsonl"))


def load_demo_resources() -> Counter[str]:
    """Shelve every demonstration resource; safe to repeat. Raises ``DemoBroken``."""
    counts: Counter[str] = Counter()
    refusals: list[str] = []

    for path in resource_files():

        def refuse(row: Refusal, name: str = path.name) -> None:
            refusals.append(f"{name} {row}")

        report = import_records(read_lines(path), by=SYSTEM, source=SOURCE, publish=True, folder=DATA, on_refusal=refuse)
        counts.update(report.counts)
    if refusals:
        raise DemoBroken("; ".join(refusals[:5]))
    return counts


def load_demo_calls() -> Counter[str]:
    """Announce every demonstration call; safe to repeat. Raises ``DemoBroken``.

    Their days are counted from today; those that are here already keep the days that they have.
    """
    refusals: list[str] = []
    known = call_days(SOURCE)
    lines = [
        Line(line.number, line.position, raw=_dated(line.raw, known), reason=line.reason)
        for line in read_lines(DATA / "calls" / "calls.jsonl")
    ]
    report = import_calls(lines, by=SYSTEM, source=SOURCE, publish=True, on_refusal=lambda row: refusals.append(str(row)))
    if refusals:
        raise DemoBroken("; ".join(refusals[:5]))
    return report.counts


def _dated(raw: dict[str, Any], known: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return a record whose opening and closing, given in days from today, are days of the calendar."""
    today: date = clock.today()
    opens, closes = ((today + timedelta(days=raw[name])).isoformat() for name in ("opens", "closes"))
    opens, closes = known.get(raw["id"], (opens, closes))
    return raw | {"opens": opens, "closes": closes}


def load_demo_accounts() -> list[dict[str, str]]:
    """Create the demonstration accounts once; returns address and password of each.

    Passwords are random for each installation and kept in the data folder, readable by the operator only.
    """
    path = Path(settings.HUB_DEMO_LOGINS)
    if not path.exists():
        remove_demo_people()
        logins = create_demo_accounts(by=SYSTEM)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(logins, file, indent=1)
    return list(json.loads(path.read_text(encoding="utf-8")))


def remove_demo_people() -> int:
    """Remove every demonstration account with what it did in review; returns how many accounts."""
    remove_demo_review()
    return remove_demo_accounts(by=SYSTEM)


def demo_is_here() -> bool:
    """Say whether the operator has left the demonstration's resources in place."""
    return Resource.objects.filter(source=SOURCE).exists()


def remove_demo() -> Counter[str]:
    """Remove every demonstration resource, call and account; safe to repeat."""
    counts = Counter(
        resources=delete_resources(SOURCE, by=SYSTEM),
        calls=delete_calls(SOURCE, by=SYSTEM),
        accounts=remove_demo_people(),
    )
    Path(settings.HUB_DEMO_LOGINS).unlink(missing_ok=True)
    return counts
