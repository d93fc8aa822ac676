"""Who must have a second factor."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled


def must_set_up(person: Any) -> bool:
    """Return whether a signed-in person is staff, no demonstration account, and has no second factor."""
    return bool(person.is_staff and not person.is_demo and not is_mfa_enabled(person))
