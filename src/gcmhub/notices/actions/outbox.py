"""The outbox. Nothing is sent inside a request: a mail is a row first, in the transaction of its occasion."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.core.later import later
from gcmhub.notices.choices import MessageState
from gcmhub.notices.mails import write
from gcmhub.notices.models import Message
from gcmhub.workflow.models import Event

ERASED = ""


def send(template: str, *, to: str, language: str, key: str = "", secret: bool = False, **values: Any) -> Message:
    """Put a mail to an address into the outbox; what else ``queue`` takes may stand among the values.

    Raises ``TemplateUnknown``.
    """
    more = {name: values.pop(name) for name in ("reply_to", "unsubscribe_url") if name in values}
    return queue(template, values, to=to, language=language, key=key, secret=secret, **more)


@transaction.atomic
def queue(
    template: str,
    values: Mapping[str, Any],
    *,
    to: str,
    language: str,
    key: str = "",
    reply_to: str = "",
    unsubscribe_url: str = "",
    secret: bool = False,
    action_url: str = "",
    hold_until: datetime | None = None,
    event: Event | None = None,
    person: User | None = None,
) -> Message:
    """Put a mail into the outbox, written in ``language``; it exists exactly when the caller's transaction does.

    A ``key`` names the occasion: with one that is known, the mail that is there already is returned. The text of a
    ``secret`` mail is erased once it is sent. One that is held is not sent before ``hold_until``, and can be withdrawn
    until then. One mail has one recipient: nobody sees who else was told. Raises ``TemplateUnknown``.
    """
    if key and (known := Message.objects.filter(key=key).first()):
        return known
    written = write(template, language, values, action_url=action_url, ending=unsubscribe_url)
    moment = now()
    fields: dict[str, Any] = {
        "template": template,
        "recipient": to,
        "reply_to": reply_to,
        "unsubscribe_url": unsubscribe_url,
        "language": language,
        "subject": written.subject,
        "body": written.text,
        "html": written.html,
        "is_secret": secret,
        "next_attempt_at": hold_until or moment,
        "held_until": hold_until,
        "created_at": moment,
        "person": person,
        "event": event,
    }
    if key:
        message, created = Message.objects.get_or_create(key=key, defaults=fields)
    else:
        message, created = Message.objects.create(**fields), True
    if created:
        later("gcmhub.notices.tasks.send_message", not_before=hold_until, message_id=message.pk)
    return message


def retry_failed() -> int:
    """Queue every mail anew that was given up and still has its text; returns how many."""
    rows = Message.objects.filter(state=MessageState.FAILED).exclude(body=ERASED)
    return rows.update(state=MessageState.QUEUED, settled_at=None, attempts=0, next_attempt_at=now())
