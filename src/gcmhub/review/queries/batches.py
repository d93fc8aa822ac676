"""Panels for all submissions that wait for one, proposed together so that none is left with what the others did not take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gcmhub.core.clock import now
from gcmhub.review.affinity import Profiles
from gcmhub.review.batch import BatchProposal, propose_batch
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Submission
from gcmhub.review.proposals import Composition, Gap, Reviewer, Seat, Work
from gcmhub.review.queries.matching import reviewers_for, without_lead, work_of
from gcmhub.review.queries.panels import rules_of

MOST = 60  # submissions that are proposed at once
SECONDS = 20.0  # for all of them
POOL, POOL_PER_WORK = 20, 2  # the best for a kind of place that are weighed for one submission


@dataclass(frozen=True)
class Roster:
    """The active roster as of now, and what is counted once over it."""

    reviewers: Mapping[str, Reviewer]
    profiles: Profiles


@dataclass(frozen=True)
class Row:
    """The panel of one submission. ``affinity`` is the sum over its seats; ``balance_met`` as of a ``Panel``."""

    submission: Submission
    seats: tuple[Seat, ...]
    gaps: tuple[Gap, ...]
    affinity: float
    balance_met: bool | None


@dataclass(frozen=True)
class Batch:
    """Panels for many; ``floor`` is the mean affinity of a seat, 0-1, that the worst-off submission has at least."""

    rows: tuple[Row, ...]
    floor: float
    mean: float
    roster: Roster


def without_panel() -> list[Submission]:
    """Return submissions whose round is open and for which nobody was proposed in it yet, the oldest first."""
    rows = Submission.objects.filter(state=SubmissionState.ASSIGNING).select_related("lead", "track", "rules")
    rows = rows.prefetch_related("assignments").order_by("state_since", "pk")
    return [each for each in rows if not _is_begun(each)][:MOST]


def _is_begun(submission: Submission) -> bool:
    """Whether somebody stands for this round, or said no to the submission in an earlier one."""
    return any(task.round == submission.round or task.state in {"declined", "recused"} for task in submission.assignments.all())


def roster_for(submissions: Sequence[Submission]) -> Roster:
    """Return the active roster for submissions for which nobody stands yet."""
    reviewers = {each.id: each for each in reviewers_for(submissions[0])} if submissions else {}
    return Roster(reviewers, Profiles({key: each.expertise for key, each in reviewers.items()}))


def propose_all(submissions: Sequence[Submission], *, seconds: float = SECONDS) -> Batch:
    """Return a panel for each; those that want the same places are proposed together, within everybody's capacity.

    Raises ``SolverMissing``, ``NoPanelsInTime``.
    """
    roster = roster_for(submissions)
    people = dict(roster.reviewers)
    wanted: dict[tuple[int, int], list[Submission]] = {}
    for each in submissions:
        rules = rules_of(each)
        wanted.setdefault((rules.un, rules.external), []).append(each)
    rows: dict[str, Row] = {}
    floors, total, seats = [], 0.0, 0
    for (un, external), group in sorted(wanted.items(), key=lambda row: -len(row[1])):
        works = [without_lead(work_of(each), each) for each in group]
        found = _propose(works, people, Composition(un=un, external=external), roster, seconds * len(group) / len(submissions))
        floors.append(found.floor / (un + external))
        for each in group:
            chosen = found.seats[each.public_id]
            for seat in chosen:
                people[seat.reviewer] = replace(people[seat.reviewer], open_load=people[seat.reviewer].open_load + 1)
            total, seats = total + found.affinity(each.public_id), seats + len(chosen)
            balance = balance_of(roster.reviewers[seat.reviewer] for seat in chosen)
            rows[each.public_id] = Row(each, chosen, found.gaps[each.public_id], found.affinity(each.public_id), balance)
    ordered = tuple(rows[each.public_id] for each in submissions)
    return Batch(ordered, min(floors, default=0.0), total / seats if seats else 0.0, roster)


def _propose(
    works: Sequence[Work], people: Mapping[str, Reviewer], places: Composition, roster: Roster, seconds: float
) -> BatchProposal:
    """Weigh the best of the roster; all of it where these leave a place empty."""
    pool = POOL + POOL_PER_WORK * len(works)
    for size in (pool, 0):
        found = propose_batch(
            works, people.values(), places, on=now().date(), profiles=roster.profiles, seconds=seconds / 2, pool=size
        )
        if len(people) <= pool or not any(found.gaps.values()):
            break
    return found


def balance_of(reviewers: Iterable[Reviewer]) -> bool | None:
    """Return whether a whole new panel has two genders and two regions; None for fewer than two, or where it is not known."""
    people = list(reviewers)
    if len(people) < 2:
        return None
    known = [
        ({one.trait(kind) for one in people} - {""}, all(one.trait(kind) for one in people)) for kind in ("gender", "region")
    ]
    if all(len(values) > 1 for values, _ in known):
        return True
    return False if any(len(values) < 2 and is_said for values, is_said in known) else None
