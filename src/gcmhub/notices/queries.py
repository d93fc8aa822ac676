"""What waits to be sent, what people were told and what they wish to hear, what readers wrote."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import addresses_of
from gcmhub.core.clock import now
from gcmhub.notices.choices import MessageState, Pace
from gcmhub.notices.errors import TemplateUnknown
from gcmhub.notices.mails import Kind, kinds, words
from gcmhub.notices.models import AddressStopped, ContactMessage, DigestHour, Message, Notice, Preference

HELD = "held"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """A notice in the words of the current language; ``link`` is a path without a language, "" when there is none."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    action: str
    link: str
    at: datetime
    unread: bool


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


def outbox(*, state: str = "", template: str = "", recipient: str = "", language: str = "") -> QuerySet[Message]:
    """Return mails, the newest first; ``state`` is one of ``MessageState`` or ``held``, ``recipient`` a part of an address.

    What is shown of a mail's text is ``Message.readable_body``.
    """
    rows = Message.objects.order_by("-pk")
    held = Q(state=MessageState.QUEUED, attempts=0, held_until__gt=now())
    if state == HELD:
        rows = rows.filter(held)
    elif state == MessageState.QUEUED:
        rows = rows.filter(state=state).exclude(held)
    elif state:
        rows = rows.filter(state=state)
    named = {"template": template, "recipient__icontains": recipient, "language": language}
    return rows.filter(**{name: value for name, value in named.items() if value})


def state_of(message: Message) -> str:
    """Return the state of a mail as the outbox names it: one that waits for its time is held."""
    is_held = message.state == MessageState.QUEUED and not message.attempts
    return HELD if is_held and message.held_until and message.held_until > now() else str(message.state)


def is_stopped(address: str) -> bool:
    """Return whether nothing is sent to an address, as mail to it came back."""
    return AddressStopped.objects.filter(address=address.lower()).exists()


def address_of(user: User) -> str:
    """Return where a person's mail goes: the first of their confirmed addresses that takes it, "" when none does."""
    addresses = addresses_of(user)
    stopped = set(
        AddressStopped.objects.filter(address__in=[each.lower() for each in addresses]).values_list("address", flat=True)
    )
    return next((each for each in addresses if each.lower() not in stopped), "")


def stopped_addresses_of(user: User) -> list[str]:
    """Return those of a person's confirmed addresses to which nothing is sent."""
    rows = AddressStopped.objects.filter(address__in=[each.lower() for each in addresses_of(user)])
    return list(rows.order_by("pk").values_list("address", flat=True))


def pace_of(user: User, kind: Kind) -> Pace:
    """Return when a person wants mails of a kind; what cannot be switched off comes at once."""
    if not kind.optional:
        return Pace.NOW
    chosen = Preference.objects.filter(user=user, kind=kind.name).values_list("pace", flat=True).first()
    return Pace(chosen) if chosen else kind.pace


def paces_of(user: User) -> list[tuple[Kind, Pace]]:
    """Return every kind with when its mails come to a person."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "pace"))
    return [(kind, Pace(chosen.get(kind.name, kind.pace)) if kind.optional else Pace.NOW) for kind in kinds()]


def digest_hour_of(user: User) -> DigestHour | None:
    """Return when digests come to a person, if they said so."""
    return DigestHour.objects.filter(user=user).first()


def unread_count(user: User) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(user=user, read_at=None, shown_from__lte=now()).count()


def notice_rows(user: User) -> QuerySet[Notice]:
    """Return what a person was told: unread first, then the newest."""
    rows = Notice.objects.filter(user=user, shown_from__lte=now())
    return rows.order_by(F("read_at").desc(nulls_first=True), "-shown_from", "-pk")


def told(rows: list[Notice]) -> list[Told]:
    """Return notices in the current language; those whose words this version of the hub does not have are left out."""
    found = []
    for row in rows:
        try:
            mail = words(row.template, row.values)
        except (TemplateUnknown, TypeError, KeyError):
            log.warning("notice %s has no words any more: %s", row.pk, row.template)
            continue
        told_now = Told(row.pk, mail.subject, mail.paragraphs, mail.action, row.link, row.shown_from, row.read_at is None)
        found.append(told_now)
    return found
