"""Panels for many works at once, by integer programming: for calls with a deadline. No Django; needs SciPy.

The sum of the panels' values is made as high as it can be; then the worst-off work is lifted for a small part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from time import monotonic
from typing import Any

from gcmhub.review.affinity import Affinity, Profiles
from gcmhub.review.panels import conflicts_that_bar, first_lack
from gcmhub.review.proposals import Composition, Gap, Lack, PanelWeights, Reviewer, Seat, Slot, Work

EMPTY = 100.0  # what an empty place costs, as affinity: more than any panel is worth
STEPS = 6  # halvings of the range in which the floor is looked for
GIVE = 0.01  # part of the value that may be given up for the worst-off work
CLOSE = 1e-4  # relative distance from the optimum at which a search ends


class SolverMissing(RuntimeError):
    """SciPy is not installed: the requirements of the batch mode are in requirements-batch.txt."""

    def __init__(self) -> None:
        super().__init__("panels for many works at once need SciPy: pip install -r requirements-batch.txt")


class NoPanelsInTime(RuntimeError):
    """The solver found no panels at all in the time it had."""


@dataclass(frozen=True)
class BatchProposal:
    """Seats and gaps by work; ``floor`` is what the affinities of every work's seats add up to at least.

    An empty place lowers a work's floor by its share. ``value`` is what was made as high as possible, ``bound`` what no
    panels with the same rules can exceed.
    """

    seats: Mapping[str, tuple[Seat, ...]]
    gaps: Mapping[str, tuple[Gap, ...]]
    floor: float
    value: float
    bound: float

    def affinity(self, work: str) -> float:
        """Return the sum of the affinities on a work's panel."""
        return sum(seat.affinity.total for seat in self.seats[work])


def propose_batch(
    works: Sequence[Work],
    reviewers: Iterable[Reviewer],
    composition: Composition | None = None,
    weights: PanelWeights | None = None,
    *,
    on: date,
    profiles: Profiles | None = None,
    give: float = GIVE,
    seconds: float = 60,
    pool: int = 0,
) -> BatchProposal:
    """Return one panel for every work, all within the caps of all reviewers.

    ``give``: part of the value that may go into a higher floor, 0 for none. It takes ``seconds`` at most, about. ``pool``:
    so many of the best for a kind of place, and the best of each gender, region and sector, are weighed for a work; 0: all.
    Raises ``SolverMissing``, ``NoPanelsInTime``.
    """
    model = _Model(
        works, reviewers, composition or Composition(), weights or PanelWeights(), on=on, profiles=profiles, pool=pool
    )
    if not model.places:
        return model.proposal(model.unsolved)
    end = monotonic() + seconds
    best = model.solve(None, seconds if not give else seconds / 2)
    if best is None:
        raise NoPanelsInTime
    least, low, high = best.value - give * abs(best.value + EMPTY * best.empty), best.floor, model.highest_floor()
    bound = best.bound
    for _ in range(STEPS if give else 0):
        floor, left = (low + high) / 2, end - monotonic()
        if left <= 0 or high - low < 1e-6:
            break
        found = model.solve(floor, left)
        if found and found.value >= least:
            best, low = found, max(floor, found.floor)
        else:
            high = floor
    return model.proposal(best, bound)


@dataclass(frozen=True)
class _Place:
    """One reviewer in one kind of place for one work: a variable."""

    work: int
    slot: Slot
    reviewer: Reviewer
    affinity: Affinity
    score: float


@dataclass(frozen=True)
class _Solution:
    taken: tuple[int, ...]
    empty: int
    floor: float
    value: float
    bound: float


