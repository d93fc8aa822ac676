"""Sign-in, passwords and the second factor, on pages of ours."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from gcmhub.accounts.actions import create_account
from gcmhub.core.actors import SYSTEM
from gcmhub.notices.models import Message
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "someone@example.org", "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def member():
    return create_account(by=SYSTEM, email=EMAIL, password=PASSWORD, name="Someone")


@pytest.fixture
def staff():
    return create_account(by=SYSTEM, email=EMAIL, password=PASSWORD, name="Someone", is_staff=True)


def log_in(client, password=PASSWORD, language="en"):
    return client.post(f"/{language}/accounts/login/", {"login": EMAIL, "password": password})


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def set_up(client):
    """Set up an authenticator app; returns its key."""
    page = client.get("/en/accounts/2fa/totp/activate/", follow=True)
    if page.redirect_chain:
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        page = client.get("/en/accounts/2fa/totp/activate/")
    secret = read(page.content).one("bdi", class_="code").text
    response = client.post("/en/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response.status_code == 302
    return secret


def test_a_person_signs_in_and_out(member, visitor):
    response = log_in(visitor, language="fr")
    assert (response.status_code, response.headers["Location"]) == (302, "/fr/")
    assert "Se déconnecter" in read(visitor.get("/fr/about/").content).one("footer").text
    assert read(visitor.get("/fr/accounts/logout/").content).one("h1").text == "Se déconnecter"
    visitor.post("/fr/accounts/logout/")
    assert "Se connecter" in read(visitor.get("/fr/about/").content).one("footer").text


def test_sign_in_leads_back_to_where_it_was_asked_for(member, visitor):
    page = read(visitor.get("/en/accounts/login/?next=/en/objectives/18/").content)
    assert page.all("input", name="next")[0].attributes["value"] == "/en/objectives/18/"
    data = {"login": EMAIL, "password": PASSWORD, "next": "/en/objectives/18/"}
    assert visitor.post("/en/accounts/login/", data).headers["Location"] == "/en/objectives/18/"


def test_sign_in_never_leads_elsewhere(member, visitor):
    data = {"login": EMAIL, "password": PASSWORD, "next": "https://evil.example/"}
    assert visitor.post("/en/accounts/login/", data).headers["Location"] == "/en/"


def test_a_wrong_password_is_said_on_top_and_what_was_typed_stays_without_the_password(member, visitor):
    page = read(log_in(visitor, "wrong").content)
    assert "not correct" in page.one("div", class_="problems").text
    assert page.one("input", name="login").attributes["value"] == EMAIL
    assert "value" not in page.one("input", name="password").attributes


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_of_forms_speak_the_language(member, visitor, language):
    page = read(log_in(visitor, "wrong", language).content)
    text = page.one("div", class_="problems").text
    assert ("not correct" in text) == (language == "en")


def test_guessing_is_slowed_down(member, visitor):
    for _ in range(5):
        log_in(visitor, "wrong")
    assert "Too many failed" in read(log_in(visitor).content).one("div", class_="problems").text
    assert "sessionid" not in visitor.cookies or not visitor.session.get("_auth_user_id")


def test_a_storm_of_requests_gets_a_page_with_429(member, visitor):
    pages = [visitor.post("/en/accounts/password/reset/", {"email": f"a{number}@example.org"}) for number in range(25)]
    assert pages[-1].status_code == 429
    assert read(pages[-1].content).one("h1").text == "Too many attempts"


def test_a_forgotten_password_is_set_anew_by_mail(member, visitor):
    response = visitor.post("/en/accounts/password/reset/", {"email": EMAIL}, follow=True)
    assert read(response.content).one("h1").text == "Check your e-mail"
    call_command("send_messages")
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)[1]
    page = visitor.get(link, follow=True)
    assert read(page.content).one("h1").text == "Set a new password"
    new = "four unrelated green words"
    done = visitor.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert read(done.content).one("h1").text == "Your password is set"
    assert log_in(Client(SERVER_NAME="localhost"), new).status_code == 302
    again = Client(SERVER_NAME="localhost").get(link, follow=True)
    assert "This link is no longer valid" in read(again.content).text


def test_an_unknown_address_gets_the_same_answer(visitor):
    response = visitor.post("/en/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert read(response.content).one("h1").text == "Check your e-mail"


def test_an_unknown_address_gets_one_mail_an_hour_in_the_language_of_the_page_and_no_invitation(visitor):
    for _ in range(3):
        visitor.post("/ru/accounts/password/reset/", {"email": "nobody@example.org"})
    call_command("send_messages")
    assert [row.to for row in mail.outbox] == [["nobody@example.org"]]
    assert mail.outbox[0].subject.startswith("Нет учётной записи с этим адресом")
    assert "signup" not in mail.outbox[0].body


def test_an_address_gets_five_links_an_hour_at_most(member, visitor):
    answers = [visitor.post("/en/accounts/password/reset/", {"email": EMAIL}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert Message.objects.filter(template="password_reset").count() == 5


def test_a_link_to_set_a_password_is_in_no_log_and_in_no_row_once_it_is_sent(member, visitor, caplog):
    with caplog.at_level("DEBUG"):
        visitor.post("/en/accounts/password/reset/", {"email": EMAIL})
        call_command("send_messages")
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert "/accounts/password/reset/key/" not in caplog.text
    assert Message.objects.get().body == ""


def test_a_changed_password_and_a_second_factor_are_told_by_mail_in_the_language_of_the_page(
    staff, visitor, django_capture_on_commit_callbacks
):
    log_in(visitor)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(visitor)
    new = "four unrelated green words"
    visitor.post("/fr/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    subjects = [row.subject for row in Message.objects.order_by("id")]
    assert subjects[0].startswith("A change to your account")
    assert subjects[-1].startswith("Une modification de votre compte")
    assert all(row.recipient == EMAIL for row in Message.objects.all())


def test_an_address_that_is_not_confirmed_gets_a_link_that_confirms_it(member, visitor):
    EmailAddress.objects.update(verified=False)
    log_in(visitor, language="es")
    call_command("send_messages")
    assert mail.outbox[0].subject.startswith("Confirme su dirección")
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)[1]
    visitor.post(read(visitor.get(link).content).one("main").one("form").attributes["action"])  # signed anew
    assert EmailAddress.objects.get().verified


def test_a_password_is_changed_only_with_the_current_one(member, visitor):
    log_in(visitor)
    new = "four unrelated green words"
    data = {"oldpassword": "wrong", "password1": new, "password2": new}
    page = read(visitor.post("/en/accounts/password/change/", data).content)
    assert page.one("div", class_="problems")
    assert visitor.post("/en/accounts/password/change/", data | {"oldpassword": PASSWORD}).status_code == 302
    assert log_in(Client(SERVER_NAME="localhost"), new).status_code == 302


def test_staff_without_a_second_factor_are_led_to_set_one_up_before_anything_else(staff, visitor):
    log_in(visitor)
    for path in ("/en/", "/en/search/", "/en/accounts/password/change/", "/en/accounts/2fa/"):
        response = visitor.get(path)
        assert (response.status_code, response.headers["Location"]) == (302, "/en/accounts/2fa/totp/activate/")
    assert visitor.get("/en/accounts/logout/").status_code == 200
    page = visitor.get("/en/accounts/2fa/totp/activate/", follow=True)
    assert read(page.content).one("h1").text in {"Set up an authenticator app", "Confirm that it is you"}
    set_up(visitor)
    assert visitor.get("/en/search/").status_code == 200


def test_a_second_factor_is_asked_for_at_sign_in(staff, visitor):
    log_in(visitor)
    secret = set_up(visitor)
    cache.clear()
    other = Client(SERVER_NAME="localhost")
    assert log_in(other).headers["Location"] == "/en/accounts/2fa/authenticate/"
    assert read(other.get("/en/accounts/2fa/authenticate/").content).one("h1").text == "Enter your code"
    assert not other.session.get("_auth_user_id")
    wrong = read(other.post("/en/accounts/2fa/authenticate/", {"code": "000000"}).content)
    assert wrong.one("div", class_="problems")
    cache.clear()  # a code counts once: forget that it was used to set up
    assert other.post("/en/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert other.session["_auth_user_id"]


def test_a_recovery_code_signs_in_once(staff, visitor):
    log_in(visitor)
    set_up(visitor)
    page = visitor.get("/en/accounts/2fa/recovery-codes/")
    assert "no-store" in page.headers["Cache-Control"]
    codes = [row.text for row in read(page.content).one("ul", class_="recovery").all("li")]
    assert len(codes) == 10
    saved = visitor.get("/en/accounts/2fa/recovery-codes/download/")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for expected in (302, 200):
        other = Client(SERVER_NAME="localhost")
        log_in(other)
        assert other.post("/en/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected
        cache.clear()


def test_every_page_of_the_account_is_ours(staff, visitor):
    log_in(visitor)
    set_up(visitor)
    for path in (
        "2fa/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/totp/deactivate/",
        "password/change/",
        "logout/",
    ):
        response = visitor.get(f"/ar/accounts/{path}", follow=True)
        assert response.status_code == 200
        root = read(response.content)
        assert root.one("html").attributes["dir"] == "rtl"
        assert root.one("header", class_="masthead")
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_demonstration_accounts_need_no_second_factor(visitor):
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD, is_staff=True, is_demo=True)
    log_in(visitor)
    assert visitor.get("/en/search/").status_code == 200


def test_members_may_do_without_a_second_factor(member, visitor):
    log_in(visitor)
    assert visitor.get("/en/search/").status_code == 200


def test_pages_of_an_account_ask_for_sign_in_and_come_back(visitor):
    response = visitor.get("/es/accounts/2fa/")
    assert (response.status_code, response.headers["Location"]) == (302, "/es/accounts/login/?next=/es/accounts/2fa/")


@pytest.mark.parametrize(
    "path", ["password/set/", "phone/verify/", "3rdparty/", "2fa/webauthn/", "2fa/webauthn/signup/", "login/code/"]
)
def test_other_doors_of_the_library_are_closed(visitor, path):
    assert visitor.get(f"/en/accounts/{path}").status_code == 404


def test_a_form_without_its_token_is_refused_with_a_page():
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    response = strict.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert response.status_code == 403
    assert read(response.content).one("h1").text == "The form has expired"


def test_a_link_in_a_mail_goes_to_the_hubs_own_name_and_not_to_the_clients_host(member, visitor, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    visitor.post("/en/accounts/password/reset/", {"email": EMAIL}, headers={"host": "evil.example.com"})
    call_command("send_messages")
    assert "https://hub.example.org/en/accounts/password/reset/" in mail.outbox[0].body
    assert "https://evil.example.com" not in mail.outbox[0].body
    assert "http://evil.example.com" not in mail.outbox[0].body
