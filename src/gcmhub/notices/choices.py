"""Words of this room."""

from django.db import models


class MessageState(models.TextChoices):
    """What has become of a mail."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class Frequency(models.TextChoices):
    """How often news of a list come."""

    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    MONTHLY = "monthly", "Monthly"
