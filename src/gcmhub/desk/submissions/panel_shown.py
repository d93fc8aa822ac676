"""What the page of a panel shows, in the reader's language. Gender and region are said of whole proposals alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import ngettext

from gcmhub.desk import words as desk_words
from gcmhub.desk.submissions import panel_words as words
from gcmhub.face.formats import language_name, number, separator
from gcmhub.review.choices import AssignmentState as State
from gcmhub.review.choices import Slot as Place
from gcmhub.review.lives import ASSIGNMENT
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.proposals import READS, Gap, Panel, Slot
from gcmhub.review.queries.candidates import PLACES, Bench, Candidate
from gcmhub.review.queries.panel_state import Standing
from gcmhub.review.queries.panels import rules_of
from gcmhub.review.queries.people import assignment_roles
from gcmhub.review.rules.assignment import USABLE
from gcmhub.workflow.queries import running_deadlines

ALTERNATES = 3  # that are chosen at once for a kind of place
CLOSE, FAR = 0.67, 0.33  # of the nearest text of the roster


def named_gap(gap: Gap) -> str:
    """Return which places stay empty and why, as a sentence."""
    count, shown = gap.missing, number(gap.missing)
    languages = _or(gap.languages)
    if languages:
        texts = {
            Slot.UN: ngettext(
                "Needs %(count)s UN reviewer reading %(languages)s.",
                "Needs %(count)s UN reviewers reading %(languages)s.",
                count,
            ),
            Slot.EXTERNAL: ngettext(
                "Needs %(count)s external reviewer reading %(languages)s.",
                "Needs %(count)s external reviewers reading %(languages)s.",
                count,
            ),
        }
        every = ngettext(
            "Needs %(count)s reviewer reading %(languages)s.", "Needs %(count)s reviewers reading %(languages)s.", count
        )
    else:
        texts = {
            Slot.UN: ngettext("Needs %(count)s UN reviewer.", "Needs %(count)s UN reviewers.", count),
            Slot.EXTERNAL: ngettext("Needs %(count)s external reviewer.", "Needs %(count)s external reviewers.", count),
        }
        every = ngettext("Needs %(count)s reviewer.", "Needs %(count)s reviewers.", count)
    return f"{texts.get(gap.slot, every) % {'count': shown, 'languages': languages}} {words.LACKS[gap.lack]}"


def _or(languages: Iterable[str]) -> str:
    return separator().join(language_name(tag) for tag in languages)


# ------------------------------------------------ why somebody


def why(candidate: Candidate, bench: Bench) -> dict[str, Any]:
    """Return why somebody fits, as the page says it."""
    reviewer, affinity = candidate.reviewer, candidate.seat.affinity
    levels = reviewer.expertise.objectives
    shared = [code for facet, code in affinity.shared if facet == "objective"]
    read = [tag for tag, level in reviewer.languages.items() if level >= READS]
    return {
        "objectives": [(code, levels.get(code, 0)) for code in sorted(shared, key=int)],
        "languages": [tag for tag in read if not bench.work.languages or tag in bench.work.languages],
        "text": text_word(affinity.text),
        "load": candidate.seat.open_load,
        "cap": reviewer.cap,
        "is_new": reviewer.is_first_time,
        "unwanted": candidate.unwanted,
    }


def text_word(value: float | None) -> str:
    """Return how near somebody's texts are, as a code: none, far, some, close."""
    if value is None:
        return "none"
    return "close" if value >= CLOSE else "some" if value >= FAR else "far"


def terms_of(candidate: Candidate, bench: Bench, despite: str = "") -> dict[str, Any]:
    """Return why somebody was put on the list, as it is kept with the task."""
    kept = why(candidate, bench)
    affinity = candidate.seat.affinity
    kept["affinity"] = round(affinity.total, 3)
    if candidate.unwanted:
        kept["despite"] = despite
    return kept


