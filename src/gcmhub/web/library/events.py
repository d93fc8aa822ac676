"""Events by month, and calendars of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face.calendars import CONTENT_TYPE, calendar
from gcmhub.face.formats import number, separator
from gcmhub.face.languages import current
from gcmhub.face.links import resource_url, url
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import EVENT_GROUPS, CalendarEvent, ResourceCard, calendar_event, calendar_events, find_events
from gcmhub.library.times import EventTimes, event_times
from gcmhub.web.cache import etag_of
from gcmhub.web.library.choices import choice_context, read_choice
from gcmhub.web.library.facets import value_label
from gcmhub.web.library.pagination import Pagination
from gcmhub.web.library.search import refused_page
from gcmhub.web.library.selection import EncodingBroken, SelectionRefused, pairs_of, query_of
from gcmhub.web.site.errors import bad_request, gone


@dataclass(frozen=True)
class Month:
    """Events that begin in one month, YYYY-MM; "" for those that have begun before this moment and are not over."""

    month: str
    events: tuple[tuple[ResourceCard, EventTimes], ...]


@dataclass(frozen=True)
class EventShown:
    """What the page of an event says of its time: begin and end as programs read them, whether it is over."""

    start: str
    end: str
    over: bool
    whole_days: bool
    cancelled: bool
    calendar_url: str


def by_month(cards: Iterable[ResourceCard], since: datetime | None) -> tuple[Month, ...]:
    """Group dated events by the month of their own calendar; those begun before ``since``, if it is given, under way."""
    made: dict[str, list[tuple[ResourceCard, EventTimes]]] = {}
    for card in cards:
        times = event_times(card.details)
        if times is not None:
            begun = since is not None and times.start < since
            made.setdefault("" if begun else f"{times.start:%Y-%m}", []).append((card, times))
    return tuple(Month(month, tuple(events)) for month, events in made.items())


def event_shown(card: ResourceCard, moment: datetime) -> EventShown | None:
    """Return what an event's page says of its time; None for what has no time."""
    times = event_times(card.details) if card.kind == "event" else None
    if times is None:
        return None
    return EventShown(
        start=times.start.isoformat(),
        end=times.end.isoformat() if times.end else "",
        over=(times.end or times.start) <= moment,
        whole_days=times.whole_days,
        cancelled=card.details.get("cancelled") is True,
        calendar_url=url("web:event-calendar", card.id),
    )


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """List the events that are not over, by month."""
    return _listed(request, past=False)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """List the events that are over, by month, the latest first."""
    return _listed(request, past=True)


def _listed(request: HttpRequest, *, past: bool) -> HttpResponse:
    address = url("web:past-events" if past else "web:events")
    try:
        selection = read_choice(request, EVENT_GROUPS)
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, address)
    moment = now()
    found = find_events(selection, moment, past=past)
    pairs = pairs_of(selection)
    pagination = Pagination(found.total, selection.page, found.page_size, pairs)
    context = {
        "past": past,
        "found": found,
        "months": by_month(found.items, None if past else moment),
        "pagination": pagination,
        "pairs": pairs,
        "query": query_of(pairs),
        "subscribe_url": _subscribe_url(url("web:calendar") + query_of(pairs)),
        **choice_context(found, selection, EVENT_GROUPS, address),
    }
    status = 404 if selection.page > pagination.last else 200
    return render(request, "web/library/events.html", context, status=status)


def _subscribe_url(path: str) -> str:
    """Return the address by which calendars subscribe; without a known host the script of the page completes it."""
    host = urlsplit(settings.HUB_BASE_URL).netloc
    return f"webcal://{host}{path}" if host else path


@require_safe
def calendar_of_selection(request: HttpRequest) -> HttpResponse:
    """Answer the events of a selection, past ones too, as one calendar; it says how many it leaves out."""
    try:
        selection = read_choice(request, EVENT_GROUPS)
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, url("web:events"))
    chosen = [value_label(group, value) for group, values in selection.filters.items() for value in values]
    name = separator().join([_("Events"), *chosen])
    events, left_out = calendar_events(selection.filters, current().code, now())
    text = _("Events left out, the farthest from today: %(shown)s. Choose filters for a smaller calendar.")
    told = text % {"shown": number(left_out)} if left_out else ""
    return _calendar(request, events, name, "events.ics", told)


@require_safe
def calendar_of_event(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Answer one event as a calendar."""
    try:
        event = calendar_event(resource_id, current().code)
    except ResourceArchived as archived:
        return gone(request, archived.details)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    return _calendar(request, (event,), event.card.title.text, f"event-{resource_id}.ics")


def _calendar(
    request: HttpRequest, events: Iterable[CalendarEvent], name: str, file: str, description: str = ""
) -> HttpResponse:
    base = settings.HUB_BASE_URL  # without one there is no address that calendars could open
    body = calendar(events, name, lambda public_id: base + resource_url(public_id) if base else "", description)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = etag = etag_of(body)
    return get_conditional_response(request, etag=etag, response=response) or response
