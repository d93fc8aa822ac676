"""Who may do what in the library."""

from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted


def may_keep_shelves(by: Any) -> bool:
    """Say whether ``by`` may import, publish and archive: the system itself or active staff."""
    return by == SYSTEM or bool(getattr(by, "is_active", False) and getattr(by, "is_staff", False))


def guard_shelves(by: Any) -> None:
    """Raise ``NotPermitted`` for everybody else."""
    if not may_keep_shelves(by):
        raise NotPermitted("only staff keep the shelves")
