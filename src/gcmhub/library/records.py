"""The record format of the hub (docs/api/record.md): raw values in, a sound record out. Pure Python."""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from gcmhub.library.choices import Kind, RelationType, Scope
from gcmhub.library.errors import Problem, RecordRefused
from gcmhub.library.rules import orcid_is_sound, published_value

Texts = dict[str, str]
TITLE_LIMIT, ABSTRACT_LIMIT, BODY_LIMIT, NAME_LIMIT = 2_000, 20_000, 2_000_000, 300
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

# What each kind adds: field -> form. "texts" is {language: text}, "names" a list of strings.
DETAILS: dict[str, dict[str, str]] = {
    "event": {
        "start": "moment", "end": "moment", "timezone": "zone", "place": "text", "online_url": "url",
        "host": "text", "agenda": "text", "imrf": "flag",
    },
    "project": {
        "start": "date", "end": "date", "budget": "number", "currency": "text", "donors": "names",
        "partners": "names", "iati_identifier": "text", "status": "text",
    },
    "training": {
        "mode": "text", "duration": "text", "cost": "text", "level": "text", "provider": "text",
        "certificate": "flag", "language": "text",
    },
    "video": {"duration": "number", "captions": "names", "transcript": "text", "host_url": "url"},
    "practice": {
        "implementer": "text", "focal_point": "text", "start": "date", "end": "date", "status": "text",
        "challenge": "texts", "actions_taken": "texts", "results": "texts", "evidence": "texts",
        "innovation": "texts", "replicability": "texts", "sustainability": "texts",
        "principles_adherence": "texts", "lessons": "texts", "building_blocks": "texts", "partners": "names",
        "beneficiaries": "text", "cost": "text",
    },
}  # fmt: skip
FIELDS = frozenset(
    "id source kind document_type title abstract body languages objectives actions principles scope regions countries"
    " published publishers authors url files licence identifiers keywords relations comprehensiveness peer_review"
    " event project training video practice".split()
)


@dataclass(frozen=True)
class Words:
    """The codes that a record may use, given by the caller."""

    objectives: Collection[str]
    actions: Collection[str]
    principles: Collection[str]
    regions: Collection[str]
    document_types: Collection[str]
    country: Callable[[str], str | None]


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


def language_tag(value: object) -> str | None:
    """Return the primary BCP 47 tag in lower case, None when it is no language tag."""
    match = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    return match[1].lower() if match else None


def moment(value: str, zone: str = "") -> datetime:
    """Return an ISO 8601 moment with a zone: its own, else ``zone``, else UTC. Raises ``ValueError``."""
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


