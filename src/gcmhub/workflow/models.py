"""What happened to an object, in a chain that shows changes, and what will happen to it by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

HASH = 64  # characters of a SHA-256 in hexadecimal


class Stateful(models.Model):
    """An object with a life cycle. Only ``workflow.actions`` writes these three fields."""

    state = models.CharField(max_length=32)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=0, help_text="Counts steps; compare-and-set.")

    class Meta:
        abstract = True


class Chain(models.Model):
    """The events of one object. The row is what writers of its events wait for."""

    object_type = models.CharField(max_length=32)
    object_id = models.CharField(max_length=32, help_text="Public id of the object.")
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=HASH)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("object_type", "object_id"), name="workflow_chain_once"),)

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class Event(models.Model):
    """Something that was done to an object. Never changed; payload and salt may be erased (``workflow.chains``)."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(help_text="Place in the chain, from 1.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=32, help_text="Public id of the person, or what acts when no person does.")
    on_behalf_of = models.CharField(max_length=32, blank=True)
    role = models.CharField(max_length=32, blank=True)
    action = models.CharField(max_length=48)
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=48, blank=True)
    object_version = models.PositiveIntegerField()
    payload = models.TextField(null=True, help_text="Canonical JSON; None once erased.")  # noqa: DJ001 - erased is not empty
    salt = models.CharField(max_length=32, null=True)  # noqa: DJ001 - as above
    digest = models.CharField(max_length=HASH)
    previous = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = (
            models.UniqueConstraint(fields=("chain", "number"), name="workflow_event_once"),
            models.CheckConstraint(
                condition=Q(payload=None, salt=None) | Q(payload__isnull=False, salt__isnull=False),
                name="workflow_event_erased_whole",
            ),
        )
        indexes = (models.Index(fields=("actor", "at"), name="workflow_event_actor"),)

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.action}"


class Anchor(models.Model):
    """A hash over all events up to one, holding on to the anchor before: a chain whose end was cut does not fit it."""

    at = models.DateTimeField()
    events = models.PositiveBigIntegerField(help_text="How many events it covers, with those of earlier anchors.")
    up_to = models.PositiveBigIntegerField(help_text="Number of the last event's row.")
    hash = models.CharField(max_length=HASH, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.hash}"


class Timer(models.Model):
    """A deadline that runs. ``entered`` is the object's version when its state was entered."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="timers")
    kind = models.CharField(max_length=48)
    entered = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chain", "kind", "entered"), name="workflow_timer_once"),)
        indexes = (models.Index(fields=("next_try_at",), condition=Q(fired_at=None), name="workflow_timer_waiting"),)

    def __str__(self) -> str:
        return f"{self.chain_id} {self.kind}"


class Holiday(models.Model):
    """A day on which nobody is expected to work."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
