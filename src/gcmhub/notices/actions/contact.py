"""Messages from readers."""

from django.conf import settings
from django.db import transaction

from gcmhub.core.clock import now
from gcmhub.notices.actions.outbox import send
from gcmhub.notices.errors import ContactMessageUnknown
from gcmhub.notices.models import ContactMessage


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
