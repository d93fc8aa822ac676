"""Which reviewers to propose for a work: every panel of the best candidates is weighed. Pure Python; an editor confirms.

Gender and region count for panels only: no answer says them of a person, and none says them of fewer than two new people.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import combinations
from math import comb, inf, prod
from typing import NamedTuple

from gcmhub.review.affinity import Affinity, Profiles
from gcmhub.review.conflicts import Conflict, find_conflicts
from gcmhub.review.proposals import (
    Alternates,
    Composition,
    Gap,
    Lack,
    Panel,
    PanelWeights,
    Proposal,
    Reviewer,
    Seat,
    Slot,
    Work,
)

POOL = 40  # best candidates for a kind of place that are combined
PANELS = 3
ALTERNATES = 3  # for each seat
BALANCED = ("gender", "region", "sector")
COMBINED = 40_000  # panels that are weighed at most; larger compositions combine fewer candidates


def propose(
    work: Work,
    reviewers: Iterable[Reviewer],
    composition: Composition | None = None,
    weights: PanelWeights | None = None,
    *,
    on: date,
    sitting: Sequence[str] = (),
    kept: Sequence[str] = (),
    profiles: Profiles | None = None,
) -> Proposal:
    """Return the best panels for a work on a day.

    ``sitting`` have seats already beside those of the composition (a tie-break adds to them); ``kept`` take places of the
    composition first, whatever their load (a round of revision). ``profiles`` of the roster save counting it again.
    """
    roster = {reviewer.id: reviewer for reviewer in sorted(reviewers, key=lambda reviewer: reviewer.id)}
    profiles = profiles or Profiles({reviewer.id: reviewer.expertise for reviewer in roster.values()})
    search = _Search(work, roster, profiles, weights or PanelWeights(), on)
    return search.run((composition or Composition()), sitting, kept)


def conflicts_that_bar(reviewer: Reviewer, work: Work, on: date) -> tuple[Conflict, ...]:
    """Return the conflicts that keep a reviewer from a work; soft ones not where an editor overrode them."""
    found = find_conflicts(reviewer.ties, work.interests, on=on)
    return tuple(each for each in found if not (each.is_soft and reviewer.id in work.overridden))


def first_lack(
    people: Iterable[Reviewer], work: Work, count: int, bars: Callable[[Reviewer], Collection[Conflict]]
) -> Lack | None:
    """Return what first leaves fewer than ``count`` of some people for a work; None when so many could review it."""
    steps: tuple[tuple[Lack, Callable[[Reviewer], bool]], ...] = (
        (Lack.ROSTER, lambda _: True),
        (Lack.LANGUAGE, lambda each: each.reads(work)),
        (Lack.CONFLICT, lambda each: not bars(each)),
        (Lack.FREE, lambda each: each.is_free),
    )
    left = list(people)
    for lack, passes in steps:
        left = [each for each in left if passes(each)]
        if len(left) < count:
            return lack
    return None


@dataclass(frozen=True)
class _Candidate:
    """A reviewer as numbers: ``holds`` are bits that no two on a panel may share, ``traits`` bits that balance looks at."""

    reviewer: Reviewer
    affinity: Affinity
    score: float
    holds: int
    traits: int

    @property
    def id(self) -> str:
        return self.reviewer.id


class _Group(NamedTuple):
    """Candidates for all places of one kind."""

    score: float
    ids: tuple[str, ...]
    members: tuple[_Candidate, ...]
    holds: int
    traits: int


@dataclass(frozen=True)
class _Choice:
    """A panel as it was weighed."""

    value: float
    seats: tuple[tuple[Slot, _Candidate], ...]

    @property
    def order(self) -> tuple[float, tuple[str, ...]]:
        """Best first, equal ones by the ids of their seats."""
        return -self.value, tuple(candidate.id for _, candidate in self.seats)


class _Traits:
    """What balance looks at, a bit for each value of a kind; "" is a value too: not known."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], int] = {}

    def bit(self, kind: str, value: str) -> int:
        return self._bits.setdefault((kind, value), 1 << len(self._bits))

    def known(self, kind: str, traits: int) -> int:
        """Return how many different values of a kind there are."""
        return sum(bool(traits & bit) for (each, value), bit in self._bits.items() if each == kind and value)

    def has_any(self, kind: str, values: Iterable[str], traits: int) -> bool:
        return any(traits & self._bits.get((kind, value), 0) for value in values)


