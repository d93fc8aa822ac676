"""Telling a person: a notice on their page and, as they wish, a mail at once or in a digest."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.notices import doors
from gcmhub.notices.actions.outbox import queue
from gcmhub.notices.choices import DIGESTS, MessageState, Pace
from gcmhub.notices.mails import Kind, absolute, interface, kind_of, words
from gcmhub.notices.models import Message, Notice
from gcmhub.notices.queries import address_of, pace_of
from gcmhub.notices.tokens import token_of
from gcmhub.workflow.models import Event


@transaction.atomic
def tell(
    user: User,
    template: str,
    *,
    key: str,
    link: str = "",
    mail: bool = True,
    event: Event | None = None,
    hold_until: datetime | None = None,
    reply_to: str = "",
    **values: Any,
) -> Notice:
    """Tell a person something, in the caller's transaction; told already under this ``key``, nothing happens again.

    ``link`` is the path of a page without its language, ``values`` are plain data (JSON) that the person may read.
    Held back, neither notice nor mail is there before ``hold_until`` (``withdraw_held``). Raises ``TemplateUnknown``.
    """
    moment, kind = now(), kind_of(template)
    if kind is None:
        raise ValueError(f"{template} has no kind and goes to addresses only")
    words(template, values)  # what could not be read later is refused now
    pace = pace_of(user, kind) if mail and user.is_active else Pace.NEVER
    notice, created = Notice.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "template": template,
            "values": values,
            "link": link,
            "event": event,
            "pace": pace if pace in DIGESTS else "",
            "created_at": moment,
            "shown_from": hold_until or moment,
        },
    )
    if created and pace == Pace.NOW:
        notice.mail = _mail(notice, kind, reply_to=reply_to, hold_until=hold_until)
        notice.save(update_fields=["mail"])
    return notice


def tell_each(users: Iterable[User], template: str, *, key: str, **more: Any) -> list[Notice]:
    """Tell several people the same, each in their own language and by a mail of their own."""
    return [tell(user, template, key=key, **more) for user in users]


def _mail(notice: Notice, kind: Kind, *, reply_to: str, hold_until: datetime | None) -> Message | None:
    """Put the mail of a notice into the outbox; None when the person has no address that takes mail."""
    user = notice.user
    address, language = address_of(user), interface(user.language)
    if not address:
        return None
    return queue(
        notice.template,
        notice.values,
        to=address,
        language=language,
        key=f"{notice.key}:{user.public_id}",
        reply_to=reply_to,
        action_url=absolute(notice.link, language) if notice.link else "",
        unsubscribe_url=doors.ending(token_of(user, kind.name), language) if kind.optional else "",
        hold_until=hold_until,
        event=notice.event,
        person=user,
    )


@transaction.atomic
def withdraw_held(key: str) -> int:
    """Take back what is held under a key, mails and notices, as long as its time has not come; returns how many mails.

    What the sender has taken up meanwhile stays: each mail is either withdrawn or sent, never both.
    """
    moment = now()
    numbers = list(Message.objects.filter(Q(key=key) | Q(notices__key=key)).values_list("pk", flat=True))
    held = Message.objects.filter(pk__in=numbers, state=MessageState.QUEUED, attempts=0, held_until__gt=moment)
    count = held.update(state=MessageState.WITHDRAWN, settled_at=moment)
    Notice.objects.filter(key=key, shown_from__gt=moment).delete()
    return count


def mark_read(user: User, *numbers: int) -> int:
    """Say that a person has read these notices, without numbers all that are shown; returns how many were unread."""
    moment = now()
    rows = Notice.objects.filter(user=user, read_at=None, shown_from__lte=moment)
    return (rows.filter(pk__in=numbers) if numbers else rows).update(read_at=moment, pace="")
