"""Ways in that are sent by mail and taken up by any account."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction

from gcmhub.accounts.errors import InvitationClaimed, InvitationExpired, InvitationUnknown
from gcmhub.accounts.invitations import kind_of
from gcmhub.accounts.models import Invitation, User
from gcmhub.accounts.permissions import guard_contributor
from gcmhub.accounts.queries import roles_of
from gcmhub.accounts.rules import hash_of
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.workflow.actions import actor_id, record

INVITATION = "invitation"  # the type of invitations in events
LASTS = timedelta(days=30)


@transaction.atomic
def invite(email: str, purpose: str, *, by: Any, object_id: str = "", lasts: timedelta = LASTS) -> tuple[Invitation, str]:
    """Make a way in for whoever reads mail at an address; returns it and its token, which is nowhere else.

    Who may invite for what is the affair of the room that asks: it calls this from an action of its own, and sends the
    mail. Raises ``KeyError`` for a purpose that no room made known.
    """
    kind_of(purpose)
    token, moment = secrets.token_urlsafe(32), now()
    row = Invitation.objects.create(
        token_hash=hash_of(token),
        email=email.lower(),
        purpose=purpose,
        object_id=object_id,
        invited_by=actor_id(by),
        created_at=moment,
        expires_at=moment + lasts,
    )
    record(INVITATION, row.public_id, "invite", by=by, payload={"purpose": purpose, "object": object_id})
    return row, token


@transaction.atomic
def claim_invitation(token: str, *, by: Any) -> Invitation:
    """Take an invitation up with the account that is signed in, whatever address it was sent to, and do what it is for.

    Taken up again by the same person, nothing happens. Raises ``NotPermitted``, ``InvitationUnknown``,
    ``InvitationExpired``, ``InvitationClaimed`` and what the room that asks raises.
    """
    guard_contributor(by, roles_of(by))
    if not isinstance(by, User):
        raise NotPermitted("an invitation is for a person")
    row = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=hash_of(token)).first()
    if row is None:
        raise InvitationUnknown
    if row.claimed_by_id == by.pk:
        return row
    if row.claimed_at is not None:
        raise InvitationClaimed(row.public_id)
    if now() >= row.expires_at:
        raise InvitationExpired(row.public_id)
    row.claimed_by, row.claimed_at = by, now()
    row.save(update_fields=["claimed_by", "claimed_at"])
    kind_of(row.purpose).claimed(row, by)
    record(INVITATION, row.public_id, "claim-invitation", by=by, payload={"purpose": row.purpose})
    return row


@transaction.atomic
def take_back_invitation(row: Invitation, *, by: Any) -> None:
    """Delete a way in that nobody took up, and with it the address. Who may is the affair of the room that asked for it.

    Raises ``InvitationClaimed``.
    """
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.claimed_at is not None:
        raise InvitationClaimed(row.public_id)
    record(INVITATION, row.public_id, "take-back-invitation", by=by, payload={"purpose": row.purpose, "object": row.object_id})
    row.delete()
