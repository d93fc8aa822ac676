"""What the hub keeps of a person can be taken along whole, and is forgotten when the person leaves."""

import io
import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from gcmhub.accounts import invitations
from gcmhub.accounts.actions import (
    add_organisation,
    claim_invitation,
    delete_person,
    export_person,
    give_consent,
    grant_role,
    invite,
    join_organisation,
    update_profile,
)
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import LastAdministrator, PersonGone
from gcmhub.accounts.models import Consent, Invitation, RoleGrant, User
from gcmhub.accounts.personal import registered
from gcmhub.accounts.queries import people_with, roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.notices.actions import record_contact, send
from gcmhub.workflow.queries import breaks
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
CANARY = "quetzal"  # in everything that this person wrote
ADDRESS = f"{CANARY}@example.org"


@pytest.fixture(autouse=True)
def purpose():
    invitations.register(invitations.Kind("leaving", claimed=lambda *_: None))
    yield
    invitations.forget("leaving")


@pytest.fixture
def person(make):
    """Somebody who has left traces everywhere."""
    user = make(Role.EDITOR, email=ADDRESS, name=f"Ada {CANARY}")
    give_consent(user, "terms", by=user, text_version="1", language="en")
    give_consent(user, "gender-in-aggregate", by=user, text_version="1", language="en")
    update_profile(
        user,
        by=user,
        names={"ar": f"{CANARY} آدا"},
        biography={"fr": f"{CANARY} à Nairobi"},
        gender="woman",
        orcid="0000-0002-1825-0097",
        expertise=[{"objective": "18", "level": 3, "evidence": f"{CANARY} programme"}],
        languages={"sw": "write"},
        publications=[{"title": f"On {CANARY}", "url": f"https://example.org/{CANARY}", "coauthors": f"B. {CANARY}"}],
    )
    other = make(Role.ADMINISTRATOR)
    join_organisation(user, add_organisation(by=other, names={"en": "X"}, type="un"), by=user, title=f"Head of {CANARY}")
    EmailAddress.objects.create(user=user, email=f"{CANARY}-2@example.org", verified=True)
    browser = Client(SERVER_NAME="localhost", headers={"user-agent": CANARY})
    browser.post("/en/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    Authenticator.objects.create(user=user, type="totp", data={"secret": CANARY})
    send("account_exists", to=ADDRESS, language="en", link=f"https://example.org/{CANARY}")
    record_contact(key="1", subject=CANARY, text=CANARY, language="en", name=CANARY, email=ADDRESS)
    _, token = invite(ADDRESS, "leaving", by=other)
    claim_invitation(token, by=user)
    invite(f"{CANARY}-2@example.org", "leaving", by=other)
    return user


def holding(word):
    """Return the tables that hold a word, in any column."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for values in model._base_manager.values_list(*[field.attname for field in model._meta.concrete_fields]):
            if any(word in str(value) for value in values):
                found.add(model._meta.label)
    return found


def test_an_export_has_every_registered_row_and_no_secret(person):
    found = export_person(person, by=person)
    assert found["format"] == "gcmhub-person/1"
    assert found["records"].keys() == {row.model for row in registered()}
    empty = {"account.EmailConfirmation", "notices.Notice", "notices.Preference", "notices.DigestHour", "notices.Bounce"}
    empty |= {"notices.AddressStopped", "notices.Subscription"}
    kept = {name for name in found["records"] if not name.startswith(("review.", "library."))}
    assert {name for name in kept if not found["records"][name]} - empty == set()
    text = json.dumps(found)
    assert person.password not in text
    assert "secret" not in json.dumps(found["records"]["mfa.Authenticator"])
    assert found["records"]["accounts.Expertise"] == [{"objective": "18", "level": 3, "evidence": f"{CANARY} programme"}]
    assert [row["action"] for row in found["log"]][:2] == ["grant-role", "give-consent"]


def test_an_export_has_nothing_of_anybody_else(person, make):
    other = make(email="other@example.org", name="Somebody else")
    assert CANARY not in json.dumps(export_person(other, by=other))
    EmailAddress.objects.create(user=other, email=ADDRESS.upper(), verified=False)  # claimed, never confirmed
    assert export_person(other, by=other)["records"]["notices.ContactMessage"] == []


def test_after_leaving_nothing_is_left_of_a_person_in_any_table(person):
    assert len(holding(CANARY)) >= 10
    delete_person(person, by=person)
    assert holding(CANARY) == set()
    assert list(breaks()) == []


def test_what_stays_stands_under_an_opaque_id(person):
    delete_person(person, by=person)
    person.refresh_from_db()
    assert (person.name, person.is_active, person.last_login, str(person)) == ("", False, None, person.public_id)
    assert [(row.role, row.revoked_at is not None) for row in RoleGrant.objects.filter(user=person)] == [("editor", True)]
    assert {row.purpose for row in Consent.objects.filter(user=person)} == {"terms", "gender-in-aggregate"}
    assert not Consent.objects.filter(user=person, withdrawn_at=None).exists()
    assert [row.email for row in Invitation.objects.all()] == ["gone@invalid.invalid"]
    assert roles_of(person) == frozenset()
    assert person not in people_with(Role.EDITOR)


def test_who_left_cannot_come_back_and_the_address_is_free(person, make):
    delete_person(person, by=person)
    assert authenticate(RequestFactory().post("/"), email=ADDRESS, password=PASSWORD) is None
    assert make(email=ADDRESS).pk != person.pk
    with pytest.raises(PersonGone):
        delete_person(person, by=SYSTEM)


@pytest.mark.parametrize("role", [*Role.values, "nobody"])
def test_only_the_person_and_administrators_export_and_delete(everybody, make, role):
    someone, actor = make(), everybody.get(role)
    if role == Role.ADMINISTRATOR:
        assert export_person(someone, by=actor)["person"] == someone.public_id
        delete_person(someone, by=actor)
        assert not User.objects.get(pk=someone.pk).is_active
        return
    for action in (export_person, delete_person):
        with pytest.raises(NotPermitted):
            action(someone, by=actor)
    assert User.objects.get(pk=someone.pk).is_active


def test_the_last_administrator_does_not_leave(make):
    last = make(Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        delete_person(last, by=last)
    grant_role(make(), Role.ADMINISTRATOR, by=last)
    delete_person(last, by=last)
    assert last not in people_with(Role.ADMINISTRATOR)


def test_the_operator_exports_and_deletes_on_the_terminal(person, monkeypatch):
    out = io.StringIO()
    call_command("export_person", ADDRESS, stdout=out)
    assert json.loads(out.getvalue())["person"] == person.public_id
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="nothing was deleted"):
        call_command("delete_person", person.public_id)
    call_command("delete_person", person.public_id, "--yes", stdout=out)
    assert out.getvalue().endswith(f"{person.public_id} is forgotten\n")
    with pytest.raises(CommandError, match="nobody is known"):
        call_command("export_person", ADDRESS)


def test_an_invitation_that_has_expired_is_forgotten_with_its_address(make):
    person = make(email=ADDRESS)
    row, _ = invite(ADDRESS, "leaving", by=SYSTEM, lasts=timedelta(seconds=1))
    delete_person(person, by=person)
    assert not Invitation.objects.filter(pk=row.pk).exists()
