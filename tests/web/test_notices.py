"""The pages about notices: what a person was told, when mails come, how they end; and the outbox of managing editors."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gcmhub.accounts.actions import create_account, grant_role
from gcmhub.accounts.choices import Role
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.notices import actions
from gcmhub.notices.choices import Pace
from gcmhub.notices.mails import Kind, Mail, Template, register
from gcmhub.notices.models import DigestHour, Message, Notice, Preference
from gcmhub.notices.tokens import token_of
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
BASE = "https://hub.example.org"
PAGES = ("notices/", "notices/preferences/", "notices/outbox/")


def news(name: str) -> Mail:
    return Mail(f"News of {name}", (f"First line\n<script>alert('{name}')</script>",), reason=f"Because you follow {name}.")


@pytest.fixture(scope="module", autouse=True)
def kinds():
    register(kinds=[Kind("web-news", lambda: "News of places", optional=True)], templates=[Template("news", news, "web-news")])


@pytest.fixture
def amina(empty):
    return create_account(by=SYSTEM, email="amina@example.org", password="correct horse battery", name="Amina")


@pytest.fixture
def browser(amina):
    client = Client(SERVER_NAME="localhost")
    client.force_login(amina)
    return client


@pytest.fixture
def staff(empty):
    return somebody("s@example.org", Role.MANAGING_EDITOR)


def somebody(email, role):
    """A browser in which somebody with a role is signed in."""
    user = create_account(by=SYSTEM, email=email, password="correct horse battery", is_staff=True, is_demo=True)
    grant_role(user, role, by=SYSTEM)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def tell(user, number=1, **more):
    return actions.tell(user, "news", key=f"news-{number}", link=f"/countries/?{number}", name=f"Place {number}", **more)


def titles(client, language="en"):
    page = read(client.get(f"/{language}/notices/").content)
    return [each.text for each in page.one("main").all("h2")]


@pytest.mark.parametrize("path", PAGES)
def test_nobody_sees_notices_without_signing_in(empty, visitor, path):
    answer = visitor.get(f"/en/{path}")
    assert (answer.status_code, answer["Location"]) == (302, f"/en/accounts/login/?next=/en/{path}")


def test_the_outbox_says_who_reviews_what_and_is_for_managing_editors_alone(browser, staff):
    assert browser.get("/en/notices/outbox/").status_code == 403
    for role in set(Role) - {Role.MANAGING_EDITOR, Role.CONTRIBUTOR}:
        other = somebody(f"{role}@example.org", role)
        assert other.get("/en/notices/outbox/").status_code == 403
        assert b"/notices/outbox/" not in other.get("/en/notices/").content
    assert b"/notices/outbox/" in staff.get("/en/notices/").content


def test_a_person_reads_what_they_were_told_and_looking_changes_nothing(browser, amina):
    tell(amina, 1)
    tell(amina, 2)
    for _ in range(2):
        answer = browser.get("/en/notices/")
        page = read(answer.content)
        assert [each.text for each in page.one("main").all("h2")] == ["News of Place 2", "News of Place 1"]
        assert page.one(class_="reader").one(class_="count").text == "2 unread"
    assert "no-store" in answer["Cache-Control"]
    assert "<script>alert" not in answer.content.decode()
    assert b'href="/en/countries/?2"' in answer.content
    for path in ("notices/read/",):
        assert browser.get(f"/en/{path}").status_code == 405
    assert Notice.objects.filter(read_at=None).count() == 2


def test_one_notice_or_all_are_marked_as_read_by_a_button(browser, amina, staff):
    first, second = tell(amina, 1), tell(amina, 2)
    staff.post("/en/notices/read/", {"notice": first.pk})
    staff.post("/en/notices/read/")
    assert Notice.objects.filter(read_at=None).count() == 2  # not theirs
    assert browser.post("/en/notices/read/", {"notice": second.pk}).status_code == 302
    assert titles(browser) == ["News of Place 1", "News of Place 2"]
    browser.post("/en/notices/read/")
    page = read(browser.get("/en/notices/").content)
    assert page.one(class_="reader").all(class_="count") == []
    assert browser.post("/en/notices/read/", {"notice": "x"}).status_code == 404


def test_marking_as_read_needs_the_forms_own_proof(amina):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.force_login(amina)
    tell(amina)
    assert strict.post("/en/notices/read/").status_code == 403
    assert Notice.objects.get().read_at is None


def test_who_is_not_signed_in_costs_no_query_about_notices(filled, visitor):
    visitor.get("/en/about/?x=1")
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/en/about/?x=2")
    assert not [each for each in queries if "notices_" in each["sql"]]


def test_the_count_costs_one_query_however_many_there_are(browser, amina):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/en/about/").status_code == 200
        return len([each for each in queries if "notices_notice" in each["sql"]])

    tell(amina, 1)
    assert cost() == 1
    for number in range(2, 9):
        tell(amina, number)
    assert cost() == 1


def test_many_notices_have_many_pages(browser, amina):
    for number in range(31):
        tell(amina, number, mail=False)
    assert len(titles(browser)) == 30
    page = read(browser.get("/en/notices/?page=2").content)
    assert [each.text for each in page.one("main").all("h2")] == ["News of Place 0"]
    for odd in ("0", "900", "x", "-1"):
        assert browser.get(f"/en/notices/?page={odd}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_notices_is_in_the_readers_language(staff, language, path):
    answer = staff.get(f"/{language}/{path}")
    assert answer.status_code == 200
    page = read(answer.content)
    assert page.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    english = read(staff.get(f"/en/{path}").content).one("h1").text
    assert (page.one("h1").text == english) is (language == "en")


def choose(client, **values):
    page = read(client.get("/en/notices/preferences/").content)
    names = {each.attributes["name"] for each in page.all("input", type="radio")}
    form = dict.fromkeys(names, "now") | {"time_zone": "", "hour": "7"} | values
    return client.post("/en/notices/preferences/", {name.replace("_news", "-news"): value for name, value in form.items()})


def test_a_person_chooses_when_mails_come(browser, amina):
    assert choose(browser, web_news="weekly", time_zone="Asia/Manila", hour="6").status_code == 302
    assert Preference.objects.get(kind="web-news").pace == "weekly"
    assert str(DigestHour.objects.get()).endswith("6:00 Asia/Manila")
    page = read(browser.get("/en/notices/preferences/?saved=1").content)
    checked = [each for each in page.all("input", name="web-news") if "checked" in each.attributes]
    assert [each.attributes["value"] for each in checked] == ["weekly"]
    assert page.one(role="status").text == "Your choice is saved."
    assert choose(browser).status_code == 302
    assert not DigestHour.objects.exists()


@pytest.mark.parametrize("wrong", [{"web_news": "hourly"}, {"hour": "25"}, {"time_zone": "Mars/Olympus"}, {"hour": ""}])
def test_a_choice_that_is_none_is_refused_and_nothing_is_saved(browser, wrong):
    assert choose(browser, **wrong).status_code == 422
    assert not Preference.objects.exists()


def test_what_cannot_be_switched_off_is_named_and_has_no_choice(browser):
    page = read(browser.get("/en/notices/preferences/").content)
    assert "Your account" in [each.text for each in page.one("main").all("li")]
    assert page.all("input", name="account") == []


def test_one_click_ends_mails_of_a_kind_and_opening_the_link_does_not(amina, visitor, settings):
    settings.HUB_BASE_URL = BASE
    tell(amina)
    call_command("send_messages", verbosity=0)
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(BASE)
    for method in (visitor.get, visitor.head, visitor.get):
        assert method(path).status_code == 200
    assert not Preference.objects.exists()
    assert visitor.put(path).status_code == 405
    answer = Client(SERVER_NAME="localhost", enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert Preference.objects.get().pace == Pace.NEVER
    tell(amina, 2)
    assert Message.objects.count() == 1
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("token", ["nonsense", "x:y:z", "a" * 300])
def test_a_link_that_is_not_whole_ends_nothing(empty, visitor, token):
    assert visitor.get(f"/en/notices/end/{token}/").status_code == 404
    assert visitor.post(f"/en/notices/end/{token}/").status_code == 404


def test_a_token_of_a_kind_that_is_gone_or_cannot_be_switched_off_ends_nothing(amina, visitor):
    for kind in ("account", "of-an-older-version"):
        assert visitor.post(f"/en/notices/end/{token_of(amina, kind)}/").status_code == 200
    assert not Preference.objects.exists()


def test_staff_read_the_outbox_and_narrow_it(staff, amina, settings):
    tell(amina, 1)
    tell(amina, 2, hold_until=now() + timedelta(hours=24))
    actions.send("password_reset", to="amina@example.org", language="ar", secret=True, link=f"{BASE}/secret-key/")
    text = staff.get("/en/notices/outbox/").content.decode()
    assert "secret-key" not in text
    assert "<script>alert(" not in text
    assert 'href="/en/countries/?1"' in text  # a hub without a public name is walked through all the same

    def found(query):
        page = read(staff.get(f"/en/notices/outbox/?{query}").content)
        return [each.text for each in page.one("main").all("h2")]

    assert len(found("")) == 3
    assert found("state=held") == ["News of Place 2 - Migration Network Hub"]
    assert found("state=queued&template=news") == ["News of Place 1 - Migration Network Hub"]
    assert len(found("language=ar")) == 1
    assert len(found("recipient=AMINA")) == 3
    assert found("recipient=%00nobody") == []
    assert found("state=nonsense") == []


def test_a_stopped_address_is_said_on_the_page(browser, amina):
    for _ in range(3):
        actions.record_bounce("amina@example.org")
    page = read(browser.get("/en/notices/").content)
    assert "amina@example.org" in page.one("main").one(class_="note").text
    assert [each.text for each in page.one("main").all("h2")] == ["No more mail goes to amina@example.org"]
