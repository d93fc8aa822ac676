"""From the first click to the published page and beyond, as the people in it take their steps."""

from datetime import timedelta

import pytest

from gcmhub.core.errors import NotPermitted
from gcmhub.library.models import Resource
from gcmhub.notices.models import Message, Notice
from gcmhub.review import errors
from gcmhub.review.actions import deciding, drafts, panel, publishing, reviewing, submitting, triage
from gcmhub.review.lives import offered
from gcmhub.review.models import Submission
from gcmhub.review.queries.panels import standing_of
from gcmhub.review.queries.people import may_edit, told_state
from gcmhub.workflow.actions import fire_due_timers
from gcmhub.workflow.errors import NotInThisState
from gcmhub.workflow.queries import breaks, history
from tests.review.conftest import (
    LINK,
    MONDAY,
    REPORT,
    accept,
    assigning,
    draft,
    in_triage,
    invited,
    sent,
    to_decide,
    under_review,
    upload,
    write_review,
)

pytestmark = pytest.mark.django_db


def told(template, user=None):
    rows = Notice.objects.filter(template=f"review_{template}")
    return list((rows.filter(user=user) if user else rows).values_list("user__name", flat=True))


def test_a_reviewed_report_goes_from_draft_to_the_shelf(people, clock):
    submission = to_decide(people)
    assert submission.state == "decision-pending"
    assert submission.reference == "GCM-2026-00001"
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    submission.refresh_from_db()
    resource = submission.resource
    assert (submission.state, resource.state, resource.review_status) == ("published", "published", "reviewed")
    assert resource.peer_review == {
        "date": "2026-03-02",
        "track": "R",
        "rules": 1,
        "mode": "single",
        "rounds": 1,
        "reviewers": {"un": 1, "external": 2},
        "decided": "2026-03-02",
    }
    assert submission.review_by == MONDAY.replace(year=2029)
    assert [event.action for event in history("submission", submission.public_id)] == [
        "start", "submit", "take", "send-to-review", "begin-review", "close-review", "accept", "publish",
    ]  # fmt: skip
    assert list(breaks()) == []


def test_a_link_takes_the_light_way_and_says_so(people):
    submission = in_triage(people, LINK)
    with pytest.raises(errors.WrongTrack):
        panel.send_to_review(submission, by=people.editor)
    with pytest.raises(errors.NotPublishable):
        deciding.decide(submission, "accept-light", by=people.editor, checklist=["works"])
    lines = [
        code for code, _ in __import__("gcmhub.review.queries.panels", fromlist=["rules_of"]).rules_of(submission).checklist
    ]
    deciding.decide(submission, "accept-light", by=people.editor, checklist=lines)
    publishing.publish(submission, by=people.editor)
    assert Resource.objects.get().review_status == "checked"


def test_an_incomplete_draft_says_all_that_is_missing(people):
    submission = drafts.begin_draft(by=people.submitter, kind="practice")
    with pytest.raises(errors.Incomplete) as refused:
        submitting.submit(submission, by=people.submitter)
    assert {problem.field for problem in refused.value.problems} >= {
        "title", "abstract", "objectives", "files", "practice.implementer", "practice.results", "licence", "rights_confirmed",
    }  # fmt: skip
    assert Submission.objects.get().state == "draft"


def test_two_pages_that_save_one_draft_do_not_overwrite_each_other(people):
    submission = drafts.begin_draft(by=people.submitter)
    drafts.save_draft(submission, {"title": {"en": "One"}}, by=people.submitter, revision=0)
    with pytest.raises(errors.DraftChanged) as refused:
        drafts.save_draft(submission, {"title": {"en": "Two"}}, by=people.submitter, revision=0)
    assert refused.value.details["record"] == {"title": {"en": "One"}}


def test_who_submits_is_no_editor_of_it(people):
    submission = draft(people.editor)
    submitting.submit(submission, by=people.editor)
    with pytest.raises(Exception, match="take is for"):
        triage.take(submission, by=people.editor)
    with pytest.raises(errors.EditorHasConflict):
        triage.take(submission, by=people.managing, lead=people.editor)


