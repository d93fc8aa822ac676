"""The working-day calendar, kept by managing editors."""

from datetime import date
from typing import Any

from django.db import transaction

from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.workflow import holidays as calendar
from gcmhub.workflow.queries import holidays


def _guard(by: Any) -> None:
    if by != SYSTEM and HubRole.MANAGING_EDITOR not in roles_of(by):
        raise NotPermitted("managing editors keep the calendar")


@transaction.atomic
def add_holiday(day: date, name: str, *, by: Any, move: bool = False) -> tuple[str, int]:
    """Make a day a holiday; returns what became of it and how many running deadlines moved, none unless ``move``.

    Raises ``NotPermitted``, ``ValueError`` for a day or name that cannot be.
    """
    _guard(by)
    before = holidays()
    done = calendar.add_holiday(day, name, by=by)
    return done, calendar.move_running_deadlines(before, by=by) if move else 0


@transaction.atomic
def remove_holiday(day: date, *, by: Any, move: bool = False) -> tuple[bool, int]:
    """Make a day a working day again; as ``add_holiday``."""
    _guard(by)
    before = holidays()
    done = calendar.remove_holiday(day, by=by)
    return done, calendar.move_running_deadlines(before, by=by) if move and done else 0
