"""Work of the outbox that can wait."""

import logging
from datetime import timedelta

from django_tasks import task

from gcmhub.core.clock import now
from gcmhub.core.later import later
from gcmhub.notices import actions, subscriptions
from gcmhub.notices.choices import MessageState
from gcmhub.notices.models import Message

RETRY = timedelta(hours=1)
log = logging.getLogger(__name__)


@task()
def send_message(message_id: int) -> None:
    """Try to send one mail; as long as it waits, come back when the next attempt is due."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        log.info("mail %s is gone", message_id)
        return
    actions.deliver(message)
    message.refresh_from_db()
    if message.state == MessageState.QUEUED:
        log.warning("mail %s was not sent at attempt %s: %s", message.public_id, message.attempts, message.error)
        later("gcmhub.notices.tasks.send_message", not_before=message.next_attempt_at, message_id=message_id)
    elif message.state == MessageState.FAILED:
        log.error("mail %s was given up: %s", message.public_id, message.error)
    actions.forget_old()


@task()
def send_digest(subscription_id: int) -> None:
    """Tell what is new in a list; when that fails, try again in an hour."""
    try:
        subscriptions.tell(subscription_id)
    except Exception:
        log.exception("news of subscription %s were not put together", subscription_id)
        later("gcmhub.notices.tasks.send_digest", not_before=now() + RETRY, subscription_id=subscription_id)


@task()
def forget_unconfirmed() -> None:
    """Remove addresses that nobody confirmed in time."""
    subscriptions.forget_unconfirmed()