def test_what_nobody_takes_goes_to_the_editor_with_the_least_work(people, clock):
    in_triage(people)  # the first editor has one now
    submission = sent(people)
    clock.move_to(MONDAY + timedelta(days=1, hours=1))
    assert fire_due_timers() == 1
    submission.refresh_from_db()
    assert (submission.state, submission.lead) == ("in-triage", people.second_editor)


def test_triage_that_lasts_too_long_is_reminded_then_given_to_another(people, clock):
    submission = in_triage(people)
    clock.move_to(MONDAY + timedelta(days=3, hours=1))
    fire_due_timers()
    assert told("triage_reminder") == ["Edit Or"]
    clock.move_to(MONDAY + timedelta(days=8, hours=1))
    fire_due_timers()
    submission.refresh_from_db()
    assert submission.lead == people.second_editor
    assert told("triage_late") == ["Mana Ging"]


def test_changes_are_asked_for_twice_at_most(people):
    submission = in_triage(people)
    for number in (1, 2):
        triage.ask_for_changes(submission, by=people.editor, reason="unclear", letter="Who took part?")
        with pytest.raises(errors.NotChanged):
            submitting.resubmit(submission, by=people.submitter)
        submission.refresh_from_db()
        drafts.save_draft(submission, {"publishers": [f"Town {number}"]}, by=people.submitter, revision=submission.revision)
        submission.refresh_from_db()
        submitting.resubmit(submission, by=people.submitter)
    with pytest.raises(errors.NoRoundsLeft):
        triage.ask_for_changes(submission, by=people.editor, reason="unclear", letter="And?")
    assert submission.versions.count() == 3


def test_no_answer_to_a_request_for_changes_withdraws_it_and_it_can_be_reopened(people, clock):
    submission = in_triage(people)
    triage.ask_for_changes(submission, by=people.editor, reason="unclear", letter="Who took part?")
    for days in range(1, 46):
        clock.move_to(MONDAY + timedelta(days=days, hours=1))
        fire_due_timers()
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert len(told("changes_reminder")) == 2
    submitting.reopen(submission, by=people.submitter)
    submitting.submit(submission, by=people.submitter)
    assert submission.reference == "GCM-2026-00001"


def test_all_who_declined_leave_a_place_that_needs_reviewers_not_a_decision(people):
    submission = invited(people)
    for assignment in submission.assignments.all():
        reviewing.decline_invitation(assignment, by=assignment.reviewer, reason="no-time")
    submission.refresh_from_db()
    assert submission.state == "assigning"
    assert standing_of(submission) == ["needs-reviewers"]
    assert told("needs_reviewer") == ["Edit Or"] * 3


def test_an_alternate_is_invited_when_somebody_declines_and_the_no_can_be_taken_back(people):
    submission = assigning(people)
    for who, slot, rank in (
        (people.un, "un", 0),
        (people.first, "external", 0),
        (people.second, "external", 0),
        (people.third, "external", 1),
    ):
        panel.propose_reviewer(submission, who, slot=slot, rank=rank, by=people.editor)
    panel.invite_all(submission, by=people.editor)
    task = submission.assignments.get(reviewer=people.first)
    reviewing.decline_invitation(task, by=people.first, reason="no-time", suggests="A colleague")
    assert submission.assignments.get(reviewer=people.third).state == "invited"
    with pytest.raises(errors.PlaceTaken):
        reviewing.undo_decline(task, by=people.first)
    reviewing.decline_invitation(submission.assignments.get(reviewer=people.third), by=people.third, reason="language")
    reviewing.undo_decline(task, by=people.first)
    assert task.state == "invited"


