"""Who must have a second factor."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from gcmhub.accounts.permissions import NEEDS_SECOND_FACTOR
from gcmhub.accounts.queries import roles_of


def must_set_up(person: Any) -> bool:
    """Return whether somebody is trusted with more than a contributor is, and has no second factor.

    Demonstration accounts need none where nobody beyond this machine reaches the hub.
    """
    if person.is_demo and settings.HUB_LOOPBACK:
        return False
    trusted = person.is_staff or not NEEDS_SECOND_FACTOR.isdisjoint(roles_of(person))
    return bool(trusted and not is_mfa_enabled(person))
