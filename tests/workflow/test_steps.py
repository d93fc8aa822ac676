import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import HubError, NotPermitted
from gcmhub.workflow.actions import erase_payloads, fire_due_timers, move_deadline, record, take_step
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState, ReasonMissing
from gcmhub.workflow.models import Event, Holiday, Timer
from gcmhub.workflow.queries import breaks, history, running_deadlines
from gcmhub.workflow.rules import START
from tests.workflow.loans.life import LOANS, MACHINE, NotOnShelf
from tests.workflow.loans.models import Loan

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PEOPLE = {"librarian": "anna", "reader": "omar", "system": SYSTEM}


def asked():
    loan = Loan(reader="omar")
    take_step(LOANS, loan, "ask", by="omar", payload={"words": "please"})
    return loan


def lent():
    loan = asked()
    take_step(LOANS, loan, "lend", by="anna")
    return loan


def in_state(state):
    """A loan that is in a state, whatever led there."""
    if state == START:
        return Loan(reader="omar")
    loan = asked()
    Loan.objects.filter(pk=loan.pk).update(state=state)
    loan.refresh_from_db()
    return loan


@pytest.mark.django_db
@pytest.mark.parametrize("state", [START, *MACHINE.states])
@pytest.mark.parametrize("action", MACHINE.actions)
@pytest.mark.parametrize("role", PEOPLE)
def test_every_step_is_allowed_by_the_table_or_refused(state, action, role):
    loan = in_state(state)
    way = MACHINE.way(state, action)
    before = Event.objects.count()
    reason = way.reasons[0] if way and way.reasons else ""
    if way is None or role not in way.roles:
        with pytest.raises(NotInThisState if way is None else NotPermitted):
            take_step(LOANS, loan, action, by=PEOPLE[role], reason=reason)
        assert Event.objects.count() == before
        assert loan.state == state
    else:
        event = take_step(LOANS, loan, action, by=PEOPLE[role], reason=reason)
        assert (event.role, event.from_state, event.to_state) == (role, state, loan.state)
        assert loan.state == (state if way.target == "=" else way.target)


@pytest.mark.django_db
def test_what_somebody_may_do_follows_from_state_and_role():
    loan = asked()
    assert LOANS.actions_of("anna", loan) == ["lend", "refuse", "note"]
    assert LOANS.actions_of("omar", loan) == ["note"]
    assert LOANS.actions_of("eve", loan) == []
    assert LOANS.may("anna", "lend", loan)
    assert not LOANS.may("anna", "bring-back", loan)


@pytest.mark.django_db
def test_a_step_writes_state_version_and_event_together():
    with time_machine.travel(MONDAY, tick=False):
        loan = asked()
        take_step(LOANS, loan, "lend", by="anna", payload={"shelf": "Ж-3"}, changes={"note": "large"})
    loan.refresh_from_db()
    assert (loan.state, loan.version, loan.note, loan.state_since) == ("lent", 2, "large", MONDAY)
    assert list(
        history("loan", loan.public_id).values_list("number", "action", "actor", "role", "object_version", "payload")
    ) == [
        (1, "ask", "omar", "reader", 1, '{"words":"please"}'),
        (2, "lend", "anna", "librarian", 2, '{"shelf":"Ж-3"}'),
    ]
    assert list(breaks()) == []


@pytest.mark.django_db
def test_a_guard_that_refuses_leaves_all_as_it_was():
    loan = asked()
    with pytest.raises(NotOnShelf):
        take_step(LOANS, loan, "lend", by="anna", payload={"missing": True})
    assert (Loan.objects.get().state, Loan.objects.get().version, Event.objects.count()) == ("asked", 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "because"])
def test_a_step_that_asks_for_a_reason_takes_none_but_those_of_the_table(reason):
    with pytest.raises(ReasonMissing):
        take_step(LOANS, asked(), "refuse", by="anna", reason=reason)


@pytest.mark.django_db
def test_who_read_an_older_version_is_refused():
    loan = asked()
    stale = Loan.objects.get(pk=loan.pk)
    take_step(LOANS, loan, "note", by="anna")
    with pytest.raises(ChangedMeanwhile):
        take_step(LOANS, stale, "lend", by="anna")
    assert Loan.objects.get().state == "asked"


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_time_one_wins():
    loan = asked()
    ready, results = threading.Barrier(4), []

    def decide(action, reason):
        try:
            mine = Loan.objects.get(pk=loan.pk)
            ready.wait(10)
            take_step(LOANS, mine, action, by="anna", reason=reason)
            results.append(action)
        except ChangedMeanwhile:
            results.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=pair) for pair in (("lend", ""), ("refuse", "rare")) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results.count("refused") == 3
    assert Event.objects.count() == 2
    assert list(breaks()) == []


