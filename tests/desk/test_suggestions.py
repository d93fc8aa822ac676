"""Suggested links in the back office: who sees and answers what, what is done once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.notices.models import Message
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.models import Submission, Suggestion
from tests.factories.records import record, shelve
from tests.review.conftest import clock, django_db_setup, people, sent  # noqa: F401 - fixtures
from tests.web.conftest import LANGUAGES, empty, visitor  # noqa: F401 - fixtures
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
LIST = "/en/desk/links/"


def waiting(number=1, **more):
    values = {"url": f"https://example.org/{number}", "title": f"Guide number {number}", "objectives": ["18"]} | more
    email = values.pop("email", f"reader{number}@example.org")
    return links.confirm(links.token_of(links.suggest(email=email, language="es", site="http://localhost", **values)))


def main_of(response):
    return read(response.content).one("main")


def titles(client, query=""):
    return [each.text for each in main_of(client.get(f"{LIST}{query}")).all("h3")]


def post(client, row, name, **values):
    return client.post(f"{LIST}{row.public_id}/{name}/", values)


def state_of(row):
    return Suggestion.objects.get(pk=row.pk).state


def test_only_editors_come_in_and_nobody_answers_in_their_stead(people, visitor):  # noqa: F811
    row = waiting()
    assert visitor.get(LIST).status_code == 302
    for user in (people.submitter, people.un):
        assert browser(user).get(LIST).status_code == 403
        assert post(browser(user), row, "accept").status_code == 403
    assert state_of(row) == "waiting"


def test_editors_see_their_objectives_and_narrow_to_one(people):  # noqa: F811
    rows = [waiting(1), waiting(2, objectives=["1"]), waiting(3, objectives=[])]
    unconfirmed = links.suggest(email="a@example.org", language="en", site="", url="https://example.org/9", title="Guide 9")
    assert titles(browser(people.managing)) == ["Guide number 1", "Guide number 2", "Guide number 3"]
    assert titles(browser(people.editor)) == ["Guide number 1", "Guide number 3"]
    assert titles(browser(people.managing), "?objective=1") == ["Guide number 2"]
    assert titles(browser(people.managing), "?objective=99") == titles(browser(people.managing))
    for row in (rows[1], unconfirmed):
        assert post(browser(people.editor), row, "accept").status_code == 404


def test_the_menu_counts_what_waits_for_this_editor(people):  # noqa: F811
    def count(user):
        tabs = read(browser(user).get("/en/desk/").content).one("nav", class_="tabs")
        return [each.text for each in tabs.one("a", href=LIST).all("span")]

    assert count(people.managing) == []
    waiting(1), waiting(2, objectives=["1"])
    assert (count(people.managing), count(people.editor)) == (["2"], ["1"])


def test_what_is_taken_up_leads_to_the_editors_own_draft_once(people):  # noqa: F811
    row, client = waiting(), browser(people.editor)
    answer = post(client, row, "accept")
    draft = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/submissions/{draft.public_id}/edit/what/")
    assert client.get(answer["Location"]).status_code == 200
    again = post(browser(people.managing), row, "accept")
    assert (again.status_code, again["Location"]) == (302, f"{LIST}?passed=1")
    assert Submission.objects.count() == 1
    assert f"/en/submissions/{draft.public_id}/" in [each.attributes["href"] for each in main_of(client.get(LIST)).all("a")]
    others = main_of(browser(people.managing).get(LIST))
    assert draft.public_id not in str([each.attributes["href"] for each in others.all("a")])
    assert "Guide number 1" in others.text


def test_what_is_not_taken_up_needs_a_reason_and_keeps_the_letter(people):  # noqa: F811
    row, client = waiting(), browser(people.editor)
    refused = post(client, row, "decline", letter="See the guide of 2024.")
    assert refused.status_code == 422
    page = main_of(refused)
    assert page.one("div", class_="problems").one("a").attributes["href"] == f"#link-{row.public_id}"
    assert page.one("textarea").text == "See the guide of 2024."
    assert post(client, row, "decline", reason="outdated", letter="x" * 2_001).status_code == 422
    assert state_of(row) == "waiting"
    answer = post(client, row, "decline", reason="outdated", letter="See the guide of 2024.")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?done=1")
    assert post(client, row, "decline", reason="other")["Location"] == f"{LIST}?passed=1"
    told = Message.objects.exclude(template="review_suggestion_request").get()
    assert (told.recipient, told.language) == ("reader1@example.org", "es")
    assert "See the guide of 2024." in told.body


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_answers_nothing(people, method):  # noqa: F811
    row, client = waiting(), browser(people.editor)
    for name in ("accept", "decline"):
        assert getattr(client, method)(f"{LIST}{row.public_id}/{name}/").status_code == 405
    assert getattr(client, method)(LIST).status_code == 200
    assert post(client, row, "confirm").status_code == 404
    assert state_of(row) == "waiting"


def test_what_it_resembles_stands_beside_it(people, empty):  # noqa: F811
    shelve([record(1, title={"en": "On the shelf"}, kind="link", url="http://www.example.org/nurses/")])
    reference = sent(people).reference
    links.decline(waiting(1, url="https://example.org/nurses"), by=people.managing, reason="quality")
    waiting(2, url="https://example.org/nurses/")
    note = main_of(browser(people.managing).get(LIST)).one("div", class_="note").text
    assert "On the shelf" in note
    assert reference in note
    assert "Not taken up" in note


def test_a_page_asks_no_more_for_twenty_than_it_shows(people, empty):  # noqa: F811
    client = browser(people.managing)
    for number in range(22):
        waiting(number)
    with CaptureQueriesContext(connection) as asked:
        page = main_of(client.get(LIST))
    assert len(page.all("h3")) == 20
    assert "20 oldest" in page.text
    assert len(asked) < 100


@pytest.mark.parametrize("vector", ["</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_what_a_stranger_typed_never_becomes_markup(people, vector):  # noqa: F811
    waiting(title=vector, note=vector, url=f"https://example.org/{vector.replace(' ', '')}")
    page = read(browser(people.managing).get(LIST).content)
    assert [each for each in page.all("script") if "src" not in each.attributes] == []
    assert [each for each in page.all() if "onerror" in each.attributes] == []
    assert page.one("main").one("h3").text == vector
    assert "noreferrer" in page.one("article").one("a").attributes["rel"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_six_languages(people, language):  # noqa: F811
    waiting()
    response = browser(people.managing).get(f"/{language}/desk/links/")
    assert "no-store" in response.headers["Cache-Control"]
    text = main_of(response).text
    assert [word for word in ("Take it up", "Waits for", "Suggested") if word in text] == (
        []
        if language != "en"
        else [
            "Take it up",
            "Waits for",
            "Suggested",
        ]
    )