class _Rows:
    """The rows of a sparse matrix, with their bounds."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        row = len(self.low)
        self.entries.extend((row, column, value) for column, value in terms)
        self.low.append(low)
        self.high.append(high)


class _Model:
    """The program: places are taken or not; beside them stand empty places, seen values and what balance lacks."""

    def __init__(
        self,
        works: Sequence[Work],
        reviewers: Iterable[Reviewer],
        composition: Composition,
        weights: PanelWeights,
        *,
        on: date,
        profiles: Profiles | None,
        pool: int = 0,
    ) -> None:
        self.pool = pool
        self.optimize, self.sparse = _scipy()
        self.works, self.composition, self.weights, self.on = works, composition, weights, on
        self.roster = sorted(reviewers, key=lambda reviewer: reviewer.id)
        profiles = profiles or Profiles({reviewer.id: reviewer.expertise for reviewer in self.roster})
        self.places = [place for number in range(len(works)) for place in self.places_of(number, profiles)]
        self.unsolved = _Solution((), len(works) * sum(composition.slots.values()), 0.0, 0.0, 0.0)
        self.gains = [place.score for place in self.places]
        self.tops = [1.0] * len(self.places)
        self.rows = _Rows()
        self.empty: dict[tuple[int, Slot], int] = {}
        self.by_work: defaultdict[int, list[int]] = defaultdict(list)
        for column, place in enumerate(self.places):
            self.by_work[place.work].append(column)
        for number in range(len(works)):
            self.fill(number)
            self.keep_apart(number)
            self.balance(number)
        self.keep_caps()

    def places_of(self, number: int, profiles: Profiles) -> Iterable[_Place]:
        work, weights = self.works[number], self.weights
        able = {each.id: each for each in self.roster if each.is_free and each.reads(work)}
        able = {key: each for key, each in able.items() if not conflicts_that_bar(each, work, self.on)}
        affinities = profiles.affinities(work.subject, weights.affinity, among=able)
        for slot in self.composition.slots:
            places = []
            for key, reviewer in able.items():
                if reviewer.fits(slot):
                    lives_there = bool(work.country) and reviewer.country == work.country
                    cost = weights.load * reviewer.open_load + weights.same_country * lives_there
                    places.append(_Place(number, slot, reviewer, affinities[key], affinities[key].total - cost))
            yield from self.best(places) if self.pool else places

    def best(self, places: Sequence[_Place]) -> Iterable[_Place]:
        """Yield the best places, and of the others the best of each gender, region and sector that these lack."""
        seen: set[tuple[str, str]] = set()
        for rank, place in enumerate(sorted(places, key=lambda each: (-each.score, each.reviewer.id))):
            traits = {(kind, place.reviewer.trait(kind)) for kind in ("gender", "region", "sector")}
            if rank < self.pool or not traits <= seen:
                yield place
            seen |= traits

    # ------------------------------------------------ columns and rows

    def column(self, gain: float, top: float) -> int:
        self.gains.append(gain)
        self.tops.append(top)
        return len(self.gains) - 1

    def fill(self, number: int) -> None:
        """Every place of the composition is taken or empty."""
        for slot, count in self.composition.slots.items():
            self.empty[number, slot] = column = self.column(-EMPTY, count)
            mine = [(each, 1.0) for each in self.by_work[number] if self.places[each].slot == slot]
            self.rows.add([*mine, (column, 1.0)], count, count)

    def keep_apart(self, number: int) -> None:
        """Nobody sits twice, no institution twice, and one newcomer at most."""
        sharing: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for column in self.by_work[number]:
            reviewer = self.places[column].reviewer
            sharing["person", reviewer.id].append(column)
            for institution in reviewer.institutions:
                sharing["institution", institution].append(column)
            if reviewer.is_first_time:
                sharing["first time", ""].append(column)
        for columns in sharing.values():
            if len(columns) > 1:
                self.rows.add([(column, 1.0) for column in columns], 0, 1)

    def keep_caps(self) -> None:
        mine: defaultdict[str, list[int]] = defaultdict(list)
        for column, place in enumerate(self.places):
            mine[place.reviewer.id].append(column)
        for reviewer in self.roster:
            if reviewer.id in mine:
                self.rows.add([(column, 1.0) for column in mine[reviewer.id]], 0, reviewer.cap - reviewer.open_load)

    def balance(self, number: int) -> None:
        """Two values of each kind are wanted; somebody who did not say counts half."""
        if sum(self.composition.slots.values()) < 2:
            return
        weights = self.weights
        for kind, cost in (("gender", weights.genders), ("region", weights.regions), ("sector", weights.sectors)):
            holders: defaultdict[str, list[int]] = defaultdict(list)
            for column in self.by_work[number]:
                holders[self.places[column].reviewer.trait(kind)].append(column)
            seen = []
            for value, columns in sorted(holders.items()):
                column = self.column(0.0, 1.0)
                self.rows.add([(column, -1.0), *((each, 1.0) for each in columns)], 0, float("inf"))
                seen.append((column, 1.0 if value else 0.5))
            self.rows.add([*seen, (self.column(-cost, 2.0), 1.0)], 2, float("inf"))
        wanted = self.works[number].subject.regions or self.composition.regions
        if wanted:
            mine = [(each, 1.0) for each in self.by_work[number] if self.places[each].reviewer.region in wanted]
            self.rows.add([*mine, (self.column(-weights.concerned, 1.0), 1.0)], 1, float("inf"))

    def with_floor(self, floor: float | None) -> _Rows:
        if floor is None:
            return self.rows
        rows = _Rows()
        rows.entries, rows.low, rows.high = list(self.rows.entries), list(self.rows.low), list(self.rows.high)
        whole = sum(self.composition.slots.values())
        for number in range(len(self.works)):
            mine = [(column, self.places[column].affinity.total) for column in self.by_work[number]]
            empty = [(self.empty[number, slot], floor / whole) for slot in self.composition.slots]
            rows.add([*mine, *empty], floor, float("inf"))
        return rows

    # ------------------------------------------------ solutions

    def solve(self, floor: float | None, seconds: float) -> _Solution | None:
        """Return the best panels with a floor under every work; None when there are none, or none were found in time."""
        rows = self.with_floor(floor)
        at, columns, values = zip(*rows.entries, strict=True)
        matrix = self.sparse.csr_array((values, (at, columns)), shape=(len(rows.low), len(self.gains)))
        result = self.optimize.milp(
            c=[-gain for gain in self.gains],
            integrality=[1] * len(self.places) + [0] * (len(self.gains) - len(self.places)),
            bounds=self.optimize.Bounds([0.0] * len(self.tops), self.tops),
            constraints=self.optimize.LinearConstraint(matrix, rows.low, rows.high),
            options={"time_limit": max(seconds, 0.1), "mip_rel_gap": CLOSE},
        )
        if result.x is None:
            return None
        taken = tuple(column for column in range(len(self.places)) if result.x[column] > 0.5)
        bound = result.fun if result.mip_dual_bound is None else result.mip_dual_bound
        places = len(self.works) * sum(self.composition.slots.values())
        return _Solution(taken, places - len(taken), self.floor_of(taken), -float(result.fun), -float(bound))

    def floor_of(self, taken: Iterable[int]) -> float:
        """Return the highest floor that panels stand on: of the mean of the seats, times all places."""
        sums: defaultdict[int, list[float]] = defaultdict(list)
        for column in taken:
            sums[self.places[column].work].append(self.places[column].affinity.total)
        whole = sum(self.composition.slots.values())
        return min((whole * sum(each) / len(each) for each in sums.values()), default=0.0)

    def highest_floor(self) -> float:
        """Return a floor that cannot be exceeded: the best seats of the work that has the worst."""
        whole = sum(self.composition.slots.values())
        best = [max(self.places[column].affinity.total for column in columns) for columns in self.by_work.values() if columns]
        return whole * min(best)

    def proposal(self, solution: _Solution, bound: float | None = None) -> BatchProposal:
        seats: dict[str, list[Seat]] = {work.id: [] for work in self.works}
        for column in solution.taken:
            place, load = self.places[column], self.places[column].reviewer.open_load
            seat = Seat(place.slot, place.reviewer.id, place.affinity, load, self.weights.load * load)
            seats[self.works[place.work].id].append(seat)
        gaps = {work.id: tuple(self.gaps(work, seats[work.id])) for work in self.works}
        return BatchProposal(
            seats={key: tuple(each) for key, each in seats.items()},
            gaps=gaps,
            floor=solution.floor,
            value=solution.value,
            bound=solution.bound if bound is None else bound,
        )

    def gaps(self, work: Work, seats: Sequence[Seat]) -> Iterable[Gap]:
        for slot, count in self.composition.slots.items():
            missing = count - sum(seat.slot == slot for seat in seats)
            if missing:
                elsewhere = {seat.reviewer for seat in seats if seat.slot != slot}
                fitting = [each for each in self.roster if each.fits(slot) and each.id not in elsewhere]
                lack = first_lack(fitting, work, count, lambda each: conflicts_that_bar(each, work, self.on))
                yield Gap(slot, missing, lack or Lack.FREE, work.languages)


def _scipy() -> tuple[Any, Any]:
    try:
        return import_module("scipy.optimize"), import_module("scipy.sparse")
    except ImportError as error:
        raise SolverMissing from error
