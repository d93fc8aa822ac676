"""The roster as the rules of assignment read it."""

from datetime import timedelta

import pytest

from gcmhub.accounts.models import Expertise, LanguageSkill, Membership, Organisation, Profile, Publication
from gcmhub.review.actions import panel, reviewing
from gcmhub.review.errors import ReviewerHasConflict, ReviewerUnavailable
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.matching import conflicts_of, propose_panel, reviewers_for, work_of
from tests.review.conftest import MONDAY, REPORT, assigning, invited, reviewer, to_decide, under_review

pytestmark = pytest.mark.django_db


def knows(user, objective="18", level=3, **profile):
    Expertise.objects.create(user=user, objective=objective, level=level)
    Profile.objects.update_or_create(user=user, defaults=profile)


def test_a_panel_is_proposed_from_the_roster_with_what_was_known(people):
    knows(people.first, gender="woman", country="KEN")
    knows(people.second, gender="man", country="FRA")
    submission = assigning(people)
    proposal = propose_panel(submission)
    best = proposal.panels[0].reviewers
    assert people.un.public_id in best
    assert {people.first.public_id, people.second.public_id} <= set(best)
    assert proposal.gaps == ()


def test_a_language_that_nobody_of_the_un_reads_is_a_named_gap(people):
    submission = assigning(people)
    submission.record["languages"] = ["zh"]
    LanguageSkill.objects.create(user=people.first, language="zh", level="review")
    assert {str(gap) for gap in propose_panel(submission).gaps} == {
        "needs a UN reviewer reading zh",
        "needs an external reviewer reading zh",
    }


def test_people_of_the_submitting_body_and_named_authors_are_set_aside(people):
    body = Organisation.objects.create(names={"en": "A town"}, type="government", country="KEN")
    for user in (people.submitter, people.first):
        Membership.objects.create(user=user, organisation=body, since=MONDAY.date(), verified_at=MONDAY, verified_by="system")
    submission = assigning(people)
    submission.record["authors"] = [{"name": people.second.name}]
    submission.save()
    assert work_of(submission).interests.institutions == {body.public_id}
    proposed = {one for found in propose_panel(submission).panels for one in found.reviewers}
    assert not {people.first.public_id, people.second.public_id} & proposed
    for who in (people.first, people.second):
        with pytest.raises(ReviewerHasConflict):
            panel.propose_reviewer(submission, who, slot="external", by=people.editor)


def test_whom_the_submitter_does_not_want_is_told_as_a_reason_against(people):
    submission = assigning(people, REPORT | {"excluded": "Rita First, Somebody Else\r\nRami Second; of a rival institute"})
    assert {"Rita First", "Rami Second"} <= set(work_of(submission).interests.unwanted)
    against = {
        one.name: [each.ground for each in conflicts_of(one, submission)] for one in (people.first, people.second, people.un)
    }
    assert against == {"Rita First": ["unwanted"], "Rami Second": ["unwanted"], "Una Nations": []}


def test_who_is_full_tired_paused_or_has_declined_is_not_proposed(people):
    submission = invited(people)
    reviewing.decline_invitation(submission.assignments.get(reviewer=people.first), by=people.first, reason="no-time")
    RosterMember.objects.filter(user=people.third).update(state="paused")
    busy = reviewer("Bella Busy")
    RosterMember.objects.filter(user=busy).update(capacity=0)
    found = {one.id: one for one in reviewers_for(submission)}
    assert found[people.first.public_id].has_declined
    assert people.third.public_id not in found
    assert not found[busy.public_id].is_free
    assert propose_panel(submission).panels == ()


def asked(submission, who, by, rank=0):
    return panel.propose_reviewer(submission, who, slot="external", rank=rank, by=by)


def test_nobody_is_invited_for_more_reviews_than_agreed(people):
    RosterMember.objects.filter(user=people.first).update(capacity=1)
    one, other = assigning(people), assigning(people)
    panel.invite(asked(one, people.first, people.editor), by=people.editor)
    task = asked(other, people.first, people.editor)
    with pytest.raises(ReviewerUnavailable) as refused:
        panel.invite(task, by=people.editor)
    assert refused.value.details["why"] == "full"
    task.refresh_from_db()
    assert task.state == "proposed"


def test_nobody_is_invited_in_the_month_after_a_review(people, clock):
    to_decide(people)
    task = asked(assigning(people), people.first, people.editor)
    with pytest.raises(ReviewerUnavailable) as refused:
        panel.invite(task, by=people.editor)
    assert refused.value.details["why"] == "leave"
    clock.move_to(MONDAY + timedelta(days=31))
    panel.invite(task, by=people.editor)
    assert task.state == "invited"


def test_what_was_done_for_a_submission_keeps_nobody_from_its_next_round(people):
    submission = to_decide(people)
    RosterMember.objects.filter(user=people.first).update(capacity=1)
    submission.state, submission.round = "assigning", 2
    submission.save(update_fields=["state", "round"])
    panel.open_round(submission)
    task = submission.assignments.get(round=2, reviewer=people.first)
    panel.invite(task, by=people.editor)
    assert task.state == "invited"


def test_an_alternate_who_has_no_time_any_more_is_passed_over(people):
    submission = invited(people)
    fourth = reviewer("Rene Fourth")
    for rank, who in enumerate((people.third, fourth), 1):
        asked(submission, who, people.editor, rank)
    RosterMember.objects.filter(user=people.third).update(capacity=0)
    reviewing.decline_invitation(submission.assignments.get(reviewer=people.first), by=people.first, reason="no-time")
    states = {who.name: submission.assignments.get(reviewer=who).state for who in (people.third, fourth)}
    assert states == {"Rosa Third": "proposed", "Rene Fourth": "invited"}


def test_only_open_places_are_proposed_for(people):
    submission = assigning(people)
    panel.propose_reviewer(submission, people.un, slot="un", by=people.editor)
    seats = propose_panel(submission).panels[0].seats
    assert [str(seat.slot) for seat in seats] == ["external", "external"]


def test_where_all_places_are_held_one_more_is_proposed(people):
    submission = to_decide(people, "major")
    panel.add_tie_breaker(submission, by=people.editor)
    seats = propose_panel(submission).panels[0].seats
    assert [(str(seat.slot), seat.reviewer) for seat in seats] == [("either", people.third.public_id)]


def test_a_roster_is_read_with_the_same_number_of_queries_however_large(people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    submission = under_review(people)
    with CaptureQueriesContext(connection) as few:
        reviewers_for(submission)
    for number in range(5):
        user = reviewer(f"More Person{number}")
        knows(user)
        Publication.objects.create(user=user, title="Nurses", year=2024, coauthors="A; B")
    with django_assert_num_queries(len(few)):
        assert len(reviewers_for(submission)) == 9
