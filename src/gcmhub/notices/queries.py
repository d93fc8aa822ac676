"""What waits to be sent, and what readers wrote."""

from collections.abc import Iterator

from django.db.models import Count, QuerySet

from gcmhub.core.clock import now
from gcmhub.notices.choices import MessageState
from gcmhub.notices.models import ContactMessage, Message


def due() -> Iterator[Message]:
    """Yield each mail that is due now, the oldest first; one that becomes due meanwhile comes at the next call."""
    rows = Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=now())
    for pk in list(rows.order_by("id").values_list("pk", flat=True)):
        if message := Message.objects.filter(pk=pk).first():
            yield message


def message_counts() -> dict[str, int]:
    """Return how many mails there are in each state."""
    rows = Message.objects.values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(MessageState.values, 0) | dict(rows)


def contact_messages(*, closed: bool = False) -> QuerySet[ContactMessage]:
    """Return what readers wrote, the oldest first; with ``closed`` also what needs nothing more."""
    rows = ContactMessage.objects.order_by("id")
    return rows if closed else rows.filter(closed_at=None)
