"""Deferred work that exists exactly when the change it follows does."""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string


def later(path: str, *, not_before: datetime | None = None, **kwargs: Any) -> None:
    """Enqueue the task at the dotted ``path``, to be done at ``not_before`` or soon after it, else as soon as may be.

    The queue is a table of the same database, so the row is written in the caller's
    transaction and vanishes with it on a rollback.
    """
    task = import_string(path)
    (task.using(run_after=not_before) if not_before else task).enqueue(**kwargs)
