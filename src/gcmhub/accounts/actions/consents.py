"""What people agree to, and that they no longer do."""

import re
from typing import Any

from django.db import transaction

from gcmhub.accounts.actions.roles import PERSON
from gcmhub.accounts.choices import Channel, Purpose
from gcmhub.accounts.errors import ConsentNeeded, ConsentNotGiven
from gcmhub.accounts.models import Consent, Profile, User
from gcmhub.accounts.permissions import guard_oneself
from gcmhub.core.clock import now
from gcmhub.workflow.actions import record

PURPOSE = re.compile(r"[a-z][a-z0-9-]{1,47}")


@transaction.atomic
def give_consent(user: User, purpose: str, *, by: Any, text_version: str, language: str, channel: str = Channel.WEB) -> Consent:
    """Write down that a person agreed to a text; agreed to already in these words, the row that stands is returned.

    ``purpose`` is one of ``choices.Purpose`` or another room's. Raises ``NotPermitted``, ``ValueError``.
    """
    guard_oneself(by, user)
    if not PURPOSE.fullmatch(purpose):
        raise ValueError(f"{purpose!r} is no purpose")
    User.objects.select_for_update().get(pk=user.pk)
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None)
    known = standing.first()
    if known and (known.text_version, known.language) == (text_version, language):
        return known
    moment = now()
    standing.update(withdrawn_at=moment)
    row = Consent.objects.create(
        user=user, purpose=purpose, text_version=text_version, language=language, given_at=moment, channel=channel
    )
    payload = {"purpose": str(purpose), "text_version": text_version, "language": language, "channel": str(channel)}
    record(PERSON, user.public_id, "give-consent", by=by, payload=payload)
    return row


@transaction.atomic
def withdraw_consent(user: User, purpose: str, *, by: Any) -> None:
    """End a consent, and what it allowed. Raises ``NotPermitted``, ``ConsentNotGiven``, ``ConsentNeeded``."""
    guard_oneself(by, user)
    if purpose == Purpose.TERMS:
        raise ConsentNeeded(purpose, purpose=purpose)
    if not Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now()):
        raise ConsentNotGiven(purpose, purpose=purpose)
    if purpose == Purpose.GENDER:
        Profile.objects.filter(user=user).update(gender="")
    if purpose == Purpose.DIRECTORY:
        Profile.objects.filter(user=user).update(is_public=False)
    record(PERSON, user.public_id, "withdraw-consent", by=by, payload={"purpose": str(purpose)})
