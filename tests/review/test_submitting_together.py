"""Submitting together: who is invited, joins, is removed, leaves; and who cannot."""

import re
from datetime import timedelta

import pytest

from gcmhub.accounts.actions import claim_invitation
from gcmhub.accounts.errors import InvitationClaimed, InvitationExpired, InvitationUnknown
from gcmhub.accounts.models import Invitation
from gcmhub.core.errors import NotPermitted
from gcmhub.notices.models import Message, Notice
from gcmhub.review import errors
from gcmhub.review.actions import deciding, drafts, submitting, triage
from gcmhub.review.actions import people as together
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.matching import hard_conflicts
from gcmhub.review.queries.people import conflict_of_editor, is_submitter, submission_roles
from gcmhub.review.queries.sides import against_merging
from gcmhub.workflow.queries import breaks, history
from tests.review.conftest import draft, in_triage, invited, sent, to_decide

pytestmark = pytest.mark.django_db
ADDRESS = "else@example.net"


def invite(people, submission, address=ADDRESS):
    """Invite somebody; return the token that the mail brings."""
    together.invite_to_submit(submission, address, by=people.submitter)
    mail = Message.objects.filter(template="review_invited_to_submit").last()
    return re.search(r"/accounts/invitations/([\w-]+)/", mail.body)[1]


def test_whoever_holds_the_link_joins_with_any_account_and_changes_the_draft(people):
    submission = draft(people.submitter)
    token = invite(people, submission, " Else@Example.NET ")
    mail = Message.objects.get(template="review_invited_to_submit")
    assert (mail.recipient, mail.is_secret) == (ADDRESS, True)
    assert people.submitter.name in mail.subject
    assert "Recognition" not in mail.body
    claim_invitation(token, by=people.stranger)
    claim_invitation(token, by=people.stranger)
    assert list(submission.people.values_list("user__name", "is_owner")) == [("Sara Submitter", True), ("Stan Stranger", False)]
    submission.refresh_from_db()
    drafts.save_draft(submission, {"publishers": ["A town"]}, by=people.stranger, revision=submission.revision)
    told = Notice.objects.get(template="review_person_joined")
    assert told.user == people.submitter
    actions = [event.action for event in history("submission", submission.public_id)]
    assert actions[-2:] == ["invite-person", "join"]
    assert not list(breaks())


def test_an_invitation_is_taken_up_once_and_not_once_it_is_taken_back_or_over(people, clock):
    submission = draft(people.submitter)
    first, second, third = (invite(people, submission, f"{name}@example.net") for name in "abc")
    claim_invitation(first, by=people.stranger)
    with pytest.raises(InvitationClaimed):
        claim_invitation(first, by=people.official)
    row = Invitation.objects.get(email="b@example.net")
    together.take_back(submission, row.public_id, by=people.submitter)
    together.take_back(submission, row.public_id, by=people.submitter)
    with pytest.raises(InvitationUnknown):
        claim_invitation(second, by=people.official)
    clock.shift(timedelta(days=31))
    with pytest.raises(InvitationExpired):
        claim_invitation(third, by=people.official)
    assert submission.people.count() == 2


def test_only_the_owner_invites_and_removes_and_whoever_was_invited_leaves(people):
    submission = draft(people.submitter)
    claim_invitation(invite(people, submission), by=people.stranger)
    for by in (people.stranger, people.official, people.editor, people.managing):
        with pytest.raises(NotPermitted):
            together.invite_to_submit(submission, "x@example.net", by=by)
        with pytest.raises(NotPermitted):
            together.remove_person(submission, people.submitter.public_id, by=by)
    with pytest.raises(NotPermitted):
        together.remove_person(submission, people.submitter.public_id, by=people.submitter)
    with pytest.raises(NotPermitted):
        together.leave(submission, by=people.submitter)
    with pytest.raises(NotPermitted):
        together.leave(submission, by=people.official)
    together.leave(submission, by=people.stranger)
    assert Notice.objects.get(template="review_person_left").user == people.submitter
    assert not is_submitter(people.stranger, submission)
    claim_invitation(invite(people, submission), by=people.stranger)
    together.remove_person(submission, people.stranger.public_id, by=people.submitter)
    together.remove_person(submission, people.stranger.public_id, by=people.submitter)
    gone = Notice.objects.get(template="review_person_removed")
    assert (gone.user, gone.link) == (people.stranger, "")
    assert not is_submitter(people.stranger, submission)


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org", "x" * 300 + "@a.org"]
)
def test_what_is_no_address_gets_no_mail(people, address):
    submission = draft(people.submitter)
    with pytest.raises(errors.AddressInvalid):
        together.invite_to_submit(submission, address, by=people.submitter)
    assert not Message.objects.filter(template="review_invited_to_submit").exists()


