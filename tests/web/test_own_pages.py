"""A person's own pages: what they show, what they save, and that nobody else sees or keeps them."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from gcmhub.accounts.actions import add_organisation, create_account, give_consent, grant_role, join_organisation
from gcmhub.accounts.choices import Role
from gcmhub.accounts.models import Consent, Membership, Organisation, Profile
from gcmhub.accounts.queries import public_profile, roles_of
from gcmhub.core.actors import SYSTEM
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "amina@example.org", "correct horse battery"
PAGES = ("", "profile/", "expertise/", "organisations/", "email/", "2fa/", "sessions/", "2fa/passkeys/", "consents/", "delete/")
POSTS = ("organisations/add/", "organisations/x/join/", "memberships/1/end/", "consents/directory/withdraw/")


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def member():
    return create_account(by=SYSTEM, email=EMAIL, password=PASSWORD, name="Amina Otieno")


@pytest.fixture
def own(member):
    """A browser in which the member is signed in and has just confirmed the password."""
    client = Client(SERVER_NAME="localhost")
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def filled(**values):
    return {"name": "Amina", "language": "en", "countries": "", **values}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_every_language_and_no_cache_keeps_it(own, path, language):
    response = own.get(f"/{language}/accounts/{path}", follow=True)
    assert response.status_code == 200
    assert len(read(response.content).all("h1")) == 1
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].replace(",", " ").split())


def everything():
    """Return every row of every table but those of the web server's own sessions."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


def test_no_page_of_an_account_changes_anything_by_being_opened(own, member):
    grant_role(member, Role.EDITOR, by=SYSTEM)
    member.is_demo = True
    member.save()
    EmailAddress.objects.create(user=member, email="second@example.org")
    before = everything()
    for path in (
        *PAGES,
        "export/",
        "logout/",
        "password/change/",
        "2fa/totp/activate/",
        "2fa/passkeys/add/",
        "reauthenticate/",
    ):
        for method in (own.get, own.head):
            assert method(f"/en/accounts/{path}").status_code == 200
    assert everything() == before


@pytest.mark.parametrize("path", [*PAGES, "export/"])
def test_who_is_not_signed_in_is_led_to_sign_in(visitor, path):
    response = visitor.get(f"/fr/accounts/{path}")
    assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/fr/accounts/login/")


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_takes_no_get(own, visitor, path):
    assert own.get(f"/en/accounts/{path}").status_code == 405
    assert own.head(f"/en/accounts/{path}").status_code == 405
    assert visitor.post(f"/en/accounts/{path}").status_code == 302