def test_conflicts_are_declared_before_the_task_is_taken_on(people):
    submission = invited(people)
    task = submission.assignments.get(reviewer=people.first)
    with pytest.raises(errors.ConflictsNotDeclared):
        reviewing.accept_invitation(task, by=people.first)
    answers = {kind: {"yes": kind == "collaborator", "text": "We wrote together"} for kind in reviewing.CONFLICT_TYPES}
    task = reviewing.declare_conflicts(task, answers, by=people.first)
    with pytest.raises(errors.ReviewerHasConflict):
        reviewing.accept_invitation(task, by=people.first)
    assert told("conflict_declared") == ["Edit Or"]
    task = reviewing.judge_conflict(task, by=people.editor)
    reviewing.accept_invitation(task, by=people.first)
    assert task.state == "accepted"


def test_invitations_are_reminded_twice_and_expire(people, clock):
    submission = invited(people)
    for hours in range(0, 24 * 9, 6):
        clock.move_to(MONDAY + timedelta(hours=hours))
        fire_due_timers()
    assert {task.state for task in submission.assignments.all()} == {"expired"}
    assert len(told("invitation_reminder", people.first)) == 2
    assert len(told("expired")) == 3


def test_reviews_that_disagree_ask_for_one_more(people):
    submission = under_review(people)
    tasks = list(submission.assignments.order_by("pk"))
    write_review(tasks[0], "accept", 5)
    write_review(tasks[1], "reject", 1)
    write_review(tasks[2], "minor", 4)
    submission.refresh_from_db()
    assert standing_of(submission) == ["disagreement"]
    panel.add_tie_breaker(submission, by=people.editor)
    extra = panel.propose_reviewer(submission, people.third, slot="tie-break", by=people.editor)
    panel.invite(extra, by=people.editor)
    accept(extra)
    submission.refresh_from_db()
    assert submission.state == "under-review"
    write_review(extra, "minor", 3)
    submission.refresh_from_db()
    assert submission.state == "decision-pending"


def test_a_large_revision_goes_to_the_same_reviewers_with_an_answer_to_every_point(people, clock):
    submission = to_decide(people, "major")
    deciding.decide(submission, "major", by=people.editor, letter="Please revise.", points=["Say who took part", "Add figures"])
    clock.shift(deciding.UNDO_TERM)
    submission.refresh_from_db()
    drafts.save_draft(submission, {"publishers": ["The town"]}, by=people.submitter, revision=submission.revision)
    submission.refresh_from_db()
    with pytest.raises(errors.PointsOpen) as refused:
        submitting.return_revision(submission, ["Done", " "], by=people.submitter)
    assert refused.value.details["numbers"] == [2]
    submitting.return_revision(submission, ["Done", "Added"], by=people.submitter)
    assert (submission.state, submission.round) == ("assigning", 2)
    second = submission.assignments.filter(round=2)
    assert {task.reviewer for task in second} == {people.un, people.first, people.second}
    assert {task.state for task in second} == {"proposed"}
    assert {(task.reviewer_id, task.number) for task in second} == {
        (task.reviewer_id, task.number) for task in submission.assignments.filter(round=1)
    }


def test_a_small_revision_comes_back_to_the_editor(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "minor", by=people.editor, letter="Nearly there.", points=["A typing error on page 2"])
    clock.shift(deciding.UNDO_TERM)
    submission.refresh_from_db()
    drafts.save_draft(submission, {"publishers": ["The town"]}, by=people.submitter, revision=submission.revision)
    submission.refresh_from_db()
    submitting.return_revision(submission, ["Mended"], by=people.submitter)
    assert submission.state == "decision-pending"


def test_before_the_mail_of_a_decision_leaves_submitters_do_what_they_could_do_without_it(people, clock):
    asked = to_decide(people)
    assert offered(people.submitter, asked) == ["withdraw"]
    deciding.decide(asked, "minor", by=people.editor, letter="Nearly there.", points=["One"])
    asked.refresh_from_db()
    with pytest.raises(NotPermitted):
        drafts.save_draft(asked, {"publishers": ["The town"]}, by=people.submitter, revision=asked.revision)
    with pytest.raises(NotPermitted):
        upload(asked, people.submitter)
    with pytest.raises(NotPermitted):
        submitting.keep_responses(asked, ["Mended"], by=people.submitter)
    with pytest.raises(NotInThisState):
        submitting.return_revision(asked, ["Mended"], by=people.submitter)
    assert (told_state(asked), offered(people.submitter, asked)) == ("decision-pending", ["withdraw"])
    clock.shift(deciding.UNDO_TERM)
    assert may_edit(people.submitter, asked)
    assert offered(people.submitter, asked) == ["return-minor", "return-major", "withdraw"]


