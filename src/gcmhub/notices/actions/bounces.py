"""Mail that came back. Nothing is ever sent in answer to it."""

import re
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.core.clock import now
from gcmhub.core.ids import new_id
from gcmhub.notices.actions.telling import tell
from gcmhub.notices.errors import AddressNotStopped
from gcmhub.notices.models import AddressStopped, Bounce, Message
from gcmhub.notices.reports import Report
from gcmhub.notices.rules import BOUNCES_TO_STOP, is_hard, one_line

ADDRESS = re.compile(r"[^\s<>;:]+@[^\s<>;:]+")  # whoever is named, no address is kept in a server's words


def record_bounce(address: str, *, key: str = "", status: str = "5.1.1", answer: str = "") -> bool:
    """Write down that a mail came back; returns whether mail to the address was stopped by it.

    ``key`` names the mail or its report: the same one counts once. ``status`` is that of RFC 3463. The third that will
    never be taken stops mail to the address, and the page of notices tells its owner. Not for use inside a transaction:
    of several at once, the last to be written must see the others.
    """
    moment, address = now(), address.lower()
    fields = {
        "address": address,
        "status": status[:16],
        "is_hard": is_hard(status),
        "answer": one_line(ADDRESS.sub("...", answer)),
        "at": moment,
    }
    row, created = Bounce.objects.get_or_create(key=key or new_id(), defaults=fields)
    if not created or not row.is_hard or Bounce.objects.filter(address=address, is_hard=True).count() < BOUNCES_TO_STOP:
        return False
    return _stop(address, moment)


@transaction.atomic
def _stop(address: str, moment: datetime) -> bool:
    """Stop mail to an address and tell its owner; False when it was stopped already."""
    stop, stopped = AddressStopped.objects.get_or_create(address=address, defaults={"since": moment})
    if stopped:
        for user in _owners(address):
            tell(user, "address_stopped", key=f"address-stopped:{stop.pk}", mail=False, address=address)
    return stopped


def take_report(report: Report) -> bool:
    """Write down what a delivery report says of a mail of ours; returns whether it was new.

    Anybody may send such a report. One counts only when it names a mail of the outbox, whose name its recipient alone
    knows, and it counts for the address to which that mail went, whatever address the report names.
    """
    message = Message.objects.filter(public_id=report.public_id).first()
    if report.action != "failed" or message is None or Bounce.objects.filter(key=message.public_id).exists():
        return False
    record_bounce(message.recipient, key=message.public_id, status=report.status, answer=report.diagnosis)
    return True


def _owners(address: str) -> list[User]:
    numbers = EmailAddress.objects.filter(email__iexact=address, verified=True).values_list("user_id", flat=True)
    return list(User.objects.filter(pk__in=list(numbers)).order_by("pk"))


@transaction.atomic
def resume_address(address: str) -> None:
    """Send to an address again and forget what came back from it. Raises ``AddressNotStopped``."""
    if not AddressStopped.objects.filter(address=address.lower()).delete()[0]:
        raise AddressNotStopped(address)
    Bounce.objects.filter(address=address.lower()).delete()
