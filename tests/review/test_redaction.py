"""Strings planted for each side are looked for in all that the other side is given, in every state and way of anonymity."""

import dataclasses
import json

import pytest

from gcmhub.notices.models import Message, Notice
from gcmhub.review.actions import deciding, drafts, panel, submitting
from gcmhub.review.errors import SubmissionUnknown
from gcmhub.review.queries.redaction import seen_by
from tests.review.conftest import MONDAY, REPORT, address_of, draft, invited, upload, write_review

pytestmark = pytest.mark.django_db
SUBMITTERS = ("Sara Submitter", "sara@submitter.example", "QZAUTHOR", "QZPUBLISHER", "QZFILE", "QZNOTE")
REVIEWERS = (
    "Una Nations", "Rita First", "Rami Second", "una@nations", "rita@first", "rami@second", "QZEDITORSONLY", "QZCONFLICT",
)  # fmt: skip
RECORD = REPORT | {"authors": [{"name": "QZAUTHOR"}], "publishers": ["QZPUBLISHER"], "url": "https://example.org/QZNOTE"}


def shown(by, submission):
    return json.dumps(dataclasses.asdict(seen_by(by, submission)), default=str, ensure_ascii=False)


def mails_to(user):
    rows = Message.objects.filter(recipient=address_of(user.name))
    notices = Notice.objects.filter(user=user)
    return " ".join(f"{row.subject} {row.body}" for row in rows) + json.dumps(
        [row.values for row in notices], ensure_ascii=False
    )


def none_of(words, text):
    return [word for word in words if word in text]


def each_state(people, anonymity):
    """Yield a submission after every step from the panel to the second round."""
    submission = draft(people.submitter, RECORD)
    upload(submission, people.submitter, name="QZFILE.pdf")
    submitting.submit(submission, by=people.submitter)
    from gcmhub.review.actions import triage

    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor, anonymity=anonymity)
    invited(people, submission)
    yield submission
    from gcmhub.review.actions import reviewing

    for task in submission.assignments.all():
        answers = {kind: {"yes": kind == "other", "text": "QZCONFLICT"} for kind in reviewing.CONFLICT_TYPES}
        declared = reviewing.declare_conflicts(task, answers, by=task.reviewer)
        judged = reviewing.judge_conflict(declared, by=people.editor)
        reviewing.accept_invitation(judged, by=task.reviewer)
        yield submission
    for task in submission.assignments.all():
        write_review(task, "major", for_editors="QZEDITORSONLY")
        submission.refresh_from_db()
        yield submission
    deciding.decide(submission, "major", by=people.editor, letter="Please.", points=["More"])
    yield submission


def second_round(people, submission):
    submission.refresh_from_db()
    drafts.save_draft(submission, {"keywords": {"en": ["more"]}}, by=people.submitter, revision=submission.revision)
    submission.refresh_from_db()
    submitting.return_revision(submission, ["Done"], by=people.submitter)
    panel.invite_all(submission, by=people.editor)


@pytest.mark.parametrize("anonymity", ["single", "double"])
def test_nothing_of_the_reviewers_reaches_submitters(people, clock, anonymity):
    for submission in each_state(people, anonymity):
        assert none_of(REVIEWERS, shown(people.submitter, submission)) == []
    clock.move_to(MONDAY.replace(day=4))
    assert "Please say more." in shown(people.submitter, submission)  # the review itself is released with the decision
    assert none_of(REVIEWERS, shown(people.submitter, submission)) == []
    second_round(people, submission)
    assert none_of(REVIEWERS, shown(people.submitter, submission)) == []
    assert none_of(REVIEWERS, mails_to(people.submitter)) == []


def test_in_a_double_blind_review_nothing_of_the_submitters_reaches_reviewers(people, clock):
    reviewers = (people.un, people.first, people.second)
    for submission in each_state(people, "double"):
        for reviewer in reviewers:
            text = shown(reviewer, submission)
            assert none_of(SUBMITTERS, text) == []
            others = [word for word in REVIEWERS if reviewer.name.split()[0].lower() not in word.lower()]
            own = {"QZEDITORSONLY", "QZCONFLICT"}
            assert none_of([word for word in others if word not in own], text) == []
    clock.move_to(MONDAY.replace(day=4))
    second_round(people, submission)
    for reviewer in reviewers:
        assert none_of(SUBMITTERS, shown(reviewer, submission)) == []
        assert none_of(SUBMITTERS, mails_to(reviewer)) == []


def test_reviewers_read_others_after_their_own_and_never_what_is_for_editors(people):
    states = list(each_state_texts(people))
    before, after = states
    assert "Please say more." not in before
    assert "Please say more." in after
    assert "QZEDITORSONLY" not in after


def each_state_texts(people):
    from tests.review.conftest import under_review

    submission = under_review(people)
    tasks = {task.reviewer: task for task in submission.assignments.all()}
    write_review(tasks[people.un], for_editors="QZEDITORSONLY")
    yield shown(people.first, submission)
    write_review(tasks[people.first], for_submitter="Mine.")
    yield shown(people.first, submission)


def test_before_accepting_only_a_summary_is_shown(people):
    submission = invited(people)
    seen = seen_by(people.first, submission)
    assert set(seen.record) == {
        "kind",
        "document_type",
        "title",
        "abstract",
        "languages",
        "objectives",
        "countries",
        "published",
    }
    assert seen.files == ()


@pytest.mark.parametrize("who", ["stranger", "third", "second_editor", "managing", "editor", "submitter", "un"])
def test_who_has_nothing_to_do_with_a_submission_does_not_see_it(people, who):
    submission = invited(people)
    user = getattr(people, who)
    if who in {"stranger", "third"}:
        with pytest.raises(SubmissionUnknown):
            seen_by(user, submission)
    else:
        role = {"submitter": "submitter", "un": "reviewer"}.get(who, "editor")
        assert seen_by(user, submission).role == role


def test_who_is_only_proposed_does_not_know(people):
    from tests.review.conftest import assigning

    submission = assigning(people)
    panel.propose_reviewer(submission, people.un, slot="un", by=people.editor)
    with pytest.raises(SubmissionUnknown):
        seen_by(people.un, submission)
