"""The record format of the hub (docs/api/record.md): raw values in, a sound record out. Pure Python."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gcmhub.library.checks import ABSTRACT_LIMIT, BODY_LIMIT, TITLE_LIMIT, RecordReader, Texts, Words
from gcmhub.library.choices import Kind, Scope
from gcmhub.library.errors import Problem, RecordRefused

FIELDS = frozenset(
    "id source kind document_type title abstract body languages objectives actions principles scope regions countries"
    " published publishers authors url files licence identifiers keywords relations comprehensiveness peer_review"
    " event project training video practice".split()
)


@dataclass(frozen=True)
class Record:
    """A resource as other programs write it; every value checked, defaults filled in."""

    id: str
    source: str
    kind: str
    title: Texts
    objectives: tuple[str, ...]
    document_type: str = ""
    abstract: Texts = field(default_factory=dict)
    body: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    scope: str = ""
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    published: str = ""
    publishers: tuple[str, ...] = ()
    authors: tuple[dict[str, str], ...] = ()
    url: str = ""
    files: tuple[dict[str, str], ...] = ()
    licence: str = ""
    identifiers: tuple[dict[str, str], ...] = ()
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relations: tuple[dict[str, str], ...] = ()
    comprehensiveness: int | None = None
    peer_review: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def digest(self, file_hashes: tuple[str, ...] = ()) -> str:
        """Return a SHA-256 over every value and the files' own hashes."""
        text = json.dumps([vars(self), file_hashes], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read_record(raw: object, words: Words, source: str = "") -> Record:
    """Check one raw record; ``source`` stands where the record names none.

    Raises ``RecordRefused`` with every problem found, not only the first.
    """
    if not isinstance(raw, Mapping):
        raise RecordRefused((Problem("record", "must be a JSON object"),))
    reader = RecordReader(raw)
    source = reader.text("source", 64) or source
    kind = reader.code("kind", Kind.values)
    countries, worldwide = reader.countries(words)
    scope = reader.code("scope", Scope.values)
    if worldwide and scope not in {"", "global"}:
        reader.refuse("countries", f"'Global' contradicts the scope {scope!r}")
    record = Record(
        id=reader.text("id", 200),
        source=source,
        kind=kind,
        document_type=reader.code("document_type", words.document_types),
        title=reader.texts("title", TITLE_LIMIT),
        abstract=reader.texts("abstract", ABSTRACT_LIMIT),
        body=reader.texts("body", BODY_LIMIT),
        languages=reader.languages(),
        objectives=reader.codes("objectives", words.objectives),
        actions=reader.codes("actions", words.actions),
        principles=reader.codes("principles", words.principles),
        scope="global" if worldwide else scope,
        regions=reader.codes("regions", words.regions),
        countries=countries,
        published=reader.date("published", reader.raw["published"]) if "published" in reader.raw else "",
        publishers=reader.names("publishers"),
        authors=reader.authors(),
        url=reader.address("url", reader.raw["url"]) if "url" in reader.raw else "",
        files=reader.files(),
        licence=reader.text("licence", 500),
        identifiers=tuple(reader.rows("identifiers", ("scheme", "value"), ())),
        keywords=reader.keywords(),
        relations=reader.relations(source),
        comprehensiveness=reader.comprehensiveness(),
        peer_review=reader.peer_review(),
        details=reader.details(kind) if kind else {},
    )
    seen = {problem.field.split(".")[0] for problem in reader.problems}
    for name in ("id", "source", "kind", "title", "objectives"):
        if not getattr(record, name) and name not in seen:
            reader.refuse(name, "is required")
    if reader.problems:
        raise RecordRefused(tuple(reader.problems))
    return record


def write_record(record: Record) -> dict[str, Any]:
    """Return the record as the format writes it: known fields in order, nothing empty."""
    values: dict[str, Any] = {}
    for name, value in vars(record).items():
        if name == "details":
            if value:
                values[record.kind] = value
        elif value not in (None, "", (), [], {}):
            values[name] = list(value) if isinstance(value, tuple) else value
    return values
