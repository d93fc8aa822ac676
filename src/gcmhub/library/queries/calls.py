"""Calls for practices as readers see them: open, coming or closed by the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from gcmhub.library import rules
from gcmhub.library.call_records import TEXTS, call_times
from gcmhub.library.choices import CallState, Kind, TextOrigin
from gcmhub.library.errors import CallUnknown, CallWithdrawn
from gcmhub.library.models import Call, CallTerm, Resource
from gcmhub.library.queries.cards import LocalText, ResourceCard, card, with_everything
from gcmhub.library.times import EventTimes
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

PHASES = ("open", "coming", "closed")
CALL_GROUPS = (Scheme.OBJECTIVE.value, Scheme.COUNTRY.value, Scheme.REGION.value)
ANSWERS = 100  # practices that came of one call, shown at most


@dataclass(frozen=True)
class CallCard:
    """A call in a list, in the reader's language where it exists in it.

    ``days`` are those until it closes when it is open, until it opens when it is coming, in its own zone; 0 is today.
    """

    id: str
    source: str
    external_id: str
    title: LocalText
    summary: LocalText | None
    languages: tuple[str, ...]  # the original one first
    kinds: tuple[str, ...]
    objectives: tuple[str, ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    phase: str
    days: int
    opens: str
    closes: str
    timezone: str
    times: EventTimes
    organiser: str
    public_since: datetime
    updated_at: datetime
    sequence: int


@dataclass(frozen=True)
class CallPage:
    """Everything a reader may know of one call."""

    card: CallCard
    asked: LocalText | None
    criteria: LocalText | None
    contact: str
    texts: Mapping[str, Mapping[str, str]]  # by language: title, summary, asked, criteria, origin
    answers: tuple[ResourceCard, ...]  # published practices that came of it, once it has opened


@dataclass(frozen=True)
class CallsFound:
    """A page of calls and how many there are."""

    total: int
    items: tuple[CallCard, ...]


def _in_phase(phases: Sequence[str], now: datetime) -> Q:
    chosen = {
        "open": Q(opens_at__lte=now, closes_at__gt=now),
        "coming": Q(opens_at__gt=now, closes_at__gt=now),
        "closed": Q(closes_at__lte=now),
    }
    any_of = Q(pk__in=())
    for phase in phases:
        any_of |= chosen[phase]
    return any_of


def _whole(rows: Any) -> Any:
    return rows.prefetch_related("texts", Prefetch("terms", CallTerm.objects.select_related("term")))


def find_calls(
    language: str,
    now: datetime,
    *,
    phases: Sequence[str] = PHASES,
    filters: Mapping[str, Sequence[str]] | None = None,
    first: int = 0,
    size: int = 20,
) -> CallsFound:
    """Return published calls in these phases at ``now``: what is not over by its deadline, then what is, the latest first.

    ``filters`` are codes by ``CALL_GROUPS``: OR inside a group, AND between groups. Calls about nothing in particular
    are in no group.
    """
    rows = Call.objects.published().filter(_in_phase(phases, now))
    for group, codes in (filters or {}).items():
        if codes:
            rows = rows.filter(pk__in=CallTerm.objects.filter(term__scheme=group, term__code__in=codes).values("call"))
    over = Q(closes_at__lte=now)
    total = rows.count()
    keys = [
        *rows.exclude(over).order_by("closes_at", "pk").values_list("pk", flat=True),
        *rows.filter(over).order_by("-closes_at", "-pk").values_list("pk", flat=True)[: first + size],
    ][first : first + size]
    found = {row.pk: row for row in _whole(Call.objects.filter(pk__in=keys))} if keys else {}
    tag = vocabulary.content_language(language)
    return CallsFound(total, tuple(call_card(found[key], tag, now) for key in keys))


def current_calls(language: str, now: datetime, *, limit: int, about: tuple[str, str] | None = None) -> tuple[CallCard, ...]:
    """Return published calls that are open, the next to close first, then those that are coming, the next to open first.

    ``about`` is a scheme and a code that they must be about. One query where there is none.
    """
    rows = Call.objects.published().filter(closes_at__gt=now)
    if about:
        rows = rows.filter(terms__term__scheme=about[0], terms__term__code=about[1])
    tag = vocabulary.content_language(language)
    made = [call_card(row, tag, now) for row in _whole(rows.order_by("closes_at", "pk"))]
    coming = sorted((each for each in made if each.phase == "coming"), key=lambda each: each.times.start)
    return (*(each for each in made if each.phase == "open"), *coming)[:limit]


def call_page(public_id: str, language: str, now: datetime) -> CallPage:
    """Return everything of one published call.

    Raises ``CallWithdrawn`` with ``reason`` and ``withdrawn_at`` where it had been public, ``CallUnknown`` else.
    """
    call = _whole(Call.objects.filter(public_id=public_id)).first()
    if call is not None and call.state == CallState.WITHDRAWN and call.public_since:
        raise CallWithdrawn(public_id, reason=call.withdrawn_reason, withdrawn_at=call.withdrawn_at)
    if call is None or call.state != CallState.PUBLISHED:
        raise CallUnknown(public_id)
    tag = vocabulary.content_language(language)
    made = call_card(call, tag, now)
    rows = _originals_first(call)
    return CallPage(
        card=made,
        asked=_text(rows, "asked", tag),
        criteria=_text(rows, "criteria", tag),
        contact=call.contact,
        texts={row.language: {name: getattr(row, name) for name in (*TEXTS, "origin")} for row in rows},
        answers=_answers(call, tag) if made.phase != "coming" else (),
    )


def call_answered(source: str, details: Mapping[str, Any], language: str, now: datetime) -> CallCard | None:
    """Return the published call that a practice's ``details`` name, None without one; no query where they name none."""
    name = details.get("call")
    if not name:
        return None
    named = Q(source=source, external_id=name) | Q(public_id=name)
    call = _whole(Call.objects.published().filter(named)).first()
    return call_card(call, vocabulary.content_language(language), now) if call else None


