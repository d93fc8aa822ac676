"""The demonstration of review: every state, a roster that panels come from, and nothing left once it is removed."""

import pytest

from gcmhub.accounts.models import User
from gcmhub.demo.actions import load_demo_accounts, remove_demo_people
from gcmhub.demo.review import WAYS, load_demo_review
from gcmhub.library.models import Resource
from gcmhub.review.choices import RosterState, SubmissionState
from gcmhub.review.models import Decision, RosterMember, Submission, Suggestion
from gcmhub.vocabulary.actions import load_vocabulary
from gcmhub.workflow.queries import breaks


@pytest.fixture
def world(db, settings, tmp_path):
    settings.HUB_DEMO_LOGINS = tmp_path / "logins.json"
    load_vocabulary()
    load_demo_accounts()
    return load_demo_review()


@pytest.mark.slow
def test_there_is_a_submission_in_every_state_and_all_goes_again(world):
    assert world == len(WAYS)
    assert set(Submission.objects.values_list("state", flat=True)) == set(SubmissionState.values)
    assert RosterMember.objects.filter(state="active").count() == 60
    assert set(RosterMember.objects.values_list("state", flat=True)) == set(RosterState.values) - {"started"}
    assert Decision.objects.filter(takes_effect_at=None, undone_at=None).count() == 1
    assert all(title["en"].startswith("Demonstration") for title in Submission.objects.values_list("record__title", flat=True))
    own = User.objects.get(name="Demonstration reviewer").pk
    assert Submission.objects.filter(state="under-review", assignments__reviewer=own).exists()
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"waiting"}
    assert load_demo_review() == 0
    assert list(breaks()) == []
    remove_demo_people()
    assert not Submission.objects.exists()
    assert not RosterMember.objects.exists()
    assert not Suggestion.objects.exists()
    assert not User.objects.filter(is_demo=True).exists()
    assert not Resource.objects.exists()
    assert list(breaks()) == []
