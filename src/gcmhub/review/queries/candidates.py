"""Who could take the open places of a panel, and why or why not: what an editor chooses from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from gcmhub.core.clock import now
from gcmhub.review.affinity import Affinity
from gcmhub.review.choices import AssignmentState
from gcmhub.review.choices import Slot as Place
from gcmhub.review.conflicts import Conflict, find_conflicts
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.panels import propose
from gcmhub.review.proposals import Composition, PanelWeights, Proposal, Reviewer, Seat, Slot
from gcmhub.review.queries.batches import Roster, roster_for
from gcmhub.review.queries.matching import without_lead, work_of
from gcmhub.review.queries.panels import rules_of
from gcmhub.review.rules.assignment import HOLDING
from gcmhub.vocabulary.words import fold

SEATED = (AssignmentState.PROPOSED, *HOLDING)
OFFERED = 12  # people that are offered for a kind of place before a name is looked up
FOUND = 20  # people that a name may find
PLACES = {Slot.UN: Place.UN, Slot.EXTERNAL: Place.EXTERNAL, Slot.EITHER: Place.TIE_BREAK}


def free_places(submission: Submission) -> dict[str, int]:
    """Return how many places of the present round nobody holds or is proposed for, by kind; those of a tie-break too."""
    rules = rules_of(submission)
    rows = submission.assignments.filter(round=submission.round, rank=0, state__in=SEATED)
    held = Counter(rows.values_list("slot", flat=True))
    wanted = {Place.UN: rules.un, Place.EXTERNAL: rules.external, Place.TIE_BREAK: rules.tie_break}
    return {str(slot): max(count - held[slot], 0) for slot, count in wanted.items()}


def is_tie_break(submission: Submission, tasks: Iterable[Assignment]) -> bool:
    """Say whether a round was opened again for one more reviewer: all who sit have sent their reviews."""
    seated = [task for task in tasks if task.rank == 0 and task.state in SEATED]
    return submission.state == "assigning" and bool(seated) and all(task.state in {"submitted", "confirmed"} for task in seated)


@dataclass(frozen=True)
class Candidate:
    """Somebody and how they would do. ``obstacles``: codes of what keeps them from it, none for who may be asked.

    ``unwanted``: the submitter asked that this person not review it; an editor may say why all the same.
    """

    reviewer: Reviewer
    seat: Seat
    obstacles: tuple[str, ...]
    grounds: tuple[str, ...]
    unwanted: bool

    @property
    def id(self) -> str:
        """The person's public id."""
        return self.reviewer.id

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.reviewer.ties.names[0] if self.reviewer.ties.names else self.reviewer.id


