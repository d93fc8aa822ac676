"""People to test with."""

import pytest

from gcmhub.accounts.actions import create_account, grant_role
from gcmhub.accounts.choices import Role
from gcmhub.core.actors import SYSTEM

PASSWORD = "correct horse battery"


@pytest.fixture
def make():
    """Make a person with a verified address, holding some roles."""
    made = []

    def person(*roles, **options):
        made.append(None)
        email = options.pop("email", f"person-{len(made)}@example.org")
        user = create_account(by=SYSTEM, email=email, password=PASSWORD, name=options.pop("name", "Amina Otieno"), **options)
        for role in roles:
            grant_role(user, role, by=SYSTEM)
        return user

    return person


@pytest.fixture
def everybody(make):
    """One person a role, a contributor among them."""
    return {role: make(*([role] if role != Role.CONTRIBUTOR else [])) for role in Role.values}
