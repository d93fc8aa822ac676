"""The outbox of mails, and what readers wrote to the hub."""

from typing import ClassVar

from django.db import models

from gcmhub.accounts.models import User
from gcmhub.core.ids import new_id
from gcmhub.notices.choices import DIGESTS, Frequency, MessageState, Pace
from gcmhub.workflow.models import Event


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
    html = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False, help_text="Its text opens a door and is erased once it is sent or given up.")
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, help_text="Not sent before, and can be withdrawn until then.")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="When it was sent, given up or withdrawn.")
    error = models.CharField(max_length=300, blank=True, help_text="What the last attempt met.")
    unsubscribe_url = models.URLField(
        max_length=500, blank=True, help_text="Where one click ends mails of this kind (RFC 8058)."
    )
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Its occasion.")

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

    @property
    def readable_body(self) -> str:
        """The text for who looks after the outbox; nothing of what opens a door."""
        return "" if self.is_secret else self.body


class Notice(models.Model):
    """What a person is told on the page "My notices". It holds values, not words: it is read in the reader's language.

    ``pace`` is that of the digest it waits for, "" when it waits for none.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100, help_text="Names the occasion.")
    template = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=500, blank=True, help_text="Path of a page, without a language.")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, related_name="+")
    mail = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="notices")
    pace = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    shown_from = models.DateTimeField(help_text="Later than its making when it can still be withdrawn.")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "key"), name="notices_notice_once"),
            models.CheckConstraint(condition=models.Q(pace__in=("", *DIGESTS)), name="notices_notice_pace"),
            models.CheckConstraint(
                condition=models.Q(read_at=None) | models.Q(pace=""),
                name="notices_notice_read_waits_for_no_digest",
            ),
        )
        indexes = (
            models.Index(fields=("user", "-shown_from"), name="notices_notice_of"),
            models.Index(fields=("user",), condition=models.Q(read_at=None), name="notices_notice_unread"),
            models.Index(fields=("pace",), condition=~models.Q(pace=""), name="notices_notice_digest"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class Preference(models.Model):
    """At which pace a person wants mails of one kind."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    pace = models.CharField(max_length=8, choices=Pace.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="notices_preference_once"),
            models.CheckConstraint(condition=models.Q(pace__in=Pace.values), name="notices_preference_pace"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.pace}"


class DigestHour(models.Model):
    """At which hour of a person's own day digests come; weekly ones on Mondays."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    time_zone = models.CharField(max_length=64, help_text="IANA name, such as Africa/Nairobi.")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(hour__lte=23), name="notices_digest_hour"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.hour}:00 {self.time_zone}"


class Bounce(models.Model):
    """A mail that came back. ``key`` makes sure that one report counts once."""

    key = models.CharField(max_length=64, unique=True)
    address = models.EmailField(max_length=254, help_text="In small letters.")
    status = models.CharField(max_length=16, blank=True, help_text="RFC 3463, such as 5.1.1.")
    is_hard = models.BooleanField(help_text="The address will never take mail.")
    answer = models.CharField(max_length=300, blank=True, help_text="What its server said, without the address.")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("address",), name="notices_bounce_address"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


class AddressStopped(models.Model):
    """An address to which nothing is sent, as mail to it came back for good too often."""

    address = models.EmailField(max_length=254, unique=True, help_text="In small letters.")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "addresses stopped"

    def __str__(self) -> str:
        return str(self.pk)


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
