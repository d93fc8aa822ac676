"""Steps of life cycles. The step and its event are one transaction, or neither is."""

import logging
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.workflow.chains import BEGINNING, Link, anchor_of, canonical, digest_of, hash_of
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState, ReasonMissing
from gcmhub.workflow.lives import Life, life_named, timer_of
from gcmhub.workflow.models import Anchor, Chain, Event, Stateful, Timer
from gcmhub.workflow.queries import holidays
from gcmhub.workflow.rules import START, STAY, SYSTEM_ROLE, Transition

AGAIN = timedelta(minutes=15)  # until a timer whose action failed is tried anew, longer each time
ANCHOR_EVERY = timedelta(days=1)
BATCH = 5_000  # events read at once
log = logging.getLogger(__name__)


@transaction.atomic
def take_step(
    life: Life,
    thing: Stateful,
    action: str,
    *,
    by: Any,
    reason: str = "",
    payload: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    on_behalf_of: Any = "",
) -> Event:
    """Take an object one step along its life; returns the event.

    A thing that is not saved yet begins its life. ``changes`` are other fields written with the state, ``payload`` is
    what the event remembers (JSON). Raises ``NotInThisState``, ``NotPermitted``, ``ReasonMissing``,
    ``ChangedMeanwhile`` (compare-and-set on state and version) and what the guards raise.
    """
    begins = thing.pk is None
    before = START if begins else thing.state
    way = life.machine.way(before, action)
    if way is None:
        raise NotInThisState(f"{action} does not lead on from {before or 'the start'}", state=before, action=action)
    role = _role(life, way, by, thing)
    if way.reasons and reason not in way.reasons:
        raise ReasonMissing(f"{action} asks for a reason", reasons=way.reasons)
    for guard in way.guards:
        life.guards[guard](thing, payload or {}, by)
    moment = now()
    moves = way.target != STAY
    _write(thing, way.target if moves else before, moment if moves else None, changes or {})
    event = _append(
        *(life.name, str(thing.public_id)),  # type: ignore[attr-defined] # every stateful object has one
        at=moment,
        by=by,
        on_behalf_of=on_behalf_of,
        role=role,
        action=action,
        states=(before, thing.state),
        reason=reason,
        version=thing.version,
        payload=payload,
    )
    if moves:
        _set_timers(life, thing, event.chain, moment)
    return event


def _role(life: Life, way: Transition, by: Any, thing: Stateful) -> str:
    """Return the role in which the step is taken, the first of the table that ``by`` has."""
    held = {SYSTEM_ROLE} if by == SYSTEM else set(life.roles_of(by, thing)) - {SYSTEM_ROLE}
    role = next((role for role in way.roles if role in held), None)
    if role is None:
        raise NotPermitted(f"{way.action} is for {', '.join(way.roles)}")
    return role


def _write(thing: Stateful, target: str, since: datetime | None, changes: Mapping[str, Any]) -> None:
    """Write state, version and changes, if the row still is what was read."""
    fields = dict(changes) | {"state": target} | ({"state_since": since} if since else {})
    if thing.pk is None:
        for name, value in (fields | {"version": 1}).items():
            setattr(thing, name, value)
        thing.save(force_insert=True)
        return
    rows = type(thing)._base_manager.filter(pk=thing.pk, state=thing.state, version=thing.version)  # noqa: SLF001
    if not rows.update(version=F("version") + 1, **fields):
        raise ChangedMeanwhile(f"{thing} changed since it was read")
    for name, value in (fields | {"version": thing.version + 1}).items():
        setattr(thing, name, value)


@transaction.atomic
def record(
    object_type: str, object_id: str, action: str, *, by: Any, payload: Mapping[str, Any] | None = None, version: int = 0
) -> Event:
    """Write down something that was done to an object and changed no state."""
    return _append(object_type, object_id, at=now(), by=by, action=action, version=version, payload=payload)


def _append(
    object_type: str,
    object_id: str,
    *,
    at: datetime,
    by: Any,
    action: str,
    version: int,
    payload: Mapping[str, Any] | None,
    on_behalf_of: Any = "",
    role: str = "",
    states: tuple[str, str] = ("", ""),
    reason: str = "",
) -> Event:
    """Add an event to the end of the object's chain; whoever adds another waits for this transaction."""
    chain, _ = Chain.objects.get_or_create(object_type=object_type, object_id=object_id, defaults={"head": BEGINNING})
    chain = Chain.objects.select_for_update().get(pk=chain.pk)
    text, salt = canonical(dict(payload or {})), secrets.token_hex(16)
    link = Link(
        object_type=object_type,
        object_id=object_id,
        number=chain.length + 1,
        at=at,
        actor=actor_id(by),
        on_behalf_of=actor_id(on_behalf_of),
        role=role,
        action=action,
        from_state=states[0],
        to_state=states[1],
        reason=reason,
        object_version=version,
        digest=digest_of(salt, text),
        previous=chain.head,
    )
    values = {name: value for name, value in vars(link).items() if name not in {"object_type", "object_id"}}
    event = Event.objects.create(chain=chain, payload=text, salt=salt, hash=hash_of(link), **values)
    chain.length, chain.head = event.number, event.hash
    chain.save(update_fields=["length", "head"])
    return event