def test_an_address_is_invited_once_and_nobody_sends_many_invitations(people):
    submission = draft(people.submitter)
    invite(people, submission)
    with pytest.raises(errors.InvitedAlready):
        invite(people, submission, ADDRESS.upper())
    for number in range(together.PEOPLE_LIMIT - 2):
        invite(people, submission, f"{number}@example.net")
    with pytest.raises(errors.TooMany):
        invite(people, submission, "more@example.net")
    other = draft(people.submitter)
    invite(people, other)
    with pytest.raises(errors.TooMany):
        invite(people, other, "more@example.net")


def test_who_handles_or_reviews_a_submission_cannot_join_it(people):
    submission = invited(people)
    token = invite(people, submission)
    for person in (people.editor, people.un):
        with pytest.raises(NotPermitted):
            claim_invitation(token, by=person)
    assert submission.people.count() == 1
    claim_invitation(token, by=people.stranger)  # a refusal leaves the invitation open
    assert Notice.objects.get(template="review_desk_person_joined").user == people.editor


def test_others_are_invited_until_it_is_decided_and_not_longer(people, clock):
    submission = to_decide(people)
    token = invite(people, submission)
    deciding.decide(submission, "reject", by=people.editor, reason="quality", letter="Too thin.")
    submission.refresh_from_db()
    assert together.may_invite(people.submitter, submission)  # the decision is not told yet
    clock.shift(deciding.UNDO_TERM)
    with pytest.raises(NotPermitted):
        claim_invitation(token, by=people.stranger)
    with pytest.raises(NotPermitted):
        together.invite_to_submit(submission, "x@example.net", by=people.submitter)


def test_a_withdrawn_or_deleted_submission_takes_nobody_in(people):
    withdrawn, deleted = sent(people), draft(people.submitter)
    tokens = [invite(people, withdrawn), invite(people, deleted)]
    submitting.withdraw(withdrawn, by=people.submitter)
    drafts.discard_draft(deleted, by=people.submitter)
    for token in tokens:
        with pytest.raises(NotPermitted):
            claim_invitation(token, by=people.stranger)


def test_who_joins_hears_what_the_owner_hears(people):
    submission = in_triage(people)
    claim_invitation(invite(people, submission), by=people.stranger)
    submitting.withdraw(submission, by=people.submitter)
    assert set(Notice.objects.filter(template="review_withdrawn").values_list("user__name", flat=True)) == {
        people.submitter.name,
        people.stranger.name,
    }


@pytest.mark.parametrize("role", ["second_editor", "managing"])
@pytest.mark.parametrize("way", ["leaves", "removed"])
def test_whoever_submitted_once_and_went_handles_it_in_no_role(people, role, way):
    submission, editor = draft(people.submitter), getattr(people, role)
    claim_invitation(invite(people, submission), by=editor)
    submitting.submit(submission, by=people.submitter)
    if way == "leaves":
        together.leave(submission, by=editor)
    else:
        together.remove_person(submission, editor.public_id, by=people.submitter)
    assert not is_submitter(editor, submission)
    assert submission_roles(editor, submission) == frozenset()
    assert conflict_of_editor(editor, submission) == "submitter"
    assert not visible_to(editor).exists()
    other = sent(people)
    assert submission_roles(editor, other)
    assert list(visible_to(editor)) == [other]


@pytest.mark.parametrize("role", ["second_editor", "managing"])
def test_who_may_know_the_reviewers_joins_no_more(people, role):
    before = in_triage(people)
    claim_invitation(invite(people, before), by=getattr(people, role))
    token = invite(people, to_decide(people))
    with pytest.raises(NotPermitted):
        claim_invitation(token, by=getattr(people, role))
    claim_invitation(token, by=people.stranger)


def test_whoever_submitted_once_and_went_reviews_it_never(people):
    submission = draft(people.submitter)
    claim_invitation(invite(people, submission), by=people.first)
    together.leave(submission, by=people.first)
    assert hard_conflicts(people.first, submission)
    assert not hard_conflicts(people.second, submission)
    submitting.submit(submission, by=people.submitter)
    triage.take(submission, by=people.editor)
    assert any("submits-and-judges" in why for why in against_merging(people.first, people.editor))
