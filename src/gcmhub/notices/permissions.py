"""Who may read what goes to others."""

from collections.abc import Iterable

from gcmhub.accounts.choices import Role


def may_read_outbox(roles: Iterable[str]) -> bool:
    """Say whether these roles open the outbox: it shows who reviews what, so only those who see all reviews may look."""
    return Role.MANAGING_EDITOR in set(roles)
