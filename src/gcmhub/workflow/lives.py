"""Which machine rules which objects. Rooms above make their lives known here when the hub starts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gcmhub.workflow.models import Stateful
from gcmhub.workflow.rules import START, Deadline, Machine, Span


@dataclass(frozen=True)
class Life:
    """A machine and what it needs to know of a room.

    ``roles_of(by, thing)`` says which roles somebody has towards an object. ``guards`` check what the table names:
    each takes the object, the action's values and who acts, and raises a named error. ``span`` says after how long a
    deadline passes where not what the table says (the object, the deadline), ``due`` may move it (the object, the deadline,
    the moment by the span; None: it does not run).
    """

    machine: Machine
    model: type[Stateful]
    roles_of: Callable[[Any, Any], Collection[str]]
    guards: Mapping[str, Callable[[Any, Mapping[str, Any], Any], None]] = field(default_factory=dict)
    due: Callable[[Any, Deadline, datetime], datetime | None] | None = None
    span: Callable[[Any, Deadline], Span] | None = None

    def __post_init__(self) -> None:
        named = {guard for way in self.machine.transitions for guard in way.guards}
        if differing := named ^ set(self.guards):
            raise ValueError(f"{self.name}: guards of the table and of the room differ: {sorted(differing)}")

    @property
    def name(self) -> str:
        """The machine's name, which is the type of the objects in their events."""
        return self.machine.name

    def due_at(self, thing: Any, deadline: Deadline, since: datetime, free: Collection[date]) -> datetime | None:
        """Return when a deadline passes that began at ``since``, with these holidays; None: it does not run."""
        after = self.span(thing, deadline) if self.span else deadline.after
        due = after.after(since, free)
        return self.due(thing, deadline, due) if self.due else due

    def may(self, by: Any, action: str, thing: Any) -> bool:
        """Say whether the action leads on from the object's state and ``by`` has a role for it; guards not asked."""
        way = self.machine.way(thing.state or START, action)
        return way is not None and not set(way.roles).isdisjoint(self.roles_of(by, thing))

    def actions_of(self, by: Any, thing: Any) -> list[str]:
        """Return what ``by`` may do with an object now, in the order of the table; guards not asked."""
        return [way.action for way in self.machine.ways_from(thing.state or START, self.roles_of(by, thing))]


_lives: dict[str, Life] = {}
_timers: dict[str, Mapping[str, Callable[[Any], object]]] = {}


def register(life: Life, timers: Mapping[str, Callable[[Any], object]]) -> None:
    """Make a life known to the clock and to the documentation.

    ``timers`` do what its deadlines say once they have passed: each takes the object and runs in a transaction of its
    own, once. Raises ``ValueError`` for a name that is taken and for deadlines without a timer.
    """
    if _lives.get(life.name, life).machine != life.machine:
        raise ValueError(f"two lives are named {life.name}")
    if differing := {deadline.kind for deadline in life.machine.deadlines} ^ set(timers):
        raise ValueError(f"{life.name}: deadlines of the table and of the room differ: {sorted(differing)}")
    _lives[life.name], _timers[life.name] = life, timers


def timer_of(name: str, kind: str) -> Callable[[Any], object] | None:
    """Return what is done when a deadline of a life has passed."""
    return _timers.get(name, {}).get(kind)


def life_named(name: str) -> Life | None:
    """Return the life of that name, if a room of this hub has it."""
    return _lives.get(name)


def all_lives() -> list[Life]:
    """Return all lives, by name."""
    return [_lives[name] for name in sorted(_lives)]
