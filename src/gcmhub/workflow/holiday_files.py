"""Files of days on which nobody works: CSV and iCalendar (RFC 5545). Pure Python; a bad line costs only itself."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Event

NAME_LIMIT, LONGEST, SIZE_LIMIT = 100, 31, 2_000_000  # characters, days of one event, bytes of a file
YEARS = range(2000, 2101)
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*$.*?^END:VEVENT[ \t]*$", re.MULTILINE | re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADS = frozenset({"day", "date"})


class HolidayFileUnreadable(Exception):
    """The file is too large, is no UTF-8 text, or has neither lines of CSV nor events."""


@dataclass(frozen=True)
class HolidayLine:
    """One line of CSV or one event: the days and their name, or why it is refused. ``number`` is where it begins, from 1."""

    number: int
    days: tuple[date, ...] = ()
    name: str = ""
    reason: str = ""


def read_holidays(raw: bytes) -> Iterator[HolidayLine]:
    """Yield what a file says, in its order. Raises ``HolidayFileUnreadable``."""
    if len(raw) > SIZE_LIMIT:
        raise HolidayFileUnreadable(f"larger than {SIZE_LIMIT} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HolidayFileUnreadable("not UTF-8") from error
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise HolidayFileUnreadable("empty")
    yield from _events(text) if text.lstrip().upper().startswith("BEGIN:VCALENDAR") else _rows(text)


def day_of(text: str) -> date:
    """Return a day of the years 2000 to 2100, given as ISO 8601. Raises ``ValueError`` with the reason."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text.strip()[:40]!r} is no day such as 2027-01-01") from None
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year} is not from {YEARS[0]} to {YEARS[-1]}")
    return day


def name_of(text: str) -> str:
    """Return the name of a day on one line. Raises ``ValueError`` with the reason."""
    name = " ".join(text.split())
    if not name:
        raise ValueError("a day needs a name")
    if _CONTROL.search(name):
        raise ValueError("the name holds a control character")
    if len(name) > NAME_LIMIT:
        raise ValueError(f"the name is longer than {NAME_LIMIT} characters")
    return name


def _rows(text: str) -> Iterator[HolidayLine]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        for row in reader:
            number = reader.line_num
            if not any(cell.strip() for cell in row) or (number == 1 and row[0].strip().lower() in _HEADS):
                continue
            if len(row) < 2:
                yield HolidayLine(number, reason="needs two columns: day, name")
                continue
            try:
                yield HolidayLine(number, (day_of(row[0]),), name_of(row[1]))
            except ValueError as error:
                yield HolidayLine(number, reason=str(error))
    except csv.Error as error:
        yield HolidayLine(reader.line_num, reason=str(error))


def _events(text: str) -> Iterator[HolidayLine]:
    found = False
    for match in _EVENT.finditer(text):
        found, number = True, text.count("\n", 0, match.start()) + 1
        try:
            days, name = _event(match[0])
            yield HolidayLine(number, days, name)
        except ValueError as error:
            yield HolidayLine(number, reason=" ".join(str(error).split())[:200] or "cannot be read")
    if not found:
        raise HolidayFileUnreadable("no events")


def _event(block: str) -> tuple[tuple[date, ...], str]:
    """Return the days of an event and its name. Raises ``ValueError`` with the reason."""
    try:
        event = Event.from_ical(block)
        begin, end = event.decoded("dtstart", None), event.decoded("dtend", None)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("cannot be read as an event") from error
    if event.get("rrule") is not None or event.get("rdate") is not None:
        raise ValueError("it repeats: give every year an event of its own")
    if str(event.get("status", "")).upper() == "CANCELLED":
        raise ValueError("it is cancelled")
    if not isinstance(begin, date) or isinstance(begin, datetime):
        raise ValueError("it has no whole day on which it begins")  # noqa: TRY004 - the file is wrong
    if end is not None and (not isinstance(end, date) or isinstance(end, datetime)):
        raise ValueError("it ends at a time of day")
    length = (end - begin).days if end else 1
    if not 0 <= length <= LONGEST:
        raise ValueError(f"it does not last from 1 to {LONGEST} days")
    days = tuple(day_of((begin + timedelta(days=each)).isoformat()) for each in range(max(1, length)))
    return days, name_of(str(event.get("summary", "")))
