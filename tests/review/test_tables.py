"""The three tables: every state, action and role, and the pages of documentation that are made from them."""

import re
from pathlib import Path

import pytest

from gcmhub.core.errors import NotPermitted
from gcmhub.review import lives
from gcmhub.review.actions import timers
from gcmhub.review.models import Assignment, RosterMember, Submission
from gcmhub.workflow.actions import take_step
from gcmhub.workflow.diagrams import page_of
from gcmhub.workflow.errors import NotInThisState
from gcmhub.workflow.lives import Life
from gcmhub.workflow.rules import START, STAY
from tests.review.conftest import MONDAY, draft, invited

LIVES = (lives.SUBMISSION, lives.ASSIGNMENT, lives.ROSTER)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "lives"


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_the_documentation_equals_the_table(life):
    assert (DOCS / f"{life.name}.md").read_text() == page_of(life.machine)


def reviewed_table(name):
    """What the page of documentation, which people review, says is allowed."""
    section = (DOCS / f"{name}.md").read_text().split("## Who may do what in which state")[1].split("## ")[0]
    allowed = set()
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0] not in {"state", "---"}:
            state = START if cells[0] == "(start)" else cells[0]
            allowed |= {(state, action, cells[1]) for action in re.split(r", ", cells[2])}
    return allowed


@pytest.mark.django_db
@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_state_action_and_role_is_allowed_by_the_page_or_refused(life, people):
    things = {Submission: lambda: draft(people.submitter), Assignment: lambda: invited(people).assignments.get(slot="un")}
    thing = things.get(life.model, lambda: RosterMember.objects.get(user=people.un))()
    if life.model is Submission:
        type(thing).objects.filter(pk=thing.pk).update(reference="GCM-2026-90000", lead=people.editor)
    elif life.model is Assignment:
        type(thing).objects.filter(pk=thing.pk).update(conflicts={}, due_at=MONDAY)
    free = {name: lambda *_: None for name in life.guards}
    allowed = reviewed_table(life.name)
    assert allowed
    seen = set()
    for state in life.machine.states:
        for role in life.machine.roles:
            one = Life(life.machine, life.model, lambda _by, _thing, role=role: {role}, free)
            by = "system" if role == "system" else people.stranger
            for action in life.machine.actions:
                life.model.objects.filter(pk=thing.pk).update(state=state)
                thing.refresh_from_db()
                way = life.machine.way(state, action)
                reason = way.reasons[0] if way and way.reasons else ""
                try:
                    take_step(one, thing, action, by=by, reason=reason)
                except (NotInThisState, NotPermitted):
                    assert (state, action, role) not in allowed
                else:
                    assert thing.state == (state if way.target == STAY else way.target)
                    seen.add((state, action, role))
    assert seen == {triple for triple in allowed if triple[0] != START}


@pytest.mark.parametrize(("life", "made"), list(zip(LIVES, (timers.SUBMISSION, timers.ASSIGNMENT, timers.ROSTER), strict=True)))
def test_every_deadline_does_something(life, made):
    assert set(made) == {deadline.kind for deadline in life.machine.deadlines}