def test_a_decision_at_the_desk_is_not_told_either(people, clock):
    submission = in_triage(people)
    before = offered(people.submitter, submission)
    deciding.decide(submission, "desk-reject", by=people.editor, reason="outside-scope", letter="Tourism.")
    assert (told_state(submission), offered(people.submitter, submission)) == ("in-triage", before)
    clock.shift(deciding.UNDO_TERM)
    assert (told_state(submission), offered(people.submitter, submission)) == ("rejected", ["appeal"])
    with pytest.raises(errors.UndoClosed):
        submitting.withdraw(submission, by=people.submitter)


@pytest.mark.parametrize("kind", ["reject", "accept", "minor"])
def test_who_withdraws_before_a_decision_is_told_is_never_told_it(people, kind):
    submission = to_decide(people)
    deciding.decide(
        submission, kind, by=people.editor, reason="quality" if kind == "reject" else "", letter="So.", points=["One"]
    )
    submission.refresh_from_db()
    submitting.withdraw(submission, by=people.submitter)
    assert (submission.state, told_state(submission)) == ("withdrawn", "withdrawn")
    mails = Message.objects.filter(template__in=["review_rejected", "review_accepted", "review_revision_requested"])
    assert {mail.state for mail in mails} == {"withdrawn"}
    submitting.reopen(submission, by=people.submitter)
    assert told_state(submission) == "draft"


def test_a_decision_is_undone_before_its_mail_leaves(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "reject", by=people.editor, reason="quality", letter="Too thin.")
    held = Message.objects.filter(template="review_rejected")
    assert held.get().held_until == MONDAY + timedelta(hours=24)
    deciding.undo_decision(submission, by=people.editor)
    assert submission.state == "decision-pending"
    assert held.get().state == "withdrawn"
    assert told("rejected") == []
    deciding.decide(submission, "reject", by=people.editor, reason="quality", letter="Too thin.")
    clock.move_to(MONDAY + timedelta(hours=25))
    with pytest.raises(errors.UndoClosed):
        deciding.undo_decision(submission, by=people.editor)


def test_a_member_states_submission_is_refused_by_two_people(people):
    submission = in_triage(people, by=people.official)
    assert submission.is_member_state
    decision = deciding.decide(
        submission, "desk-reject", by=people.editor, reason="outside-scope", letter="It is about tourism."
    )
    submission.refresh_from_db()
    assert submission.state == "in-triage"
    with pytest.raises(Exception, match="managing editors co-sign"):
        deciding.cosign(decision, by=people.editor)
    deciding.cosign(decision, by=people.managing)
    submission.refresh_from_db()
    assert submission.state == "rejected"


def test_a_managing_editor_does_not_sign_twice(people):
    submission = in_triage(people, by=people.official)
    decision = deciding.decide(submission, "desk-reject", by=people.managing, reason="outside-scope", letter="Tourism.")
    with pytest.raises(errors.SameEditor):
        deciding.cosign(decision, by=people.managing)


def test_an_appeal_is_judged_by_somebody_else(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "reject", by=people.managing, reason="quality", letter="Too thin.")
    with pytest.raises(errors.AppealClosed):
        submitting.appeal(submission, "You overlooked page 3.", by=people.submitter)
    clock.move_to(MONDAY + timedelta(days=2))
    submitting.appeal(submission, "You overlooked page 3.", by=people.submitter)
    with pytest.raises(errors.SameEditor):
        deciding.uphold_appeal(submission, by=people.managing)
    other = __import__("tests.review.conftest", fromlist=["person"]).person("Other Managing", "managing-editor")
    deciding.uphold_appeal(submission, by=other)
    assert submission.state == "in-triage"
    with pytest.raises(Exception, match="appeal does not lead on"):
        submitting.appeal(submission, "Again", by=people.submitter)


