"""Raw records as other programs write them, and resources shelved from them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.library.imports import Refusal, Report, import_records
from gcmhub.library.models import Resource
from gcmhub.library.reading import Line

LEAST: dict[str, Any] = {"id": "a1", "source": "test", "kind": "document", "title": {"en": "A title"}, "objectives": ["18"]}
FULL: dict[str, Any] = LEAST | {
    "document_type": "report",
    "title": {"en": "Recognition of skills", "ar": "الاعتراف بالمهارات"},
    "abstract": {"en": "How countries recognise what migrant workers can do."},
    "body": {"en": "A long body."},
    "languages": ["en", "ar"],
    "objectives": ["18", "5"],
    "actions": ["18a", "18d"],
    "principles": ["human-rights", "gender-responsive"],
    "scope": "multi-regional",
    "regions": ["oceania"],
    "countries": ["KEN", "PHL", "XKX"],
    "published": "2021-03",
    "publishers": ["Example Institute"],
    "authors": [{"name": "A. Author", "orcid": "0000-0002-1825-0097"}, {"name": "B. Author"}],
    "url": "https://example.org/report",
    "files": [{"url": "https://example.org/report.pdf", "language": "en", "title": "Report"}],
    "licence": "CC-BY-4.0",
    "identifiers": [{"scheme": "doi", "value": "10.1234/abc"}],
    "keywords": {"en": ["skills", "recognition"]},
    "relations": [{"type": "isPartOf", "source": "test", "id": "a0"}],
    "comprehensiveness": 2,
}


def record(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A raw record with an id of its own."""
    return LEAST | {"id": f"a{number}", "title": {"en": f"Title {number}"}} | changes


def shelve(records: Iterable[dict[str, Any]], *, publish: bool = True, folder: Path | None = None, **options: Any) -> Report:
    """Import raw records; a refusal fails the test."""
    refusals: list[Refusal] = []
    lines = (Line(number, 0, raw) for number, raw in enumerate(records, start=1))
    report = import_records(
        lines, by=SYSTEM, source="test", publish=publish, folder=folder, on_refusal=refusals.append, **options
    )
    assert refusals == []
    return report


def shelved(*, publish: bool = True, **changes: Any) -> Resource:
    """One resource on the shelf."""
    raw = LEAST | changes
    shelve([raw], publish=publish)
    return Resource.objects.get(source=raw["source"], external_id=raw["id"])
