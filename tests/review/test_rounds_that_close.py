"""A round closes when its last open task ends and enough reviews are in."""

import pytest

from gcmhub.notices.models import Notice
from gcmhub.review.actions import panel, reviewing
from tests.review.conftest import under_review, write_review

pytestmark = pytest.mark.django_db


def told(template):
    return list(Notice.objects.filter(template=f"review_{template}").values_list("user__name", flat=True))


def two_reviews_and_one_at_work(people):
    submission = under_review(people)
    for who in (people.un, people.first):
        write_review(submission.assignments.get(reviewer=who))
    return submission, submission.assignments.get(reviewer=people.second)


ENDS = {
    "is-taken-off": lambda task, people: reviewing.recuse(task, by=people.editor, reason="no-time"),
    "is-replaced": lambda task, people: panel.cancel(task, by=people.editor, reason="replaced"),
    "did-not-answer": lambda task, people: panel.cancel(task, by=people.editor, reason="no-answer"),
    "is-released": lambda task, people: panel.cancel(task, by=people.editor, reason="decided"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_round_with_enough_reviews_closes_when_the_last_task_ends(people, end):
    submission, task = two_reviews_and_one_at_work(people)
    end(task, people)
    submission.refresh_from_db()
    assert submission.state == "decision-pending"
    assert told("to_decide") == ["Edit Or"]
    assert told("needs_reviewer") == []


@pytest.mark.parametrize("answers", [True, False])
def test_a_round_closes_when_the_last_invitation_of_an_alternate_comes_to_nothing(people, clock, answers):
    submission, task = two_reviews_and_one_at_work(people)
    panel.propose_reviewer(submission, people.third, slot="external", rank=1, by=people.editor)
    reviewing.recuse(task, by=people.second, reason="no-time")
    last = submission.assignments.get(reviewer=people.third)
    submission.refresh_from_db()
    assert (last.state, submission.state) == ("invited", "under-review")
    if answers:
        reviewing.decline_invitation(last, by=people.third, reason="no-time")
    else:
        reviewing.expire_invitation(last)
    submission.refresh_from_db()
    assert submission.state == "decision-pending"
    assert told("needs_reviewer") == []


def test_a_round_with_too_few_reviews_stays_open_and_the_lead_is_told(people):
    submission = under_review(people)
    write_review(submission.assignments.get(reviewer=people.un))
    for who in (people.first, people.second):
        reviewing.recuse(submission.assignments.get(reviewer=who), by=who, reason="no-time")
    submission.refresh_from_db()
    assert submission.state == "under-review"
    assert told("needs_reviewer") == ["Edit Or"] * 2


def test_once_a_decision_is_due_no_alternate_is_asked_any_more(people, clock):
    submission, task = two_reviews_and_one_at_work(people)
    panel.propose_reviewer(submission, people.third, slot="external", rank=1, by=people.editor)
    panel.close_if_complete(submission, late=True)
    reviewing.recuse(task, by=people.second, reason="no-time")
    assert submission.assignments.get(reviewer=people.third).state == "proposed"
    assert told("needs_reviewer") == []
