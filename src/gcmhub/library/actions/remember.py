"""History of many rows at once, as simple-history keeps it for one."""

from collections.abc import Sequence
from typing import Any

from gcmhub.core import clock
from gcmhub.core.rows import insert_rows


def remember(rows: Sequence[Any], change: str) -> None:
    """Write the present state of rows of one model into its history; ``change`` is ``+`` or ``~``."""
    if not rows:
        return
    history = type(rows[0]).history.model
    tracked = [field.attname for field in history.tracked_fields]
    now = clock.now()
    insert_rows(
        history,
        (*tracked, "history_date", "history_type", "history_change_reason", "history_user_id"),
        ((*(getattr(row, name) for name in tracked), now, change, None, None) for row in rows),
    )
