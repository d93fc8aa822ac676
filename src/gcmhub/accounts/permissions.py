"""Who may manage accounts."""

from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted


def guard_accounts(by: Any) -> None:
    """Raise ``NotPermitted`` unless ``by`` is the system itself or an active administrator."""
    if by != SYSTEM and not (getattr(by, "is_active", False) and getattr(by, "is_superuser", False)):
        raise NotPermitted("only administrators manage accounts")
