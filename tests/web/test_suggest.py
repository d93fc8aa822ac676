"""Suggesting a link: without an account and without a cookie, confirmed by a button, or signed in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gcmhub.core.clock import now
from gcmhub.notices.models import Message
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.models import Suggestion
from gcmhub.review.rules.suggested_links import REASONS
from tests.factories.records import record, shelve
from tests.review.conftest import clock, django_db_setup, people  # noqa: F401 - fixtures
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
TYPED = {
    "url": "https://example.org/guide",
    "title": "A guide",
    "note": "It helps.",
    "objectives": ["18"],
    "countries": ["KEN"],
}
VECTORS = ("</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "javascript:alert(1)")


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def token_of(response):
    return read(response.content).one("main").one("input", name="token").attributes["value"]


def send(client, token="", language="en", after=10, **more):
    token = token or token_of(client.get(f"/{language}/submit/link/"))
    values = TYPED | {"email": "reader@example.org", "token": token} | more
    with time_machine.travel(now() + timedelta(seconds=after), tick=False):
        return client.post(f"/{language}/submit/link/", values)


def row():
    return Suggestion.objects.get()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_suggests_and_confirms_by_a_button_in_their_language_without_a_cookie(people, visitor, language):  # noqa: F811
    answer = send(visitor, language=language)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/submit/link/asked/")
    assert read(visitor.get(answer.headers["Location"]).content).one("main").one("p", role="status").text
    body = Message.objects.get().body
    link = re.search(rf"http://localhost(/{language}/submit/link/\S+)", body)[1]
    assert TYPED["title"] not in body
    for method in (visitor.get, visitor.head, visitor.get):
        assert method(link).status_code == 200
    assert row().state == "unconfirmed"
    for _ in range(2):  # the second press changes nothing
        answer = visitor.post(link)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}/submit/link/thanks/")
        assert row().state == "waiting"
    page = read(visitor.get(link).content).one("main")
    assert [button.attributes["name"] for button in page.all("button")] == ["delete"]
    assert read(visitor.get(answer.headers["Location"]).content).one("main").one("p", role="status").text
    assert not visitor.cookies
    assert (row().language, row().objectives, row().countries) == (language, ["18"], ["KEN"])


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_owner_of_the_address_deletes_what_waits(people, visitor, confirmed):  # noqa: F811
    send(visitor)
    link = f"/en/submit/link/{links.token_of(row())}/"
    if confirmed:
        visitor.post(link)
    assert read(visitor.get(link).content).one("main").one("button", name="delete").text == "Delete it"
    visitor.get(f"{link}?delete=1")
    assert Suggestion.objects.exists()
    answer = visitor.post(link, {"delete": "1"})
    assert (answer.status_code, read(answer.content).one("h1").text) == (200, "Your suggestion is deleted")
    assert not Suggestion.objects.exists()
    assert visitor.post(link, {"delete": "1"}).status_code == 404
    assert not visitor.cookies


def test_what_an_editor_has_answered_is_not_deleted_by_its_link(people, visitor):  # noqa: F811
    send(visitor)
    link = f"/en/submit/link/{links.token_of(row())}/"
    visitor.post(link)
    links.decline(row(), by=people.managing, reason=REASONS[0])
    assert read(visitor.get(link).content).one("main").all("button") == []
    assert visitor.post(link, {"delete": "1"}).status_code == 409
    assert row().state == "dismissed"


def test_the_form_sets_no_cookie_and_is_kept_by_nobody(visitor):
    for path in ("submit/link/", "submit/link/nobody/"):
        response = visitor.get(f"/en/{path}")
        assert not response.cookies
        assert "no-store" in response.headers["Cache-Control"]
    assert b"csrfmiddlewaretoken" not in visitor.get("/en/submit/link/").content


def test_looking_and_asking_for_heads_change_nothing(people, visitor):  # noqa: F811
    link = f"/en/submit/link/{links.token_of(suggested())}/"
    for method in ("get", "head"):
        for path in ("/en/submit/link/", link, "/en/submit/link/asked/", "/en/submit/link/thanks/"):
            assert getattr(visitor, method)(path, {"confirm": "1"}).status_code == 200
    assert row().state == "unconfirmed"


def suggested(**more):
    values = {"url": "https://example.org/guide", "title": "A guide", "objectives": ["18"]} | more
    return links.suggest(email="reader@example.org", language="en", site="http://localhost", **values)


@pytest.mark.parametrize("method", ["get", "post"])
def test_links_that_are_too_old_or_not_whole_say_so(people, visitor, clock, method):  # noqa: F811
    link = f"/en/submit/link/{links.token_of(suggested())}/"
    assert getattr(visitor, method)(f"{link[:-3]}/").status_code == 404
    clock.shift(timedelta(days=14, seconds=1))
    answer = getattr(visitor, method)(link)
    assert answer.status_code == 404
    assert "14 days" in read(answer.content).one("main").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": ""}, {"url": "javascript:alert(1)"}, {"url": "example.org"}, {"url": "https://a:b@example.org/"},
        {"url": "https://e.org/" + "x" * 2_000}, {"title": " "}, {"title": "x" * 301}, {"note": "x" * 2_001}, {"note": "a\0b"},
        {"email": "nobody"}, {"email": ""}, {"objectives": ["99"]}, {"countries": ["<b>"]},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(people, visitor, wrong):  # noqa: F811
    answer = send(visitor, **wrong)
    name = next(iter(wrong))
    page = read(answer.content).one("main")
    assert answer.status_code == 422
    assert page.one("div", class_="problems").one("a").attributes["href"] == f"#id_{name}"
    assert page.one(id=f"id_{name}").text is not None
    if name != "title":
        assert page.one("input", name="title").attributes["value"] == "A guide"
    if name != "objectives":
        assert page.one("input", name="objectives", value="18").has(checked="")
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_typed_never_becomes_markup(people, visitor, vector):  # noqa: F811
    refused = send(visitor, email="nobody", title=vector, note=vector, url=f"https://example.org/{vector.replace(' ', '')}")
    taken = suggested(title=vector, note=vector, url=f"https://example.org/{vector.replace(' ', '')}")
    shown = visitor.get(f"/en/submit/link/{links.token_of(taken)}/")
    for answer in (refused, shown):
        page = read(answer.content)
        assert [each for each in page.all("script") if "src" not in each.attributes] == []
        assert [each for each in page.all() if "onerror" in each.attributes] == []
    main = read(shown.content).one("main")
    assert vector in main.text
    assert [each for each in main.all("a") if "example.org" in each.attributes.get("href", "")] == []


def test_what_is_on_the_shelf_is_shown_first_and_can_be_suggested_all_the_same(people, empty, visitor):  # noqa: F811
    shelve([record(1, title={"en": "The guide to recruitment"}, kind="link", url="http://www.example.org/guide/")])
    answer = send(visitor)
    assert answer.status_code == 409
    page = read(answer.content).one("main")
    assert "The guide to recruitment" in page.one("div", class_="problems").text
    assert not Suggestion.objects.exists()
    assert page.one("button", name="anyway").attributes["value"] == "1"
    assert send(visitor, token_of(answer), anyway="1").status_code == 302
    assert row().url == TYPED["url"]


def test_programs_and_floods_are_refused_and_nothing_is_lost(people, visitor):  # noqa: F811
    assert send(visitor, after=0).status_code == 422
    assert send(visitor, website="https://spam.example").status_code == 422
    assert send(visitor, token="forged").status_code == 422
    answers = [send(visitor, email=f"reader{number}@example.org") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert read(answers[-1].content).one("main").one("input", name="title").attributes["value"] == "A guide"
    assert Suggestion.objects.count() == 5


def test_whoever_asks_is_not_told_how_many_wait_for_the_owner_of_an_address(people, visitor):  # noqa: F811
    answers = [send(visitor, url=f"https://example.org/{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [302] * 5
    assert (Suggestion.objects.count(), Message.objects.count()) == (3, 3)


def test_who_is_signed_in_gives_no_address_and_waits_at_once(people):  # noqa: F811
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(people.submitter)
    page = read(client.get("/en/submit/link/").content).one("main")
    assert page.all("input", name="email") == []
    csrf = page.one("input", name="csrfmiddlewaretoken").attributes["value"]
    token = page.one("input", name="token").attributes["value"]
    assert send(client, token).status_code == 403
    answer = send(client, token, csrfmiddlewaretoken=csrf, email="other@example.org")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/submit/link/thanks/")
    assert (row().state, row().email) == ("waiting", people.submitter.emailaddress_set.get().email)
    assert not Message.objects.exists()
    for number in range(9):
        links.suggest(email="", language="en", by=people.submitter, url=f"https://example.org/{number}", title="A guide")
    answer = send(client, token, csrfmiddlewaretoken=csrf, url="https://example.org/last")
    assert (answer.status_code, "tomorrow" in answer.content.decode()) == (429, True)


def test_who_has_confirmed_no_address_is_led_to_do_so(people):  # noqa: F811
    people.submitter.emailaddress_set.update(verified=False)
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.submitter)
    page = read(client.get("/en/submit/link/").content).one("main")
    assert page.all("form") == []
    assert page.one("div", class_="problems").one("a").attributes["href"] == "/en/accounts/email/"


def test_a_hub_without_an_address_of_its_own_sends_no_links(people, visitor, settings):  # noqa: F811
    settings.HUB_LOOPBACK = False
    page = read(visitor.get("/en/submit/link/").content).one("main")
    assert page.all("form") == []
    assert "/en/contact/?topic=resource" in [link.attributes["href"] for link in page.all("a")]
    assert visitor.post("/en/submit/link/", TYPED).status_code == 200
    assert not Suggestion.objects.exists()


def test_a_link_fills_the_form_in_with_codes_that_there_are(people, visitor):  # noqa: F811
    page = read(visitor.get("/en/submit/link/?objective=18&objective=99&country=KEN&url=https://example.org/a").content)
    ticked = [each.attributes["value"] for each in page.one("main").all("input", checked="")]
    assert ticked == ["18", "KEN"]
    assert page.one("input", name="url").attributes["value"] == "https://example.org/a"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(visitor, method):
    for path in ("submit/link/", "submit/link/nobody/", "submit/link/asked/"):
        assert getattr(visitor, method)(f"/en/{path}").status_code == 405
