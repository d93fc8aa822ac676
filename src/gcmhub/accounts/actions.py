"""What is done with accounts."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from gcmhub.accounts.errors import AddressTaken
from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import guard_accounts

DEMO_PEOPLE = (("Demonstration editor", "editor@demo.invalid", True), ("Demonstration reader", "reader@demo.invalid", False))


@transaction.atomic
def create_account(
    *,
    by: Any,
    email: str,
    password: str,
    name: str = "",
    is_staff: bool = False,
    is_superuser: bool = False,
    is_demo: bool = False,
) -> User:
    """Create a person with one verified address. Raises ``NotPermitted``, ``AddressTaken``."""
    guard_accounts(by)
    if EmailAddress.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email)
    user = User.objects.create_user(password, name=name, is_staff=is_staff, is_superuser=is_superuser, is_demo=is_demo)
    EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    return user


@transaction.atomic
def create_demo_accounts(*, by: Any) -> list[dict[str, str]]:
    """Create the demonstration accounts anew, with random passwords; returns name, e-mail and password of each."""
    remove_demo_accounts(by=by)
    logins = []
    for name, email, is_staff in DEMO_PEOPLE:
        password = secrets.token_urlsafe(12)
        create_account(by=by, email=email, password=password, name=name, is_staff=is_staff, is_demo=True)
        logins.append({"name": name, "email": email, "password": password})
    return logins


@transaction.atomic
def remove_demo_accounts(*, by: Any) -> int:
    """Remove every demonstration account; returns how many."""
    guard_accounts(by)
    rows = User.objects.filter(is_demo=True)
    count = rows.count()
    rows.delete()
    return count
