"""What the operator does on the terminal."""

import io

import pytest
from django.core.management import CommandError, call_command

from gcmhub.accounts.actions import add_organisation, join_organisation
from gcmhub.accounts.choices import Role
from gcmhub.accounts.models import Membership, RoleGrant
from gcmhub.accounts.queries import roles_of

pytestmark = pytest.mark.django_db


def call(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_role_is_granted_for_some_objectives_and_revoked(make):
    person = make(email="a@example.org")
    told = call("grant_role", "A@example.org", "editor", "--objective", "18", "--objective", "2")
    assert told == f"{person.public_id} holds contributor, editor\n"
    assert RoleGrant.objects.get().objectives == ["2", "18"]
    assert call("grant_role", person.public_id, "editor", "--revoke") == f"{person.public_id} holds contributor\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody@example.org", "editor"), "nobody is known"),
        (("a@example.org", "editor", "--revoke"), "does not hold"),
        (("a@example.org", "editor", "--objective", "99"), "no such objectives"),
        (("a@example.org", "contributor"), "invalid choice"),
        (("last@example.org", "administrator", "--revoke"), "last administrator"),
    ],
)
def test_what_cannot_be_granted_is_told(make, arguments, told):
    make(email="a@example.org")
    last = make(Role.ADMINISTRATOR, email="last@example.org")
    with pytest.raises(CommandError, match=told):
        call("grant_role", *arguments)
    assert Role.ADMINISTRATOR in roles_of(last)


def test_organisations_that_wait_are_listed_and_verified_with_domain_and_focal_point(make):
    person = make(email="a@example.org")
    row = add_organisation(by=person, names={"en": "Diaspora Net"}, type="ngo")
    join_organisation(person, row, by=person)
    assert call("verify_organisation") == f"{row.public_id}  ngo  -  Diaspora Net\n"
    told = call("verify_organisation", row.public_id, "--domain", "diaspora.example", "--focal-point", "a@example.org")
    assert told == "Diaspora Net is verified\n"
    row.refresh_from_db()
    assert (row.is_verified, row.domains) == (True, ["diaspora.example"])
    assert Membership.objects.get().is_focal_point
    assert call("verify_organisation") == ""


def test_an_unknown_organisation_a_public_domain_and_a_stranger_are_refused(make):
    row = add_organisation(by=make(), names={"en": "X"}, type="ngo")
    for arguments in (
        ("nothing",),
        (row.public_id, "--domain", "gmail.com"),
        (row.public_id, "--focal-point", "b@example.org"),
    ):
        with pytest.raises(CommandError):
            call("verify_organisation", *arguments)
    assert not Membership.objects.exists()
