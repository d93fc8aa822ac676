"""Words of this room."""

from django.db import models


class MessageState(models.TextChoices):
    """What has become of a mail."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
