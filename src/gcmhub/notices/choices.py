"""Words of this room."""

from django.db import models


class MessageState(models.TextChoices):
    """What has become of a mail. That it is held back is no state: it is queued, and its time has not come."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    STOPPED = "stopped", "Stopped"


class Frequency(models.TextChoices):
    """How often news of a list come."""

    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    MONTHLY = "monthly", "Monthly"


class Pace(models.TextChoices):
    """When a mail comes about what a person is told."""

    NOW = "now", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "Never"


DIGESTS = (Pace.DAILY, Pace.WEEKLY)
