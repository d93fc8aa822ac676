"""Deferred work that exists exactly when the change it follows does."""

from typing import Any

from django.utils.module_loading import import_string


def later(path: str, **kwargs: Any) -> None:
    """Enqueue the task at the dotted ``path``.

    The queue is a table of the same database, so the row is written in the caller's
    transaction and vanishes with it on a rollback.
    """
    import_string(path).enqueue(**kwargs)
