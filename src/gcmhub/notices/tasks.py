"""Work of the outbox that can wait."""

import logging

from django.core.management import call_command
from django_tasks import task

from gcmhub.core.clock import now
from gcmhub.core.later import later, later_once
from gcmhub.notices import actions, subscriptions
from gcmhub.notices.choices import MessageState
from gcmhub.notices.models import Message
from gcmhub.notices.rules import RESULTS_KEPT, next_tick

TICKING = "gcmhub.notices.tasks.tick"
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


@task()
def tick() -> None:
    """Tell what is due, forget what was kept long enough, and come back at the next full hour."""
    try:
        for subscription in subscriptions.due():
            _tell(subscription)
        actions.send_due_digests()
        actions.forget_old()
        subscriptions.forget_unconfirmed()
        call_command("prune_db_task_results", queue_name="*", min_age_days=RESULTS_KEPT.days, verbosity=0)
    finally:
        later_once(TICKING, not_before=next_tick(now()))


def _tell(subscription: int) -> None:
    """Tell one; whatever breaks there is no reason to leave the others without news."""
    try:
        subscriptions.tell(subscription)
    except Exception:
        log.exception("news of subscription %s were not put together; the next tick tries again", subscription)


def begin_ticking() -> None:
    """Make sure that a tick is queued; the worker does when it starts."""
    later_once(TICKING)
