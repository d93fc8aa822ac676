"""Records of every kind, in several languages, with texts that try to break a page."""

from pathlib import Path
from typing import Any

HOSTILE = "<script>alert(1)</script> & \"quotes\" 'apostrophes' {{ 7*7 }} %(name)s"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FILES = {
    "report.pdf": PDF,
    "notes.txt": "Ein Wort, une parole, слово.".encode(),
    "active.html": b"<script>alert(document.domain)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


def write_files(folder: Path) -> None:
    """Write the files that records name."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)


def document(number: int, **changes: Any) -> dict[str, Any]:
    """One of many documents on skills, the lower the number the wider."""
    return {
        "id": f"doc-{number}",
        "kind": "document",
        "document_type": "report",
        "title": {"en": f"Skills report {number}"},
        "abstract": {"en": "How qualifications are recognised across borders."},
        "languages": ["en"],
        "objectives": ["18"],
        "scope": "national",
        "countries": ["KEN"],
        "published": f"20{10 + number % 15}",
        "publishers": ["Example Institute"],
    } | changes


def make_records() -> list[dict[str, Any]]:
    """Every kind once and thirty documents, so that a list has two pages."""
    six = {tag: f"Title in {tag}" for tag in LANGUAGES} | {"ar": "عنوان بالعربية", "zh": "中文标题", "ru": "Русский заголовок"}
    return [
        *(document(number) for number in range(1, 31)),
        {
            "id": "whole",
            "kind": "document",
            "document_type": "policy-brief",
            "title": six,
            "abstract": {tag: f"Abstract in {tag}." for tag in LANGUAGES}
            | {"ar": "ملخص بالعربية.", "zh": "中文摘要。", "ru": "Русская аннотация."},
            "body": {"en": "The body of the brief. " * 40, "ar": "نص الموجز الكامل هنا."},
            "languages": list(LANGUAGES),
            "objectives": ["18", "5"],
            "actions": ["18a", "18d"],
            "principles": ["human-rights"],
            "scope": "global",
            "published": "2022-03-04",
            "publishers": ["Example Institute", "Another Institute"],
            "authors": [{"name": "A. Author", "orcid": "0000-0002-1825-0097"}],
            "url": "https://example.org/brief",
            "files": [
                {"path": "report.pdf", "language": "en", "title": "The brief"},
                {"path": "notes.txt", "language": "ar"},
                {"path": "active.html"},
                {"path": "picture.svg"},
                {"url": "https://example.org/elsewhere.pdf", "language": "fr"},
            ],
            "licence": "CC-BY-4.0",
            "identifiers": [{"scheme": "doi", "value": "10.1234/abc"}, {"scheme": "un-symbol", "value": "A/RES/73/195"}],
            "keywords": {"en": ["skills"], "fr": ["compétences"]},
            "relations": [{"type": "isPartOf", "id": "doc-1"}, {"type": "replaces", "id": "not-here"}],
            "comprehensiveness": 3,
        },
        {
            "id": "hostile",
            "kind": "link",
            "title": {"en": HOSTILE},
            "abstract": {"en": HOSTILE},
            "objectives": ["1"],
            "languages": ["en"],
            "publishers": [HOSTILE],
            "keywords": {"en": [HOSTILE]},
            "url": "https://example.org/?a=1&b=<2>",
        },
        {
            "id": "event",
            "kind": "event",
            "title": {"fr": "Atelier sur les compétences"},
            "languages": ["fr"],
            "objectives": ["18"],
            "countries": ["XKX", "KEN"],
            "event": {
                "start": "2099-05-04T14:00:00",
                "end": "2099-05-04T16:30:00",
                "timezone": "Africa/Nairobi",
                "place": "Nairobi",
                "host": "Example Institute",
                "online_url": "https://example.org/join",
                "imrf": True,
            },
        },
        {
            "id": "project",
            "kind": "project",
            "title": {"es": "Proyecto de competencias"},
            "languages": ["es"],
            "objectives": ["18"],
            "regions": ["americas"],
            "project": {
                "start": "2021-01",
                "end": "2024-12-31",
                "budget": 1250000,
                "currency": "EUR",
                "donors": ["Example Fund"],
                "iati_identifier": "XM-1",
                "status": "completed",
            },
        },
        {
            "id": "training",
            "kind": "training",
            "document_type": "e-learning-course",
            "title": {"ru": "Курс по признанию квалификаций"},
            "languages": ["ru"],
            "objectives": ["18"],
            "training": {"mode": "online", "duration": "6 weeks", "certificate": True, "provider": "Example Centre"},
        },
        {
            "id": "video",
            "kind": "video",
            "title": {"zh": "技能承认视频"},
            "languages": ["zh"],
            "objectives": ["18"],
            "video": {"duration": 5400, "captions": ["en", "ar"], "host_url": "https://videos.example.org/1"},
        },
        {
            "id": "practice",
            "kind": "practice",
            "title": {"ar": "ممارسة في الاعتراف بالمهارات"},
            "languages": ["ar"],
            "objectives": ["18"],
            "actions": ["18a"],
            "countries": ["PHL"],
            "practice": {
                "implementer": "Example Ministry",
                "start": "2020-01",
                "challenge": {"en": "Nurses waited two years.", "ar": "انتظر الممرضون سنتين."},
                "results": {"en": "Now they wait six weeks."},
                "partners": ["Example Council"],
            },
        },
    ]
