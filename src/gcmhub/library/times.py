"""When an event is, from what its record says. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gcmhub.library.checks import moment

DAY = timedelta(days=1)


@dataclass(frozen=True)
class EventTimes:
    """When an event begins and when it is over, as aware moments in its own zone; ``zone`` is its IANA name or "".

    Of an event of whole days ``end`` is the midnight after the last day. ``end`` is None when a moment's end is not told.
    """

    start: datetime
    end: datetime | None
    whole_days: bool
    zone: str


def has_clock(value: str) -> bool:
    """Return whether an ISO 8601 moment tells the time of day."""
    return "T" in value or " " in value


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, None when there is none of this name."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError):
        return None


def event_times(details: Mapping[str, Any]) -> EventTimes | None:
    """Return when an event is, given its ``start``, ``end`` and ``timezone``; None without a start."""
    start, end, name = (str(details.get(key) or "") for key in ("start", "end", "timezone"))
    if not start:
        return None
    zone = zone_of(name)
    whole_days = not has_clock(start) and not has_clock(end)
    last = end or (start if whole_days else "")
    over = _local(last, name, zone) if last else None
    if over and not has_clock(last):
        over += DAY  # by the clock on the wall: a day may have 23 or 25 hours
    return EventTimes(_local(start, name, zone), over, whole_days, name if zone else "")


def _local(value: str, name: str, zone: ZoneInfo | None) -> datetime:
    when = moment(value, name if zone else "")
    return when.astimezone(zone) if zone else when