def reasons_kept(task: Assignment) -> dict[str, Any] | None:
    """Return why somebody was put on the list; None where the page did not say it."""
    terms = task.terms or {}
    return terms if {"objectives", "languages", "text", "load", "cap"} <= terms.keys() else None


# ------------------------------------------------ the choice


@dataclass(frozen=True)
class Seat:
    """One place to fill: its field in the form, whom it holds now, and whom it could hold."""

    field: str
    slot: Slot
    place: str
    number: int
    rank: int
    chosen: str
    first: Sequence[Candidate]
    others: Sequence[Candidate]


class Choice:
    """What an editor has chosen so far; it stands in the address alone, until it is put on the list."""

    def __init__(self, bench: Bench, asked: QueryDict) -> None:
        self.bench, self.asked = bench, asked
        wanted = asked.get("panel", "")
        panels = bench.proposal.panels
        self.number = int(wanted) - 1 if wanted in {"1", "2", "3"} and int(wanted) <= len(panels) else 0
        self.panel: Panel | None = panels[self.number] if panels else None
        self.found = bench.named(asked.get("q", "")[:100])
        self.seats = [self.seat(slot, place) for slot, place in bench.slots]
        taken = {seat.chosen for seat in self.seats}
        self.alternates = [
            self.alternate(slot, rank, taken)
            for slot in bench.composition.slots
            for rank in range(1, ALTERNATES + 1)
        ]  # fmt: skip

    def proposed(self, slot: Slot) -> list[str]:
        """Return the proposed people for the places of a kind."""
        return [seat.reviewer for seat in self.panel.seats if seat.slot == slot] if self.panel else []

    def next_best(self, slot: Slot) -> list[str]:
        """Return the alternates of a kind of place: the best for each seat, then the second ones."""
        rows = [[seat.reviewer for seat in each.seats] for each in self.bench.proposal.alternates if each.slot == slot]
        ranked = [row[depth] for depth in range(ALTERNATES) for row in rows if depth < len(row)]
        return list(dict.fromkeys(ranked))

    def seat(self, slot: Slot, place: int) -> Seat:
        """Return one place; whoever the address names, else whom the proposal names."""
        name, proposed = f"{slot}-{place}", self.proposed(slot)
        chosen = self.asked.get(name, proposed[place - 1] if place <= len(proposed) else "")
        return Seat(name, slot, PLACES[slot], place, 0, chosen, self.first(slot), self.others(slot, chosen))

    def alternate(self, slot: Slot, rank: int, taken: set[str]) -> Seat:
        """Return one place among the alternates."""
        name = f"alternate-{slot}-{rank}"
        spare = [key for key in self.next_best(slot) if key not in taken]
        chosen = self.asked.get(name, spare[rank - 1] if rank <= len(spare) else "")
        return Seat(name, slot, PLACES[slot], rank, rank, chosen, self.first(slot), self.others(slot, chosen))

    def first(self, slot: Slot) -> list[Candidate]:
        """Return people that a name found, and may be asked for a kind of place."""
        found = (self.bench.candidate(each.id, slot) for each in self.found)
        return [each for each in found if each and not each.obstacles]

    def others(self, slot: Slot, chosen: str) -> list[Candidate]:
        """Return people to choose from: proposed, alternates, the next best; whoever is chosen is among them."""
        if slot not in self._offered:
            keys = dict.fromkeys([*self.proposed(slot), *self.next_best(slot)])
            keys.update(dict.fromkeys(each.id for each in self.bench.offered(slot)))
            found = (self.bench.candidate(key, slot) for key in keys)
            self._offered[slot] = [each for each in found if each and not each.obstacles]
        offered = self._offered[slot]
        if chosen and all(each.id != chosen for each in offered) and (one := self.bench.candidate(chosen, slot)):
            return [one, *offered]
        return offered

    @cached_property
    def _offered(self) -> dict[Slot, list[Candidate]]:
        return {}

    @property
    def is_proposal(self) -> bool:
        """Whether it is a proposal as it was made."""
        if self.panel is None:
            return False
        return {seat.reviewer for seat in self.panel.seats} == {seat.chosen for seat in self.seats if seat.chosen}

    def people(self, seats: Sequence[Seat]) -> list[tuple[Seat, Candidate | None]]:
        """Return who is chosen for places; None for who is not on the active roster."""
        return [(seat, self.bench.candidate(seat.chosen, seat.slot)) for seat in seats if seat.chosen]

    def problems(self) -> list[str]:
        """Return why the choice cannot be put on the list, as codes of ``OBSTACLES`` and ``CLASHES``."""
        seats = self.people(self.seats)
        rows = [*seats, *self.people(self.alternates)]
        keys = [seat.chosen for seat, _ in rows]
        found = [] if rows else ["nobody"]
        found += [code for _, one in rows for code in (one.obstacles if one else ("unknown",))]
        found += ["twice"] if len(set(keys)) < len(keys) else []
        found += self.bench.clashes([seat.chosen for seat, _ in seats])
        return list(dict.fromkeys(found))

    @property
    def is_unwanted(self) -> bool:
        """Whether somebody is chosen whom the submitter asked not to have."""
        return any(one and one.unwanted for _, one in (*self.people(self.seats), *self.people(self.alternates)))


