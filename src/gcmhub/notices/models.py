"""The outbox of mails, and what readers wrote to the hub."""

from typing import ClassVar

from django.db import models

from gcmhub.core.ids import new_id
from gcmhub.notices.choices import Frequency, MessageState


class Message(models.Model):
    """One mail to one address, whole as it will be sent; ``key`` makes sure that one occasion has one mail."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, blank=True, help_text="Names the occasion; empty when each mail is new.")
    template = models.CharField(max_length=40)
    recipient = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_secret = models.BooleanField(default=False, help_text="Its text opens a door and is erased once it is sent or given up.")
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="When it was sent or given up.")
    error = models.CharField(max_length=300, blank=True, help_text="What the last attempt met.")
    unsubscribe_url = models.URLField(
        max_length=500, blank=True, help_text="Where one click ends mails of this kind (RFC 8058)."
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=~models.Q(key=""), name="notices_message_once"),
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="notices_message_state"),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.QUEUED, settled_at=None)
                | (~models.Q(state=MessageState.QUEUED) & models.Q(settled_at__isnull=False)),
                name="notices_message_settled",
            ),
        )
        indexes = (
            models.Index(fields=("next_attempt_at",), condition=models.Q(state="queued"), name="notices_message_waiting"),
            models.Index(fields=("settled_at",), name="notices_message_settled_at"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.template}"


class Subscription(models.Model):
    """News of a list, by mail to an address that its owner has confirmed; ended, the row is gone.

    ``topic`` names who knows the list (``topics.py``), ``selection`` is the list in that topic's own words.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=16)
    topic = models.CharField(max_length=32)
    selection = models.CharField(max_length=2000, blank=True)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    site = models.CharField(max_length=200, help_text="Address of the hub where it was asked for, for links in mails.")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True, help_text="What is older was told.")
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("email", "topic", "selection"), name="notices_subscription_once"),
            models.CheckConstraint(condition=models.Q(frequency__in=Frequency.values), name="notices_subscription_frequency"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, told_until=None, next_at=None)
                | models.Q(confirmed_at__isnull=False, told_until__isnull=False, next_at__isnull=False),
                name="notices_subscription_confirmed",
            ),
        )
        indexes = (models.Index(fields=("next_at",), name="notices_subscription_next"),)

    def __str__(self) -> str:
        return f"{self.public_id} {self.topic}"


class ContactMessage(models.Model):
    """What a reader wrote to the hub. ``key`` is that of the form: sent twice, it is kept once."""

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True, help_text="Only where an answer is wished for.")
    subject = models.CharField(max_length=150)
    text = models.TextField()
    page = models.CharField(max_length=500, blank=True, help_text="Address of the page that it is about.")
    language = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes = (models.Index(fields=("received_at",), name="notices_contact_received"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.subject}"