def test_a_profile_is_saved_and_shown_again_in_the_language_of_mails(own, member):
    values = filled(
        language="ar", sector="policy", country="KEN", regions=["africa"], countries="Kenya, 乌干达, Эфиопия",
        years_of_experience="12", orcid="https://orcid.org/0000-0002-1825-0097", name_ar="أمينة أوتينو",
        biography_fr="Juriste.",
    )  # fmt: skip
    response = own.post("/en/accounts/profile/", values)
    assert (response.status_code, response.headers["Location"]) == (302, "/ar/accounts/profile/?saved=1")
    member.refresh_from_db()
    row = Profile.objects.get(user=member)
    assert (member.name, member.language, row.sector, row.country) == ("Amina", "ar", "policy", "KEN")
    assert (row.regions, row.countries) == (["africa"], ["KEN", "UGA", "ETH"])
    assert (row.names, row.biography, row.orcid) == ({"ar": "أمينة أوتينو"}, {"fr": "Juriste."}, "0000-0002-1825-0097")
    page = read(own.get("/es/accounts/profile/").content)
    assert page.one("input", id="id_countries").attributes["value"] == "Kenya, Uganda, Etiopía"
    assert page.one("input", id="id_name_ar").attributes["value"] == "أمينة أوتينو"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"orcid": "0000-0002-1825-0098"}, "orcid"),
        ({"countries": "Kenya, Atlantis"}, "countries"),
        ({"years_of_experience": "-1"}, "years_of_experience"),
        ({"gender": "woman"}, "gender_consent"),
        ({"is_public": "on"}, "directory_consent"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_saved(own, member, wrong, field):
    response = own.post("/en/accounts/profile/", filled(name_fr="Gardé", **wrong))
    assert response.status_code == 422
    page = read(response.content)
    assert page.one("ul", id=f"id_{field}-errors").text
    assert page.one("input", id="id_name_fr").attributes["value"] == "Gardé"
    assert not Profile.objects.exists()
    assert not Consent.objects.exists()


def test_gender_and_a_public_profile_come_and_go_with_their_consents(own, member):
    both = {"gender": "woman", "gender_consent": "on", "is_public": "on", "directory_consent": "on"}
    own.post("/fr/accounts/profile/", filled(**both))
    member.refresh_from_db()
    assert public_profile(member).name == "Amina"
    assert {(row.purpose, row.language) for row in Consent.objects.all()} == {
        ("gender-in-aggregate", "fr"),
        ("directory", "fr"),
    }
    own.post("/fr/accounts/consents/gender-in-aggregate/withdraw/")
    assert Profile.objects.get().gender == ""
    own.post("/fr/accounts/profile/", filled())
    assert public_profile(member) is None
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def rows(objectives=(), languages=(), publications=()):
    """Return three lists as a browser sends them."""
    data = {}
    for name, found in (("objectives", objectives), ("languages", languages), ("publications", publications)):
        data |= {f"{name}-TOTAL_FORMS": len(found), f"{name}-INITIAL_FORMS": len(found)}
        data |= {f"{name}-{place}-{field}": value for place, row in enumerate(found) for field, value in row.items()}
    return data


def test_expertise_languages_and_publications_are_saved_and_empty_rows_go(own, member):
    data = rows(
        [{"objective": "18", "level": "3", "evidence": "Led a programme"}, {"objective": "", "level": "1"}],
        [{"language": "sw", "level": "write"}, {"language": "", "level": "read"}],
        [{"title": "Skills", "url": "https://example.org/x", "year": "2024", "coauthors": "B. Diallo"}, {"title": ""}],
    )
    assert own.post("/en/accounts/expertise/", data).status_code == 302
    assert list(member.expertise.values_list("objective", "level", "evidence")) == [("18", 3, "Led a programme")]
    assert list(member.language_skills.values_list("language", "level")) == [("sw", "write")]
    assert list(member.publications.values_list("title", "year", "coauthors")) == [("Skills", 2024, "B. Diallo")]
    assert "Led a programme" in own.get("/ru/accounts/expertise/").content.decode()
    own.post("/en/accounts/expertise/", rows())
    assert (member.expertise.count(), member.language_skills.count(), member.publications.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        rows([{"objective": "18", "level": "1"}, {"objective": "18", "level": "2"}]),
        rows([{"objective": "99", "level": "1"}]),
        rows(languages=[{"language": "fr", "level": "read"}, {"language": "fr", "level": "write"}]),
        rows(publications=[{"title": "A", "url": "javascript:alert(1)"}]),
        rows(publications=[{"title": "", "url": "https://example.org/"}]),
        {},
    ],
)
def test_lists_that_cannot_be_taken_are_refused_whole(own, member, wrong):
    response = own.post("/en/accounts/expertise/", wrong)
    assert response.status_code == 422
    assert read(response.content).one("div", class_="problems").text
    assert not member.expertise.exists()
    assert not member.publications.exists()


def test_an_organisation_is_found_by_a_name_in_any_language_and_joined_once(own, member):
    row = add_organisation(
        by=SYSTEM, names={"en": "Ministry of Labour", "fr": "Ministère du Travail"}, type="government", country="KEN",
        domains=["example.org"],
    )  # fmt: skip
    page = own.get("/ru/accounts/organisations/?q=ministere+travail")
    assert f"/ru/accounts/organisations/{row.public_id}/join/" in page.content.decode()
    for _ in range(2):
        own.post(f"/ru/accounts/organisations/{row.public_id}/join/", {"title": "Adviser", "since": "2024-03-01"})
    membership = Membership.objects.get()
    assert (membership.title, membership.since.isoformat(), membership.verified_by) == ("Adviser", "2024-03-01", "domain")
    assert "Ministry of Labour" in own.get("/en/accounts/organisations/").content.decode()
    own.post(f"/en/accounts/memberships/{membership.pk}/end/")
    membership.refresh_from_db()
    assert membership.until is not None


def test_an_unknown_organisation_is_named_once_by_whoever_comes_first(own, member):
    data = {"organisation_name": "Réseau des diasporas", "type": "ngo", "since": "2020-01-01", "asks_focal_point": "on"}
    assert own.post("/fr/accounts/organisations/add/", data).status_code == 302
    row = Organisation.objects.get()
    assert (row.names, row.is_verified, row.domains) == ({"fr": "Réseau des diasporas"}, False, [])
    membership = Membership.objects.get()
    assert (membership.asks_focal_point, membership.is_focal_point, membership.verified_at) == (True, False, None)
    other = create_account(by=SYSTEM, email="b@example.org", password=PASSWORD)
    second = Client(SERVER_NAME="localhost")
    second.force_login(other)
    second.post("/en/accounts/organisations/add/", {"organisation_name": "reseau des DIASPORAS", "type": "ngo"})
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 2


