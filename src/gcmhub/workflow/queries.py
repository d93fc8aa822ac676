"""What happened, what is due, and whether the record of it holds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gcmhub.workflow.chains import BEGINNING, Link, anchor_of, digest_of, hash_of
from gcmhub.workflow.models import Anchor, Chain, Event, Holiday, Timer

BATCH = 2_000  # rows read at once


def history(object_type: str, object_id: str) -> QuerySet[Event]:
    """Return the events of an object, oldest first."""
    return Event.objects.filter(chain__object_type=object_type, chain__object_id=object_id).order_by("number")


def histories(object_type: str, object_ids: Iterable[str]) -> QuerySet[Event]:
    """Return the events of several objects with their chains, in the order in which they were written."""
    rows = Event.objects.filter(chain__object_type=object_type, chain__object_id__in=list(object_ids))
    return rows.select_related("chain").order_by("pk")


def running_deadlines(object_type: str, object_ids: Iterable[str]) -> dict[str, dict[str, datetime]]:
    """Return when the running deadlines of objects pass: by object, by kind."""
    rows = Timer.objects.filter(chain__object_type=object_type, chain__object_id__in=list(object_ids), fired_at=None)
    found: dict[str, dict[str, datetime]] = {}
    for object_id, kind, due in rows.values_list("chain__object_id", "kind", "due_at"):
        found.setdefault(object_id, {})[kind] = due
    return found


def holidays() -> frozenset[date]:
    """Return the days on which nobody is expected to work, besides weekends."""
    return frozenset(Holiday.objects.values_list("day", flat=True))


def named_holidays() -> list[Holiday]:
    """Return these days with their names, the earliest first."""
    return list(Holiday.objects.order_by("day"))


@dataclass(frozen=True)
class Break:
    """Where the record does not hold, and how."""

    where: str
    what: str


def breaks(progress: Callable[[int], None] = lambda _: None) -> Iterator[Break]:
    """Yield every place where events or anchors are not what was written: none when all is as it was.

    Reads all events once, in the order of their chains. What an event's hash shows: any change of its fields or its
    payload, an event missing, added or moved. What anchors show: events that were cut off a chain's end.
    """
    chains = {chain.pk: chain for chain in Chain.objects.all().iterator(BATCH)}
    heads: dict[int, tuple[int, str]] = {}
    rows = Event.objects.order_by("chain_id", "number").iterator(BATCH)
    for done, event in enumerate(rows, 1):
        chain = chains[event.chain_id]
        number, previous = heads.get(event.chain_id, (0, BEGINNING))
        where = f"{chain} event {event.number}"
        if event.number != number + 1:
            yield Break(where, f"events {number + 1} to {event.number - 1} are missing")
        elif event.previous != previous:
            yield Break(where, "does not hold on to the event before")
        if hash_of(_link(chain, event)) != event.hash:
            yield Break(where, "was changed")
        if event.payload is not None and digest_of(event.salt or "", event.payload) != event.digest:
            yield Break(where, "its payload was changed")
        heads[event.chain_id] = (event.number, event.hash)
        progress(done)
    for chain in chains.values():
        if heads.get(chain.pk, (0, BEGINNING)) != (chain.length, chain.head):
            yield Break(str(chain), "its end was cut or added to")
    yield from _broken_anchors()


def _broken_anchors() -> Iterator[Break]:
    previous, begin, covered = BEGINNING, 0, 0
    for anchor in Anchor.objects.order_by("pk"):
        events = Event.objects.filter(pk__gt=begin, pk__lte=anchor.up_to).order_by("pk")
        covered += events.count()
        whole = anchor_of(previous, events.values_list("hash", flat=True).iterator(BATCH))
        if (anchor.events, anchor.hash) != (covered, whole):
            yield Break(f"anchor of {anchor.at:%Y-%m-%d %H:%M}", f"the {anchor.events} events under it are not as they were")
        previous, begin, covered = anchor.hash, anchor.up_to, anchor.events


def _link(chain: Chain, event: Event) -> Link:
    return Link(
        object_type=chain.object_type,
        object_id=chain.object_id,
        number=event.number,
        at=event.at,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        role=event.role,
        action=event.action,
        from_state=event.from_state,
        to_state=event.to_state,
        reason=event.reason,
        object_version=event.object_version,
        digest=event.digest,
        previous=event.previous,
    )


def has_anchor(whole: str) -> bool:
    """Return whether an anchor that was kept elsewhere is among those of this hub."""
    return Anchor.objects.filter(hash=whole).exists()
