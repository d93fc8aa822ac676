"""The contact form: kept, mailed, guarded, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gcmhub.core.clock import now
from gcmhub.notices.models import ContactMessage, Message
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
WRITTEN = {"subject": "A broken link", "text": "The second link\nleads nowhere.", "name": "Amina", "email": "a@example.org"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def token_of(response):
    return read(response.content).one("main").one("input", name="token").attributes["value"]


def open_form(client, language="en", query=""):
    return token_of(client.get(f"/{language}/contact/{query}"))


def send(client, token, language="en", after=10, **more):
    with time_machine.travel(now() + timedelta(seconds=after)):
        return client.post(f"/{language}/contact/", WRITTEN | {"token": token} | more)


def problems(response):
    return read(response.content).one("div", class_="problems").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_kept_and_mailed_and_thanked_for(visitor, settings, language):
    settings.HUB_MAIL_CONTACT = "desk@example.org"
    response = send(visitor, open_form(visitor, language), language, page="/en/resources/abc/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/contact/sent/")
    row = ContactMessage.objects.get()
    assert (row.subject, row.text, row.name, row.email) == (
        "A broken link", "The second link\nleads nowhere.".replace("\n", "\n"), "Amina", "a@example.org",
    )  # fmt: skip
    assert (row.page, row.language) == ("/en/resources/abc/", language)
    assert Message.objects.get().recipient == "desk@example.org"
    thanks = read(visitor.get(f"/{language}/contact/sent/").content)
    assert thanks.one("main").one("p", role="status").text


def test_writing_sets_no_cookie(visitor):
    response = visitor.get("/en/contact/")
    assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]
    assert not send(visitor, token_of(response)).cookies


def test_each_reader_gets_a_form_of_their_own(visitor):
    assert open_form(visitor) != open_form(Client(SERVER_NAME="localhost"))


def test_the_same_form_sent_twice_is_one_message(visitor):
    token = open_form(visitor)
    assert [send(visitor, token).status_code for _ in range(2)] == [302, 302]
    assert ContactMessage.objects.count() == 1
    send(visitor, token, text="Another one")
    assert ContactMessage.objects.count() == 2


def test_the_page_that_it_is_about_is_filled_in(visitor):
    page = read(visitor.get("/ar/contact/?page=/ar/resources/abc/%22%3E%3Cscript%3E").content)
    assert page.one("input", name="page").attributes["value"] == '/ar/resources/abc/"><script>'


@pytest.mark.parametrize(
    "wrong",
    [{"subject": ""}, {"text": "  "}, {"email": "nobody"}, {"subject": "x" * 151}, {"text": "x" * 5001}, {"text": "a\0b"}],
)
def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(visitor, wrong):
    response = send(visitor, open_form(visitor), **wrong)
    assert response.status_code == 422
    root = read(response.content)
    name = next(iter(wrong))
    assert root.one("main").one("div", class_="problems").one("a").attributes["href"] == f"#id_{name}"
    assert root.one("main").one(name="name").attributes["value"] == "Amina"
    if name != "text":
        assert root.one("main").one("textarea").text == "The second link leads nowhere."
    assert root.one("main").one(name=name).attributes["aria-invalid"] == "true"
    assert root.one("title").text.startswith("Please check the form:")
    assert ContactMessage.objects.count() == 0


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_errors_speak_the_language(visitor, language):
    text = problems(send(visitor, open_form(visitor, language), language, subject="", email="x"))
    assert "Enter" not in text
    assert "Say" not in text


def test_what_came_faster_than_people_write_can_be_sent_again(visitor):
    response = send(visitor, open_form(visitor), after=0)
    assert response.status_code == 422
    assert "faster" in problems(response)
    assert send(visitor, token_of(response)).status_code == 302


def test_a_form_that_lay_open_for_days_keeps_its_text_and_can_be_sent_again(visitor):
    response = send(visitor, open_form(visitor), after=90_000)
    assert "open for too long" in problems(response)
    root = read(response.content).one("main")
    assert root.one("textarea").text == "The second link leads nowhere."
    with time_machine.travel(now() + timedelta(seconds=90_010)):
        assert visitor.post("/en/contact/", WRITTEN | {"token": token_of(response)}).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "abc.1700000000:forged", None])
def test_a_form_that_the_hub_did_not_hand_out_is_refused(visitor, token):
    data = WRITTEN | ({"token": token} if token is not None else {})
    assert visitor.post("/en/contact/", data).status_code == 422
    assert ContactMessage.objects.count() == 0


def test_a_program_that_fills_every_field_is_refused(visitor):
    response = send(visitor, open_form(visitor), website="https://spam.example")
    assert response.status_code == 422
    assert ContactMessage.objects.count() == 0
    root = read(response.content).one("main")
    assert "value" not in root.one("input", name="website").attributes
    assert send(visitor, token_of(response)).status_code == 302


def test_a_flood_from_one_network_ends_with_429_and_keeps_what_was_typed(visitor):
    answers = [send(visitor, open_form(visitor), text=f"Message {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert read(answers[-1].content).one("main").one("textarea").text == "Message 5"
    assert ContactMessage.objects.count() == 5


def test_mistakes_do_not_count_as_messages(visitor):
    for _ in range(8):
        assert send(visitor, open_form(visitor), subject="").status_code == 422
    assert send(visitor, open_form(visitor)).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(visitor, method):
    assert getattr(visitor, method)("/en/contact/").status_code == 405


def test_text_of_a_reader_never_becomes_markup(visitor):
    response = send(visitor, open_form(visitor), email="x", text="</textarea><script>alert(1)</script>")
    root = read(response.content)
    assert not [script for script in root.all("script") if "src" not in script.attributes]
    assert root.one("main").one("textarea").text == "</textarea><script>alert(1)</script>"


def test_the_page_of_a_resource_leads_to_the_form(filled, visitor):
    address = f"/fr/resources/{filled['whole']}/"
    links = [link.attributes["href"] for link in read(visitor.get(address).content).one("main").all("a")]
    assert f"/fr/contact/?page={address}" in links


def first_typed(client, query, name="subject"):
    return read(client.get(f"/en/contact/{query}").content).one("main").one("input", name=name).attributes.get("value", "")


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("", ""),
        ("?objective=18", ""),
        ("?topic=other&objective=18", ""),
        ("?topic=resource", "A resource for the Hub"),
        ("?topic=resource&objective=18", "A resource for the Hub: 18. Skills development and recognition"),
        ("?topic=resource&country=KEN&objective=0", "A resource for the Hub: General, Kenya"),
        ("?topic=resource&objective=99&country=%3Cb%3E&q=click+here", "A resource for the Hub"),
    ],
)
def test_a_link_names_what_a_message_is_about_in_codes_only(visitor, query, subject):
    assert first_typed(visitor, query) == subject


def test_a_subject_is_never_longer_than_the_form_takes(visitor):
    query = "?topic=resource" + "".join(f"&objective={number}" for number in range(1, 24))
    subject = first_typed(visitor, query)
    assert subject.startswith("A resource for the Hub: 1. Data, 2. ")
    assert len(subject) <= 150


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("objectives/18/", "objective=18"),
        ("countries/KEN/", "country=KEN"),
        ("countries/ATA/", "country=ATA"),
        ("search/?q=nothingatall&objective=3&country=KEN&kind=video", "objective=3&country=KEN"),
    ],
)
def test_where_something_is_missing_a_link_leads_to_the_start_and_on_to_the_form(filled, visitor, path, asked):
    links = [link.attributes["href"] for link in read(visitor.get(f"/ar/{path}").content).one("main").all("a")]
    assert f"/ar/submit/?{asked}" in links
    start = read(visitor.get(f"/ar/submit/?{asked}").content).one("main")
    form = f"/ar/submit/link/?{asked}"
    assert form in [link.attributes["href"] for link in start.all("a")]
    ticked = [each.attributes["value"] for each in read(visitor.get(form).content).one("main").all("input", checked="")]
    assert ticked == [pair.partition("=")[2] for pair in asked.split("&")]


def test_who_offers_a_resource_is_told_what_to_say(visitor):
    hints = read(visitor.get("/ar/contact/?topic=resource&objective=18").content).one("main").all("p", class_="hint")
    assert "id_text-hint" in [hint.attributes.get("id") for hint in hints]
