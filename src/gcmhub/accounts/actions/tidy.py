"""What is not confirmed, not taken up or over is forgotten."""

import json
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from gcmhub.accounts.actions.roles import PERSON
from gcmhub.accounts.models import Invitation, User
from gcmhub.core.clock import now
from gcmhub.workflow.actions import erase_payloads, record
from gcmhub.workflow.queries import history

CONFIRMED_WITHIN = timedelta(days=7)
INVITATIONS_KEPT = timedelta(days=30)  # after they expired, so that a late reader is told so
ADDED = "add-address"


def note_address(address: EmailAddress) -> None:
    """Write down when an address was added, so that it can be forgotten in time."""
    user: Any = address.user
    record(PERSON, user.public_id, ADDED, by=user, payload={"address": address.pk})


def forget_unconfirmed() -> int:
    """Remove people whose only address, and addresses of others, that were not confirmed within a week; returns how many."""
    limit = now() - CONFIRMED_WITHIN
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    people = User.objects.filter(joined_at__lt=limit, emailaddress__verified=False, deleted_at=None, last_login=None)
    strangers = list(people.filter(is_staff=False, is_superuser=False).exclude(pk__in=confirmed).distinct())
    for user in strangers:
        with transaction.atomic():
            erase_payloads(PERSON, user.public_id)
            user.delete()
    waiting = EmailAddress.objects.filter(verified=False, primary=False, user__in=confirmed).select_related("user")
    old = [address.pk for address in waiting if _added_before(address, limit)]
    EmailAddress.objects.filter(pk__in=old, verified=False).delete()
    return len(strangers) + len(old)


def forget_ended() -> int:
    """Remove sign-ins that have ended and invitations that nobody took up in time; returns how many."""
    Session.objects.filter(expire_date__lt=now()).delete()
    sign_ins, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    expired = Invitation.objects.filter(claimed_at=None, expires_at__lt=now() - INVITATIONS_KEPT)
    return int(sign_ins) + expired.delete()[0]


def _added_before(address: EmailAddress, limit: datetime) -> bool:
    user: Any = address.user
    rows = history(PERSON, user.public_id).filter(action=ADDED, payload__isnull=False).values_list("payload", "at")
    return any(json.loads(payload or "{}").get("address") == address.pk and at < limit for payload, at in rows)