def test_a_withdrawn_submission_releases_its_reviewers(people):
    submission = under_review(people)
    submitting.withdraw(submission, by=people.submitter)
    assert {task.state for task in submission.assignments.all()} == {"cancelled"}
    assert len(told("released")) == 3


def test_a_published_resource_falls_due_is_marked_and_archived_when_nobody_confirms(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    due = submission.review_by
    clock.move_to(due - timedelta(days=59))
    fire_due_timers()
    assert told("re_review_soon") == ["Sara Submitter"]
    clock.move_to(due + timedelta(hours=1))
    fire_due_timers()
    submission.refresh_from_db()
    assert submission.state == "re-review-due"
    clock.move_to(due + timedelta(days=31))
    fire_due_timers()
    submission.refresh_from_db()
    assert submission.not_confirmed_since
    clock.move_to(due + timedelta(days=181))
    fire_due_timers()
    submission.refresh_from_db()
    assert (submission.state, submission.resource.state) == ("archived", "archived")


def test_a_confirmed_resource_stays_for_another_period(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    clock.move_to(submission.review_by + timedelta(days=40))
    fire_due_timers()
    fire_due_timers()
    submission.refresh_from_db()
    publishing.attest(submission, by=people.submitter)
    publishing.confirm_current(submission, by=people.editor)
    submission.refresh_from_db()
    assert (submission.state, submission.not_confirmed_since) == ("published", None)
    assert submission.review_by.year == 2032


def test_a_scheduled_publication_happens_on_its_day(people, clock):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.schedule(submission, MONDAY + timedelta(days=5), by=people.editor)
    clock.move_to(MONDAY + timedelta(days=4))
    fire_due_timers()
    assert Submission.objects.get().state == "scheduled"
    clock.move_to(MONDAY + timedelta(days=5, minutes=1))
    fire_due_timers()
    assert Submission.objects.get().state == "published"


def test_a_correction_changes_what_is_published(people):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    resource = Resource.objects.get()
    mend = drafts.begin_draft(by=people.submitter, change="correction", amends=resource)
    assert mend.record["title"] == REPORT["title"]
    said = {"rights_confirmed": True, "contact": "office@example.org", "publishers": ["The town"]}
    mend = drafts.save_draft(mend, said, by=people.submitter, revision=0)
    submitting.submit(mend, by=people.submitter)
    triage.take(mend, by=people.editor)
    deciding.decide(mend, "accept-light", by=people.editor)
    publishing.publish(mend, by=people.editor)
    resource = Resource.objects.get()
    assert [row.name for row in resource.contributors.all()] == ["The town"]
    assert (resource.state, resource.review_status) == ("published", "reviewed")


def test_a_takedown_archives_what_it_is_about(people):
    submission = to_decide(people)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    ask = drafts.begin_draft(by=people.stranger, change="takedown", amends=Resource.objects.get())
    ask = drafts.save_draft(ask, {"reason": "complaint", "note": "It names me."}, by=people.stranger, revision=0)
    submitting.submit(ask, by=people.stranger)
    triage.take(ask, by=people.editor)
    deciding.decide(ask, "accept-light", by=people.editor, letter="It named a person.")
    publishing.publish(ask, by=people.editor)
    resource = Resource.objects.get()
    assert (resource.state, resource.archived_reason) == ("archived", "complaint")
    submission.refresh_from_db()
    assert submission.state == "archived"


def test_drafts_that_nobody_goes_on_with_are_reminded_and_deleted(people, clock):
    submission = drafts.begin_draft(by=people.submitter)
    for days in (8, 77, 91):
        clock.move_to(MONDAY + timedelta(days=days))
        fire_due_timers()
    assert told("draft_reminder") == told("draft_warning") == ["Sara Submitter"]
    assert not Submission.objects.exists()
    assert history("submission", submission.public_id).last().action == "discard"
