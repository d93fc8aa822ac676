"""Roles: who holds them, who may grant them, and what is written down."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from gcmhub.accounts.actions import grant_role, revoke_role
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import LastAdministrator, RoleNotGranted, RoleNotHeld
from gcmhub.accounts.models import RoleGrant, User
from gcmhub.accounts.queries import holds, people_with, roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.workflow.queries import breaks, history

pytestmark = pytest.mark.django_db

# role that is granted: who may, besides the system. A reviewed table.
MAY_GRANT = {
    Role.REVIEWER: {Role.ADMINISTRATOR},
    Role.EDITOR: {Role.ADMINISTRATOR, Role.MANAGING_EDITOR},
    Role.MANAGING_EDITOR: {Role.ADMINISTRATOR},
    Role.MODERATOR: {Role.ADMINISTRATOR},
    Role.REQUEST_OFFICER: {Role.ADMINISTRATOR},
    Role.ADMINISTRATOR: {Role.ADMINISTRATOR},
}


def test_who_has_a_verified_address_is_a_contributor(make):
    person = make()
    assert roles_of(person) == {"contributor"}
    EmailAddress.objects.update(verified=False)
    assert roles_of(person) == frozenset()


@pytest.mark.parametrize("who", [None, "system", AnonymousUser(), User(name="not saved")])
def test_who_has_no_account_holds_no_role(who):
    assert roles_of(who) == frozenset()
    assert not holds(who, Role.CONTRIBUTOR)
    assert not holds(who, Role.EDITOR, "2")


def test_roles_are_one_query(make, django_assert_num_queries):
    person = make(Role.EDITOR, Role.MODERATOR)
    with django_assert_num_queries(1):
        assert roles_of(person) == {"contributor", "editor", "moderator"}


def test_who_is_not_active_holds_nothing(make):
    person = make(Role.EDITOR)
    person.is_active = False
    person.save()
    assert roles_of(person) == frozenset()
    assert not holds(person, Role.EDITOR, "2")
    assert not people_with(Role.EDITOR).exists()
    assert not people_with(Role.CONTRIBUTOR).exists()


def test_the_administrator_of_the_installation_is_one():
    person = User.objects.create_superuser("correct horse battery")
    assert roles_of(person) == {"administrator"}
    assert list(people_with(Role.ADMINISTRATOR)) == [person]


@pytest.mark.parametrize("by", [*Role.values, "nobody"])
@pytest.mark.parametrize("role", list(MAY_GRANT))
def test_every_role_grants_and_revokes_what_the_table_says_and_nothing_else(everybody, make, by, role):
    other, actor = make(), everybody.get(by)
    held = make(role)
    if by in MAY_GRANT[role]:
        grant_role(other, role, by=actor)
        assert role in roles_of(other)
        revoke_role(held, role, by=actor)
        assert role not in roles_of(held)
    else:
        with pytest.raises(NotPermitted):
            grant_role(other, role, by=actor)
        with pytest.raises(NotPermitted):
            revoke_role(held, role, by=actor)
        assert (roles_of(other), role in roles_of(held)) == ({"contributor"}, True)


def test_the_table_names_every_role_that_is_granted():
    assert {*MAY_GRANT, Role.CONTRIBUTOR} == set(Role)


@pytest.mark.parametrize("role", ["contributor", "king", ""])
def test_what_is_not_granted_is_refused(make, role):
    with pytest.raises(RoleNotGranted):
        grant_role(make(), role, by=SYSTEM)


def test_a_role_for_some_objectives_reaches_these_alone(make):
    some, whole = make(), make(Role.EDITOR)
    grant = grant_role(some, Role.EDITOR, by=SYSTEM, objectives=["18", "2", "18"])
    assert grant.objectives == ["2", "18"]
    assert [holds(some, Role.EDITOR, each) for each in ("2", "18", "5", "")] == [True, True, False, True]
    assert holds(whole, Role.EDITOR, "5")
    assert set(people_with(Role.EDITOR, ["5"])) == {whole}
    assert set(people_with(Role.EDITOR, ["5", "2"])) == set(people_with(Role.EDITOR)) == {some, whole}


def test_an_objective_that_is_none_is_refused(make):
    with pytest.raises(RoleNotGranted):
        grant_role(make(), Role.EDITOR, by=SYSTEM, objectives=["24"])


def test_granted_twice_is_granted_once_and_with_other_objectives_the_first_ends(make):
    person = make()
    first = grant_role(person, Role.EDITOR, by=SYSTEM, objectives=["2"])
    assert grant_role(person, Role.EDITOR, by=SYSTEM, objectives=["2"]) == first
    second = grant_role(person, Role.EDITOR, by=SYSTEM)
    first.refresh_from_db()
    assert first.revoked_at == second.granted_at
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=person, role=Role.EDITOR, granted_by="x", granted_at=now())


def test_contributors_need_no_row_and_get_none(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=make(), role=Role.CONTRIBUTOR, granted_by="x", granted_at=now())


def test_what_is_not_held_cannot_be_revoked(make):
    with pytest.raises(RoleNotHeld):
        revoke_role(make(), Role.EDITOR, by=SYSTEM)


def test_the_last_administrator_stays(make):
    person = make(Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        revoke_role(person, Role.ADMINISTRATOR, by=person)
    other = make(Role.ADMINISTRATOR)
    revoke_role(person, Role.ADMINISTRATOR, by=other)
    assert list(people_with(Role.ADMINISTRATOR)) == [other]


def test_a_demonstration_administrator_does_not_count_as_the_other_one(make):
    person = make(Role.ADMINISTRATOR)
    make(Role.ADMINISTRATOR, is_demo=True)
    with pytest.raises(LastAdministrator):
        revoke_role(person, Role.ADMINISTRATOR, by=SYSTEM)


def test_grants_are_written_down_under_opaque_ids(make):
    person, administrator = make(), make(Role.ADMINISTRATOR)
    grant_role(person, Role.EDITOR, by=administrator, objectives=["2"])
    revoke_role(person, Role.EDITOR, by=administrator)
    events = list(history("person", person.public_id))
    assert [(row.action, row.actor) for row in events] == [
        ("grant-role", administrator.public_id),
        ("revoke-role", administrator.public_id),
    ]
    assert json.loads(events[0].payload) == {"role": "editor", "objectives": ["2"]}
    assert list(breaks()) == []
