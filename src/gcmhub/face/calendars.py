"""Events and deadlines as iCalendar (RFC 5545, RFC 7986): what calendars of people read."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText, vUri

from gcmhub.face.formats import named
from gcmhub.face.languages import current
from gcmhub.library.queries import CalendarEvent, CallCard
from gcmhub.library.times import DAY, has_clock
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

CONTENT_TYPE = "text/calendar; charset=utf-8"
NAMES = UUID("5b0c6f0e-5f0b-4d0e-9c55-9d0f2b7f7a31")  # under which identifiers of events are made; never changed
REFRESH = timedelta(hours=12)


def uid(public_id: str) -> str:
    """Return the identifier of an event for calendars; it outlives changes of its text and of the Hub's address."""
    return str(uuid5(NAMES, public_id))


def calendar(events: Iterable[CalendarEvent], name: str, address: Callable[[str], str], description: str = "") -> bytes:
    """Return a calendar in the current language; ``address`` gives the address of a resource's page by public id, "" for none.

    ``description`` is what its readers should know of it. Times stand in the zone of the event, with its rules beside
    them, in UTC where no zone is named. The same events give the same bytes.
    """
    made = _calendar(name)
    if description:
        made.add("description", vText(description))
        made.add("x-wr-caldesc", vText(description))
    rows = list(events)
    years = [when.year for each in rows for when in (each.times.start, each.times.end) if when is not None]
    _add_zones(made, {each.times.zone for each in rows if each.times.zone and not each.times.whole_days}, years)
    for each in rows:
        made.add_component(_event(each, address(each.card.id)))
    return bytes(made.to_ical())


def deadline_calendar(call: CallCard, address: str) -> bytes:
    """Return the closing of a call as a calendar: the last day as a whole day, or the last moment in the zone of the call."""
    end = call.times.end or call.times.start
    by_clock = has_clock(call.closes)
    made = _calendar(call.title.text)
    if by_clock and call.times.zone:
        _add_zones(made, {call.times.zone}, [end.year])
    row = Event()
    row.add("uid", uid(call.id))
    row.add("dtstamp", call.updated_at)
    row.add("last-modified", call.updated_at)
    row.add("sequence", call.sequence)
    row.add("dtstart", _moment(end, whole_days=False) if by_clock else (end - DAY).date())
    if not by_clock:
        row.add("dtend", end.date())
    row.add("summary", named(_("Deadline"), call.title.text), parameters=_language(current().tag))
    row.add("transp", "TRANSPARENT")  # a deadline keeps nobody from other appointments
    if address:
        row.add("url", address)
    lines = (call.summary.text if call.summary else "", address)
    row.add("description", "\n\n".join(line for line in lines if line))
    made.add_component(row)
    return bytes(made.to_ical())


def _calendar(name: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//GCM Hub//Events//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", vText(name))
    made.add("x-wr-calname", vText(name))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    return made


def _add_zones(made: Calendar, zones: set[str], years: Sequence[int]) -> None:
    """Set the rules of the zones beside the events of these years."""
    for zone in sorted(zones - {"UTC"}):  # times in UTC say so themselves
        first, last = date(max(2, min(years) - 1), 1, 1), date(min(9998, max(years) + 1), 12, 31)
        made.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))


def _event(each: CalendarEvent, address: str) -> Event:
    card, times, made = each.card, each.times, Event()
    made.add("uid", uid(card.id))
    made.add("dtstamp", each.changed)
    made.add("last-modified", each.changed)
    made.add("sequence", each.sequence)
    made.add("dtstart", _moment(times.start, whole_days=times.whole_days))
    if times.end is not None:
        made.add("dtend", _moment(times.end, whole_days=times.whole_days))
    made.add("summary", card.title.text, parameters=_language(card.title.language))
    if address:
        made.add("url", address)
    if each.cancelled:
        made.add("status", "CANCELLED")
    if times.whole_days:
        made.add("transp", "TRANSPARENT")  # a day of this kind keeps nobody from other appointments
    _place(made, each, address)
    made.add("categories", [vocabulary.label(Scheme.OBJECTIVE, code, current().content) for code in card.objectives])
    return made


def _place(made: Event, each: CalendarEvent, address: str) -> None:
    card = each.card
    place, online = card.details.get("place", ""), card.details.get("online_url", "")
    if place or online:
        made.add("location", place or online)
    if online:
        made.add("conference", vUri(online), parameters={"VALUE": "URI"})
    registration = card.details.get("registration_url", "")
    lines = [
        card.abstract.text if card.abstract else "",
        named(_("Online"), online) if online else "",
        named(_("Registration"), registration) if registration else "",
        address,
    ]
    made.add("description", "\n\n".join(line for line in lines if line))


def _moment(when: datetime, *, whole_days: bool) -> date | datetime:
    """Return a day, a moment in a named zone, else in UTC: an offset alone has no name that calendars know."""
    if whole_days:
        return when.date()
    return when if hasattr(when.tzinfo, "key") else when.astimezone(UTC)


def _language(tag: str) -> dict[str, str]:
    return {"LANGUAGE": tag} if tag else {}
