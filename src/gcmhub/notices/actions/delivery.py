"""Sending, with patience."""

import smtplib
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F

from gcmhub.core.clock import now
from gcmhub.notices.actions.bounces import record_bounce
from gcmhub.notices.actions.outbox import ERASED
from gcmhub.notices.choices import MessageState
from gcmhub.notices.models import Message
from gcmhub.notices.queries import is_stopped
from gcmhub.notices.rules import is_final, one_line, status_in, wait_after

NO_MAILBOX = {550, 551, 553}  # answers of RFC 5321


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
    if is_stopped(message.recipient):
        _settle(message, MessageState.STOPPED, "mail to this address came back too often")
        return False
    try:
        with closing(get_connection()) as connection:
            connection.send_messages([_mail_of(message)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _record_failure(message, error, give_up=wait is None)
        return False
    _settle(message, MessageState.SENT)
    return True


class Letter(EmailMultiAlternatives):
    """A mail whose parts are told apart by the same line at every attempt, so that it stays the same to the byte."""

    boundary = ""

    def message(self, **options: Any) -> Any:
        """Return what is sent."""
        made = super().message(**options)
        if made.is_multipart():
            made.set_boundary(self.boundary)
        return made


def _mail_of(message: Message) -> Letter:
    """Return the mail as it goes out, the same at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{message.public_id}@{domain}>",
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": message.language,
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    reply_to = [message.reply_to] if message.reply_to else None
    mail = Letter(message.subject, message.body, None, [message.recipient], headers=headers, reply_to=reply_to)
    mail.boundary = f"=_{message.public_id}_="
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _record_failure(message: Message, error: Exception, *, give_up: bool) -> None:
    text = one_line(f"{type(error).__name__}: {_answer(error, message.recipient)}")
    if give_up or isinstance(error, ValueError) or _is_refused(error):
        _settle(message, MessageState.FAILED, text)
        if isinstance(error, smtplib.SMTPRecipientsRefused) and _is_refused(error):
            record_bounce(
                message.recipient, key=message.public_id, status=_status(error), answer=_answer(error, message.recipient)
            )
    else:
        Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(error=text)


def _is_refused(error: Exception) -> bool:
    """Whether the server will never take this mail; that it does not know the hub is for the operator to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(is_final(code) for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and is_final(error.smtp_code)


def _status(error: smtplib.SMTPRecipientsRefused) -> str:
    """Return the server's word of RFC 3463 about a refused recipient; by the code when it says none."""
    code, said = next(iter(error.recipients.values()))
    text = said.decode(errors="replace")
    return status_in(text) or ("5.1.1" if code in NO_MAILBOX else "5.0.0")


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
        fields["body"] = fields["html"] = ERASED
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(**fields)
