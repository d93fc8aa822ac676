"""Following a list by mail: asked for, confirmed by who owns the address, told at its time, ended by one click."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction

from gcmhub.core.clock import now
from gcmhub.notices import topics
from gcmhub.notices.actions import send
from gcmhub.notices.errors import SubscriptionUnknown
from gcmhub.notices.models import Subscription
from gcmhub.notices.rules import LATE, UNCONFIRMED_AT_ONCE, UNCONFIRMED_KEPT, next_digest

_signer = Signer(salt="subscription")


def token_of(subscription: Subscription) -> str:
    """Return the signed name that links in mails carry."""
    return _signer.sign(subscription.public_id)


def subscription_of(token: str) -> Subscription:
    """Return the subscription that a link names. Raises ``SubscriptionUnknown``."""
    try:
        return Subscription.objects.get(public_id=_signer.unsign(token))
    except (BadSignature, Subscription.DoesNotExist) as error:
        raise SubscriptionUnknown(token[:40]) from error


@transaction.atomic
def subscribe(*, email: str, topic: str, selection: str, frequency: str, language: str, site: str) -> None:
    """Ask the owner of an address whether news of a list shall come; nothing else is sent before that.

    The mail does not name the list: its words are a stranger's. Asked for again, the same subscription takes the new
    frequency only once that is confirmed. At most one such mail a day goes to one address for one list, and none while
    ``UNCONFIRMED_AT_ONCE`` others wait for an answer; whoever asks is not told, as that is the owner's affair.
    """
    moment, known = now(), topics.topic(topic)
    fields = {"frequency": frequency, "language": language, "site": site, "created_at": moment}
    waiting = Subscription.objects.filter(email=email, confirmed_at=None).exclude(topic=topic, selection=selection)
    if waiting.count() >= UNCONFIRMED_AT_ONCE:
        return
    row, created = Subscription.objects.get_or_create(email=email, topic=topic, selection=selection, defaults=fields)
    if not created and row.confirmed_at is None:
        Subscription.objects.filter(pk=row.pk).update(frequency=frequency, language=language, site=site)
    send(
        "subscription_request",
        to=email,
        language=language,
        key=f"subscription:{row.public_id}:{frequency}:{moment:%Y-%m-%d}",
        link=f"{site}{known.confirmation(token_of(row), language)}?frequency={frequency}",
    )


@transaction.atomic
def confirm(token: str, frequency: str) -> Subscription:
    """Begin to send, with what becomes public from now on. Raises ``SubscriptionUnknown``."""
    row = Subscription.objects.select_for_update().get(pk=subscription_of(token).pk)
    moment = now()
    if row.confirmed_at is None:
        row.confirmed_at = row.told_until = moment
    elif row.frequency == frequency:
        return row
    row.frequency = frequency
    row.next_at = next_digest(frequency, moment)
    row.save()
    return row


def end(token: str) -> None:
    """Forget a subscription; one that is gone already is no error."""
    try:
        subscription_of(token).delete()
    except SubscriptionUnknown:
        return


@transaction.atomic
def tell(subscription_id: int) -> datetime | None:
    """Send what is new in a list, if it is time; returns when the next time is, None when there is no subscription."""
    row = Subscription.objects.select_for_update().filter(pk=subscription_id, confirmed_at__isnull=False).first()
    if row is None or row.next_at is None or row.told_until is None:
        return None
    moment = now()
    if row.next_at > moment:
        return row.next_at
    topic, until = topics.topic(row.topic), moment - LATE
    news = topic.news(row.selection, row.language, row.told_until, until)
    if news.total:
        ending = f"{row.site}{topic.ending(token_of(row), row.language)}"
        send(
            "digest",
            to=row.email,
            language=row.language,
            key=f"digest:{row.public_id}:{row.next_at:%Y-%m-%dT%H:%M}",
            unsubscribe_url=ending,
            title=topic.title(row.selection, row.language),
            total=str(news.total),
            items="\n\n".join(f"{title}\n{row.site}{path}" for title, path in news.items),
            link=f"{row.site}{topic.path(row.selection, row.language)}",
        )
    row.told_until = until
    row.next_at = max(next_digest(row.frequency, row.next_at), next_digest("daily", moment))
    row.save()
    return row.next_at


def due() -> list[int]:
    """Return the subscriptions whose time has come."""
    return list(Subscription.objects.filter(next_at__lte=now()).order_by("next_at").values_list("pk", flat=True))


def forget_unconfirmed() -> int:
    """Remove what nobody confirmed in time; returns how many."""
    rows = Subscription.objects.filter(confirmed_at=None, created_at__lt=now() - UNCONFIRMED_KEPT)
    return rows.delete()[0]
