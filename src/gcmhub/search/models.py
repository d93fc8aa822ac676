"""The prepared documents: written in the transaction of what they describe, read by the indexer."""

from django.db import models


class Entry(models.Model):
    """One document as the index should hold it; ``waiting`` ones are the outbox."""

    collection = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    document = models.JSONField(help_text="The document (search.documents.pack).")
    words = models.TextField(
        help_text="Distinct words, each between spaces: what the database is asked when the index is away."
    )
    audiences = models.JSONField(default=list)
    gone = models.BooleanField(default=False)
    waiting = models.BooleanField(default=True)
    version = models.PositiveBigIntegerField(
        default=1, help_text="Counts writes, so that the indexer marks only what it has read."
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("collection", "key"), name="search_entry_once"),)
        indexes = (models.Index(fields=("collection", "pk"), condition=models.Q(waiting=True), name="search_entry_waiting"),)

    def __str__(self) -> str:
        return f"{self.collection}/{self.key}"
