"""What a submission needs before it is sent. The record format asks less: imports bring what others decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from gcmhub.library.errors import Problem

HUB_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
ABSTRACT_LEAST, ABSTRACT_SAME = 80, 0.9  # characters
PRACTICE_TEXTS = ("challenge", "actions_taken", "results", "replicability", "sustainability", "principles_adherence")
TRANSLATED = ("title", "abstract", "body")
# Why a resource is taken out at somebody's request; what an editor finds alone ("not-confirmed") is not among them.
TAKEDOWN_REASONS = ("rights", "complaint", "outdated", "superseded", "dead-link", "at-request")
STEPS = ("what", "source", "describe", "classify", "practice", "rights", "check")
# Which page of the wizard holds a field.
STEP_OF = {
    "kind": "what", "document_type": "what", "call": "what",
    "url": "source", "files": "source",
    "title": "describe", "abstract": "describe", "languages": "describe", "published": "describe", "publishers": "describe",
    "authors": "describe", "event": "describe", "project": "describe", "training": "describe", "video": "describe",
    "keywords": "describe", "identifiers": "describe", "body": "describe",
    "objectives": "classify", "actions": "classify", "principles": "classify", "scope": "classify", "regions": "classify",
    "countries": "classify",
    "practice": "practice",
    "reason": "check", "note": "rights", "changes": "check",
    "licence": "rights", "rights_confirmed": "rights", "contact": "rights", "excluded": "rights",
}  # fmt: skip


def step_of(field: str) -> str:
    """Return the page of the wizard on which a field, as a problem names it, is filled in."""
    return STEP_OF.get(field.split(".", maxsplit=1)[0], "check")


def missing(record: Mapping[str, Any], *, files: int, rights_confirmed: bool, contact: str) -> list[Problem]:
    """Return what is still missing of a sound record, page by page; reasons are codes."""
    found: list[Problem] = []
    kind, title, abstract = record.get("kind", ""), record.get("title") or {}, record.get("abstract") or {}

    def need(condition: object, name: str, reason: str = "required") -> None:
        if not condition:
            found.append(Problem(name, reason))

    need(kind, "kind")
    if kind in {"link", "video"}:
        need(record.get("url"), "url")
    elif kind in {"document", "practice"}:
        need(record.get("url") or files, "files", "link-or-file")
    need(any(title.get(tag) for tag in HUB_LANGUAGES), "title", "one-hub-language")
    described = [tag for tag in HUB_LANGUAGES if len(abstract.get(tag, "").strip()) >= ABSTRACT_LEAST]
    need(described, "abstract", "too-short")
    for tag in described:
        need(abstract[tag].strip().casefold() != title.get(tag, "").strip().casefold(), f"abstract.{tag}", "same-as-title")
    need(record.get("languages"), "languages")
    if kind == "document":
        need(record.get("document_type"), "document_type")
        need(record.get("published"), "published")
    if kind == "event":
        need((record.get("event") or {}).get("start"), "event.start")
    need(record.get("objectives"), "objectives")
    need(record.get("scope"), "scope")
    if record.get("scope") in {"national", "local"}:
        need(record.get("countries"), "countries")
    if kind == "practice":
        practice = record.get("practice") or {}
        need(practice.get("implementer"), "practice.implementer")
        for name in PRACTICE_TEXTS:
            need(any((practice.get(name) or {}).values()), f"practice.{name}")
    need(record.get("licence"), "licence")
    need(rights_confirmed, "rights_confirmed")
    need(contact, "contact")
    return found


def missing_of_takedown(*, reason: str, note: str) -> list[Problem]:
    """Return what is missing of a request to take a resource out of the library."""
    found = [] if reason in TAKEDOWN_REASONS else [Problem("reason", "required")]
    return found if note.strip() else [*found, Problem("note", "required")]


def missing_of_change(rows: Sequence[tuple[str, Any]], published: Mapping[str, Any], *, translation: bool) -> list[Problem]:
    """Return what is missing of a change; ``rows`` are fields that differ with their new values."""
    if not rows:
        return [Problem("changes", "nothing-changed")]
    if not translation:
        return []
    known = {tag for name in TRANSLATED for tag in published.get(name) or {}}
    known |= {file.get("language", "") for file in published.get("files") or ()}
    brought = {field.split(".")[1] for field, after in rows if field.split(".")[0] in TRANSLATED and after}
    brought |= {after.get("language", "") for field, after in rows if field == "files" and after}
    return [] if brought - known - {""} else [Problem("title", "another-language")]
