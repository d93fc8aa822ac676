"""What is always true of people and their addresses."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction

from gcmhub.accounts.models import User
from gcmhub.core.ids import ALPHABET

pytestmark = pytest.mark.django_db


def test_people_are_the_hubs_own_model():
    assert get_user_model() is User


@pytest.mark.parametrize("name", ["username", "email", "first_name", "last_name"])
def test_a_person_has_neither_username_nor_address_of_their_own(name):
    with pytest.raises(FieldDoesNotExist):
        User._meta.get_field(name)


def test_a_person_is_known_by_an_opaque_id():
    people = [User.objects.create_user() for _ in range(20)]
    ids = {person.public_id for person in people}
    assert len(ids) == 20
    assert {len(each) for each in ids} == {12}
    assert set().union(*ids) <= set(ALPHABET)


def test_two_people_cannot_share_an_id():
    person = User.objects.create_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(public_id=person.public_id)


def test_nobody_can_sign_in_where_no_password_was_given():
    person = User.objects.create_user()
    assert not person.has_usable_password()
    assert not person.check_password("")


def test_passwords_are_not_kept():
    person = User.objects.create_user("correct horse battery")
    assert "correct" not in User.objects.values_list("password", flat=True).get(pk=person.pk)
    assert person.check_password("correct horse battery")


def test_a_new_person_may_do_nothing_special():
    person = User.objects.create_user()
    assert (person.is_active, person.is_staff, person.is_superuser, person.is_demo) == (True, False, False, False)
    assert person.language == "en"


def test_an_administrator_is_staff_too():
    person = User.objects.create_superuser("correct horse battery")
    assert (person.is_staff, person.is_superuser) == (True, True)


def test_a_person_is_called_by_name_else_by_id():
    assert str(User(name="Amina Otieno", public_id="abc")) == "Amina Otieno"
    assert str(User(public_id="abc")) == "abc"


def test_a_person_may_have_several_addresses_but_one_primary():
    person = User.objects.create_user()
    EmailAddress.objects.create(user=person, email="a@example.org", primary=True, verified=True)
    EmailAddress.objects.create(user=person, email="b@example.org", verified=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(user=person, email="c@example.org", primary=True)


def test_a_verified_address_belongs_to_one_person():
    first, second = User.objects.create_user(), User.objects.create_user()
    EmailAddress.objects.create(user=first, email="a@example.org", verified=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(user=second, email="a@example.org", verified=True)


def test_addresses_go_with_the_person():
    person = User.objects.create_user()
    EmailAddress.objects.create(user=person, email="a@example.org", verified=True)
    person.delete()
    assert not EmailAddress.objects.exists()
