"""One raw record taken apart: every field checked, everything that is wrong gathered. Pure Python."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from gcmhub.library.choices import RelationType
from gcmhub.library.errors import Problem
from gcmhub.library.rules import orcid_is_sound, published_value

Texts = dict[str, str]
TITLE_LIMIT, ABSTRACT_LIMIT, BODY_LIMIT, NAME_LIMIT = 2_000, 20_000, 2_000_000, 300
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)
REVIEW_LIMIT, REVIEW_DEPTH = 20_000, 10  # characters and values of what is said of a review; levels
ROW_LIMITS = {
    "authors.name": 300, "files.title": 300, "identifiers.scheme": 32, "identifiers.value": 500, "relations.id": 200,
    "relations.source": 64,
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# What each kind adds: field -> form. "texts" is {language: text}, "names" a list of strings.
DETAILS: dict[str, dict[str, str]] = {
    "event": {
        "start": "moment", "end": "moment", "timezone": "zone", "place": "text", "online_url": "url",
        "host": "text", "agenda": "text", "imrf": "flag", "registration_url": "url", "recording_url": "url",
        "cancelled": "flag",
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
        "beneficiaries": "text", "cost": "text", "call": "text",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The codes that a record may use, given by the caller."""

    objectives: Collection[str]
    actions: Collection[str]
    principles: Collection[str]
    regions: Collection[str]
    document_types: Collection[str]
    country: Callable[[str], str | None]


def printable(text: str, limit: int) -> str:
    """Return a raw text as one line that any terminal and file can take."""
    return _UNPRINTABLE.sub("\ufffd", text[:limit])


def language_tag(value: object) -> str | None:
    """Return the primary BCP 47 tag in lower case, None when it is no language tag."""
    match = _LANGUAGE.fullmatch(value) if isinstance(value, str) else None
    return match[1].lower() if match else None


def moment(value: str, zone: str = "") -> datetime:
    """Return an ISO 8601 moment of the years 2 to 9998 with a zone: its own, else ``zone``, else UTC. Raises ``ValueError``."""
    parsed = datetime.fromisoformat(value)
    if not 1 < parsed.year < 9999:
        raise ValueError("a moment that does not exist in every zone")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


