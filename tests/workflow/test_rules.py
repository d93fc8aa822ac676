from datetime import UTC, date, datetime

import pytest

from gcmhub.workflow.rules import START, STAY, Machine, Span, Transition, is_working, working_days_between

FRIDAY = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "holidays", "day"),
    [
        (Span(0), (), (11, 27)),
        (Span(14), (), (12, 11)),
        (Span(0, working=True), (), (11, 27)),
        (Span(1, working=True), (), (11, 30)),
        (Span(5, working=True), (), (12, 4)),
        (Span(6, working=True), (), (12, 7)),
        (Span(1, working=True), (date(2026, 11, 30),), (12, 1)),
        (Span(5, working=True), (date(2026, 12, 1), date(2026, 12, 2)), (12, 8)),
    ],
)
def test_a_span_ends_on_the_right_day_at_the_same_time(span, holidays, day):
    assert span.after(FRIDAY, holidays) == FRIDAY.replace(month=day[0], day=day[1])


def test_working_days_between_count_the_last_and_not_the_first():
    friday, monday = FRIDAY.date(), date(2026, 11, 30)
    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, monday) == 1
    assert working_days_between(monday, friday) == 0
    assert working_days_between(friday, date(2026, 12, 7), {monday}) == 5
    assert [is_working(date(2026, 11, day)) for day in range(27, 31)] == [True, False, False, True]


def test_a_span_reads_as_words():
    assert [str(Span(1)), str(Span(3, working=True)), str(Span(1, working=True))] == [
        "1 day",
        "3 working days",
        "1 working day",
    ]


def one(action="go", sources=("a",), target="b", roles=("anybody",)):
    return Transition(action, sources, target, roles)


@pytest.mark.parametrize(
    ("ways", "what"),
    [
        ((one(target="c"),), "unknown states"),
        ((one(sources=("c",)),), "unknown states"),
        ((one(roles=()),), "nobody may go"),
        ((one(), one(target="a")), "go from a twice"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(ways, what):
    with pytest.raises(ValueError, match=what):
        Machine("m", ("a", "b"), ways)


def test_final_states_are_those_that_nothing_leaves():
    machine = Machine("m", ("a", "b"), (one(), one("begin", (START,), "a"), one("note", ("b",), STAY)))
    assert machine.final == {"b"}
    assert machine.actions == ("go", "begin", "note")
    assert [way.action for way in machine.ways_from("b", {"anybody"})] == ["note"]
    assert list(machine.ways_from("b", set())) == []


def test_a_life_whose_room_does_not_match_its_table_is_refused():
    from gcmhub.workflow.lives import Life, register
    from tests.workflow.loans.life import LOANS, MACHINE, TIMERS, roles_of
    from tests.workflow.loans.models import Loan

    with pytest.raises(ValueError, match="guards of the table and of the room differ"):
        Life(MACHINE, Loan, roles_of, {})
    with pytest.raises(ValueError, match="deadlines of the table and of the room differ"):
        register(LOANS, {name: do for name, do in TIMERS.items() if name != "remind"})
