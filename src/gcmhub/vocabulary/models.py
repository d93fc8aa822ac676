"""The shared words as rows, so that what refers to them is checked by the database."""

from django.db import models

from gcmhub.vocabulary.choices import Scheme


class Term(models.Model):
    """One word of one scheme; ``code`` is public and stable. Its labels are in the data files."""

    scheme = models.CharField(max_length=16, choices=Scheme)
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField(help_text="Order inside the scheme.")
    active = models.BooleanField(default=True, help_text="False: known, accepted in data, not offered by default.")

    class Meta:
        ordering = ("scheme", "position")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "code"), name="vocabulary_term_once"),
            models.CheckConstraint(condition=models.Q(scheme__in=Scheme.values), name="vocabulary_term_scheme"),
        )

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"
