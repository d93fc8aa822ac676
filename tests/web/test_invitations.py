"""The page of an invitation: read by anybody who has the link, taken up by a click of who is signed in."""

import pytest
from django.core.cache import cache
from django.test import Client

from gcmhub.accounts import invitations
from gcmhub.accounts.actions import create_account, invite
from gcmhub.accounts.models import Invitation
from gcmhub.core.actors import SYSTEM
from gcmhub.web.accounts.invitations import DESTINATIONS
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "amina@example.org", "correct horse battery"


@pytest.fixture(autouse=True)
def purpose(monkeypatch):
    cache.clear()
    invitations.register(invitations.Kind("panel", claimed=lambda *_: None))
    monkeypatch.setitem(DESTINATIONS, "panel", lambda object_id: f"/en/search/?q={object_id}")
    yield
    invitations.forget("panel")


@pytest.fixture
def token():
    return invite("somewhere@example.net", "panel", by=SYSTEM, object_id="abc")[1]


@pytest.fixture
def own():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    client = Client(SERVER_NAME="localhost")
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_an_invitation_changes_nothing_and_no_cache_keeps_it(visitor, own, token, language):
    for client in (visitor, own):
        for method in (client.head, client.get):
            response = method(f"/{language}/accounts/invitations/{token}/")
            assert response.status_code == 200
            assert "no-store" in response.headers["Cache-Control"]
            assert response.headers["Referrer-Policy"] == "no-referrer"
    assert Invitation.objects.get().claimed_at is None


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(visitor, token):
    path = f"/en/accounts/invitations/{token}/"
    page = read(visitor.get(path).content)
    assert page.one("main").all("form") == []
    assert f"/en/accounts/login/?next={path}" in [each.attributes["href"] for each in page.one("main").all("a")]
    assert visitor.post(path).headers["Location"] == f"/en/accounts/login/?next={path}"
    assert Invitation.objects.get().claimed_at is None


def test_a_click_takes_it_up_and_leads_to_what_it_is_for(own, token):
    path = f"/en/accounts/invitations/{token}/"
    for _ in range(2):
        assert own.post(path).headers["Location"] == "/en/search/?q=abc"
    assert Invitation.objects.get().claimed_by.name == ""
    assert own.get(path).status_code == 409


def test_an_invitation_of_somebody_else_or_none_is_told(own, token):
    row = Invitation.objects.get()
    row.claimed_by, row.claimed_at = create_account(by=SYSTEM, email="b@example.org", password=PASSWORD), row.created_at
    row.save()
    assert own.post(f"/en/accounts/invitations/{token}/").status_code == 409
    assert own.get("/en/accounts/invitations/nothing/").status_code == 404
    assert own.post("/en/accounts/invitations/nothing/").status_code == 404
    Invitation.objects.update(claimed_by=None, claimed_at=None, created_at="2020-01-01T00:00Z", expires_at="2020-02-01T00:00Z")
    assert own.get(f"/en/accounts/invitations/{token}/").status_code == 410
    assert own.post(f"/en/accounts/invitations/{token}/").status_code == 410


def test_the_form_needs_its_token(own, token):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = own.cookies
    assert strict.post(f"/en/accounts/invitations/{token}/").status_code == 403
    assert Invitation.objects.get().claimed_at is None
