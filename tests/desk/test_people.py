"""People and organisations in the back office: who may grant what to whom, what is verified by whom."""

import pytest
from allauth.account.models import EmailAddress

from gcmhub.accounts.actions import add_organisation, join_organisation
from gcmhub.accounts.models import Membership, Organisation, Profile, RoleGrant
from gcmhub.accounts.queries import roles_of, search_people
from gcmhub.desk.people import words
from tests.review.conftest import clock, django_db_setup, people, person  # noqa: F401 - fixtures
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
PEOPLE = "/en/desk/people/"


def page_of(user):
    return f"{PEOPLE}{user.public_id}/"


def text_of(response):
    return response.content.decode()


def grant(by, user, role, *objectives):
    return browser(by).post(f"{page_of(user)}grant/", {"role": role, "objectives": objectives})


def revoke(by, user, role):
    return browser(by).post(f"{page_of(user)}revoke/", {"role": role})


@pytest.fixture
def admin(people):  # noqa: F811
    return person("Ada Admin", "administrator")


def test_managing_editors_and_administrators_come_in_and_nobody_else(people, admin, client):  # noqa: F811
    for address in (PEOPLE, page_of(people.stranger)):
        assert "/accounts/login/" in client.get(address).headers["Location"]
        assert {browser(one).get(address).status_code for one in (people.stranger, people.editor, people.first)} == {403}
        assert {browser(one).get(address).status_code for one in (people.managing, admin)} == {200}
    assert "/desk/roster/" not in text_of(browser(admin).get(PEOPLE))
    assert "/desk/people/" not in text_of(browser(people.editor).get("/en/desk/roster/"))


def test_people_are_found_by_name_in_any_script_and_by_whole_address(people):  # noqa: F811
    Profile.objects.create(user=people.stranger, names={"ru": "Стэн Незнакомец"})
    assert search_people("STAN str") == [people.stranger]
    assert search_people("незнакомец") == [people.stranger]
    assert search_people("stan@STRANGER.example") == [people.stranger]
    assert [search_people(text) for text in ("stan@", "@stranger.example", "  ", "%", "nobody at all")] == [[]] * 5
    EmailAddress.objects.filter(user=people.stranger).update(verified=False)
    assert search_people("stan@stranger.example") == []
    assert "Stan Stranger" in text_of(browser(people.managing).get(f"{PEOPLE}?q=stranger"))


def test_roles_are_granted_for_objectives_once_and_revoked(people):  # noqa: F811
    user = people.stranger
    for _ in range(2):
        assert grant(people.managing, user, "editor", "18", "3").status_code == 302
    assert [one.objectives for one in RoleGrant.objects.filter(user=user)] == [["3", "18"]]
    assert revoke(people.managing, user, "editor").status_code == 302
    assert "editor" not in roles_of(user)
    again = revoke(people.managing, user, "editor")
    assert (again.status_code, str(words.ERRORS["role-not-held"]) in text_of(again)) == (422, True)


@pytest.mark.parametrize(
    "role", ["managing-editor", "administrator", "reviewer", "moderator", "request-officer", "contributor", ""]
)
def test_what_is_not_a_managing_editors_to_grant_is_refused_and_not_offered(people, role):  # noqa: F811
    refused = grant(people.managing, people.stranger, role)
    assert (refused.status_code, roles_of(people.stranger)) == (422, {"contributor"})
    assert f'name="role" value="{role}"' not in text_of(browser(people.managing).get(page_of(people.stranger)))


def test_administrators_grant_every_role_and_the_last_one_stays(people, admin):  # noqa: F811
    browser(people.stranger)  # both are demonstration accounts then, which are counted apart
    for role in ("reviewer", "editor", "managing-editor", "moderator", "request-officer", "administrator"):
        assert grant(admin, people.stranger, role).status_code == 302
    assert revoke(admin, people.stranger, "administrator").status_code == 302
    last = revoke(admin, admin, "administrator")
    assert (last.status_code, str(words.ERRORS["last-administrator"]) in text_of(last)) == (422, True)
    bad = grant(admin, people.stranger, "editor", "99")
    assert (bad.status_code, 'value="editor" checked' in text_of(bad)) == (422, True)


def test_organisations_and_their_focal_points_are_verified(people):  # noqa: F811
    body = add_organisation(by=people.stranger, names={"en": "House of Studies"}, type="academia")
    join_organisation(people.stranger, body, by=people.stranger, title="Dean", asks_focal_point=True)
    membership, client = Membership.objects.get(user=people.stranger), browser(people.managing)
    assert "House of Studies" in text_of(client.get(PEOPLE))
    early = client.post(f"/en/desk/focal-points/{membership.pk}/verify/")
    assert (early.status_code, str(words.ERRORS["is_verified"]) in text_of(early)) == (422, True)
    wrong = client.post(f"/en/desk/organisations/{body.public_id}/verify/", {"domains": "gmail.com"})
    assert (wrong.status_code, 'value="gmail.com"' in text_of(wrong)) == (422, True)
    assert not Organisation.objects.get(pk=body.pk).is_verified
    good = client.post(f"/en/desk/organisations/{body.public_id}/verify/", {"domains": "studies.example  house.example"})
    assert (good.status_code, Organisation.objects.get(pk=body.pk).domains) == (302, ["house.example", "studies.example"])
    assert client.post(f"/en/desk/focal-points/{membership.pk}/verify/").headers["Location"].endswith("?done=1")
    assert client.post(f"/en/desk/focal-points/{membership.pk}/verify/").headers["Location"].endswith("?passed=1")
    membership.refresh_from_db()
    assert membership.is_focal_point


def test_nobody_verifies_themselves_and_editors_verify_nothing(people):  # noqa: F811
    body = add_organisation(by=people.managing, names={"en": "House of Studies"}, type="academia")
    join_organisation(people.managing, body, by=people.managing, asks_focal_point=True)
    membership = Membership.objects.get(user=people.managing)
    assert browser(people.managing).post(f"/en/desk/focal-points/{membership.pk}/verify/").status_code == 422
    assert "Somebody else has to verify it." in text_of(browser(people.managing).get(PEOPLE))
    assert browser(people.editor).post(f"/en/desk/focal-points/{membership.pk}/verify/").status_code == 403
    assert browser(people.editor).post(f"/en/desk/organisations/{body.public_id}/verify/").status_code == 403
    assert grant(people.editor, people.stranger, "editor").status_code == 403
    membership.refresh_from_db()
    assert not membership.is_focal_point


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_in_every_language(people, language):  # noqa: F811
    client = browser(people.managing)
    for path in ("", "?q=stan", f"{people.stranger.public_id}/"):
        response = client.get(f"/{language}/desk/people/{path}")
        assert (response.status_code, len(read(response.content).all("h1"))) == (200, 1)
    assert client.get(f"/{language}/desk/people/nobody/").status_code == 404