@pytest.mark.django_db
def test_deadlines_run_from_the_state_and_end_with_it():
    Holiday.objects.create(day=MONDAY.date() + timedelta(days=1), name="A holiday")
    with time_machine.travel(MONDAY, tick=False):
        loan = asked()
        assert running_deadlines("loan", [loan.public_id]) == {loan.public_id: {"answer": MONDAY + timedelta(days=4)}}
        take_step(LOANS, loan, "lend", by="anna")
    days = running_deadlines("loan", [loan.public_id])[loan.public_id]
    assert days == {"remind": MONDAY + timedelta(days=14), "give-up": MONDAY + timedelta(days=60)}
    take_step(LOANS, loan, "note", by="omar")
    assert running_deadlines("loan", [loan.public_id])[loan.public_id] == days
    take_step(LOANS, loan, "bring-back", by="omar")
    assert running_deadlines("loan", [loan.public_id]) == {}


@pytest.mark.django_db
def test_a_deadline_is_done_once_when_it_has_passed():
    with time_machine.travel(MONDAY, tick=False) as clock:
        loan = lent()
        assert fire_due_timers() == 0
        clock.move_to(MONDAY + timedelta(days=14))
        assert [fire_due_timers(), fire_due_timers()] == [1, 0]
        clock.move_to(MONDAY + timedelta(days=61))
        assert [fire_due_timers(), fire_due_timers()] == [1, 0]
    loan.refresh_from_db()
    assert (loan.reminded, loan.state) == (1, "lost")
    assert history("loan", loan.public_id).last().role == "system"


@pytest.mark.django_db
def test_deadlines_that_passed_while_nobody_looked_are_done_in_their_order():
    with time_machine.travel(MONDAY, tick=False) as clock:
        loan = lent()
        clock.move_to(MONDAY + timedelta(days=400))
        assert fire_due_timers() == 2
    loan.refresh_from_db()
    assert (loan.reminded, loan.state) == (1, "lost")


@pytest.mark.django_db
def test_a_deadline_that_fails_is_tried_again_and_keeps_no_other_from_its_turn():
    with time_machine.travel(MONDAY, tick=False) as clock:
        broken, whole = lent(), lent()
        Loan.objects.filter(pk=broken.pk).update(note="broken")
        clock.move_to(MONDAY + timedelta(days=14))
        assert fire_due_timers() == 1
        whole.refresh_from_db()
        assert whole.reminded == 1
        assert fire_due_timers() == 0
        Loan.objects.filter(pk=broken.pk).update(note="")
        clock.move_to(MONDAY + timedelta(days=14, minutes=16))
        assert fire_due_timers() == 1
        broken.refresh_from_db()
        assert broken.reminded == 1


@pytest.mark.django_db
def test_a_deadline_may_be_moved_and_that_is_written_down():
    with time_machine.travel(MONDAY, tick=False):
        loan = lent()
        later = MONDAY + timedelta(days=30)
        assert move_deadline(LOANS, loan, "remind", later, by="anna")
        assert not move_deadline(LOANS, loan, "answer", later, by="anna")
    assert Timer.objects.get(kind="remind").due_at == later
    assert history("loan", loan.public_id).last().action == "move-deadline"


@pytest.mark.django_db
def test_a_deadline_of_an_object_that_is_gone_is_let_go():
    with time_machine.travel(MONDAY, tick=False) as clock:
        lent().delete()
        clock.move_to(MONDAY + timedelta(days=100))
        assert [fire_due_timers(), fire_due_timers()] == [0, 0]
    assert not Timer.objects.filter(fired_at=None).exists()


@pytest.mark.django_db
def test_erasing_what_events_remember_leaves_the_chain_whole():
    loan = lent()
    assert erase_payloads("loan", loan.public_id) == 2
    assert set(history("loan", loan.public_id).values_list("payload", "salt")) == {(None, None)}
    record("loan", loan.public_id, "erase", by="anna")
    assert list(breaks()) == []


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(MACHINE.actions), st.sampled_from(sorted(PEOPLE))), max_size=12))
def test_whatever_is_tried_the_state_is_one_of_the_table_and_the_chain_holds(steps):
    loan = asked()
    for action, role in steps:
        state, version = loan.state, loan.version
        try:
            take_step(LOANS, loan, action, by=PEOPLE[role], reason="rare")
        except HubError:
            assert (loan.state, loan.version) == (state, version)
        else:
            assert loan.version == version + 1
    stored = Loan.objects.get(pk=loan.pk)
    assert (stored.state, stored.version) == (loan.state, loan.version)
    assert stored.version == history("loan", loan.public_id).count()
    assert list(breaks()) == []


@pytest.mark.django_db
def test_a_step_costs_the_same_however_long_the_history(django_assert_max_num_queries):
    loan = asked()
    for _ in range(5):
        take_step(LOANS, loan, "note", by="anna")
    with django_assert_max_num_queries(12):
        take_step(LOANS, loan, "lend", by="anna")
