"""Accounts made by the operator, and those of the demonstration."""

import secrets
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db import transaction

from gcmhub.accounts.actions.roles import grant_role
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import AddressTaken
from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import guard_accounts
from gcmhub.accounts.personal import Erase, Known, registered
from gcmhub.accounts.queries import roles_of


class DemoPerson(NamedTuple):
    """Somebody who does not exist; ``role`` is empty for a contributor. A shared domain would be a conflict of interest."""

    name: str
    email: str
    role: str = ""
    is_staff: bool = False


DEMO_PEOPLE = (
    DemoPerson("Demonstration editor", "editor@demo.invalid", Role.EDITOR, is_staff=True),
    DemoPerson("Demonstration managing editor", "managing-editor@demo.invalid", Role.MANAGING_EDITOR, is_staff=True),
    DemoPerson("Demonstration reviewer", "reviewer@demo-roster.invalid", Role.REVIEWER),
    DemoPerson("Demonstration moderator", "moderator@demo.invalid", Role.MODERATOR),
    DemoPerson("Demonstration request officer", "request-officer@demo.invalid", Role.REQUEST_OFFICER),
    DemoPerson("Demonstration administrator", "administrator@demo.invalid", Role.ADMINISTRATOR, is_staff=True),
    DemoPerson("Demonstration contributor", "contributor@demo-office.invalid"),
    DemoPerson("Demonstration government official", "official@demo-government.invalid"),
    DemoPerson("Demonstration reader", "reader@demo.invalid"),
)


@transaction.atomic
def create_account(
    *,
    by: Any,
    email: str,
    password: str | None,
    name: str = "",
    is_staff: bool = False,
    is_superuser: bool = False,
    is_demo: bool = False,
) -> User:
    """Create a person with one verified address; without a password nobody signs in with one.

    Raises ``NotPermitted``, ``AddressTaken``.
    """
    guard_accounts(by, roles_of(by))
    if EmailAddress.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email)
    user = User.objects.create_user(password, name=name, is_staff=is_staff, is_superuser=is_superuser, is_demo=is_demo)
    EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    return user


@transaction.atomic
def create_demo_accounts(*, by: Any) -> list[dict[str, str]]:
    """Create the demonstration accounts anew, with random passwords; returns name, e-mail, password and role of each."""
    remove_demo_accounts(by=by)
    logins = []
    for name, email, role, is_staff in DEMO_PEOPLE:
        password = secrets.token_urlsafe(12)
        user = create_account(by=by, email=email, password=password, name=name, is_staff=is_staff, is_demo=True)
        if role:
            grant_role(user, role, by=by)
        logins.append({"name": name, "email": email, "password": password, "role": role or Role.CONTRIBUTOR.value})
    return logins


@transaction.atomic
def remove_demo_accounts(*, by: Any) -> int:
    """Remove every demonstration account with the mails to it; returns how many."""
    guard_accounts(by, roles_of(by))
    rows = User.objects.filter(is_demo=True)
    addresses = list(EmailAddress.objects.filter(user__in=rows).values_list("email", flat=True))
    for personal in registered():
        if personal.known is Known.ADDRESS and personal.erase is Erase.DELETE:
            personal.rows(None, addresses).delete()
    count = rows.count()
    rows.delete()
    return count
