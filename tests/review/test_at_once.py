"""People who act at the same time."""

import threading

import pytest
from django.db import connections

from gcmhub.core.errors import HubError
from gcmhub.review.actions import deciding, reviewing, submitting
from gcmhub.review.models import Assignment, Decision, Submission
from gcmhub.workflow.queries import breaks, history
from tests.review.conftest import NO_CONFLICT, draft, invited, to_decide, under_review, write_review

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all at the same time; return what became of each."""
    ready, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            ready.wait(20)
            act()
            results[number] = "done"
        except HubError as error:
            results[number] = error.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_the_last_two_who_accept_at_once_begin_the_review(people):
    submission = invited(people)
    for task in submission.assignments.all():
        reviewing.declare_conflicts(task, NO_CONFLICT, by=task.reviewer)

    def accepts(pk):
        return lambda: reviewing.accept_invitation((task := Assignment.objects.get(pk=pk)), by=task.reviewer)

    assert set(at_once(*[accepts(task.pk) for task in submission.assignments.all()])) == {"done"}
    assert Submission.objects.get().state == "under-review"
    assert list(breaks()) == []


def test_the_last_two_who_send_at_once_close_the_round(people):
    submission = under_review(people)

    def sends(pk):
        return lambda: write_review(Assignment.objects.get(pk=pk))

    assert set(at_once(*[sends(task.pk) for task in submission.assignments.all()])) == {"done"}
    assert Submission.objects.get().state == "decision-pending"
    actions = [event.action for event in history("submission", submission.public_id)]
    assert actions.count("close-review") == 1


def test_of_two_decisions_one_wins_and_the_other_hears_why(people):
    submission = to_decide(people)

    def decides(kind, **more):
        return lambda: deciding.decide(Submission.objects.get(pk=submission.pk), kind, by=people.editor, letter="So.", **more)

    results = at_once(decides("accept"), decides("reject", reason="quality"), decides("minor", points=["One"]))
    assert sorted(results).count("done") == 1
    assert set(results) - {"done"} <= {"changed-meanwhile", "not-in-this-state"}
    assert Decision.objects.filter(undone_at=None).count() == 1


def test_a_double_click_on_send_sends_once(people):
    submission = draft(people.submitter)
    results = at_once(*[lambda: submitting.submit(Submission.objects.get(pk=submission.pk), by=people.submitter)] * 3)
    assert sorted(results).count("done") == 1
    assert Submission.objects.get().versions.count() == 1


def test_references_are_given_once(people):
    drafts = [draft(people.submitter).pk for _ in range(4)]

    def sends(pk):
        return lambda: submitting.submit(Submission.objects.get(pk=pk), by=people.submitter)

    assert set(at_once(*map(sends, drafts))) == {"done"}
    assert sorted(Submission.objects.values_list("reference", flat=True)) == [
        f"GCM-2026-0000{number}" for number in (1, 2, 3, 4)
    ]
