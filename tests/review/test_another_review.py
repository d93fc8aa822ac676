"""What becomes of a published resource whose next review refuses it or never ends."""

from datetime import timedelta

import pytest

from gcmhub.library.models import Resource
from gcmhub.notices.models import Notice
from gcmhub.review.actions import deciding, panel, publishing, submitting
from gcmhub.workflow.actions import fire_due_timers
from gcmhub.workflow.errors import NotInThisState
from tests.review.conftest import accept, to_decide, write_review

pytestmark = pytest.mark.django_db


def told(template):
    return list(Notice.objects.filter(template=f"review_{template}").values_list("user__name", flat=True))


def refused_on_another_review(people, clock):
    """A published resource whose second round ended in a rejection."""
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    clock.move_to(submission.review_by + timedelta(hours=1))
    fire_due_timers()
    submission.refresh_from_db()
    panel.review_again(submission, by=people.editor)
    panel.invite_all(submission, by=people.editor)
    for task in submission.assignments.filter(round=2):
        accept(task)
        write_review(task, "reject")
    submission.refresh_from_db()
    deciding.decide(submission, "reject", by=people.editor, reason="quality", letter="The law has changed.")
    return submission


def states(submission):
    submission.refresh_from_db()
    return submission.state, Resource.objects.get(pk=submission.resource_id).state


def test_what_another_review_refuses_is_taken_out_by_the_lead_once_the_rejection_is_told(people, clock):
    submission = refused_on_another_review(people, clock)
    assert states(submission) == ("rejected", "published")
    with pytest.raises(NotInThisState):  # the decision can still be undone
        publishing.archive(submission, by=people.editor, reason="outdated")
    clock.shift(timedelta(hours=25))
    publishing.archive(submission, by=people.editor, reason="outdated")
    assert states(submission) == ("archived", "archived")
    assert told("archived") == ["Sara Submitter"]


def test_what_another_review_refuses_leaves_the_shelf_by_itself_after_the_time_of_an_appeal(people, clock):
    submission = refused_on_another_review(people, clock)
    clock.shift(timedelta(days=30, hours=23))
    fire_due_timers()
    assert states(submission) == ("rejected", "published")
    clock.shift(timedelta(hours=2))
    fire_due_timers()
    assert states(submission) == ("archived", "archived")


def test_while_an_appeal_waits_a_refused_resource_stays_and_goes_once_it_is_dismissed(people, clock):
    submission = refused_on_another_review(people, clock)
    clock.shift(timedelta(days=20))
    submitting.appeal(submission, "The law has not changed.", by=people.submitter)
    with pytest.raises(NotInThisState):
        publishing.archive(submission, by=people.editor, reason="outdated")
    clock.shift(timedelta(days=20))
    fire_due_timers()
    assert states(submission) == ("rejected", "published")
    deciding.dismiss_appeal(submission, "It has.", by=people.managing)
    fire_due_timers()
    assert states(submission) == ("archived", "archived")


def test_another_review_that_is_withdrawn_takes_the_resource_out_after_a_month(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    publishing.fall_due(submission)
    panel.review_again(submission, by=people.editor)
    submitting.withdraw(submission, by=people.submitter)
    assert states(submission) == ("withdrawn", "published")
    clock.shift(timedelta(days=32))
    fire_due_timers()
    assert states(submission) == ("archived", "archived")


def test_what_was_never_on_the_shelf_is_not_archived(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "reject", by=people.editor, reason="quality", letter="No.")
    clock.shift(timedelta(days=40))
    fire_due_timers()
    submission.refresh_from_db()
    assert submission.state == "rejected"
    with pytest.raises(NotInThisState):
        publishing.archive(submission, by=people.editor, reason="outdated")