def test_a_day_that_is_to_come_is_refused_and_what_was_typed_stays(own):
    data = {"organisation_name": "Réseau", "type": "ngo", "since": "2999-01-01"}
    response = own.post("/fr/accounts/organisations/add/", data)
    assert response.status_code == 422
    assert "2024-03-31" in read(response.content).one("div", class_="problems").text
    assert not Organisation.objects.exists()


def test_nobody_ends_the_membership_of_another(own):
    other = create_account(by=SYSTEM, email="b@example.org", password=PASSWORD)
    row = join_organisation(other, add_organisation(by=SYSTEM, names={"en": "X"}, type="un"), by=other)
    assert own.post(f"/en/accounts/memberships/{row.pk}/end/").status_code == 404
    row.refresh_from_db()
    assert row.until is None


def test_the_terms_end_with_the_account_only(own, member):
    give_consent(member, "terms", by=member, text_version="1", language="en")
    response = own.post("/en/accounts/consents/terms/withdraw/")
    assert response.headers["Location"] == "/en/accounts/delete/"
    assert Consent.objects.get().withdrawn_at is None


def test_my_data_come_as_a_file_that_nobody_keeps(own, member):
    own.post("/en/accounts/profile/", filled(biography_en="Lawyer."))
    response = own.get("/en/accounts/export/")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert "no-store" in response.headers["Cache-Control"]
    found = json.loads(response.content)
    assert found["person"] == member.public_id
    assert found["records"]["accounts.Profile"][0]["biography"] == {"en": "Lawyer."}
    assert found["records"]["account.EmailAddress"] == [{"email": EMAIL, "verified": True, "primary": True}]
    assert PASSWORD not in response.content.decode()
    assert "md5$" not in response.content.decode()


def test_my_data_and_deletion_ask_for_the_password_again_when_the_sign_in_is_not_fresh(own, member):
    session = own.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 3600
    session.save()
    for path in ("export/", "delete/"):
        assert own.get(f"/en/accounts/{path}").headers["Location"].startswith("/en/accounts/reauthenticate/")
    own.post("/en/accounts/delete/", {"sure": "on"})
    member.refresh_from_db()
    assert member.is_active


def test_an_account_is_deleted_only_when_the_box_is_ticked_and_every_session_ends(own, member):
    other = Client(SERVER_NAME="localhost")
    other.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert own.post("/en/accounts/delete/", {}).status_code == 422
    response = own.post("/en/accounts/delete/", {"sure": "on"})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/accounts/deleted/")
    assert own.get("/en/accounts/deleted/").status_code == 200
    for client in (own, other):
        assert client.get("/en/accounts/").status_code == 302
    assert not EmailAddress.objects.exists()
    assert not UserSession.objects.exists()


def test_the_last_administrator_is_told_to_name_another(own, member):
    grant_role(member, Role.ADMINISTRATOR, by=SYSTEM)
    member.is_demo = True  # needs no second factor here
    member.save()
    assert own.post("/en/accounts/delete/", {"sure": "on"}).status_code == 409
    assert Role.ADMINISTRATOR in roles_of(member)


def test_sessions_are_listed_and_the_others_end_at_one_click(own, member):
    other = Client(SERVER_NAME="localhost")
    other.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD}, headers={"user-agent": "Another device"})
    assert "Another device" in own.get("/en/accounts/sessions/").content.decode()
    own.post("/en/accounts/sessions/", {})
    assert own.get("/en/accounts/").status_code == 200
    assert other.get("/en/accounts/").status_code == 302


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.CONTRIBUTOR])
def test_who_holds_a_role_sets_up_a_second_factor_before_anything_else(own, member, role):
    assert own.get("/en/search/").status_code == 200
    grant_role(member, role, by=SYSTEM)
    for path in ("/en/search/", "/en/accounts/", "/en/accounts/export/"):
        assert own.get(path).headers["Location"] == "/en/accounts/2fa/totp/activate/"
    assert own.get("/en/accounts/2fa/passkeys/add/").status_code == 200
    member.is_demo = True
    member.save()
    assert own.get("/en/search/").status_code == 200


def test_beyond_loopback_demonstration_accounts_need_a_second_factor_too(own, member, settings):
    settings.HUB_LOOPBACK = False
    grant_role(member, Role.EDITOR, by=SYSTEM)
    member.is_demo = True
    member.save()
    assert own.get("/en/search/").status_code == 302
