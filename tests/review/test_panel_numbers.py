"""Reviewers are counted as they are invited: their numbers, which submitters see, tell nothing of who waited."""

import pytest

from gcmhub.review.actions import panel, reviewing
from tests.review.conftest import assigning

pytestmark = pytest.mark.django_db


def test_who_is_invited_has_the_next_number_whoever_was_proposed_before(people):
    submission = assigning(people)
    panel.propose_reviewer(submission, people.third, slot="external", rank=1, by=people.editor)
    for reviewer, slot in ((people.un, "un"), (people.first, "external"), (people.second, "external")):
        panel.propose_reviewer(submission, reviewer, slot=slot, by=people.editor)
    panel.invite_all(submission, by=people.editor)
    rows = submission.assignments.exclude(state="proposed").order_by("number")
    assert [each.number for each in rows] == [1, 2, 3]
    assert submission.assignments.get(state="proposed").number == 4
    declined = submission.assignments.get(reviewer=people.first)
    reviewing.decline_invitation(declined, by=people.first, reason="no-time")
    numbers = dict(submission.assignments.values_list("reviewer__name", "number"))
    assert sorted(numbers.values()) == [1, 2, 3, 4]
    assert numbers["Rosa Third"] == 4
