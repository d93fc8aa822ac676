"""Proposed panels on made rosters: what is never allowed, balance, affinity beside what is possible, time.

Works come one after the other and nobody finishes a review, so that the roster fills up. The same works go to the hub, to a
greedy choice of the best free reviewers, to a random one, and all at once to the solver.
"""

import argparse
import gc
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from scipy import optimize, sparse

from gcmhub.review.affinity import Affinity, Expertise, Profiles, Subject
from gcmhub.review.batch import propose_batch
from gcmhub.review.conflicts import Affiliation, Interests, Ties
from gcmhub.review.panels import conflicts_that_bar, propose
from gcmhub.review.proposals import Composition, PanelWeights, Reviewer, Slot, Work
from gcmhub.vocabulary.words import read_scheme, read_thesaurus

TODAY = date(2026, 1, 15)
CAP = 4
PLACES = Composition()  # 1 of the UN and 2 others
WEIGHTS = PanelWeights()
LANGUAGES = {"en": 0.9, "fr": 0.35, "es": 0.3, "ar": 0.2, "ru": 0.15, "zh": 0.1}
WORK_LANGUAGES = {"en": 60, "fr": 13, "es": 13, "ru": 5, "ar": 5, "zh": 4}
REGIONS = {"africa": 25, "americas": 17, "asia": 22, "europe": 32, "oceania": 4}
GENDERS = {"man": 50, "woman": 44, "": 6}
SECTORS = {"academia": 30, "practitioner": 35, "policy": 25, "": 10}
PRICED = 120  # best candidates of a place from which the prices of the bound come
Choose = Callable[[Work, list[Reviewer], dict[str, Affinity]], Sequence[str]]


def pick(chances: dict[str, float], rng: random.Random) -> str:
    return rng.choices(list(chances), list(chances.values()))[0]


@dataclass
class World:
    """A roster and works, and beside them the facts that they were made from."""

    roster: list[Reviewer] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    forbidden: set[tuple[str, str]] = field(default_factory=set)  # work, reviewer: as it was made, not as it is found