class _Reader:
    """Takes one raw record apart and gathers what is wrong with it."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = {key: value for key, value in raw.items() if value not in (None, "", [], {})}
        self.problems: list[Problem] = []

    def refuse(self, name: str, reason: str) -> None:
        self.problems.append(Problem(name, reason))

    def clean(self, name: str, value: object, limit: int) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.refuse(name, "must be text")
            return ""
        text = value.replace("\r\n", "\n").strip()
        if _CONTROL.search(text):
            self.refuse(name, "holds a control character")
            return ""
        if len(text) > limit:
            self.refuse(name, f"is longer than {limit} characters")
            return ""
        return text

    def text(self, name: str, limit: int = NAME_LIMIT) -> str:
        return self.clean(name, self.raw[name], limit) if name in self.raw else ""

    def texts(self, name: str, limit: int, values: object = None) -> Texts:
        values = self.raw.get(name, {}) if values is None else values
        if not isinstance(values, Mapping):
            self.refuse(name, 'must be texts by language, as in {"en": "..."}')
            return {}
        found: Texts = {}
        for tag, value in values.items():
            language = language_tag(tag)
            if language is None:
                self.refuse(name, f"{tag!r} is no language tag")
            elif value not in (None, ""):
                text = self.clean(f"{name}.{tag}", value, limit)
                if text:
                    found[language] = text
        return found

    def listing(self, name: str) -> list[Any]:
        values = self.raw.get(name, [])
        if not isinstance(values, list | tuple):
            self.refuse(name, "must be a list")
            return []
        return list(values)

    def names(self, name: str, values: object = None, limit: int = NAME_LIMIT) -> tuple[str, ...]:
        if values is None:
            values = self.listing(name)
        if not isinstance(values, list | tuple):
            self.refuse(name, "must be a list")
            return ()
        return tuple(dict.fromkeys(text for value in values if (text := self.clean(name, value, limit))))

    def codes(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        found = []
        for code in self.names(name):
            if code in allowed:
                found.append(code)
            else:
                self.refuse(name, f"unknown value {code!r}")
        return tuple(found)

    def code(self, name: str, allowed: Collection[str]) -> str:
        value = self.text(name)
        if value and value not in allowed:
            self.refuse(name, f"unknown value {value!r}")
            return ""
        return value

    def languages(self) -> tuple[str, ...]:
        found = []
        for value in self.listing("languages"):
            tag = language_tag(value)
            if tag is None:
                self.refuse("languages", f"{value!r} is no language tag")
            else:
                found.append(tag)
        return tuple(dict.fromkeys(found))

    def address(self, name: str, value: object) -> str:
        text = self.clean(name, value, 2_000)
        try:
            parts = urlsplit(text)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
        except ValueError:
            sound = False
        if text and not sound:
            self.refuse(name, "must be an http or https address")
            return ""
        return text

    def date(self, name: str, value: object) -> str:
        text = self.clean(name, value, 10)
        try:
            published_value(text)
        except ValueError:
            self.refuse(name, "must be YYYY, YYYY-MM or YYYY-MM-DD")
            return ""
        return text

    def rows(self, name: str, required: tuple[str, ...], optional: tuple[str, ...]) -> list[dict[str, str]]:
        found = []
        for value in self.listing(name):
            if not isinstance(value, Mapping):
                self.refuse(name, "must be a list of objects")
                continue
            row = {key: self.clean(f"{name}.{key}", value[key], 2_000) for key in (*required, *optional) if value.get(key)}
            missing = [key for key in required if not row.get(key)]
            for key in missing:
                self.refuse(f"{name}.{key}", "is required")
            if not missing and row not in found:
                found.append(row)
        return found

    def countries(self, words: Words) -> tuple[tuple[str, ...], bool]:
        found, worldwide = [], False
        for name in self.names("countries"):
            code = words.country(name)
            if code:
                found.append(code)
            elif name.casefold() == "global":
                worldwide = True
            else:
                self.refuse("countries", f"unknown country or area {name!r}")
        return tuple(dict.fromkeys(found)), worldwide

    def authors(self) -> tuple[dict[str, str], ...]:
        if "authors" in self.raw and isinstance(self.raw["authors"], list | tuple):
            self.raw["authors"] = [{"name": each} if isinstance(each, str) else each for each in self.raw["authors"]]
        rows = self.rows("authors", ("name",), ("orcid",))
        for row in rows:
            orcid = row.get("orcid", "").rsplit("/", 1)[-1]
            if orcid and not orcid_is_sound(orcid):
                self.refuse("authors.orcid", f"{orcid!r} is no ORCID iD")
            elif orcid:
                row["orcid"] = orcid
        return tuple(rows)

    def files(self) -> tuple[dict[str, str], ...]:
        rows = self.rows("files", (), ("path", "url", "language", "title"))
        for row in rows:
            if ("path" in row) == ("url" in row):
                self.refuse("files", "needs either path or url")
            if "url" in row:
                row["url"] = self.address("files.url", row["url"])
            if "language" in row:
                tag = language_tag(row["language"])
                row["language"] = tag or ""
                if tag is None:
                    self.refuse("files.language", "is no language tag")
        return tuple(rows)

    def relations(self, source: str) -> tuple[dict[str, str], ...]:
        rows = self.rows("relations", ("type", "id"), ("source",))
        for row in rows:
            if row["type"] not in RelationType.values:
                self.refuse("relations.type", f"unknown value {row['type']!r}")
            row.setdefault("source", source)
        return tuple(rows)

    def keywords(self) -> dict[str, tuple[str, ...]]:
        values = self.raw.get("keywords", {})
        if not isinstance(values, Mapping):
            self.refuse("keywords", "must be lists by language")
            return {}
        found = {}
        for tag, words in values.items():
            language = language_tag(tag)
            if language is None:
                self.refuse("keywords", f"{tag!r} is no language tag")
            elif words:
                found[language] = self.names(f"keywords.{tag}", words)
        return found

    def comprehensiveness(self) -> int | None:
        value = self.raw.get("comprehensiveness")
        if value is None:
            return None
        if str(value) not in {"1", "2", "3"}:
            self.refuse("comprehensiveness", "must be 1, 2 or 3")
            return None
        return int(value)

    def peer_review(self) -> dict[str, Any]:
        value = self.raw.get("peer_review", {})
        if not isinstance(value, Mapping):
            self.refuse("peer_review", "must be an object")
            return {}
        return dict(value)

    def details(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for other in DETAILS.keys() & self.raw.keys() - {kind}:
            self.refuse(other, f"does not belong to the kind {kind!r}")
        values = self.raw.get(kind, {})
        if not isinstance(values, Mapping):
            self.refuse(kind, "must be an object")
            return found
        for name, form in DETAILS.get(kind, {}).items():
            value = values.get(name)
            if value not in (None, "", [], {}):
                checked = self.detail(f"{kind}.{name}", form, value, str(values.get("timezone") or ""))
                if checked not in (None, "", {}, ()):
                    found[name] = list(checked) if isinstance(checked, tuple) else checked
        if "start" in found and "end" in found and self.ends_early(kind, found):
            self.refuse(f"{kind}.end", "is before the start")
        return found

    @staticmethod
    def ends_early(kind: str, found: dict[str, Any]) -> bool:
        if kind == "event":
            zone = found.get("timezone", "")
            return moment(found["end"], zone) < moment(found["start"], zone)
        length = min(len(found["start"]), len(found["end"]))
        return bool(found["end"][:length] < found["start"][:length])

    def detail(self, name: str, form: str, value: object, zone: str) -> object:
        match form:
            case "texts":
                return self.texts(name, ABSTRACT_LIMIT, {"en": value} if isinstance(value, str) else value)
            case "names":
                return self.names(name, value)
            case "url":
                return self.address(name, value)
            case "date":
                return self.date(name, value)
            case "flag":
                if isinstance(value, bool) or str(value).lower() in {"true", "false", "1", "0"}:
                    return str(value).lower() in {"true", "1"}
                self.refuse(name, "must be true or false")
            case "number":
                try:
                    number = float(str(value))
                except ValueError:
                    number = -1.0
                if number >= 0 and number < 1e15:
                    return int(number) if number.is_integer() else number
                self.refuse(name, "must be a number from 0")
            case "zone" | "moment":
                text = self.clean(name, value, 64)
                try:
                    if form == "zone":
                        ZoneInfo(text)
                    else:
                        moment(text, zone if _zone_exists(zone) else "")
                except (ValueError, KeyError, OSError):
                    self.refuse(name, "must be an IANA time zone" if form == "zone" else "must be an ISO 8601 date or time")
                    return ""
                return text
            case _:
                return self.clean(name, value, ABSTRACT_LIMIT)
        return None


def _zone_exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        return False
    return True


def read_record(raw: object, words: Words, source: str = "") -> Record:
    """Check one raw record; ``source`` stands where the record names none.

    Raises ``RecordRefused`` with every problem found, not only the first.
    """
    if not isinstance(raw, Mapping):
        raise RecordRefused((Problem("record", "must be a JSON object"),))
    reader = _Reader(raw)
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
