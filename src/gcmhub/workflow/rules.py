"""Life cycles as tables of values, and days as they are counted. Values alone decide."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

START = ""  # the state before there is an object
STAY = "="  # a target: the state remains, and so do its deadlines
SYSTEM_ROLE = "system"  # timers, tasks and commands
WEEKEND = frozenset({5, 6})  # Saturday and Sunday, as ``date.weekday`` counts


@dataclass(frozen=True)
class Span:
    """A length of time in days, all or only working days."""

    days: int
    working: bool = False

    def __str__(self) -> str:
        return f"{self.days} {'working ' if self.working else ''}day{'' if self.days == 1 else 's'}"

    def after(self, moment: datetime, holidays: Collection[date] = frozenset()) -> datetime:
        """Return the moment that many days later, at the same time of day."""
        if not self.working:
            return moment + timedelta(days=self.days)
        left = self.days
        while left:
            moment += timedelta(days=1)
            left -= is_working(moment.date(), holidays)
        return moment


def is_working(day: date, holidays: Collection[date] = frozenset()) -> bool:
    """Return whether people are at work on a day."""
    return day.weekday() not in WEEKEND and day not in holidays


def working_days_between(begin: date, end: date, holidays: Collection[date] = frozenset()) -> int:
    """Return how many working days come after ``begin`` up to and with ``end``; 0 when it is not later."""
    return sum(is_working(begin + timedelta(days=n), holidays) for n in range(1, (end - begin).days + 1))


@dataclass(frozen=True)
class Deadline:
    """What happens by itself when an object stays in a state for some time.

    ``kind`` is unique in the machine; ``does`` is one English sentence for the documentation.
    """

    kind: str
    state: str
    after: Span
    does: str


@dataclass(frozen=True)
class Transition:
    """One way from some states to another.

    ``guards`` name what must be true (``Life.guards`` checks it), ``reasons`` the codes of which one must be given,
    ``notices`` the mails that the action writes.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """A life cycle: its states in order, the ways between them, and its deadlines."""

    name: str
    states: tuple[str, ...]
    transitions: tuple[Transition, ...]
    deadlines: tuple[Deadline, ...] = ()
    _ways: dict[tuple[str, str], Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ways: dict[tuple[str, str], Transition] = {}
        known = {START, *self.states}
        for way in self.transitions:
            if unknown := {*way.sources, way.target} - known - {STAY}:
                raise ValueError(f"{self.name}: {way.action} names unknown states {sorted(unknown)}")
            if not way.roles:
                raise ValueError(f"{self.name}: nobody may {way.action}")
            for source in way.sources:
                if (source, way.action) in ways:
                    raise ValueError(f"{self.name}: {way.action} from {source} twice")
                ways[source, way.action] = way
        if unknown := {deadline.state for deadline in self.deadlines} - set(self.states):
            raise ValueError(f"{self.name}: deadlines in unknown states {sorted(unknown)}")
        if len({deadline.kind for deadline in self.deadlines}) != len(self.deadlines):
            raise ValueError(f"{self.name}: a kind of deadline twice")
        object.__setattr__(self, "_ways", ways)

    @property
    def actions(self) -> tuple[str, ...]:
        """All actions, in the order of the table, each once."""
        return tuple(dict.fromkeys(way.action for way in self.transitions))

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles, in the order of the table, each once."""
        return tuple(dict.fromkeys(role for way in self.transitions for role in way.roles))

    @property
    def final(self) -> frozenset[str]:
        """States that no action leaves."""
        left = {source for way in self.transitions if way.target != STAY for source in way.sources}
        return frozenset(self.states) - left

    def way(self, state: str, action: str) -> Transition | None:
        """Return the way that an action takes from a state; None when there is none."""
        return self._ways.get((state, action))

    def ways_from(self, state: str, roles: Collection[str]) -> Iterator[Transition]:
        """Return what somebody with these roles may do in a state, in the order of the table; guards not asked."""
        return (way for way in self.transitions if state in way.sources and not set(way.roles).isdisjoint(roles))

    def deadlines_in(self, state: str) -> tuple[Deadline, ...]:
        """Return the deadlines that begin when the state is entered."""
        return tuple(deadline for deadline in self.deadlines if deadline.state == state)
