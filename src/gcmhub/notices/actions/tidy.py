"""Forgetting."""

from gcmhub.core.clock import now
from gcmhub.notices.models import Bounce, ContactMessage, Message, Notice
from gcmhub.notices.rules import BOUNCES_KEPT, CONTACT_KEPT, NOTICES_KEPT, SENT_KEPT


def forget_old() -> int:
    """Remove mails, messages from readers, bounces and read notices that have been kept long enough; returns how many."""
    moment = now()
    found = (
        Message.objects.filter(settled_at__lt=moment - SENT_KEPT),
        ContactMessage.objects.filter(received_at__lt=moment - CONTACT_KEPT),
        Bounce.objects.filter(at__lt=moment - BOUNCES_KEPT),
        Notice.objects.filter(read_at__lt=moment - NOTICES_KEPT),
    )
    return sum(rows.delete()[0] for rows in found)
