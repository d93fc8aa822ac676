"""What the hub keeps of a person, whole; and how it forgets one."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model

from gcmhub.accounts.actions.roles import PERSON, keep_an_administrator
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import PersonGone
from gcmhub.accounts.models import Consent, RoleGrant, User
from gcmhub.accounts.permissions import guard_own_or_administrator
from gcmhub.accounts.personal import Erase, Personal, registered
from gcmhub.accounts.queries import addresses_of, roles_of
from gcmhub.core.clock import now
from gcmhub.workflow.actions import erase_payloads, record
from gcmhub.workflow.models import Event

FORMAT = "gcmhub-person/1"


def export_person(user: User, *, by: Any) -> dict[str, Any]:
    """Return everything registered about a person as JSON values: by model, a list of rows. Raises ``NotPermitted``.

    What others wrote stays theirs: each room registers what is the person's.
    """
    guard_own_or_administrator(by, roles_of(by), user)
    addresses = addresses_of(user)
    found: dict[str, list[dict[str, Any]]] = {}
    for personal in registered():
        rows = [{name: _plain(getattr(row, name)) for name in personal.fields} for row in personal.rows(user, addresses)]
        found.setdefault(personal.model, []).extend(rows)
    events = Event.objects.filter(chain__object_type=PERSON, chain__object_id=user.public_id).order_by("number")
    log = [{"at": _plain(row.at), "action": row.action, "what": row.payload} for row in events]
    return {"format": FORMAT, "person": user.public_id, "made_at": _plain(now()), "records": found, "log": log}


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it; a row of another model by its public id."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Model):
        return getattr(value, "public_id", value.pk)
    return value


@transaction.atomic
def delete_person(user: User, *, by: Any) -> None:
    """Forget a person: what is registered is erased as registered, and the account's row stays, emptied and closed.

    Sessions end at once. Raises ``NotPermitted``, ``PersonGone``, ``LastAdministrator``.
    """
    guard_own_or_administrator(by, roles_of(by), user)
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.deleted_at:
        raise PersonGone(user.public_id)
    if Role.ADMINISTRATOR in roles_of(held):
        keep_an_administrator(without=held)
    moment, addresses = now(), addresses_of(held)
    RoleGrant.objects.filter(user=held, revoked_at=None).update(revoked_at=moment)
    Consent.objects.filter(user=held, withdrawn_at=None).update(withdrawn_at=moment)
    end_sessions(held)
    held.set_unusable_password()
    held.is_active = held.is_staff = held.is_superuser = False
    held.name, held.deleted_at = "", moment
    held.save()
    held.groups.clear()
    held.user_permissions.clear()
    for personal in _in_order():
        erase(personal, held, addresses)
    erase_payloads(PERSON, held.public_id)
    record(PERSON, held.public_id, "delete-person", by=by)


def _in_order() -> Iterator[Personal]:
    """Yield what is registered, what is found through other rows before these."""
    yield from sorted(registered(), key=lambda row: "__" not in row.column)


def erase(personal: Personal, user: User, addresses: list[str]) -> int:
    """Do to the rows of one model what is registered; returns how many."""
    rows = personal.rows(user, addresses).order_by()
    if personal.erase is Erase.DELETE:
        return rows.delete()[0]
    if personal.erase is Erase.BLANK:
        return rows.update(**personal.blank)
    return rows.count()


def end_sessions(user: User) -> int:
    """End every session of a person; returns how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for row in Session.objects.filter(expire_date__gt=now()).iterator(500):
        if store().decode(row.session_data).get(SESSION_KEY) == str(user.pk):
            row.delete()
            ended += 1
    return ended