def _answers(call: Call, tag: str) -> tuple[ResourceCard, ...]:
    named = Q(source=call.source, details__call=call.external_id) | Q(details__call=call.public_id)
    rows = Resource.objects.published().filter(named, kind=Kind.PRACTICE)
    return tuple(card(row, tag) for row in with_everything(rows[:ANSWERS]))


def _originals_first(call: Call) -> list[Any]:
    return sorted(call.texts.all(), key=lambda row: row.origin != TextOrigin.ORIGINAL)


def _text(rows: Sequence[Any], name: str, tag: str) -> LocalText | None:
    texts = {row.language: value for row in rows if (value := getattr(row, name))}
    chosen = rules.pick_language(texts, tag)
    return LocalText(texts[chosen], chosen) if chosen else None


def call_card(call: Call, tag: str, now: datetime) -> CallCard:
    """Build the card of a prefetched call for a reader of a language of content."""
    rows = _originals_first(call)
    times = call_times(call.opens, call.closes, call.timezone)
    if times is None:
        raise ValueError(f"a call without times: {call}")
    phase = rules.call_phase(call.opens_at, call.closes_at, now)
    zone = times.start.tzinfo
    codes: dict[str, list[str]] = {}
    for row in call.terms.all():
        codes.setdefault(row.term.scheme, []).append(row.term.code)
    # An opening moment belongs to its own day, a closing one to the day that ends with it.
    days = (times.start.date() - now.astimezone(zone).date()).days if phase == "coming" else 0
    if phase == "open" and zone is not None:
        days = rules.days_until(call.closes_at, now, zone)
    return CallCard(
        id=call.public_id,
        source=call.source,
        external_id=call.external_id,
        title=_text(rows, "title", tag) or LocalText(call.external_id, ""),
        summary=_text(rows, "summary", tag),
        languages=tuple(row.language for row in rows),
        kinds=tuple(call.kinds),
        objectives=tuple(codes.get(Scheme.OBJECTIVE, ())),
        regions=tuple(codes.get(Scheme.REGION, ())),
        countries=tuple(codes.get(Scheme.COUNTRY, ())),
        phase=phase,
        days=days,
        opens=call.opens,
        closes=call.closes,
        timezone=call.timezone,
        times=times,
        organiser=call.organiser,
        public_since=call.public_since or call.created_at,
        updated_at=call.updated_at,
        sequence=call.version - 1,
    )


def published_calls() -> tuple[tuple[str, datetime], ...]:
    """Return public id and last change of every published call."""
    return tuple(Call.objects.published().order_by("pk").values_list("public_id", "updated_at"))


def call_days(source: str) -> dict[str, tuple[str, str]]:
    """Return opening and closing, as given, of every call of a source by its id there, drafts and withdrawn ones too."""
    rows = Call.objects.filter(source=source).values_list("external_id", "opens", "closes")
    return {name: (opens, closes) for name, opens, closes in rows}
