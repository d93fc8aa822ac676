"""Two accounts of one person become one; two sides of a submission never do."""

import re

import pytest
from django.core.management import CommandError, call_command

from gcmhub.accounts.actions import claim_invitation, give_consent, grant_role
from gcmhub.accounts.actions.merging import STAYS, merge_people
from gcmhub.accounts.errors import PeopleNotMergeable, PersonGone
from gcmhub.accounts.models import Consent, LanguageSkill, Profile, RoleGrant, User
from gcmhub.accounts.personal import Known, registered
from gcmhub.accounts.queries import addresses_of, roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.notices.actions import tell
from gcmhub.notices.models import Message, Notice
from gcmhub.review.actions import people as together
from gcmhub.review.actions import submitting, suggested_links
from gcmhub.review.models import Assignment, Submission, Suggestion
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.people import submission_roles, submitters_of
from gcmhub.workflow.queries import breaks, history
from tests.review.conftest import draft, sent, to_decide, under_review

pytestmark = pytest.mark.django_db


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (User, RoleGrant, Submission, LanguageSkill, Consent)]


def test_work_addresses_and_roles_move_and_the_emptied_account_is_closed(people):
    gone, kept = people.submitter, people.stranger
    submission, address = sent(people), addresses_of(people.submitter)[0]
    grant_role(gone, "editor", by=SYSTEM, objectives=["18"])
    suggested_links.suggest(email="", language="en", by=gone, url="https://example.org/a", title="A guide")
    tell(gone, "address_stopped", key="k", address="old@example.org")
    found = merge_people(gone, kept, by=SYSTEM)
    assert submitters_of(submission) == [kept]
    assert addresses_of(kept)[1:] == [address]
    assert "editor" in roles_of(kept)
    assert Suggestion.objects.get().email == address
    assert Notice.objects.get(key="k").user == kept
    assert found.moved["review.SubmissionPerson.user"] == found.moved["account.EmailAddress.user"] == 1
    gone.refresh_from_db()
    assert (gone.is_active, gone.name, roles_of(gone)) == (False, "", frozenset())
    with pytest.raises(PersonGone):
        merge_people(gone, kept, by=SYSTEM)


def test_what_a_person_has_once_stays_as_it_is_in_the_account_that_is_kept(people):
    gone, kept = people.submitter, people.stranger
    for user, level, sector in ((gone, "review", "policy"), (kept, "read", "academia")):
        LanguageSkill.objects.create(user=user, language="ar", level=level)
        Profile.objects.update_or_create(user=user, defaults={"sector": sector})
        give_consent(user, "directory", by=user, text_version="2026-11", language="en")
        grant_role(user, "moderator", by=SYSTEM)
    LanguageSkill.objects.create(user=gone, language="ru", level="read")
    found = merge_people(gone, kept, by=SYSTEM)
    assert list(kept.language_skills.order_by("language").values_list("language", "level")) == [("ar", "read"), ("ru", "read")]
    assert Profile.objects.get().sector == "academia"
    assert found.dropped["accounts.LanguageSkill.user"] == found.dropped["accounts.Profile.user"] == 1
    assert sorted(row.withdrawn_at is None for row in Consent.objects.filter(user=kept)) == [False, True]
    assert sorted(row.revoked_at is None for row in RoleGrant.objects.filter(user=kept)) == [False, True]


def test_the_record_says_so_on_both_sides_by_opaque_ids(people):
    merge_people(people.submitter, people.stranger, by=SYSTEM)
    last = [history("person", user.public_id).order_by("-number").first() for user in (people.submitter, people.stranger)]
    assert [event.action for event in last] == ["merge-into", "merge-from"]
    assert people.stranger.public_id in last[0].payload
    assert people.submitter.public_id in last[1].payload


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("other", ["editor", "un"])
def test_two_sides_of_one_submission_are_never_one_person(people, other, turned):
    submission = under_review(people)
    pair = (people.submitter, getattr(people, other))
    before = snapshot()
    with pytest.raises(PeopleNotMergeable) as refused:
        merge_people(*(reversed(pair) if turned else pair), by=SYSTEM)
    assert refused.value.details["reasons"] == [f"submits-and-judges {submission.reference}"]
    assert snapshot() == before


def test_a_lead_and_a_reviewer_two_reviewers_and_two_submitters_stay_apart(people):
    submission = to_decide(people)
    with pytest.raises(PeopleNotMergeable, match="leads-and-reviews"):
        merge_people(people.editor, people.un, by=SYSTEM)
    with pytest.raises(PeopleNotMergeable, match="both-on-roster"):
        merge_people(people.first, people.second, by=SYSTEM)
    people.second.roster_member.delete()
    with pytest.raises(PeopleNotMergeable, match=r"both-in-review\.Assignment"):
        merge_people(people.second, people.first, by=SYSTEM)
    submission.people.create(user=people.stranger, added_at=submission.created_at)
    with pytest.raises(PeopleNotMergeable, match=r"both-in-review\.SubmissionPerson"):
        merge_people(people.stranger, people.submitter, by=SYSTEM)
    assert Assignment.objects.filter(reviewer=people.second).exists()


def test_nobody_is_merged_with_themselves_or_by_whoever_is_no_administrator(people):
    with pytest.raises(PeopleNotMergeable):
        merge_people(people.stranger, people.stranger, by=SYSTEM)
    for by in (people.managing, people.stranger):
        with pytest.raises(NotPermitted):
            merge_people(people.submitter, people.stranger, by=by)
    grant_role(people.official, "administrator", by=SYSTEM)
    merge_people(people.submitter, people.stranger, by=people.official)


def test_whoever_submitted_once_under_another_account_stays_on_that_side(people):
    submission = draft(people.submitter)
    together.invite_to_submit(submission, "else@example.net", by=people.submitter)
    mail = Message.objects.get(template="review_invited_to_submit")
    claim_invitation(re.search(r"/accounts/invitations/([\w-]+)/", mail.body)[1], by=people.stranger)
    together.leave(submission, by=people.stranger)
    submitting.submit(submission, by=people.submitter)
    merge_people(people.stranger, people.second_editor, by=SYSTEM)
    assert submission_roles(people.second_editor, submission) == frozenset()
    assert not visible_to(people.second_editor).exists()
    assert list(breaks()) == []


def test_the_command_tells_first_and_changes_nothing_in_a_dry_run(people, capsys):
    sent(people)
    before, names = snapshot(), (people.submitter.public_id, addresses_of(people.stranger)[0])
    call_command("merge_people", *names, "--dry-run")
    out = capsys.readouterr().out
    assert "review.SubmissionPerson.user: 1 moved" in out
    assert "nothing was changed" in out
    assert snapshot() == before
    call_command("merge_people", *names, "--yes")
    assert User.objects.get(public_id=names[0]).deleted_at
    with pytest.raises(CommandError, match="nobody"):
        call_command("merge_people", *names, "--yes")


def test_every_key_to_a_person_is_moved_or_known_to_stay():
    known = {(row.model, row.column) for row in registered() if row.known is Known.PERSON}
    keys = {
        (each.related_model._meta.label, each.field.name)
        for each in User._meta.related_objects
        if each.related_model._meta.app_label != "loans"
    }
    assert {(model, name) for model, name in keys - known if model not in STAYS} == set()
