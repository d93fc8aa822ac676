"""What a proposal of reviewers is made from and what it says: works, reviewers, compositions, panels, gaps. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gcmhub.review.affinity import Affinity, AffinityWeights, Expertise, Subject
from gcmhub.review.conflicts import Conflict, Interests, Ties

ACADEMIA = "academia"  # the sector whose mix with the others is wanted
READS = 2  # level of a language from which somebody reads a work in it: 1 basic, 2 working, 3 fluent


class Slot(StrEnum):
    """Whose place on a panel it is, in the order in which places are listed."""

    UN = "un"
    EXTERNAL = "external"
    EITHER = "either"
    EDITOR = "editor"


@dataclass(frozen=True)
class Composition:
    """How many of whom a panel needs. ``regions``: one of them is wanted where the work names no region itself."""

    un: int = 1
    external: int = 2
    either: int = 0
    editors: int = 0
    regions: frozenset[str] = frozenset()

    @property
    def slots(self) -> dict[Slot, int]:
        """The places by kind, those of which there are none left out."""
        counts = {Slot.UN: self.un, Slot.EXTERNAL: self.external, Slot.EITHER: self.either, Slot.EDITOR: self.editors}
        return {slot: count for slot, count in counts.items() if count > 0}


def busy(load: int, cap: int, *, rests: bool) -> str:
    """Return why somebody takes on nothing more for now: ``leave`` (rests after a review), ``full``; "" for who can."""
    return "leave" if rests else "full" if load >= cap else ""


@dataclass(frozen=True)
class Reviewer:
    """Somebody who may be asked, as of now.

    ``languages`` are levels 1-3 by tag; ``gender``, ``region`` and ``sector`` are "" where they are not known;
    ``country`` is where the person lives; ``has_declined`` is about the work in question.
    """

    id: str
    is_un: bool
    languages: Mapping[str, int]
    expertise: Expertise = field(default_factory=Expertise)
    ties: Ties = field(default_factory=lambda: Ties(""))
    gender: str = ""
    region: str = ""
    country: str = ""
    sector: str = ""
    cap: int = 2
    open_load: int = 0
    is_first_time: bool = False
    is_editor: bool = False
    on_leave: bool = False
    has_declined: bool = False

    def fits(self, slot: Slot) -> bool:
        """Return whether the place is one for this person."""
        if slot == Slot.EDITOR:
            return self.is_editor
        return slot == Slot.EITHER or self.is_un == (slot == Slot.UN)

    @property
    def institutions(self) -> frozenset[str]:
        """Where the person is now, and what that is a part of."""
        now = [each for each in self.ties.affiliations if each.until is None]
        return frozenset({each.institution for each in now}.union(*(each.parents for each in now)))

    @property
    def is_free(self) -> bool:
        """Whether the person can take one more."""
        return not self.has_declined and not self.is_busy

    @property
    def is_busy(self) -> str:
        """Why the person takes on nothing more for now, as ``busy`` says it."""
        return busy(self.open_load, self.cap, rests=self.on_leave)

    def trait(self, kind: str) -> str:
        """Return the gender, region or sector that a panel's balance looks at; "" when it is not known."""
        values = {"gender": self.gender, "region": self.region, "sector": self.sector}
        return "practice" if kind == "sector" and self.sector not in {"", ACADEMIA} else values[kind]

    def reads(self, work: "Work") -> bool:
        """Return whether the person reads one of the languages of a work."""
        return not work.languages or any(self.languages.get(language, 0) >= READS for language in work.languages)


@dataclass(frozen=True)
class Work:
    """What is to be reviewed. Whoever reads one of ``languages`` can; with none, everybody.

    ``country`` is the submitter's; ``overridden`` are reviewers whose soft conflicts an editor overrode.
    """

    id: str
    languages: tuple[str, ...] = ()
    subject: Subject = field(default_factory=Subject)
    interests: Interests = field(default_factory=Interests)
    country: str = ""
    overridden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PanelWeights:
    """What one open review costs a candidate, and what a panel loses for each kind of balance it lacks, as affinity."""

    load: float = 0.05
    genders: float = 0.5
    regions: float = 0.4
    concerned: float = 0.05
    sectors: float = 0.05
    same_country: float = 0.1
    affinity: AffinityWeights = field(default_factory=AffinityWeights)


class Lack(StrEnum):
    """What keeps a place empty: too few on the roster, or too few of those that ..."""

    ROSTER = "roster"
    LANGUAGE = "language"  # read the work
    CONFLICT = "conflict"  # have no conflict with it
    FREE = "free"  # are free
    EXPERIENCE = "experience"  # have reviewed before; one on a panel may be new
    INSTITUTION = "institution"  # come from other institutions than the rest of the panel


_PHRASES = {
    Lack.ROSTER: "",
    Lack.LANGUAGE: "",
    Lack.CONFLICT: " without a conflict of interest",
    Lack.FREE: " with time for it",
    Lack.EXPERIENCE: " with experience in reviewing",
    Lack.INSTITUTION: " from another institution",
}
_NAMES = {Slot.UN: "UN reviewer", Slot.EXTERNAL: "external reviewer", Slot.EITHER: "reviewer", Slot.EDITOR: "editor"}


@dataclass(frozen=True)
class Gap:
    """Places that stay empty, and why. Its text is for logs; doors say it in the reader's language."""

    slot: Slot
    missing: int
    lack: Lack
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        name = _NAMES[self.slot]
        one = f"{'an' if name[0] in 'aeio' else 'a'} {name}" if self.missing == 1 else f"{self.missing} {name}s"
        reading = f" reading {' or '.join(self.languages)}" if self.languages else ""
        return f"needs {one}{reading}{_PHRASES[self.lack]}"


@dataclass(frozen=True)
class Seat:
    """One reviewer in one place, and why: the affinity in parts, open reviews and what they cost. ``is_kept``: from before."""

    slot: Slot
    reviewer: str
    affinity: Affinity
    open_load: int
    load_cost: float
    is_kept: bool = False


@dataclass(frozen=True)
class Panel:
    """A panel that can be asked, best first by ``value``: affinities less loads less what balance lacks.

    ``balance_met`` is of genders and regions together, with those who sit already; None when it cannot be said: fewer than
    two new people, or somebody who did not say. ``sectors_mixed``: academia and others; None as above.
    """

    seats: tuple[Seat, ...]
    value: float
    affinity: float
    balance_met: bool | None
    sectors_mixed: bool | None

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Ids in the order of the places."""
        return tuple(seat.reviewer for seat in self.seats)


@dataclass(frozen=True)
class Alternates:
    """Who could take a seat of the first panel, the best first."""

    slot: Slot
    instead_of: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Proposal:
    """At most three panels, alternates for each new seat of the first, and gaps where it is not whole.

    ``set_aside`` are good candidates left out for conflicts; ``not_kept`` those who were to stay and cannot.
    """

    panels: tuple[Panel, ...]
    alternates: tuple[Alternates, ...]
    gaps: tuple[Gap, ...]
    set_aside: tuple[tuple[str, tuple[Conflict, ...]], ...] = ()
    not_kept: tuple[str, ...] = ()