class RecordReader:
    """Takes one raw record apart and gathers what is wrong with it."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = {key: value for key, value in raw.items() if value not in (None, "", [], {})}
        self.problems: list[Problem] = []

    def refuse(self, name: str, reason: str) -> None:
        """Note that a field is wrong and why."""
        self.problems.append(Problem(name, reason))

    def clean(self, name: str, value: object, limit: int) -> str:
        """Return a text without blanks around it, "" when it is none, too long or holds a control character."""
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
        """Return a single text, "" when it is not given."""
        return self.clean(name, self.raw[name], limit) if name in self.raw else ""

    def texts(self, name: str, limit: int, values: object = None) -> Texts:
        """Return texts by language."""
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
        """Return a list as it is given."""
        values = self.raw.get(name, [])
        if not isinstance(values, list | tuple):
            self.refuse(name, "must be a list")
            return []
        return list(values)

    def names(self, name: str, values: object = None, limit: int = NAME_LIMIT) -> tuple[str, ...]:
        """Return a list of texts, each once."""
        if values is None:
            values = self.listing(name)
        if not isinstance(values, list | tuple):
            self.refuse(name, "must be a list")
            return ()
        return tuple(dict.fromkeys(text for value in values if (text := self.clean(name, value, limit))))

    def codes(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of codes, all of them allowed."""
        found = []
        for code in self.names(name):
            if code in allowed:
                found.append(code)
            else:
                self.refuse(name, f"unknown value {code!r}")
        return tuple(found)

    def code(self, name: str, allowed: Collection[str]) -> str:
        """Return one allowed code, "" when it is not given."""
        value = self.text(name)
        if value and value not in allowed:
            self.refuse(name, f"unknown value {value!r}")
            return ""
        return value

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the content as primary tags, each once."""
        found = []
        for value in self.listing("languages"):
            tag = language_tag(value)
            if tag is None:
                self.refuse("languages", f"{value!r} is no language tag")
            else:
                found.append(tag)
        return tuple(dict.fromkeys(found))

    def address(self, name: str, value: object) -> str:
        """Return an http or https address."""
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
        """Return a date as YYYY, YYYY-MM or YYYY-MM-DD."""
        text = self.clean(name, value, 10)
        try:
            published_value(text)
        except ValueError:
            self.refuse(name, "must be YYYY, YYYY-MM or YYYY-MM-DD")
            return ""
        return text

    def rows(self, name: str, required: tuple[str, ...], optional: tuple[str, ...]) -> list[dict[str, str]]:
        """Return a list of objects with these fields of text, each once."""
        found = []
        for value in self.listing(name):
            if not isinstance(value, Mapping):
                self.refuse(name, "must be a list of objects")
                continue
            row = {
                key: self.clean(f"{name}.{key}", value[key], ROW_LIMITS.get(f"{name}.{key}", 2_000))
                for key in (*required, *optional)
                if value.get(key)
            }
            missing = [key for key in required if not row.get(key)]
            for key in missing:
                self.refuse(f"{name}.{key}", "is required")
            if not missing and row not in found:
                found.append(row)
        return found

    def countries(self, words: Words) -> tuple[tuple[str, ...], bool]:
        """Return the codes of countries and areas, and whether "Global" stood among them."""
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
        """Return authors; an ORCID iD may be an address and its check digit must be right."""
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
        """Return files, each with a path or an address."""
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
        """Return relations; one without a source points into the record's own."""
        rows = self.rows("relations", ("type", "id"), ("source",))
        for row in rows:
            if row["type"] not in RelationType.values:
                self.refuse("relations.type", f"unknown value {row['type']!r}")
            row.setdefault("source", source)
        return tuple(rows)

    def keywords(self) -> dict[str, tuple[str, ...]]:
        """Return lists of words by language."""
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
        """Return 1 to 3, None when it is not given."""
        value = self.raw.get("comprehensiveness")
        if value is None:
            return None
        if str(value) not in {"1", "2", "3"}:
            self.refuse("comprehensiveness", "must be 1, 2 or 3")
            return None
        return int(value)

    def peer_review(self) -> dict[str, Any]:
        """Return what may be said in public of the review."""
        value = self.raw.get("peer_review", {})
        if not isinstance(value, Mapping):
            self.refuse("peer_review", "must be an object")
            return {}
        if reason := _unfit(value):
            self.refuse("peer_review", reason)
            return {}
        return dict(value)

    def details(self, kind: str) -> dict[str, Any]:
        """Return what the kind adds; details of another kind are refused."""
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
        """Say whether the end is before the start."""
        if kind == "event":
            zone = found.get("timezone", "")
            return moment(found["end"], zone) < moment(found["start"], zone)
        length = min(len(found["start"]), len(found["end"]))
        return bool(found["end"][:length] < found["start"][:length])

    def detail(self, name: str, form: str, value: object, zone: str) -> object:
        """Return one checked detail; ``form`` is one of those in ``DETAILS``."""
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


def _unfit(value: object) -> str:
    """Return why a JSON value of any shape cannot be kept, "" when it can."""
    size, rest = 0, [(0, value)]
    while rest:
        depth, item = rest.pop()
        if isinstance(item, Mapping):
            rest += [(depth + 1, part) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            rest += [(depth + 1, part) for part in item]
        size += 1 + (len(item) if isinstance(item, str) else 0)
        if isinstance(item, str) and _CONTROL.search(item):
            return "holds a control character"
        if isinstance(item, float) and not isfinite(item):
            return "holds a number that is too large"
        if size > REVIEW_LIMIT:
            return f"is longer than {REVIEW_LIMIT} characters"
        if depth > REVIEW_DEPTH:
            return f"is nested deeper than {REVIEW_DEPTH} levels"
    return ""


def _zone_exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        return False
    return True
