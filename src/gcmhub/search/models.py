"""The prepared documents: written in the transaction of what they describe, read by the indexer and by listings."""

from django.db import models


class Entry(models.Model):
    """One document as the index should hold it; ``waiting`` ones are the outbox, ``gone`` ones leave the index."""

    collection = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    texts = models.JSONField(default=list, help_text="Rows of field, language, text: titles and abstracts, for listings.")
    bodies = models.JSONField(default=list, help_text="The same of bodies and files, which may be long.")
    facets = models.JSONField(default=dict, help_text="Codes by group.")
    year = models.PositiveIntegerField(null=True)
    breadth = models.PositiveSmallIntegerField(default=0)
    recommended = models.BigIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    audiences = models.JSONField(default=list, help_text="Who may see it.")
    payload = models.JSONField(default=dict, help_text="What the owner's listing shows.")
    words = models.TextField(
        blank=True, help_text="Distinct language:token, each between spaces: what the database is asked when the index is away."
    )
    titles = models.TextField(blank=True, help_text="Distinct folded words of titles, each between spaces.")
    gone = models.BooleanField(default=False)
    waiting = models.BooleanField(default=True)
    stamp = models.BigIntegerField(help_text="New with every write, so that the indexer settles only what it has read.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("collection", "key"), name="search_entry_once"),)
        indexes = (models.Index(fields=("collection", "id"), condition=models.Q(waiting=True), name="search_entry_waiting"),)

    def __str__(self) -> str:
        return f"{self.collection}/{self.key}"
