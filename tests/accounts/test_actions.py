"""Accounts are made by the system and by administrators, and used with an e-mail address and a password."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.test import RequestFactory

from gcmhub.accounts.actions import DEMO_PEOPLE, create_account, create_demo_accounts, remove_demo_accounts
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import AddressTaken
from gcmhub.accounts.models import User
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.permissions import may_keep_shelves

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(**credentials):
    return authenticate(RequestFactory().post("/"), **credentials)


def account(email="Amina@Example.org", **options):
    return create_account(by=SYSTEM, email=email, password=PASSWORD, **options)


def test_an_account_has_one_verified_primary_address_in_small_letters():
    person = account(name="Amina Otieno")
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.verified, address.primary) == ("amina@example.org", True, True)
    assert person.name == "Amina Otieno"


@pytest.mark.parametrize("email", ["amina@example.org", "Amina@Example.org", "AMINA@EXAMPLE.ORG"])
def test_the_case_of_an_address_does_not_matter(email):
    person = account()
    assert sign_in(email=email, password=PASSWORD) == person


def test_a_wrong_password_opens_nothing():
    account()
    for password in ("", "wrong", PASSWORD.upper(), f"{PASSWORD} "):
        assert sign_in(email="amina@example.org", password=password) is None


def test_the_id_of_a_person_is_no_way_in():
    person = account()
    assert sign_in(username=person.public_id, password=PASSWORD) is None
    assert sign_in(email=person.public_id, password=PASSWORD) is None


def test_an_unknown_address_opens_nothing():
    account()
    assert sign_in(email="other@example.org", password=PASSWORD) is None


def test_who_is_not_active_cannot_sign_in():
    person = account()
    person.is_active = False
    person.save()
    assert sign_in(email="amina@example.org", password=PASSWORD) is None


def test_a_known_address_is_refused_and_nothing_is_left_behind():
    account()
    with pytest.raises(AddressTaken):
        account("AMINA@example.org")
    assert User.objects.count() == 1


@pytest.mark.parametrize("flag", ["is_staff", "is_demo"])
def test_an_account_is_what_it_is_made_as(flag):
    assert getattr(account(), flag) is False
    assert getattr(account("other@example.org", **{flag: True}), flag) is True


class Somebody:
    """A person as the guards see one."""

    def __init__(self, **flags):
        self.__dict__.update({"is_active": False, "is_staff": False, "is_superuser": False} | flags)


STRANGERS = {
    "nobody": None,
    "a word": "admin",
    "a reader": Somebody(is_active=True),
    "staff": Somebody(is_active=True, is_staff=True),
    "an administrator who left": Somebody(is_superuser=True, is_staff=True),
}


@pytest.mark.parametrize("by", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize(
    "action",
    [
        lambda by: create_account(by=by, email="a@example.org", password=PASSWORD),
        lambda by: create_demo_accounts(by=by),
        lambda by: remove_demo_accounts(by=by),
    ],
    ids=["create", "create demo", "remove demo"],
)
def test_only_administrators_and_the_system_manage_accounts(by, action):
    create_demo_accounts(by=SYSTEM)
    before = sorted(User.objects.values_list("pk", flat=True))
    with pytest.raises(NotPermitted):
        action(by)
    assert sorted(User.objects.values_list("pk", flat=True)) == before


def test_an_administrator_manages_accounts():
    administrator = User.objects.create_superuser(PASSWORD)
    assert create_account(by=administrator, email="a@example.org", password=PASSWORD).pk
    assert remove_demo_accounts(by=administrator) == 0


def test_demonstration_accounts_sign_in_with_the_passwords_given():
    logins = create_demo_accounts(by=SYSTEM)
    assert [(row["name"], row["email"]) for row in logins] == [(each.name, each.email) for each in DEMO_PEOPLE]
    for row in logins:
        person = sign_in(email=row["email"], password=row["password"])
        assert person.is_demo
        assert not person.is_superuser
        assert len(row["password"]) >= 12


def test_there_is_a_demonstration_account_for_every_role_and_editors_keep_shelves():
    people = {row["role"]: sign_in(email=row["email"], password=row["password"]) for row in create_demo_accounts(by=SYSTEM)}
    assert people.keys() == set(Role.values)
    assert {role: roles_of(person) - {Role.CONTRIBUTOR} for role, person in people.items()} == {
        role: {role} - {Role.CONTRIBUTOR} for role in Role.values
    }
    keepers = {role for role, person in people.items() if may_keep_shelves(person)}
    assert keepers == {Role.EDITOR, Role.MANAGING_EDITOR, Role.ADMINISTRATOR}


def test_demonstration_passwords_are_new_each_time():
    first, second = create_demo_accounts(by=SYSTEM), create_demo_accounts(by=SYSTEM)
    assert not {row["password"] for row in first} & {row["password"] for row in second}
    assert sign_in(email=first[0]["email"], password=first[0]["password"]) is None
    assert User.objects.filter(is_demo=True).count() == len(DEMO_PEOPLE)


def test_addresses_of_demonstration_accounts_reach_nobody():
    assert {email.rpartition(".")[2] for _, email, _, _ in DEMO_PEOPLE} == {"invalid"}


def test_removing_demonstration_accounts_leaves_the_others():
    person = account()
    create_demo_accounts(by=SYSTEM)
    assert remove_demo_accounts(by=SYSTEM) == len(DEMO_PEOPLE)
    assert list(User.objects.all()) == [person]
    assert remove_demo_accounts(by=SYSTEM) == 0
