"""The format of calls for practices (docs/api/call.md): raw values in, a sound record out. Pure Python."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gcmhub.library.checks import ABSTRACT_LIMIT, TITLE_LIMIT, RecordReader, Texts, Words, language_tag
from gcmhub.library.choices import Kind
from gcmhub.library.errors import Problem, RecordRefused
from gcmhub.library.times import EventTimes, event_times

CALL_FIELDS = frozenset(
    "id source title summary asked criteria original kinds objectives regions countries opens closes timezone contact"
    " organiser".split()
)
TEXTS = ("title", "summary", "asked", "criteria")
REQUIRED = ("id", "source", "title", "asked", "opens", "closes", "timezone", "contact", "organiser")
_MAIL = re.compile(r"[^@\s<>\"]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class CallRecord:
    """A call as other programs write it; every value checked, defaults filled in."""

    id: str
    source: str
    title: Texts
    asked: Texts
    opens: str
    closes: str
    timezone: str
    contact: str
    organiser: str
    summary: Texts = field(default_factory=dict)
    criteria: Texts = field(default_factory=dict)
    original: str = ""
    kinds: tuple[str, ...] = (Kind.PRACTICE.value,)
    objectives: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def times(self) -> EventTimes | None:
        """When it opens and closes, in its own zone; a closing day is over at its midnight."""
        return call_times(self.opens, self.closes, self.timezone)

    def digest(self) -> str:
        """Return a SHA-256 over every value."""
        return hashlib.sha256(json.dumps(vars(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def call_times(opens: str, closes: str, timezone: str) -> EventTimes | None:
    """Return when a call opens and closes, as an event from the one to the other; None without an opening."""
    return event_times({"start": opens, "end": closes, "timezone": timezone})


def read_call(raw: object, words: Words, source: str = "") -> CallRecord:
    """Check one raw record of a call; ``source`` stands where the record names none.

    Raises ``RecordRefused`` with every problem found, not only the first.
    """
    if not isinstance(raw, Mapping):
        raise RecordRefused((Problem("record", "must be a JSON object"),))
    reader = RecordReader(raw)
    title = reader.texts("title", TITLE_LIMIT)
    zone = str(reader.detail("timezone", "zone", reader.raw["timezone"], "") or "") if "timezone" in reader.raw else ""
    record = CallRecord(
        id=reader.text("id", 200),
        source=reader.text("source", 64) or source,
        title=title,
        summary=reader.texts("summary", ABSTRACT_LIMIT),
        asked=reader.texts("asked", ABSTRACT_LIMIT),
        criteria=reader.texts("criteria", ABSTRACT_LIMIT),
        original=_original(reader, title),
        kinds=reader.codes("kinds", Kind.values) or (Kind.PRACTICE.value,),
        objectives=reader.codes("objectives", words.objectives),
        regions=reader.codes("regions", words.regions),
        countries=reader.countries(words)[0],
        opens=_moment(reader, "opens", zone),
        closes=_moment(reader, "closes", zone),
        timezone=zone,
        contact=_contact(reader),
        organiser=reader.text("organiser"),
    )
    seen = {problem.field.split(".")[0] for problem in reader.problems}
    for name in REQUIRED:
        if not getattr(record, name) and name not in seen:
            reader.refuse(name, "is required")
    times = record.times if not reader.problems else None
    if times and times.end is not None and times.end <= times.start:
        reader.refuse("closes", "is not after the opening")
    if reader.problems:
        raise RecordRefused(tuple(reader.problems))
    return record


def _original(reader: RecordReader, title: Texts) -> str:
    """Return the language that the others are translated from: the one named, else the first of the title."""
    if "original" not in reader.raw:
        return next(iter(title), "")
    tag = language_tag(reader.raw["original"])
    if tag is None or tag not in title:
        reader.refuse("original", "must be a language of the title")
    return tag or ""


def _moment(reader: RecordReader, name: str, zone: str) -> str:
    if name not in reader.raw:
        return ""
    return str(reader.detail(name, "moment", reader.raw[name], zone) or "")


def _contact(reader: RecordReader) -> str:
    text = reader.text("contact")
    if not text or _MAIL.fullmatch(text):
        return text
    if text.startswith(("http://", "https://")):
        return reader.address("contact", text)
    reader.refuse("contact", "must be an e-mail address, or an http or https address")
    return ""


def changed_record(record: CallRecord, **moments: datetime) -> CallRecord:
    """Return a record that opens or closes at another moment, to the second, by the clock of its own zone."""
    zone = ZoneInfo(record.timezone)
    told: dict[str, Any] = {name: when.astimezone(zone).replace(microsecond=0).isoformat() for name, when in moments.items()}
    return replace(record, **told)


def write_call(record: CallRecord) -> dict[str, Any]:
    """Return the record as the format writes it: known fields in order, nothing empty."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(record).items()
        if value not in ("", (), {})
    }
