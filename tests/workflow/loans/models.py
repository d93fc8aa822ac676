"""Books that are lent: a life cycle that no room of the hub has, for tests of the engine."""

from django.db import models

from gcmhub.core.ids import new_id
from gcmhub.workflow.models import Stateful


class Loan(Stateful):
    public_id = models.CharField(max_length=12, unique=True, default=new_id)
    reader = models.CharField(max_length=32)
    note = models.CharField(max_length=100, blank=True)
    reminded = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "loans"

    def __str__(self):
        return self.public_id
