"""Making an account: by people, once, with consent; nobody learns who has one, and mail scanners change nothing."""

import re
from statistics import median
from time import process_time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from gcmhub.accounts.actions import create_account
from gcmhub.accounts.models import Consent, User
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.notices.models import Message
from gcmhub.web.accounts.forms import TERMS_VERSION
from tests.web.html import read

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "amina@example.org", "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def browser():
    return Client(SERVER_NAME="localhost")


def filled(client, language="en", wait=10, **values):
    """Open the form and send it after some seconds, as a person does."""
    token = read(client.get(f"/{language}/accounts/signup/").content).one("input", name="token").attributes["value"]
    data = {"name": "Amina", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD, "terms": "on", "token": token}
    with time_machine.travel(now().timestamp() + wait, tick=True):
        return client.post(f"/{language}/accounts/signup/", data | values)


def send():
    """Send what waits; the forms were sent a few seconds from now."""
    with time_machine.travel(now().timestamp() + 60, tick=True):
        call_command("send_messages")
    assert mail.outbox


def links():
    send()
    return [re.search(r"https?://[^/\s]+(/\S+)", each.body)[1] for each in mail.outbox]


def test_a_person_makes_an_account_confirms_the_address_and_signs_in():
    client = browser()
    response = filled(client, "fr")
    assert (response.status_code, response.headers["Location"]) == (302, "/fr/accounts/confirm-email/")
    user = User.objects.get()
    assert (user.name, user.language, roles_of(user), user.is_staff) == ("Amina", "fr", frozenset(), False)
    assert not client.session.get("_auth_user_id")
    assert browser().post("/fr/accounts/login/", {"login": EMAIL, "password": PASSWORD}).status_code == 302
    assert roles_of(user) == frozenset()
    [link, *_] = links()
    page = read(client.get(link).content)
    client.post(page.one("main").one("form").attributes["action"])
    assert roles_of(user) == {"contributor"}
    again = browser()
    again.post("/fr/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert again.get("/fr/accounts/").status_code == 200


def test_the_consent_to_the_terms_is_kept_with_its_words_and_language():
    filled(browser(), "ar")
    row = Consent.objects.get()
    found = (row.purpose, row.text_version, row.language, row.channel, row.withdrawn_at)
    assert found == ("terms", TERMS_VERSION, "ar", "web", None)


@pytest.mark.parametrize(
    ("values", "wait"),
    [
        ({"terms": ""}, 10),
        ({"password2": "something else 123"}, 10),
        ({"password1": "short", "password2": "short"}, 10),
        ({"password1": "password1234", "password2": "password1234"}, 10),
        ({"email": "nobody"}, 10),
        ({"website": "https://spam.example"}, 10),
        ({"token": "forged"}, 10),
        ({}, 1),
        ({}, 90_000),
    ],
)
def test_what_is_missing_or_not_from_a_person_makes_nothing_and_is_told(values, wait):
    response = filled(browser(), wait=wait, **values)
    assert response.status_code == 200
    page = read(response.content)
    assert page.one("div", class_="problems").text
    assert page.one("input", id="id_name").attributes["value"] == "Amina"
    assert not User.objects.exists()
    assert not Message.objects.exists()


def test_nobody_learns_from_the_answer_who_has_an_account():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    answers = [filled(browser(), email=email) for email in (EMAIL, "new@example.org")]
    seen = [(each.status_code, each.headers["Location"], sorted(each.cookies)) for each in answers]
    assert seen[0] == seen[1]
    pages = [browser().get(each.headers["Location"]).content for each in answers]
    assert pages[0] == pages[1]
    send()
    told = {each.to[0]: each.subject for each in mail.outbox}
    assert told[EMAIL].startswith("You have an account already")
    assert told["new@example.org"].startswith("Confirm your e-mail address")


def test_a_known_address_gets_one_such_mail_an_hour():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    for _ in range(3):
        filled(browser())
    assert Message.objects.filter(recipient=EMAIL).count() == 1


def test_nobody_learns_by_waiting_who_has_an_account(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {}
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    times = {"known": [], "new": []}
    for turn in range(7):
        for kind, email in (("known", EMAIL), ("new", f"new-{turn}@example.org")):
            client = browser()
            begun = process_time()
            assert filled(client, email=email).status_code == 302
            times[kind].append(process_time() - begun)
    known, new = median(times["known"]), median(times["new"])
    assert abs(known - new) < 0.5 * new  # without the dummy hash a known address takes a fifth


def test_a_scanner_that_opens_every_link_of_a_mail_confirms_nothing():
    filled(browser())
    for link in links():
        scanner = browser()
        for method in (scanner.head, scanner.get, scanner.options):
            assert method(link).status_code in {200, 405}
    assert not EmailAddress.objects.get().verified


def test_a_scanner_does_not_use_up_the_link_to_a_new_password():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    browser().post("/en/accounts/password/reset/", {"email": EMAIL})
    [link] = links()
    for _ in range(2):
        browser().head(link, follow=True)
        browser().get(link, follow=True)
    client = browser()
    page = client.get(link, follow=True)
    new = "four unrelated green words"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get().check_password(new)


def test_the_operator_can_close_the_door(settings):
    settings.HUB_SIGN_UP = False
    page = browser().get("/es/accounts/signup/")
    assert read(page.content).one("h1").text == "No hay cuentas nuevas"
    data = {"email": EMAIL, "password1": PASSWORD, "password2": PASSWORD, "terms": "on"}
    browser().post("/es/accounts/signup/", data)
    assert not User.objects.exists()


def test_one_network_makes_ten_accounts_a_minute_at_most():
    answers = [filled(browser(), email=f"a{number}@example.org").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert User.objects.count() == 10


def test_the_form_is_in_no_cache():
    response = browser().get("/en/accounts/signup/")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.fixture
def own():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    client = browser()
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_an_address_is_added_confirmed_made_primary_and_the_old_one_removed(own):
    own.post("/en/accounts/email/", {"action_add": "1", "email": "second@example.org"})
    own.post("/en/accounts/email/", {"action_primary": "1", "email": "second@example.org"})
    assert EmailAddress.objects.get(primary=True).email == EMAIL  # not before it is confirmed
    [link] = links()
    own.post(read(own.get(link).content).one("main").one("form").attributes["action"])
    own.post("/en/accounts/email/", {"action_primary": "1", "email": "second@example.org"})
    own.post("/en/accounts/email/", {"action_remove": "1", "email": EMAIL})
    assert [(each.email, each.primary) for each in EmailAddress.objects.all()] == [("second@example.org", True)]
    told = {(each.recipient, each.template) for each in Message.objects.all()}
    assert (EMAIL, "account_changed") in told  # the old address learns that it is the main one no more
    other = browser()
    assert other.post("/en/accounts/login/", {"login": "second@example.org", "password": PASSWORD}).status_code == 302


def test_an_address_of_somebody_else_is_taken_without_a_word_and_never_confirmed(own):
    other = create_account(by=SYSTEM, email="other@example.org", password=PASSWORD)
    free = own.post("/en/accounts/email/", {"action_add": "1", "email": "free@example.org"})
    taken = own.post("/en/accounts/email/", {"action_add": "1", "email": "other@example.org"})
    assert (free.status_code, free.headers["Location"]) == (taken.status_code, taken.headers["Location"])
    for link in links():
        forms = read(own.get(link).content).one("main").all("form")
        if forms:
            own.post(forms[0].attributes["action"])
    assert EmailAddress.objects.get(email="other@example.org", verified=True).user == other


def test_addresses_are_changed_only_after_the_password_once_more():
    create_account(by=SYSTEM, email=EMAIL, password=PASSWORD)
    client = browser()
    client.post("/en/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    response = client.post("/en/accounts/email/", {"action_add": "1", "email": "second@example.org"})
    assert response.headers["Location"].startswith("/en/accounts/reauthenticate/")
    assert EmailAddress.objects.count() == 1
