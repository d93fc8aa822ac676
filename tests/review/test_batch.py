"""Panels for many works at once."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcmhub.review import batch
from gcmhub.review.affinity import Expertise, Profiles, Subject
from gcmhub.review.batch import SolverMissing, propose_batch
from gcmhub.review.panels import propose
from gcmhub.review.proposals import Composition, PanelWeights, Work
from tests.review.test_panels import TODAY, able, compositions, may_sit_together, person, reviewers, works

ONE_EXTERNAL = Composition(un=0, external=1)
LEVELS_ONLY = replace(
    PanelWeights(genders=0, regions=0, concerned=0, sectors=0, load=0),
    affinity=replace(PanelWeights().affinity, terms=0, text=0, level=1, quality=0),
)


def expert(key, **levels):
    return person(key, cap=1, expertise=Expertise({code.strip("o"): level for code, level in levels.items()}))


def about(code):
    return Work(f"w{code}", ("en",), Subject(frozenset({code})))


def seated(proposal):
    return {work: tuple(seat.reviewer for seat in seats) for work, seats in proposal.seats.items()}


def test_without_the_solver_the_error_names_its_requirements(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(batch, "import_module", missing)
    with pytest.raises(SolverMissing, match=r"requirements-batch\.txt"):
        propose_batch([about("1")], [], on=TODAY)


def test_all_works_together_are_served_better_than_one_after_the_other():
    people = [expert("a", o1=3, o2=3), expert("b", o1=2)]
    alone = propose(about("1"), people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY)
    assert alone.panels[0].reviewers == ("a",)  # which would leave b, who knows nothing of it, for the other
    together = propose_batch([about("1"), about("2")], people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY, give=0)
    assert seated(together) == {"w1": ("b",), "w2": ("a",)}
    assert round(together.value, 6) == round(2 / 3 + 1, 6)


def test_the_worst_off_work_is_lifted_for_a_part_of_the_value():
    people = [expert("a", o1=3, o2=1), expert("b", o1=2), expert("c")]
    works = [about("1"), about("2")]
    first = propose_batch(works, people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY, give=0)
    lifted = propose_batch(works, people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY, give=0.5)
    assert round(lifted.floor, 6) == round(1 / 3, 6) >= round(first.floor, 6)
    assert seated(lifted) == {"w1": ("b",), "w2": ("a",)}


def test_a_floor_costs_no_more_than_may_be_given():
    people = [expert("a", o1=3, o2=2), expert("b", o1=1), expert("c", o2=1)]
    works = [about("1"), about("2")]
    best = propose_batch(works, people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY, give=0)
    lifted = propose_batch(works, people, ONE_EXTERNAL, LEVELS_ONLY, on=TODAY, give=0.1)
    assert lifted.value >= 0.9 * best.value


def test_an_empty_place_is_a_named_gap():
    chinese = Work("w", ("zh",))
    found = propose_batch([chinese], [person("a", reads=("zh",)), person("u", un=True)], on=TODAY)
    assert seated(found) == {"w": ("a",)}
    assert [str(gap) for gap in found.gaps["w"]] == [
        "needs a UN reviewer reading zh", "needs an external reviewer reading zh",
    ]  # fmt: skip
    nobody = propose_batch([chinese], [], on=TODAY)
    assert [str(gap) for gap in nobody.gaps["w"]] == ["needs a UN reviewer reading zh", "needs 2 external reviewers reading zh"]


def test_who_is_taken_by_other_works_leaves_a_gap_of_time():
    people = [person("a", cap=1)]
    found = propose_batch([Work("v", ("en",)), Work("w", ("en",))], people, ONE_EXTERNAL, on=TODAY)
    assert sorted(str(gap) for gaps in found.gaps.values() for gap in gaps) == [
        "needs an external reviewer reading en with time for it"
    ]


def test_a_balanced_panel_is_preferred():
    people = [person("u", 0.5, un=True), person("a", 0.6), person("b", 0.6), person("m", 0.5, gender="m", region="asia")]
    found = propose_batch([Work("w", ("en",))], people, on=TODAY)
    assert {seat.reviewer for seat in found.seats["w"]} >= {"u", "m"}


@settings(max_examples=30, deadline=None)
@given(reviewers(most=8), st.lists(works, min_size=1, max_size=4), compositions)
def test_nobody_sits_who_may_not_whatever_the_roster(people, drawn, composition):
    many = [replace(work, id=f"w{number}") for number, work in enumerate(drawn)]
    found = propose_batch(many, people, composition, on=TODAY, seconds=5)
    known = {each.id: each for each in people}
    loads = {each.id: each.open_load for each in people}
    for work in many:
        seats = found.seats[work.id]
        ids = [seat.reviewer for seat in seats]
        assert len(set(ids)) == len(ids)
        assert set(ids) <= {each.id for each in able(people, work)}
        assert may_sit_together([known[key] for key in ids])
        assert all(known[seat.reviewer].fits(seat.slot) for seat in seats)
        assert len(ids) + sum(gap.missing for gap in found.gaps[work.id]) == sum(composition.slots.values())
        for key in ids:
            loads[key] += 1
    assert all(loads[key] <= max(known[key].cap, known[key].open_load) for key in loads)
    assert found.value <= found.bound + 1e-3 * max(1, abs(found.bound))


@settings(max_examples=30, deadline=None)
@given(reviewers(most=6), works)
def test_one_work_alone_gets_a_panel_worth_the_best(people, work):
    plain = PanelWeights(genders=0, regions=0, concerned=0, sectors=0)
    alone = propose(work, people, weights=plain, on=TODAY)
    batched = propose_batch([work], people, weights=plain, on=TODAY, give=0)
    load = {each.id: plain.load * each.open_load for each in people}
    affinities = Profiles({each.id: each.expertise for each in people}).affinities(work.subject)
    worth = sum(affinities[seat.reviewer].total - load[seat.reviewer] for seat in batched.seats["w"])
    assert len(batched.seats["w"]) == (len(alone.panels[0].seats) if alone.panels else 0)
    assert abs(worth - (alone.panels[0].value if alone.panels else 0)) < 1e-3
