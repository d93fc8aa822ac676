"""Deferred work that exists exactly when the change it follows does."""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def later(path: str, *, not_before: datetime | None = None, **kwargs: Any) -> None:
    """Enqueue the task at the dotted ``path``, to be done at ``not_before`` or soon after it, else as soon as may be.

    The queue is a table of the same database, so the row is written in the caller's
    transaction and vanishes with it on a rollback.
    """
    _enqueue(path, not_before, kwargs)


def later_once(path: str, *, not_before: datetime | None = None) -> None:
    """Enqueue a task without arguments as ``later`` does, unless it waits in the queue already."""
    if not DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists():
        _enqueue(path, not_before, {})


def _enqueue(path: str, not_before: datetime | None, values: dict[str, Any]) -> None:
    task = import_string(path)
    (task.using(run_after=not_before) if not_before else task).enqueue(**values)
