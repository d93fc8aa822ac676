"""Digests of notices: at a person's own hour, at most twenty of them, none when there is nothing new."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.notices import doors
from gcmhub.notices.actions.outbox import queue
from gcmhub.notices.choices import Pace
from gcmhub.notices.mails import absolute, interface, words
from gcmhub.notices.models import DigestHour, Message, Notice
from gcmhub.notices.queries import address_of
from gcmhub.notices.rules import DIGEST_CAP, DIGEST_HOUR, last_digest, zone_named
from gcmhub.notices.tokens import token_of

LIST = "/notices/"
log = logging.getLogger(__name__)


def send_due_digests() -> int:
    """Put every digest whose time has come into the outbox, each in a transaction of its own; returns how many.

    One that breaks is tried again by the next tick and keeps no other from its turn.
    """
    count = 0
    waiting = Notice.objects.exclude(pace="").filter(shown_from__lte=now()).order_by("user_id", "pace")
    for user_id, pace in list(waiting.values_list("user_id", "pace").distinct()):
        try:
            count += send_digest(User.objects.get(pk=user_id), Pace(pace)) is not None
        except Exception:
            log.exception("the %s digest of person %s was not put together", pace, user_id)
    return count


@transaction.atomic
def send_digest(user: User, pace: Pace) -> Message | None:
    """Send what waits for a person's digest and was there at its time; None when nothing does.

    Of two processes that find the same notices, one sends them: they are taken before the mail is written.
    """
    moment = _moment(user, pace)
    rows = Notice.objects.select_for_update().filter(user=user, pace=pace, shown_from__lte=moment)
    found = list(rows.order_by("-shown_from", "-pk"))
    taken = Notice.objects.filter(pk__in=[row.pk for row in found], pace=pace).update(pace="")
    address = address_of(user)
    if not taken or not address or not user.is_active:
        return None
    language = interface(user.language)
    ending = doors.ending(token_of(user), language)
    items = [_item(row, language) for row in found[:DIGEST_CAP]]
    more = len(found) - len(items)
    return queue(
        "notice_digest",
        {"items": items, "more": more, "pace": str(pace)},
        to=address,
        language=language,
        key=f"notices:{user.public_id}:{pace}:{found[0].pk}",
        action_url=absolute(LIST, language),
        unsubscribe_url=ending,
        person=user,
    )


def _moment(user: User, pace: Pace) -> datetime:
    """Return when the last digest of this pace was due."""
    chosen = DigestHour.objects.filter(user=user).first()
    zone, hour = (zone_named(chosen.time_zone), chosen.hour) if chosen else (None, DIGEST_HOUR)
    return last_digest(now(), zone, hour, weekly=pace == Pace.WEEKLY)


def _item(row: Notice, language: str) -> list[str]:
    values: dict[str, Any] = row.values
    with override(language):
        return [words(row.template, values).subject, absolute(row.link, language) if row.link else ""]