class Bench:
    """The active roster before one submission: what is proposed for its open places, and everybody who could take one."""

    def __init__(self, submission: Submission, *, one_more: bool = False, roster: Roster | None = None) -> None:
        self.submission, self.on = submission, now().date()
        self.work = without_lead(work_of(submission), submission)
        known = roster or roster_for([submission])
        self.roster, self.profiles = known.reviewers, known.profiles
        free = free_places(submission)
        seats = free[Place.UN] + free[Place.EXTERNAL]
        either = 1 if one_more and not seats and free[Place.TIE_BREAK] else 0
        self.composition = Composition(un=free[Place.UN], external=free[Place.EXTERNAL], either=either)
        rows = submission.assignments.filter(round=submission.round, state__in=SEATED)
        listed = dict(rows.values_list("reviewer__public_id", "rank"))
        self.listed = set(listed)
        self.sitting = [key for key, rank in listed.items() if not rank]

    @cached_property
    def proposal(self) -> Proposal:
        """The best three panels for the open places, alternates and named gaps."""
        return propose(
            self.work, self.roster.values(), self.composition, on=self.on, sitting=self.sitting, profiles=self.profiles
        )

    @cached_property
    def affinities(self) -> Mapping[str, Affinity]:
        """The affinity of everybody on the roster with the work."""
        return self.profiles.affinities(self.work.subject, PanelWeights().affinity)

    @cached_property
    def ranked(self) -> list[Reviewer]:
        """The roster, those that fit best first, load counted."""
        weights = PanelWeights()
        scores = {
            key: self.affinities[key].total - weights.load * each.open_load - weights.same_country * self.lives_there(each)
            for key, each in self.roster.items()
        }
        return sorted(self.roster.values(), key=lambda each: (-scores[each.id], each.id))

    def lives_there(self, reviewer: Reviewer) -> bool:
        """Say whether somebody lives in the submitter's country."""
        return bool(self.work.country) and reviewer.country == self.work.country

    @property
    def slots(self) -> list[tuple[Slot, int]]:
        """The open places, each with its number among those of its kind."""
        return [(slot, number) for slot, count in self.composition.slots.items() for number in range(1, count + 1)]

    def candidate(self, key: str, slot: Slot = Slot.EITHER) -> Candidate | None:
        """Return how somebody would do in a kind of place; None for who is not on the active roster."""
        reviewer = self.roster.get(key)
        if reviewer is None:
            return None
        found = find_conflicts(reviewer.ties, self.work.interests, on=self.on)
        hard = tuple(dict.fromkeys(self.ground_of(each, reviewer) for each in found if not each.is_soft))
        load = reviewer.open_load
        seat = Seat(slot, key, self.affinities[key], load, PanelWeights().load * load)
        return Candidate(reviewer, seat, tuple(self.obstacles(reviewer, slot, hard)), hard, any(each.is_soft for each in found))

    def ground_of(self, conflict: Conflict, reviewer: Reviewer) -> str:
        """Return the kind of a conflict, and no more of it."""
        lead = self.submission.lead
        return "lead" if lead and reviewer.id == lead.public_id else str(conflict.ground)

    def obstacles(self, reviewer: Reviewer, slot: Slot, hard: Sequence[str]) -> Iterator[str]:
        """Yield codes of what keeps somebody from a kind of place."""
        if reviewer.id in self.listed:
            yield "listed"
        elif reviewer.has_declined:
            yield "declined"
        if not reviewer.fits(slot):
            yield "slot"
        if not reviewer.reads(self.work):
            yield "language"
        if hard:
            yield "conflict"
        if reviewer.is_busy:
            yield reviewer.is_busy

    def offered(self, slot: Slot) -> list[Candidate]:
        """Return those who fit a kind of place best and may be asked."""
        found: list[Candidate] = []
        for reviewer in self.ranked:
            if reviewer.fits(slot) and reviewer.is_free and reviewer.reads(self.work) and reviewer.id not in self.listed:
                candidate = self.candidate(reviewer.id, slot)
                if candidate and not candidate.obstacles and not candidate.unwanted:
                    found.append(candidate)
                if len(found) == OFFERED:
                    break
        return found

    def named(self, words: str) -> list[Candidate]:
        """Return people of the active roster by a part of any of their names, those that fit best first."""
        asked = fold(words)
        if not asked:
            return []
        keys = (each.id for each in self.ranked if any(asked in fold(name) for name in each.ties.names))
        found = (self.candidate(key) for key, _ in zip(keys, range(FOUND), strict=False))
        return [each for each in found if each]

    def excluded(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return good candidates whom a conflict keeps out: names, and the kinds of conflicts alone."""
        rows = []
        for key, conflicts in self.proposal.set_aside:
            reviewer = self.roster[key]
            grounds = tuple(dict.fromkeys(self.ground_of(each, reviewer) for each in conflicts))
            rows.append((reviewer.ties.names[0] if reviewer.ties.names else key, grounds))
        return sorted(rows)

    def clashes(self, chosen: Iterable[str]) -> list[str]:
        """Return what forbids that people sit together and with those who sit already, as codes."""
        people = [self.roster[key] for key in (*chosen, *self.sitting) if key in self.roster]
        found = []
        if len({each.id for each in people}) < len(people):
            found.append("twice")
        if any(one.id != other.id and one.institutions & other.institutions for one, other in combinations(people, 2)):
            found.append("institution")
        if sum(each.is_first_time for each in people) > 1:
            found.append("newcomers")
        return found