def problem_word(code: str) -> Any:
    """Return a problem of a choice in words."""
    return words.CLASHES.get(code) or words.OBSTACLES.get(code, code)


# ------------------------------------------------ the panel as it stands


Acts = Callable[[Assignment], list[str]]


def acts_for(by: Any, rows: Sequence[Standing]) -> Acts:
    """Return what may be done with a task, as ``ASSIGNMENT.actions_of`` says; the roles are asked once for a submission."""
    roles = next((assignment_roles(by, row.task) for row in rows if row.task.reviewer_id != by.pk), frozenset())

    def acts(task: Assignment) -> list[str]:
        if task.reviewer_id == by.pk:
            return ASSIGNMENT.actions_of(by, task)
        return [way.action for way in ASSIGNMENT.machine.ways_from(task.state, roles)]

    return acts


def rows_of(rows: Sequence[Standing], acts: Acts, free: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return tasks as the page shows them."""
    first: dict[str, int] = {}
    for row in rows:
        if row.task.rank and row.task.state == "proposed":
            first.setdefault(row.task.slot, row.task.pk)
    return [
        {
            "row": row,
            "task": row.task,
            "slot": desk_words.SLOTS[Place(row.task.slot)],
            "state": desk_words.TASKS[State(row.task.state)],
            "may": acts(row.task),
            "why": reasons_kept(row.task),
            "may_return": row.invited_at is None and _is_open(row.task),
            "place_free": bool(free.get(row.task.slot)),
            "is_first": first.get(row.task.slot) == row.task.pk,
        }
        for row in rows
    ]


def _is_open(task: Assignment) -> bool:
    return task.round == task.submission.round and task.submission.state in {"assigning", "under-review"}


def standing_of(submission: Submission, rows: Sequence[Standing]) -> dict[str, Any]:
    """Return how far the present round is: counts, and when it ends or is told to others."""
    rules = rules_of(submission)
    now = [row for row in rows if row.task.round == submission.round and not row.task.rank]
    added = sum(row.task.slot == "tie-break" and row.task.state in ("invited", "accepted", *USABLE) for row in now)
    due = running_deadlines("submission", [submission.public_id]).get(submission.public_id, {})
    return {
        "wanted": rules.un + rules.external + added,
        "accepted": sum(row.task.state in ("accepted", *USABLE) for row in now),
        "answers": sum(row.task.state == "invited" for row in now),
        "reviews": sum(row.task.state in USABLE for row in now),
        "late": sum(row.is_late for row in now),
        "proposed": sum(row.task.state == "proposed" for row in now),
        "ends": due.get("review-end"),
        "told": due.get("panel-escalation"),
    }