def actor_id(by: Any) -> str:
    """Return the opaque id under which somebody stands in events."""
    return str(getattr(by, "public_id", by))


def _set_timers(life: Life, thing: Stateful, chain: Chain, moment: datetime, without: Collection[str] = frozenset()) -> None:
    """End the deadlines that run and begin those of the state that was entered."""
    Timer.objects.filter(chain=chain, fired_at=None).delete()
    free = holidays()
    timers = []
    for deadline in life.machine.deadlines_in(thing.state):
        due = life.due_at(thing, deadline, moment, free)
        if due is not None and deadline.kind not in without:
            timers.append(Timer(chain=chain, kind=deadline.kind, entered=thing.version, due_at=due, next_try_at=due))
    Timer.objects.bulk_create(timers)


@transaction.atomic
def restart_deadlines(life: Life, thing: Stateful) -> None:
    """Reckon the running deadlines of an object anew from when its state was entered, after what they hang on changed.

    Those that were done already are not done again.
    """
    chain = Chain.objects.get(object_type=life.name, object_id=str(thing.public_id))  # type: ignore[attr-defined]
    done = set(Timer.objects.filter(chain=chain, fired_at__gte=thing.state_since).values_list("kind", flat=True))
    _set_timers(life, thing, chain, thing.state_since, without=done)


@transaction.atomic
def move_deadline(life: Life, thing: Stateful, kind: str, due: datetime, *, by: Any) -> bool:
    """Let a running deadline pass at another moment and write that down; False when it does not run."""
    rows = Timer.objects.filter(
        chain__object_type=life.name,
        chain__object_id=str(thing.public_id),  # type: ignore[attr-defined]
        kind=kind,
        fired_at=None,
    )
    if not rows.update(due_at=due, next_try_at=due, failures=0):
        return False
    record(life.name, str(thing.public_id), "move-deadline", by=by, payload={"kind": kind, "due": due.isoformat()})  # type: ignore[attr-defined]
    return True


def fire_due_timers() -> int:
    """Do what every passed deadline says, each in a transaction of its own; returns how many were done.

    May be called at any time by any number of processes: a timer is claimed in the transaction of its action. One
    whose action fails stays and is tried again later, and keeps no other from its turn.
    """
    done = 0
    due = Timer.objects.filter(fired_at=None, next_try_at__lte=now()).order_by("due_at", "pk")
    for number in list(due.values_list("pk", flat=True)):
        try:
            done += _fire(number)
        except Exception:
            log.exception("timer %s failed and is tried again", number)
            failures = Timer.objects.filter(pk=number).values_list("failures", flat=True).first() or 0
            wait = AGAIN * 2 ** min(failures, 6)
            Timer.objects.filter(pk=number, fired_at=None).update(failures=F("failures") + 1, next_try_at=now() + wait)
    return done


@transaction.atomic
def _fire(number: int) -> bool:
    """Claim one timer and do what it says; False when it was ended or done meanwhile."""
    if not Timer.objects.filter(pk=number, fired_at=None).update(fired_at=now()):
        return False
    timer = Timer.objects.select_related("chain").get(pk=number)
    life = life_named(timer.chain.object_type)
    thing = _thing(life, timer.chain.object_id) if life else None
    do = timer_of(timer.chain.object_type, timer.kind)
    if thing is None or do is None:
        log.warning("timer %s of %s has nothing to do any more", timer.kind, timer.chain)
        return False
    do(thing)
    return True


def _thing(life: Life, public_id: str) -> Any:
    """Return the object of a life by its public id, which every model of a life has; None when it is gone."""
    named: dict[str, Any] = {"public_id": public_id}
    return life.model._base_manager.filter(**named).first()  # noqa: SLF001 - managers may hide some


def erase_payloads(object_type: str, object_id: str) -> int:
    """Erase what the events of an object remember, and the salts; the chain still holds. Returns how many."""
    rows = Event.objects.filter(chain__object_type=object_type, chain__object_id=object_id, payload__isnull=False)
    return rows.update(payload=None, salt=None)


@transaction.atomic
def drop_anchor() -> Anchor | None:
    """Cover the events since the last anchor with a new one; None when there are none."""
    if connection.vendor == "postgresql":  # whoever is about to write an event is waited for, else its row would come below
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE workflow_anchor, workflow_event IN SHARE ROW EXCLUSIVE MODE")
    last = Anchor.objects.last()
    events = Event.objects.filter(pk__gt=last.up_to if last else 0).order_by("pk")
    up_to = events.aggregate(last=Max("pk"))["last"]
    if up_to is None:
        return None
    hashes = events.values_list("hash", flat=True)
    count = (last.events if last else 0) + events.count()
    whole = anchor_of(last.hash if last else BEGINNING, hashes.iterator(BATCH))
    return Anchor.objects.create(at=now(), events=count, up_to=up_to, hash=whole)


def drop_anchor_if_due() -> Anchor | None:
    """Drop an anchor unless the last one is younger than a day."""
    last = Anchor.objects.last()
    return None if last and now() - last.at < ANCHOR_EVERY else drop_anchor()
