"""Who may do what with accounts. The roles that somebody holds come as values (``queries.roles_of``)."""

from collections.abc import Collection
from typing import Any

from gcmhub.accounts.choices import Role
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted

GRANTED_BY: dict[str, frozenset[str]] = {
    Role.REVIEWER: frozenset({Role.ADMINISTRATOR}),
    Role.EDITOR: frozenset({Role.ADMINISTRATOR, Role.MANAGING_EDITOR}),
    Role.MANAGING_EDITOR: frozenset({Role.ADMINISTRATOR}),
    Role.MODERATOR: frozenset({Role.ADMINISTRATOR}),
    Role.REQUEST_OFFICER: frozenset({Role.ADMINISTRATOR}),
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}  # role: who may grant and revoke it, besides the system
NEEDS_SECOND_FACTOR = frozenset(GRANTED_BY)
EDITORS = frozenset({Role.EDITOR, Role.MANAGING_EDITOR})  # whom the back office lets in
KEEPS_ORGANISATIONS = frozenset({Role.ADMINISTRATOR, Role.MANAGING_EDITOR})


def guard_accounts(by: Any, roles: Collection[str]) -> None:
    """Raise ``NotPermitted`` unless ``by`` is the system itself or an administrator."""
    if by != SYSTEM and Role.ADMINISTRATOR not in roles:
        raise NotPermitted("only administrators manage accounts")


def may_grant(by: Any, roles: Collection[str], role: str) -> bool:
    """Say whether ``by``, who holds ``roles``, may grant and revoke ``role``."""
    return by == SYSTEM or not GRANTED_BY.get(role, frozenset()).isdisjoint(roles)


def guard_grant(by: Any, roles: Collection[str], role: str) -> None:
    """Raise ``NotPermitted`` unless ``may_grant``."""
    if not may_grant(by, roles, role):
        raise NotPermitted(f"{role} is granted by {', '.join(sorted(GRANTED_BY.get(role, ())))}")


def may_keep_organisations(by: Any, roles: Collection[str]) -> bool:
    """Say whether ``by`` may verify organisations and their focal points."""
    return by == SYSTEM or not KEEPS_ORGANISATIONS.isdisjoint(roles)


def guard_organisations(by: Any, roles: Collection[str]) -> None:
    """Raise ``NotPermitted`` unless ``may_keep_organisations``."""
    if not may_keep_organisations(by, roles):
        raise NotPermitted("administrators and managing editors verify organisations")


def guard_contributor(by: Any, roles: Collection[str]) -> None:
    """Raise ``NotPermitted`` unless ``by`` is the system or somebody with a verified address."""
    if by != SYSTEM and Role.CONTRIBUTOR not in roles:
        raise NotPermitted("this is for people with a verified address")


def guard_oneself(by: Any, user: Any) -> None:
    """Raise ``NotPermitted`` unless ``by`` is the system or the person whom it is about, active."""
    oneself = getattr(by, "pk", None) is not None and by.pk == user.pk and getattr(by, "is_active", False)
    if by != SYSTEM and not oneself:
        raise NotPermitted("only the person may do this")


def guard_own_or_administrator(by: Any, roles: Collection[str], user: Any) -> None:
    """Raise ``NotPermitted`` unless ``guard_oneself`` passes or ``by`` is an administrator."""
    if Role.ADMINISTRATOR not in roles:
        guard_oneself(by, user)