class _Search:
    """One proposal in the making."""

    def __init__(self, work: Work, roster: Mapping[str, Reviewer], profiles: Profiles, weights: PanelWeights, on: date) -> None:
        self.work, self.roster, self.weights, self.on = work, roster, weights, on
        self.able = [each for each in roster.values() if each.is_free and each.reads(work)]
        self.profiles = profiles
        self.traits = _Traits()
        self.held: dict[tuple[str, str], int] = {}
        self.barred: dict[str, tuple[Conflict, ...]] = {}
        self.set_aside: dict[str, tuple[Conflict, ...]] = {}
        self.costs: dict[int, float] = {}

    def run(self, composition: Composition, sitting: Sequence[str], kept: Sequence[str]) -> Proposal:
        """Weigh the panels of the whole composition, or else of as much of it as can be had."""
        self.concerned = self.work.subject.regions or composition.regions
        asked = dict.fromkeys([*(each.id for each in self.able), *(key for key in (*sitting, *kept) if key in self.roster)])
        self.affinities = self.profiles.affinities(self.work.subject, self.weights.affinity, among=asked)
        self.sitting = [self.candidate(self.roster[key]) for key in dict.fromkeys(sitting) if key in self.roster]
        self.kept: list[tuple[Slot, _Candidate]] = []
        self.open = dict(composition.slots)
        not_kept = tuple(key for key in dict.fromkeys(kept) if not self.keep(key))
        fixed = [*self.sitting, *(candidate for _, candidate in self.kept)]
        self.fixed = {candidate.id for candidate in fixed}
        self.fixed_holds = self.fixed_traits = 0
        for candidate in fixed:
            self.fixed_holds |= candidate.holds
            self.fixed_traits |= candidate.traits
        pools = self.pools()
        filled, choices = self.fill(pools)
        if sum(filled.values()) < sum(self.open.values()):
            apart = self.pools(apart=True)  # the best may all be of one institution, or all new
            if sum((other := self.fill(apart))[0].values()) > sum(filled.values()):
                pools, (filled, choices) = apart, other
        short = {slot: count - filled[slot] for slot, count in self.open.items() if count > filled[slot]}
        return Proposal(
            panels=tuple(self.panel(choice) for choice in choices),
            alternates=tuple(self.alternates(choices[0], pools)) if choices else (),
            gaps=tuple(self.gap(slot, self.open[slot], missing, choices) for slot, missing in short.items()),
            set_aside=tuple(sorted(self.set_aside.items())),
            not_kept=not_kept,
        )

    # ------------------------------------------------ candidates

    def score(self, reviewer: Reviewer) -> float:
        weights, lives_there = self.weights, bool(self.work.country) and reviewer.country == self.work.country
        return self.affinities[reviewer.id].total - weights.load * reviewer.open_load - weights.same_country * lives_there

    def candidate(self, reviewer: Reviewer) -> _Candidate:
        held = [("person", reviewer.id), *(("institution", each) for each in sorted(reviewer.institutions))]
        if reviewer.is_first_time:
            held.append(("first time", ""))
        holds = traits = 0
        for each in held:
            holds |= self.held.setdefault(each, 1 << len(self.held))
        for kind in BALANCED:
            traits |= self.traits.bit(kind, reviewer.trait(kind))
        return _Candidate(reviewer, self.affinities[reviewer.id], self.score(reviewer), holds, traits)

    def bars(self, reviewer: Reviewer) -> tuple[Conflict, ...]:
        if reviewer.id not in self.barred:
            self.barred[reviewer.id] = conflicts_that_bar(reviewer, self.work, self.on)
        return self.barred[reviewer.id]

    def keep(self, key: str) -> bool:
        """Give somebody from before a place; return whether that could be done."""
        reviewer = self.roster.get(key)
        if not reviewer or reviewer.on_leave or reviewer.has_declined or self.bars(reviewer):
            return False
        slot = next((slot for slot, count in self.open.items() if count and reviewer.fits(slot)), None)
        if slot is None:
            return False
        self.open[slot] -= 1
        self.kept.append((slot, self.candidate(reviewer)))
        return True

    def pools(self, *, apart: bool = False) -> dict[Slot, list[_Candidate]]:
        """Return the best candidates for each kind of place, and the best of each gender, region and sector beside them.

        ``apart``: only such as may sit together, the better of two that may not.
        """
        scores = {each.id: self.score(each) for each in self.able}
        ranked = sorted((each for each in self.able if each.id not in self.fixed), key=lambda each: (-scores[each.id], each.id))
        size = POOL
        while prod(comb(size, count) for count in self.open.values()) > COMBINED and size > max(self.open.values()):
            size -= 1
        return {slot: self.pool(slot, ranked, size, apart=apart) for slot in self.open}

    def pool(self, slot: Slot, ranked: Iterable[Reviewer], size: int, *, apart: bool) -> list[_Candidate]:
        fitting = [each for each in ranked if each.fits(slot)]
        chosen: list[_Candidate] = []
        held = self.fixed_holds
        unseen = {(kind, each.trait(kind)) for each in fitting for kind in BALANCED}
        for reviewer in fitting:
            is_full = len(chosen) >= size
            if is_full and not unseen:
                break
            traits = {(kind, reviewer.trait(kind)) for kind in BALANCED}
            if is_full and not traits & unseen:
                continue
            candidate = self.candidate(reviewer)
            if candidate.holds & held:
                continue
            if conflicts := self.bars(reviewer):
                self.set_aside[reviewer.id] = conflicts
                continue
            chosen.append(candidate)
            unseen -= traits
            held |= candidate.holds if apart else 0
        return chosen

    # ------------------------------------------------ panels

    def fill(self, pools: Mapping[Slot, list[_Candidate]]) -> tuple[dict[Slot, int], list[_Choice]]:
        """Return how many places of each kind can be filled, as many as possible in all, and the best panels."""
        most = {slot: min(count, len(pools[slot])) for slot, count in self.open.items()}
        groups: dict[tuple[Slot, int], list[_Group]] = {}
        for total in range(sum(most.values()), -1, -1):
            best: tuple[dict[Slot, int], list[_Choice]] = most, []
            for counts in _shares(most, total):
                for slot, count in counts.items():
                    if (slot, count) not in groups:
                        groups[slot, count] = grouped(pools[slot], count)
                choices = self.weigh({slot: groups[slot, count] for slot, count in counts.items()}, len(self.fixed) + total)
                if choices and (not best[1] or choices[0].value > best[1][0].value):
                    best = counts, choices
            if best[1]:
                return best if total or self.kept else (best[0], [])
        return dict.fromkeys(self.open, 0), []

    def weigh(self, groups: Mapping[Slot, list[_Group]], size: int) -> list[_Choice]:
        """Return the best panels of one group for each kind of place; of equal ones those whose groups come first."""
        lists = list(groups.values())
        if not all(lists):
            return []
        self.costs = {}
        ahead = [sum(each[0].score for each in lists[depth + 1 :]) for depth in range(len(lists))]
        found: list[_Choice] = []
        least = -inf

        def take(value: float, chosen: tuple[_Group, ...]) -> float:
            """Add a panel, unless the same people sit on it in other places; return what the next must reach."""
            seats = [(slot, member) for slot, group in zip(groups, chosen, strict=True) for member in group.members]
            choice = _Choice(value, (*self.kept, *seats))
            people = set(choice.order[1])
            if all(people != set(other.order[1]) for other in found):
                found.append(choice)
                found.sort(key=lambda each: each.order)
                del found[PANELS:]
            return found[-1].value if len(found) == PANELS else -inf

        def extend(depth: int, chosen: tuple[_Group, ...], score: float, holds: int, traits: int) -> None:
            nonlocal least
            is_last = depth + 1 == len(lists)
            for group in lists[depth]:
                reached = score + group.score
                if reached + ahead[depth] <= least:
                    break
                if group.holds & holds:
                    continue
                if not is_last:
                    extend(depth + 1, (*chosen, group), reached, holds | group.holds, traits | group.traits)
                elif (value := reached - self.cost(traits | group.traits, size)) > least:
                    least = take(value, (*chosen, group))

        start = sum(candidate.score for _, candidate in self.kept)
        if lists:
            extend(0, (), start, self.fixed_holds, self.fixed_traits)
        else:
            take(start - self.cost(self.fixed_traits, size), ())
        return found

    def cost(self, traits: int, size: int) -> float:
        """Return what a panel of a size loses for the balance it lacks; where somebody did not say, half of it."""
        if traits not in self.costs:
            weights, lacking = self.weights, [("region", self.weights.concerned, self.lacks_concerned(traits))]
            if size > 1:
                lacking.append(("gender", weights.genders, self.traits.known("gender", traits) < 2))
                lacking.append(("region", weights.regions, self.traits.known("region", traits) < 2))
                lacking.append(("sector", weights.sectors, self.traits.known("sector", traits) < 2))
            unsaid = {kind: self.traits.has_any(kind, [""], traits) for kind, _, _ in lacking}
            self.costs[traits] = sum(weight * (0.5 if unsaid[kind] else 1) for kind, weight, lacks in lacking if lacks)
        return self.costs[traits]

    def lacks_concerned(self, traits: int) -> bool:
        return bool(self.concerned) and not self.traits.has_any("region", self.concerned, traits)

    # ------------------------------------------------ explanation

    def seat(self, slot: Slot, candidate: _Candidate, *, is_kept: bool = False) -> Seat:
        load = candidate.reviewer.open_load
        return Seat(slot, candidate.id, candidate.affinity, load, self.weights.load * load, is_kept)

    def panel(self, choice: _Choice) -> Panel:
        kept = {candidate.id for _, candidate in self.kept}
        traits = self.fixed_traits
        for _, candidate in choice.seats:
            traits |= candidate.traits
        is_said = len(choice.seats) - len(kept) > 1
        return Panel(
            seats=tuple(self.seat(slot, candidate, is_kept=candidate.id in kept) for slot, candidate in choice.seats),
            value=choice.value,
            affinity=sum(candidate.affinity.total for _, candidate in choice.seats),
            balance_met=self.has_two(("gender", "region"), traits) if is_said else None,
            sectors_mixed=self.has_two(("sector",), traits) if is_said else None,
        )

    def has_two(self, kinds: Sequence[str], traits: int) -> bool | None:
        """Return whether there are two values of every kind; None when those who did not say could make it so."""
        if all(self.traits.known(kind, traits) > 1 for kind in kinds):
            return True
        could = all(self.traits.known(kind, traits) > 1 or self.traits.has_any(kind, [""], traits) for kind in kinds)
        return None if could else False

    def alternates(self, choice: _Choice, pools: Mapping[Slot, list[_Candidate]]) -> Iterator[Alternates]:
        """Yield, for each new seat, who would make the best panel with the others."""
        people = {candidate.id for _, candidate in choice.seats}
        size = len(self.sitting) + len(choice.seats)
        for slot, leaving in choice.seats[len(self.kept) :]:
            holds, traits = self.fixed_holds, self.fixed_traits
            for _, candidate in choice.seats:
                if candidate is not leaving:
                    holds |= candidate.holds
                    traits |= candidate.traits
            others = [each for each in pools[slot] if each.id not in people and not each.holds & holds]
            values = {each.id: each.score - self.cost(traits | each.traits, size) for each in others}
            best = nsmallest(ALTERNATES, others, key=lambda each: (-values[each.id], each.id))
            yield Alternates(slot, leaving.id, tuple(self.seat(slot, each) for each in best))

    def gap(self, slot: Slot, count: int, missing: int, choices: Sequence[_Choice]) -> Gap:
        """Say what first leaves fewer people than places of a kind."""
        seats = choices[0].seats if choices else ()
        elsewhere = self.fixed | {candidate.id for other, candidate in seats if other != slot}
        left = [each for each in self.roster.values() if each.fits(slot) and each.id not in elsewhere]
        if lack := first_lack(left, self.work, count, self.bars):
            return Gap(slot, missing, lack, self.work.languages)
        seated = {candidate.id for _, candidate in seats}
        spare = [
            each for each in left if each.id not in seated and each.is_free and each.reads(self.work) and not self.bars(each)
        ]
        is_new = all(each.is_first_time for each in spare)
        return Gap(slot, missing, Lack.EXPERIENCE if is_new else Lack.INSTITUTION, self.work.languages)


def grouped(pool: Sequence[_Candidate], count: int) -> list[_Group]:
    """Return every way to choose so many of a pool that may sit together, the best first."""
    groups = []
    for members in combinations(pool, count):
        holds = traits = 0
        for member in members:
            if member.holds & holds:
                break
            holds |= member.holds
            traits |= member.traits
        else:
            groups.append(
                _Group(sum(each.score for each in members), tuple(each.id for each in members), members, holds, traits)
            )
    return sorted(groups, key=lambda group: (-group.score, group.ids))


def _shares(most: Mapping[Slot, int], total: int) -> Iterator[dict[Slot, int]]:
    """Yield every way to fill so many places in all, of each kind at most as many as there are."""
    if not most:
        if not total:
            yield {}
        return
    (slot, high), *rest = most.items()
    for count in range(min(high, total), -1, -1):
        for others in _shares(dict(rest), total - count):
            yield {slot: count, **others}
