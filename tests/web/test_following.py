"""A reader follows a list by mail, without an account and without a cookie."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command

from gcmhub.core.clock import now
from gcmhub.notices.models import Subscription
from tests.factories.records import record, shelve
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
ADDRESS = "/en/follow/?q=nurses&kind=document"


@pytest.fixture(autouse=True)
def nobody_wrote_before():
    cache.clear()


def form_of(visitor, address=ADDRESS):
    page = read(visitor.get(address).content)
    return {"token": page.one("input", name="token").attributes["value"], "email": "a@example.org", "frequency": "weekly"}


def send():
    call_command("send_messages", verbosity=0)


def test_a_reader_asks_confirms_gets_news_and_ends_them(empty, visitor):
    with time_machine.travel(now(), tick=False) as clock:
        values = form_of(visitor)
        clock.shift(timedelta(seconds=10))
        answer = visitor.post(ADDRESS, values)
        assert (answer.status_code, answer["Location"]) == (302, "/en/follow/asked/")
        assert not answer.cookies
        send()
        (asked,) = mail.outbox
        assert "nurses" not in asked.body
        link = re.search(r"http://localhost(/en/follow/\S+)", asked.body)[1]
        assert "nurses, Kind of resource: Document" in read(visitor.get(link).content).text
        assert Subscription.objects.get().confirmed_at is None
        assert visitor.post(link).status_code == 200
        assert Subscription.objects.get().confirmed_at is not None
        clock.shift(timedelta(days=1))
        shelve(
            [
                record(1, title={"en": "Nurses abroad"}),
                record(2, title={"en": "Nurses here"}, kind="link", url="https://a.org/"),
            ]
        )
        clock.shift(timedelta(days=6))  # and the index knows of none
        send()
        digest = mail.outbox[1]
        assert "1 new resource" in digest.body
        assert "Nurses abroad\nhttp://localhost/en/resources/" in digest.body
        assert "Nurses here" not in digest.body
        ending = digest.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
        visitor.get(ending)
        assert Subscription.objects.count() == 1
        assert visitor.post(ending, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()
        assert visitor.get(ending).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_following_is_in_the_readers_language(empty, visitor, language):
    with time_machine.travel(now(), tick=False) as clock:
        values = form_of(visitor, f"/{language}/follow/?objective=18")
        clock.shift(timedelta(seconds=10))
        visitor.post(f"/{language}/follow/?objective=18", values)
        row = Subscription.objects.get()
        assert (row.language, row.selection) == (language, "objective=18")
        send()
        assert f"http://localhost/{language}/follow/" in mail.outbox[0].body


def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(empty, visitor):
    values = form_of(visitor)
    for change in ({"email": "no address"}, {"website": "x"}, {"token": "forged"}, {"frequency": "hourly"}):
        answer = visitor.post(ADDRESS, values | change)
        assert answer.status_code == 422
        page = read(answer.content)
        assert page.one("input", name="email").attributes["value"] == (values | change)["email"]
        assert page.all(class_="problems")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?objective=99", 422),
        ("?q=%00", 400),
        ("nonsense/confirm/?frequency=daily", 404),
        ("nonsense/end/", 404),
        ("x/confirm/", 404),
    ],
)
def test_a_broken_address_answers_clearly(empty, visitor, path, status):
    assert visitor.get(f"/en/follow/{path}").status_code == status


def test_a_hub_without_a_public_address_does_not_offer_mails(empty, visitor, settings):
    settings.HUB_LOOPBACK, settings.HUB_BASE_URL = False, ""
    page = read(visitor.get(ADDRESS).content)
    assert page.all("input", name="email") == []
    assert [link.text for link in page.one("main").one("ul", class_="listing").all("a")] == ["RSS", "Atom"]
