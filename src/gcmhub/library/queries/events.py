"""Events in the order of time: to come and past, narrowed by a few groups, and for calendars."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from gcmhub.library.choices import Kind, Scope, State
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.models import Classification, Resource
from gcmhub.library.queries.cards import ResourceCard, card, with_everything
from gcmhub.library.queries.search import Found, Selection, cards, facet_values
from gcmhub.library.times import EventTimes, event_times
from gcmhub.vocabulary import queries as vocabulary

LONGEST = timedelta(days=366)  # of an event that is shown as under way
TERM_GROUPS = ("objective", "country", "region")
EVENT_GROUPS = (*TERM_GROUPS, "language")
COMING_LIMIT, PAST_LIMIT = 5_000, 1_000  # events of one calendar: the next ones, the latest ones


@dataclass(frozen=True)
class CalendarEvent:
    """An event as a calendar keeps it; ``sequence`` grows with every change."""

    card: ResourceCard
    times: EventTimes
    sequence: int
    changed: datetime
    cancelled: bool


def to_come(since: datetime) -> Q:
    """Return which events are not over at ``since``; the bound on the start is one that the index knows."""
    return Q(Q(ends_at__gt=since) | Q(starts_at__gte=since), starts_at__gte=since - LONGEST)


def over(since: datetime) -> Q:
    """Return which events are over at ``since``: those with a date that are not to come."""
    return Q(starts_at__lt=since) & (Q(ends_at__lte=since) | Q(ends_at=None) | Q(starts_at__lt=since - LONGEST))


def find_events(selection: Selection, since: datetime, *, past: bool) -> Found:
    """Answer a selection of events to come, the next first, or of past ones, the latest first; ``EVENT_GROUPS`` narrow it.

    Events without a date are in neither. Counts of a group leave its own choice out, as in a search.
    """
    rows = _dated().filter(over(since) if past else to_come(since))
    found = _narrowed(rows, selection.filters).order_by(*(("-starts_at", "-pk") if past else ("starts_at", "pk")))
    first = (selection.page - 1) * selection.page_size
    tag = vocabulary.content_language(selection.language)
    total, counts = _counts(rows, selection.filters)
    ids = tuple(found.values_list("public_id", flat=True)[first : first + selection.page_size]) if first < total else ()
    return Found(
        total=total,
        page=selection.page,
        page_size=selection.page_size,
        items=cards(ids, selection.language),
        facets={group: facet_values(group, counts[group], tag) for group in EVENT_GROUPS},
        suggestions=(),
        widened=(),
        engine="database",
        order="past" if past else "coming",
    )


def calendar_events(
    filters: Mapping[str, tuple[str, ...]], language: str, since: datetime
) -> tuple[tuple[CalendarEvent, ...], int]:
    """Return the dated events that ``filters`` select, the last to begin first, and how many are left out.

    Of those to come at ``since`` stand the next ``COMING_LIMIT``, of those over the latest ``PAST_LIMIT``.
    """
    rows = _narrowed(_dated(), filters)
    coming, later = _at_most(rows.filter(to_come(since)).order_by("starts_at", "pk"), COMING_LIMIT)
    past, earlier = _at_most(rows.filter(over(since)).order_by("-starts_at", "-pk"), PAST_LIMIT)
    changes = {public_id: (version, changed) for public_id, version, changed in (*reversed(coming), *past)}
    made = []
    for each in cards(tuple(changes), language):
        times = event_times(each.details)
        if times is not None:
            version, changed = changes[each.id]
            made.append(CalendarEvent(each, times, version - 1, changed, each.details.get("cancelled") is True))
    return tuple(made), later + earlier


def _at_most(rows: Any, limit: int) -> tuple[list[tuple[str, int, datetime]], int]:
    """Return id, version and last change of the first rows, and how many come after them."""
    found = list(rows.values_list("public_id", "version", "updated_at")[: limit + 1])
    return found[:limit], rows.count() - limit if len(found) > limit else 0


def calendar_event(public_id: str, language: str) -> CalendarEvent:
    """Return one published event with a date. Raises ``ResourceUnknown``, ``ResourceArchived``."""
    rows = list(with_everything(Resource.objects.filter(public_id=public_id, kind=Kind.EVENT)))
    if rows and rows[0].state == State.ARCHIVED and rows[0].public_since:
        raise ResourceArchived(public_id, reason=rows[0].archived_reason, archived_at=rows[0].archived_at)
    events = list(_calendar_events((row for row in rows if row.state == State.PUBLISHED), language))
    if not events:
        raise ResourceUnknown(public_id)
    return events[0]


def _calendar_events(rows: Any, language: str) -> Iterator[CalendarEvent]:
    tag = vocabulary.content_language(language)
    for row in rows:
        times = event_times(row.details)
        if times is not None:
            cancelled = row.details.get("cancelled") is True
            yield CalendarEvent(card(row, tag), times, row.version - 1, row.updated_at, cancelled)


def _dated() -> Any:
    return Resource.objects.published().filter(kind=Kind.EVENT, starts_at__isnull=False)


def _narrowed(rows: Any, filters: Mapping[str, tuple[str, ...]], without: str = "") -> Any:
    """Keep what every group allows: OR inside a group, AND between groups."""
    for group in EVENT_GROUPS:
        codes = filters.get(group, ())
        if not codes or group == without:
            continue
        if group == "language":
            any_of = Q()
            for code in codes:
                any_of |= Q(languages_text__contains=f'"{code}"')
            rows = rows.annotate(languages_text=Cast("languages", TextField())).filter(any_of)
            continue
        named = Classification.objects.filter(term__scheme=group, term__code__in=codes).values("resource")
        wanted = Q(pk__in=named)
        if group == "country" and "global" in codes:
            wanted |= Q(scope=Scope.GLOBAL)
        rows = rows.filter(wanted)
    return rows


def _counts(rows: Any, filters: Mapping[str, tuple[str, ...]]) -> tuple[int, dict[str, Counter[str]]]:
    """Return how many events ``filters`` select, and how many are under each value of each group without its own choice.

    Two queries, and one more for each group that is chosen in.
    """
    chosen = [group for group in EVENT_GROUPS if filters.get(group)]
    counts: dict[str, Counter[str]] = {group: Counter() for group in EVENT_GROUPS}
    total = 0
    for without in ("", *chosen):
        kept = _narrowed(rows, filters, without).order_by()
        groups = [without] if without else [group for group in EVENT_GROUPS if group not in chosen]
        if not without or without in {"country", "language"}:
            for languages, scope, count in kept.values_list("languages", "scope").annotate(Count("pk")):
                if not without:
                    total += count
                if "language" in groups:
                    counts["language"].update(dict.fromkeys(languages, count))
                if "country" in groups and scope == Scope.GLOBAL:
                    counts["country"]["global"] += count
        if schemes := [group for group in groups if group in TERM_GROUPS]:
            found = Classification.objects.filter(term__scheme__in=schemes, resource__in=kept.values("pk"))
            for scheme, code, count in found.values_list("term__scheme", "term__code").annotate(Count("pk")).order_by():
                counts[scheme][code] = count
    return total, counts
