"""Two accounts of one person become one: what each room registers is moved, then the emptied account is closed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from gcmhub.accounts.actions.leaving import delete_person
from gcmhub.accounts.actions.roles import PERSON
from gcmhub.accounts.errors import PeopleNotMergeable, PersonGone
from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import guard_accounts
from gcmhub.accounts.personal import Erase, Known, Personal, against_merging, carry, registered
from gcmhub.accounts.queries import roles_of
from gcmhub.core.clock import now
from gcmhub.workflow.actions import record

# They prove who signs in, or are the account itself: they go with it.
STAYS = frozenset({"accounts.User", "mfa.Authenticator", "usersessions.UserSession", "account.EmailConfirmation"})
ENDED = {"accounts.RoleGrant": "revoked_at", "accounts.Consent": "withdrawn_at"}  # of two that stand, the other's ends


@dataclass
class Merged:
    """How many rows were moved, and how many fell away as the other account has its own, by model and column."""

    moved: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def merge_people(gone: User, kept: User, *, by: Any, dry_run: bool = False) -> Merged:
    """Move everything of one account to another of the same person, and close the first; a dry run takes it all back.

    Verified addresses, roles, work and records move; password, second factor and sign-ins do not. What a person has once
    (a profile, a language) stays as it is in the account that is kept. Raises ``NotPermitted``, ``PersonGone``,
    ``LastAdministrator``, and ``PeopleNotMergeable`` where a room says why the two must stay apart.
    """
    guard_accounts(by, roles_of(by))
    people = {row.pk: row for row in User.objects.select_for_update().filter(pk__in=(gone.pk, kept.pk)).order_by("pk")}
    gone, kept = people[gone.pk], people[kept.pk]
    for each in (gone, kept):
        if each.deleted_at:
            raise PersonGone(each.public_id)
    reasons = ["same-account"] if gone == kept else against_merging(gone, kept)
    if reasons:
        raise PeopleNotMergeable(", ".join(reasons), reasons=reasons)
    found = Merged()
    for personal in registered():
        if personal.model not in STAYS:
            _move(personal, gone, kept, found)
    carry(gone, kept)
    delete_person(gone, by=by)
    record(PERSON, gone.public_id, "merge-into", by=by, payload={"into": kept.public_id})
    record(PERSON, kept.public_id, "merge-from", by=by, payload={"from": gone.public_id, "moved": found.moved.total()})
    if dry_run:
        transaction.set_rollback(True)
    return found


def _move(personal: Personal, gone: User, kept: User, found: Merged) -> None:
    """Move the rows of one registered column. What is known by an address follows it; a path leads through other rows."""
    model = apps.get_model(personal.model)
    name = f"{personal.model}.{personal.column}"
    if personal.known is Known.OPAQUE:
        rows = model._base_manager.filter(**{personal.column: gone.public_id})  # noqa: SLF001 - rows that a manager hides too
        found.moved[name] += rows.update(**{personal.column: kept.public_id})
    elif personal.known is Known.PERSON and "__" not in personal.column:
        for row in personal.rows(gone, []):
            if personal.model == "account.EmailAddress" and not row.verified:
                continue  # whose it is nobody knows yet
            target = found.moved if _moved(personal, row, kept) else found.dropped
            target[name] += 1


def _moved(personal: Personal, row: Any, kept: User) -> bool:
    """Give one row to the other account; False when that has such a row, and this one is not needed."""
    setattr(row, personal.column, kept)
    if personal.model == "account.EmailAddress":
        row.primary = False
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if personal.model in ENDED:
            setattr(row, ENDED[personal.model], now())
            row.save()
            return True
        if personal.erase is not Erase.DELETE:
            reason = f"both-in-{personal.model}"
            raise PeopleNotMergeable(reason, reasons=[reason]) from error
        return False  # it goes with the account
    return True
