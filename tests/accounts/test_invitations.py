"""An invitation is taken up once, by whoever is signed in with it in hand."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress

from gcmhub.accounts import invitations
from gcmhub.accounts.actions import claim_invitation, invite
from gcmhub.accounts.errors import InvitationClaimed, InvitationExpired, InvitationUnknown
from gcmhub.accounts.models import Invitation
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import HubError, NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def claims():
    """What the room that invites was told."""
    told = []
    invitations.register(invitations.Kind("panel", claimed=lambda row, by: told.append((row.object_id, by))))
    yield told
    invitations.forget("panel")


def test_the_token_is_kept_nowhere(claims):
    row, token = invite("A@Example.org", "panel", by=SYSTEM, object_id="abc")
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values().get())
    assert (row.email, row.object_id, row.invited_by) == ("a@example.org", "abc", "system")


def test_any_account_takes_it_up_whatever_the_address_and_once(claims, make):
    _, token = invite("somewhere@example.net", "panel", by=SYSTEM, object_id="abc")
    person, other = make(), make()
    row = claim_invitation(token, by=person)
    assert (row.claimed_by, claims) == (person, [("abc", person)])
    assert claim_invitation(token, by=person) == row  # sent twice
    with pytest.raises(InvitationClaimed):
        claim_invitation(token, by=other)
    assert claims == [("abc", person)]
    assert not EmailAddress.objects.filter(email="somewhere@example.net").exists()  # a forwarded mail proves no address


@pytest.mark.parametrize("token", ["", "x", "x" * 4000])
def test_an_unknown_token_opens_nothing(claims, make, token):
    with pytest.raises(InvitationUnknown):
        claim_invitation(token, by=make())


def test_an_invitation_ends(claims, make):
    row, token = invite("a@example.org", "panel", by=SYSTEM, lasts=timedelta(days=2))
    person = make()
    with time_machine.travel(now() + timedelta(days=2, seconds=1)), pytest.raises(InvitationExpired):
        claim_invitation(token, by=person)
    assert claims == []
    assert row.claimed_at is None


def test_nobody_without_a_verified_address_takes_one_up(claims, make):
    _, token = invite("a@example.org", "panel", by=SYSTEM)
    person = make()
    EmailAddress.objects.update(verified=False)
    for by in (person, None, SYSTEM):
        with pytest.raises(NotPermitted):
            claim_invitation(token, by=by)


def test_what_the_room_refuses_leaves_the_invitation_open(make):
    def refuse(*_):
        raise HubError("no")

    invitations.register(invitations.Kind("refused", claimed=refuse))
    _, token = invite("a@example.org", "refused", by=SYSTEM)
    with pytest.raises(HubError):
        claim_invitation(token, by=make())
    assert Invitation.objects.get().claimed_at is None
    invitations.forget("refused")


def test_a_purpose_has_one_room_and_an_unknown_one_cannot_invite(claims):
    with pytest.raises(ValueError, match="two rooms"):
        invitations.register(invitations.Kind("panel", claimed=lambda *_: None))
    with pytest.raises(KeyError):
        invite("a@example.org", "nothing", by=SYSTEM)
