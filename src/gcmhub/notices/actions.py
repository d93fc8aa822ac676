"""What is done with mail. Nothing is sent inside a request: a mail is a row first, in the transaction of its occasion."""

import smtplib
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F

from gcmhub.core.clock import now
from gcmhub.core.later import later
from gcmhub.notices.choices import MessageState
from gcmhub.notices.errors import ContactMessageUnknown
from gcmhub.notices.mails import write
from gcmhub.notices.models import ContactMessage, Message
from gcmhub.notices.rules import CONTACT_KEPT, SENT_KEPT, is_final, one_line, wait_after

ERASED = ""


@transaction.atomic
def send(
    template: str,
    *,
    to: str,
    language: str,
    key: str = "",
    reply_to: str = "",
    unsubscribe_url: str = "",
    secret: bool = False,
    **values: str,
) -> Message:
    """Put a mail into the outbox, written in ``language``; it exists exactly when the caller's transaction does.

    A ``key`` names the occasion: with one that is known, the mail that is there already is returned. The text of a
    ``secret`` mail is erased once it is sent. Raises ``TemplateUnknown``.
    """
    if key and (known := Message.objects.filter(key=key).first()):
        return known
    subject, body = write(template, language, values)
    moment = now()
    fields: dict[str, Any] = {
        "template": template,
        "recipient": to,
        "reply_to": reply_to,
        "unsubscribe_url": unsubscribe_url,
        "language": language,
        "subject": subject,
        "body": body,
        "is_secret": secret,
        "next_attempt_at": moment,
        "created_at": moment,
    }
    if key:
        message, created = Message.objects.get_or_create(key=key, defaults=fields)
    else:
        message, created = Message.objects.create(**fields), True
    if created:
        later("gcmhub.notices.tasks.send_message", message_id=message.pk)
    return message


def deliver(message: Message) -> bool:
    """Try to send one mail that is due; whether it was sent.

    The attempt is written down before the mail server is spoken to, so that no other process tries at the same time,
    and one that is killed meanwhile is followed by the next attempt. A mail whose sender was killed after the server
    took it and before that was written is sent again, with the same Message-ID and date.
    """
    moment = now()
    wait = wait_after(message.attempts + 1)
    claimed = Message.objects.filter(
        pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts, next_attempt_at__lte=moment
    ).update(attempts=F("attempts") + 1, next_attempt_at=moment + (wait or timedelta(minutes=10)))
    if not claimed:
        return False
    try:
        with closing(get_connection()) as connection:
            connection.send_messages([_mail_of(message)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _record_failure(message, error, give_up=wait is None)
        return False
    _settle(message, MessageState.SENT)
    return True


def _mail_of(message: Message) -> EmailMessage:
    """Return the mail as it goes out, the same at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{message.public_id}@{domain}>",
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    reply_to = [message.reply_to] if message.reply_to else None
    return EmailMessage(message.subject, message.body, None, [message.recipient], headers=headers, reply_to=reply_to)


def _record_failure(message: Message, error: Exception, *, give_up: bool) -> None:
    text = one_line(f"{type(error).__name__}: {_answer(error, message.recipient)}")
    if give_up or isinstance(error, ValueError) or _is_refused(error):
        _settle(message, MessageState.FAILED, text)
    else:
        Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(error=text)


def _is_refused(error: Exception) -> bool:
    """Whether the server will never take this mail; that it does not know the hub is for the operator to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(is_final(code) for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and is_final(error.smtp_code)


def _answer(error: Exception, recipient: str) -> str:
    """Return what the server said, without the address of the person."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        text = " ".join(f"{code} {said!s}" for code, said in error.recipients.values())
    else:
        text = str(error)
    return text.replace(recipient, "...")


def _settle(message: Message, state: MessageState, error: str = "") -> None:
    fields: dict[str, Any] = {"state": state, "settled_at": now(), "error": error}
    if message.is_secret:
        fields["body"] = ERASED
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(**fields)


def retry_failed() -> int:
    """Queue every mail anew that was given up and still has its text; returns how many."""
    rows = Message.objects.filter(state=MessageState.FAILED).exclude(body=ERASED)
    return rows.update(state=MessageState.QUEUED, settled_at=None, attempts=0, next_attempt_at=now())


@transaction.atomic
def record_contact(
    *, key: str, subject: str, text: str, language: str, name: str = "", email: str = "", page: str = ""
) -> ContactMessage:
    """Keep what a reader wrote and put a mail about it to ``HUB_MAIL_CONTACT`` into the outbox, where one is set.

    The same ``key`` twice is one message.
    """
    fields = {"subject": subject, "text": text, "language": language, "name": name, "email": email, "page": page}
    row, created = ContactMessage.objects.get_or_create(key=key, defaults={**fields, "received_at": now()})
    if created and settings.HUB_MAIL_CONTACT:
        send(
            "contact_message",
            to=settings.HUB_MAIL_CONTACT,
            language="en",
            key=f"contact:{row.pk}",
            reply_to=email,
            number=str(row.pk),
            name=name,
            email=email,
            page=f"{settings.HUB_BASE_URL}{page}" if page.startswith("/") else page,
            subject=subject,
            text=text,
        )
    return row


def close_contact(number: int) -> None:
    """Say that a message from a reader needs nothing more. Raises ``ContactMessageUnknown``."""
    if not ContactMessage.objects.filter(pk=number).update(closed_at=now()):
        raise ContactMessageUnknown(str(number))


def forget_old() -> int:
    """Remove mails and messages from readers that have been kept long enough; returns how many."""
    moment = now()
    mails, _ = Message.objects.filter(settled_at__lt=moment - SENT_KEPT).delete()
    messages, _ = ContactMessage.objects.filter(received_at__lt=moment - CONTACT_KEPT).delete()
    return mails + messages
