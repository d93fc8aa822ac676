"""What is done with mails, notices, preferences, bounces and messages from readers."""

from gcmhub.notices.actions.bounces import record_bounce, resume_address, take_report
from gcmhub.notices.actions.contact import close_contact, record_contact
from gcmhub.notices.actions.delivery import deliver
from gcmhub.notices.actions.digests import send_due_digests
from gcmhub.notices.actions.outbox import retry_failed, send
from gcmhub.notices.actions.preferences import end_mails, set_digest_hour, set_pace, set_preferences
from gcmhub.notices.actions.telling import mark_read, tell, tell_each, withdraw_held
from gcmhub.notices.actions.tidy import forget_old

__all__ = [
    "close_contact",
    "deliver",
    "end_mails",
    "forget_old",
    "mark_read",
    "record_bounce",
    "record_contact",
    "resume_address",
    "retry_failed",
    "send",
    "send_due_digests",
    "set_digest_hour",
    "set_pace",
    "set_preferences",
    "take_report",
    "tell",
    "tell_each",
    "withdraw_held",
]