class Maker:
    """Makes worlds: the same seed, the same world."""

    def __init__(self, people: int, seed: int) -> None:
        self.rng, self.people = random.Random(seed), people
        self.objectives = [str(number) for number in range(1, 24)]
        self.rarity = [1 / (1 + place) ** 0.6 for place in range(23)]
        self.rng.shuffle(self.rarity)
        self.countries = {
            row.code: row.attributes["region"] for row in read_scheme("country") if row.attributes.get("region") in REGIONS
        }
        self.by_region = {
            region: sorted(code for code in self.countries if self.countries[code] == region) for region in REGIONS
        }
        self.principles = [row.code for row in read_scheme("principle")]
        self.types = [row.code for row in read_scheme("document_type")]
        self.terms: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for concept in read_thesaurus():
            for objective in concept.objectives:
                for language in LANGUAGES:
                    self.terms[language, objective] += concept.terms[language]

    def world(self, works: int) -> World:
        """Return a roster and so many works."""
        world = World()
        world.roster = [self.reviewer(number) for number in range(self.people)]
        for number in range(works):
            self.add_work(world, number)
        return world

    def some_objectives(self, most: int) -> list[str]:
        """Return one to so many objectives, the common ones more often."""
        return list(dict.fromkeys(self.rng.choices(self.objectives, self.rarity, k=self.rng.randint(1, most))))

    def text(self, language: str, objectives: Sequence[str], words: int) -> str:
        """Return terms of the objectives, a fifth of them of others."""
        chosen = [self.rng.choice(objectives if self.rng.random() < 0.8 else self.objectives) for _ in range(words)]
        return ". ".join(self.rng.choice(self.terms[language, one] or [one]) for one in chosen)

    def reviewer(self, number: int) -> Reviewer:
        """Return somebody with an institution now, another before, and everything else that rules look at."""
        rng, is_un = self.rng, number % 25 < 7  # 28 %
        region = pick(REGIONS, rng)
        home = rng.choice(self.by_region[region])
        body = f"un-{rng.randrange(25)}" if is_un else f"body-{rng.randrange(max(30, self.people // 3))}"
        languages = {tag: rng.randint(2, 3) for tag, chance in LANGUAGES.items() if rng.random() < chance} or {"en": 2}
        objectives = self.some_objectives(6)
        until = TODAY - timedelta(days=rng.randrange(20, 900))
        past = Affiliation(f"body-{rng.randrange(max(30, self.people // 3))}", until=until)
        official = not is_un and rng.random() < 0.15
        ties = Ties(
            f"r{number:04}",
            (f"Reviewer Number{number:04}",),
            frozenset({f"{body}.org", "gmail.com"}),
            (Affiliation(body, (f"The {body}",), frozenset({f"{body}-group"} if rng.random() < 0.2 else ())), past),
            frozenset({home} if official else ()),
            co_authors={f"Author {rng.randrange(3 * self.people)}": 2026 - rng.randrange(9) for _ in range(rng.randrange(8))},
        )
        expertise = Expertise(
            {objective: rng.randint(1, 3) for objective in objectives},
            frozenset(rng.sample(self.principles, 2)),
            frozenset({home, *rng.sample(sorted(self.countries), 3)}),
            frozenset({region, pick(REGIONS, rng)}),
            frozenset(rng.sample(self.types, 3)),
            {tag: tuple(self.text(tag, objectives, 25) for _ in range(rng.randint(1, 4))) for tag in languages},
            rng.choice((None, rng.random())),
        )
        return Reviewer(
            f"r{number:04}", is_un, languages, expertise, ties, pick(GENDERS, rng), "" if rng.random() < 0.04 else region, home,
            pick(SECTORS, rng), CAP, 0, rng.random() < 0.2, on_leave=rng.random() < 0.05,
        )  # fmt: skip

    def add_work(self, world: World, number: int) -> None:
        """Add a work with conflicts of most kinds, and note who has one."""
        rng, key = self.rng, f"w{number:04}"
        language, objectives = pick(WORK_LANGUAGES, rng), self.some_objectives(3)
        region = pick(REGIONS, rng)
        country = rng.choice(self.by_region[region])
        close = rng.choice(world.roster)  # somebody at home where the work comes from
        body = close.ties.affiliations[0]
        author = f"Author {rng.randrange(3 * self.people)}"
        named = rng.choice(world.roster)
        unwanted = rng.choice(world.roster)
        government = country if rng.random() < 0.3 else ""
        interests = Interests(
            institutions=frozenset({body.institution}),
            parents=body.parents,
            domains=frozenset({f"mail.{body.institution}.org", "gmail.com"}),
            authors=(author, ", ".join(reversed(named.ties.names[0].split()))),
            unwanted=(unwanted.ties.names[0].upper(),),
            government=government,
        )
        subject = Subject(
            frozenset(objectives), frozenset(rng.sample(self.principles, 1)), frozenset({country}), frozenset({region}),
            rng.choice(self.types), {language: self.text(language, objectives, 40)},
        )  # fmt: skip
        world.works.append(Work(key, (language,), subject, interests, country))
        for each in world.roster:
            here, past = each.ties.affiliations
            if (
                each.id in {close.id, named.id, unwanted.id}
                or here.institution == body.institution
                or (past.institution == body.institution and (TODAY - past.until).days <= 365)
                or 2026 - each.ties.co_authors.get(author, 0) <= 4
                or (government and government in each.ties.official_of)
            ):
                world.forbidden.add((key, each.id))


# ---------------------------------------------------------------- policies


def free_for(work: Work, roster: Iterable[Reviewer]) -> list[Reviewer]:
    able = [each for each in roster if each.is_free and each.reads(work)]
    return [each for each in able if not conflicts_that_bar(each, work, TODAY)]


def seat_in_order(able: Iterable[Reviewer]) -> list[str]:
    """Fill the places in the order of the people, keeping the hard rules."""
    left, held, chosen = dict(PLACES.slots), set(), []
    for each in able:
        slot = Slot.UN if each.is_un else Slot.EXTERNAL
        holds = each.institutions | ({"first time"} if each.is_first_time else set())
        if left[slot] and not held & holds:
            left[slot] -= 1
            held |= holds
            chosen.append(each.id)
    return chosen


def greedy(work: Work, roster: list[Reviewer], affinities: dict[str, Affinity]) -> Sequence[str]:
    return seat_in_order(sorted(free_for(work, roster), key=lambda each: (-affinities[each.id].total, each.id)))


def at_random(seed: int) -> Choose:
    rng = random.Random(seed)

    def choose(work: Work, roster: list[Reviewer], _: dict[str, Affinity]) -> Sequence[str]:
        able = free_for(work, roster)
        rng.shuffle(able)
        return seat_in_order(able)

    return choose


def hub(profiles: Profiles, weights: PanelWeights, times: list[float]) -> Choose:
    def choose(work: Work, roster: list[Reviewer], _: dict[str, Affinity]) -> Sequence[str]:
        began = time.process_time()
        proposal = propose(work, roster, PLACES, weights, on=TODAY, profiles=profiles)
        times.append((time.process_time() - began) * 1000)
        return proposal.panels[0].reviewers if proposal.panels else ()

    return choose


# ---------------------------------------------------------------- what came out


