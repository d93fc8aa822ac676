"""Roles are granted and revoked; each grant is an event in the person's chain."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import LastAdministrator, RoleNotGranted, RoleNotHeld
from gcmhub.accounts.models import RoleGrant, User
from gcmhub.accounts.permissions import guard_grant
from gcmhub.accounts.queries import people_with, roles_of
from gcmhub.core.clock import now
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.workflow.actions import actor_id, record

PERSON = "person"  # the type of people in events


@transaction.atomic
def grant_role(user: User, role: str, *, by: Any, objectives: Iterable[str] = ()) -> RoleGrant:
    """Trust a person with a role, for some objectives or (none named) all; returns the grant.

    Granted anew with other objectives, the earlier grant ends. Raises ``NotPermitted``, ``RoleNotGranted``.
    """
    guard_grant(by, roles_of(by), role)
    wanted = sorted(set(objectives), key=lambda code: (len(code), code))
    if role not in Role.values or role == Role.CONTRIBUTOR:
        raise RoleNotGranted(f"{role} is not granted", role=role)
    if not user.is_active:
        raise RoleNotGranted("the person is not active", role=role)
    if unknown := set(wanted) - codes(Scheme.OBJECTIVE):
        raise RoleNotGranted(f"no such objectives: {sorted(unknown)}", role=role)
    User.objects.select_for_update().get(pk=user.pk)  # two at once grant one after the other
    known = RoleGrant.objects.filter(user=user, role=role, revoked_at=None).first()
    if known and known.objectives == wanted:
        return known
    moment = now()
    if known:
        known.revoked_at = moment
        known.save(update_fields=["revoked_at"])
    grant = RoleGrant.objects.create(user=user, role=role, objectives=wanted, granted_by=actor_id(by), granted_at=moment)
    record(PERSON, user.public_id, "grant-role", by=by, payload={"role": str(role), "objectives": wanted})
    return grant


@transaction.atomic
def revoke_role(user: User, role: str, *, by: Any) -> None:
    """End a grant. Raises ``NotPermitted``, ``RoleNotHeld``, ``LastAdministrator``."""
    guard_grant(by, roles_of(by), role)
    if role == Role.ADMINISTRATOR:
        keep_an_administrator(without=user, though=user.is_superuser)
    if not RoleGrant.objects.filter(user=user, role=role, revoked_at=None).update(revoked_at=now()):
        raise RoleNotHeld(f"{user.public_id} does not hold {role}", role=role)
    record(PERSON, user.public_id, "revoke-role", by=by, payload={"role": str(role)})


def keep_an_administrator(*, without: User, though: bool = False) -> None:
    """Raise ``LastAdministrator`` where nobody but ``without`` is one; rows are held so that two do not leave at once."""
    others = people_with(Role.ADMINISTRATOR).filter(is_demo=without.is_demo).select_for_update()
    if not though and {person.pk for person in others} == {without.pk}:
        raise LastAdministrator(without.public_id)
