"""The operator's command that makes the first accounts."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from gcmhub.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    def give(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    return give


def test_an_administrator_can_be_made_from_a_script(typed):
    typed("correct horse battery")
    out = io.StringIO()
    call_command("create_account", "First@Example.org", "--name", "First", "--administrator", stdout=out)
    user = User.objects.get()
    assert (user.name, user.is_staff, user.is_superuser, user.is_demo) == ("First", True, True, False)
    assert user.check_password("correct horse battery")
    assert EmailAddress.objects.get().email == "first@example.org"
    assert out.getvalue() == f"account {user.public_id} signs in with first@example.org\n"


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        ("nobody", "correct horse battery", "valid email"),
        ("a@example.org", "short", "too short"),
        ("a@example.org", "", "too short"),
    ],
)
def test_a_bad_address_or_password_is_refused_and_nothing_is_made(typed, email, password, reason):
    typed(password)
    with pytest.raises(CommandError, match=reason):
        call_command("create_account", email)
    assert User.objects.count() == 0


def test_an_address_belongs_to_one_person_whatever_its_case(typed):
    typed("correct horse battery")
    call_command("create_account", "a@example.org", stdout=io.StringIO())
    typed("correct horse battery")
    with pytest.raises(CommandError, match="exists"):
        call_command("create_account", "A@example.org")
    assert User.objects.count() == 1