@dataclass
class Outcome:
    """The panels of one policy."""

    panels: dict[str, Sequence[str]]
    allowed: dict[str, tuple[bool, bool]] = field(default_factory=dict)  # both genders and two regions could be had


def could_be(work: Work, roster: list[Reviewer]) -> tuple[bool, bool]:
    """Return whether both genders, and two regions, are among those free for a work; the three places can be filled."""
    able = free_for(work, roster)
    filled = len(seat_in_order(able)) == 3
    return (
        filled and {"man", "woman"} <= {each.gender for each in able},
        filled and len({each.region for each in able} - {""}) > 1,
    )


def one_by_one(world: World, affinities: dict[str, dict[str, Affinity]], choose: Choose) -> Outcome:
    loads: Counter[str] = Counter()
    outcome = Outcome({})
    roster = {each.id: each for each in world.roster}
    for work in world.works:
        people = list(roster.values())
        outcome.allowed[work.id] = could_be(work, people)
        outcome.panels[work.id] = chosen = choose(work, people, affinities[work.id])
        loads.update(chosen)
        for key in chosen:
            roster[key] = replace(roster[key], open_load=loads[key])
    return outcome


def mean(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.fmean(found) if found else 0.0


class Table:
    """Figures of the policies, side by side."""

    def __init__(self, world: World, affinities: dict[str, dict[str, Affinity]]) -> None:
        self.world, self.affinities = world, affinities
        self.people = {each.id: each for each in world.roster}
        print(
            f"  {'':34} {'affinity':>8} {'p5':>6} {'worst':>6} {'genders':>8} {'regions':>8}"
            f" {'empty':>6} {'load sd':>8} {'COI':>4} {'cap':>4} {'twice':>6}"
        )

    def row(self, name: str, outcome: Outcome) -> dict[str, float]:
        """Print the figures of one policy and return them."""
        sums = [sum(self.affinities[work][key].total for key in chosen) for work, chosen in outcome.panels.items()]
        loads = Counter(key for chosen in outcome.panels.values() for key in chosen)
        genders, regions = [], []
        for work, chosen in outcome.panels.items():
            people = [self.people[key] for key in chosen]
            could_gender, could_region = outcome.allowed.get(work, (True, True))
            if could_gender:
                genders.append({"man", "woman"} <= {each.gender for each in people})
            if could_region:
                regions.append(len({each.region for each in people} - {""}) > 1)
        figures = {
            "affinity": mean(sums),
            "p5": statistics.quantiles(sums, n=20)[0],
            "worst": min(sums),
            "genders": mean(genders),
            "regions": mean(regions),
            "empty": 3 * len(sums) - sum(map(len, outcome.panels.values())),
            "load": statistics.pstdev(loads[key] for key in self.people),
            "coi": sum((work, key) in self.world.forbidden for work, chosen in outcome.panels.items() for key in chosen),
            "cap": sum(loads[key] > each.cap for key, each in self.people.items()),
            "twice": sum(len(set(chosen)) < len(chosen) for chosen in outcome.panels.values()),
        }
        print(
            f"  {name:34} {figures['affinity']:8.3f} {figures['p5']:6.2f} {figures['worst']:6.2f} {figures['genders']:8.3f}"
            f" {figures['regions']:8.3f} {figures['empty']:6} {figures['load']:8.2f} {figures['coi']:4} {figures['cap']:4}"
            f" {figures['twice']:6}"
        )
        return figures


def affinity_bound(world: World, affinities: dict[str, dict[str, Affinity]]) -> float:
    """Return what the sum of affinities cannot exceed with everybody free: caps and places alone, no balance, no institutions.

    It is the linear relaxation by its dual: the prices of reviewers come from the best candidates of each place, and hold
    over all of them (weak duality), so that leaving out the others cannot make the bound too low.
    """
    numbers = {each.id: number for number, each in enumerate(world.roster)}
    gains, people, places, sizes = [], [], [], []
    every: list[tuple[int, np.ndarray, np.ndarray]] = []
    for work in world.works:
        able = free_for(work, world.roster)
        for slot, count in PLACES.slots.items():
            mine = sorted((each for each in able if each.fits(slot)), key=lambda each: -affinities[work.id][each.id].total)
            values = np.array([affinities[work.id][each.id].total for each in mine])
            who = np.array([numbers[each.id] for each in mine], dtype=int)
            every.append((count, values, who))
            gains.append(values[:PRICED])
            people.append(who[:PRICED])
            places.append(np.full(len(who[:PRICED]), len(sizes)))
            sizes.append(count)
    gain, who, place = map(np.concatenate, (gains, people, places))
    columns = np.arange(len(gain))
    rows = sparse.vstack([
        sparse.csr_array((np.ones(len(gain)), (who, columns)), shape=(len(world.roster), len(gain))),
        sparse.csr_array((np.ones(len(gain)), (place, columns)), shape=(len(sizes), len(gain))),
    ])  # fmt: skip
    limits = np.concatenate([[each.cap for each in world.roster], sizes])
    result = optimize.linprog(-gain, A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs")
    prices = np.maximum(-result.ineqlin.marginals[: len(world.roster)], 0)
    total = float(prices @ limits[: len(world.roster)])
    for count, values, holders in every:
        total += float(np.sort(np.maximum(values - prices[holders], 0))[::-1][:count].sum())
    return total


def check(name: str, *, met: bool, figure: str) -> bool:
    print(f"  {name:68} {figure:>12}: {'met' if met else 'MISSED'}")
    return met


def measure(people: int, works: int, seed: int, batch_seconds: float) -> bool:
    """Print the figures of one size; returns whether the bars are met."""
    print(f"\n{people:,} reviewers, {works:,} works, seed {seed}")
    world = Maker(people, seed).world(works)
    began = time.process_time()
    profiles = Profiles({each.id: each.expertise for each in world.roster})
    for language in LANGUAGES:
        profiles.similarities(Subject(texts={language: "1"}))  # texts are counted when their language is first asked for
    counted = (time.process_time() - began) * 1000
    affinities = {work.id: profiles.affinities(work.subject, WEIGHTS.affinity) for work in world.works}
    table = Table(world, affinities)
    gc.collect()
    gc.freeze()  # the made world and the solver are no part of a proposal, nor is looking through them for garbage
    times: list[float] = []
    ours = table.row("hub, one by one", one_by_one(world, affinities, hub(profiles, WEIGHTS, times)))
    table.row("hub without load", one_by_one(world, affinities, hub(profiles, replace(WEIGHTS, load=0), [])))
    table.row("greedy", one_by_one(world, affinities, greedy))
    table.row("random", one_by_one(world, affinities, at_random(seed)))
    bound = affinity_bound(world, affinities) / works
    passed = True
    if batch_seconds:
        for name, give in (("all at once", 0.0), ("all at once, with a floor", 0.02)):
            began = time.perf_counter()
            batch = propose_batch(
                world.works, world.roster, PLACES, WEIGHTS, on=TODAY, profiles=profiles, give=give, seconds=batch_seconds
            )
            outcome = Outcome({work: [seat.reviewer for seat in seats] for work, seats in batch.seats.items()})
            found = table.row(f"{name} ({time.perf_counter() - began:.0f} s)", outcome)
            if not give:
                optimum = found["affinity"]
                print(f"  {'':34} the solver's bound on the value is {100 * (batch.bound / batch.value - 1):.2f} % above it")
        share = ours["affinity"] / optimum
        passed &= check("mean affinity of the batch optimum, at least 95 %", met=share >= 0.95, figure=f"{share:.1%}")
    share = ours["affinity"] / bound
    if batch_seconds:
        print(f"  {'mean affinity of the bound of the linear relaxation':68} {share:>12.1%}")
    else:
        passed &= check(
            "mean affinity of the bound of the linear relaxation, at least 93 %", met=share >= 0.93, figure=f"{share:.1%}"
        )
    wrong = int(ours["coi"] + ours["cap"] + ours["twice"])
    passed &= check("conflicts, over cap, the same person twice: none", met=not wrong, figure=str(wrong))
    for what, least, name in (("both genders", 0.95, "genders"), ("two regions", 0.98, "regions")):
        met, figure = ours[name] >= least, f"{ours[name]:.1%}"
        passed &= check(f"{what} where the roster allows, at least {least:.0%}", met=met, figure=figure)
    usual, high, most = statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)
    print(f"  CPU of a proposal: median {usual:.1f} ms, 95 % below {high:.1f} ms; counting the roster once: {counted:.0f} ms")
    passed &= check("CPU of the slowest proposal, at most 50 ms", met=most <= 50, figure=f"{most:.1f} ms")
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0,1", help="seeds of the roster of 150")
    parser.add_argument("--large-seeds", default="0", help="seeds of the roster of 2,000; empty for none")
    parser.add_argument(
        "--works", type=int, default=120, help="works of the small roster; the large one gets as many for each reviewer"
    )
    parser.add_argument("--seconds", type=float, default=90, help="for each run of the solver")
    arguments = parser.parse_args()
    passed = [measure(150, arguments.works, int(seed), arguments.seconds) for seed in arguments.seeds.split(",") if seed]
    passed += [measure(2000, arguments.works * 2000 // 150, int(seed), 0) for seed in arguments.large_seeds.split(",") if seed]
    print("\nall bars are met" if all(passed) else "\nNOT all bars are met")


if __name__ == "__main__":
    main()
