"""Calls for practices on pages, in a feed, in calendars and sitemaps: open or closed as the clock of their zone says."""

from datetime import UTC, date, datetime
from itertools import pairwise
from time import sleep
from types import SimpleNamespace

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import amend_call, withdraw_call
from gcmhub.library.models import Call, Resource
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Submission
from gcmhub.web.cache import GLANCE
from tests.factories.calls import FULL_CALL, announced, call_record
from tests.factories.records import record, shelve
from tests.review.conftest import person
from tests.web.conftest import LANGUAGES, index
from tests.web.html import read

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> {{ 7*7 }}"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shelf(empty):
    load_tracks()
    announced(id="open", **{key: value for key, value in FULL_CALL.items() if key not in {"id", "source"}})
    announced(id="coming", title={"en": "Practices on return"}, opens="2027-03-11", closes="2027-06-01", objectives=["21"])
    announced(id="closed", title={"en": "Practices on data"}, opens="2026-01-01", closes="2026-02-01", objectives=["1"])
    announced(id="draft", title={"en": "Nobody's"}, publish=False)
    practice = {"kind": "practice", "objectives": ["1"]}
    shelve([record(1, **practice, practice={"call": "closed"}), record(2, **practice)])
    index()
    return dict(Call.objects.values_list("external_id", "public_id"))


def page(visitor, path, language="en", status=200):
    response = visitor.get(f"/{language}/{path}")
    assert response.status_code == status, path
    return read(response.content)


def test_the_list_shows_what_is_open_what_comes_and_what_is_over(shelf, visitor):
    root = page(visitor, "calls/")
    found = {
        section.one("h2").attributes["id"]: [title.text for title in section.all("h3")]
        for section in root.one("main").all("section")
        if section.has(class_="flow")
    }
    assert found == {
        "open": ["Practices on fair recruitment"],
        "coming": ["Practices on return"],
        "closed": ["Practices on data"],
    }
    assert [line.text for line in root.all("p", class_="why")] == ["Closes in 21 days", "Opens in 1 day"]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2027-02-28T12:00Z", ["This call opens later. Opens in 1 day"]),
        ("2027-03-01T05:59Z", ["This call opens later. Opens today"]),
        ("2027-03-01T06:00Z", ["This call is open. Closes in 30 days"]),
        ("2027-03-30T20:59Z", ["This call is open. Closes in 1 day"]),
        ("2027-03-30T21:00Z", ["This call is open. Closes today"]),  # midnight in Nairobi
        ("2027-03-31T14:29:59Z", ["This call is open. Closes today"]),
        ("2027-03-31T14:30Z", ["This call is closed."]),
    ],
)
def test_a_call_says_by_the_clock_of_its_zone_where_it_stands(shelf, visitor, now, said):
    with time_machine.travel(now, tick=False):
        root = page(visitor, f"calls/{shelf['open']}/")
    assert [line.text for line in root.all("p", class_="statement")] == said


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("ar", 2, "تُغلق خلال يومين"),
        ("ar", 11, "تُغلق خلال 11 يوماً"),
        ("zh-hans", 5, "5天后截止"),
        ("fr", 1, "Clôture dans 1 jour"),
        ("ru", 3, "Закрывается через 3 дня"),
        ("ru", 21, "Закрывается через 21 день"),
        ("es", 2, "Cierra en 2 días"),
    ],
)
def test_days_have_the_plural_of_the_language(empty, visitor, language, days, said):
    announced(closes=str(date.fromordinal(date(2027, 3, 10).toordinal() + days)))
    assert [line.text for line in page(visitor, "calls/", language).all("p", class_="why")] == [said]


def test_a_kept_page_of_an_open_call_is_shown_for_a_minute_after_its_deadline_at_most(shelf, visitor, monkeypatch):
    seconds = [1000.0]
    monkeypatch.setattr("gcmhub.web.middleware.time", SimpleNamespace(monotonic=lambda: seconds[0]))
    monkeypatch.setattr("gcmhub.web.cache.time", SimpleNamespace(monotonic=lambda: seconds[0]))
    address = f"/en/calls/{shelf['open']}/"
    with time_machine.travel("2027-03-31T14:29:30Z", tick=False) as clock:
        first = visitor.get(address)
        assert "This call is open." in first.text
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(address).content == first.content
        assert len(queries) == 0  # it is kept
        clock.shift(61)
        seconds[0] += 61
        assert "This call is closed." in visitor.get(address).text
        assert visitor.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_a_change_of_a_call_ends_kept_pages_within_a_glance(shelf, visitor, django_capture_on_commit_callbacks):
    address, call = f"calls/{shelf['coming']}/", Call.objects.get(external_id="coming")
    assert "Practices on return" in page(visitor, address).text
    with django_capture_on_commit_callbacks(execute=True):
        amend_call(call, call_record(id="coming", title={"en": "Practices on staying"}), by=SYSTEM)
    sleep(GLANCE)
    assert "Practices on staying" in page(visitor, address).text
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_call(call, by=SYSTEM, reason="Not now")
    sleep(GLANCE)
    page(visitor, address, status=410)
    with django_capture_on_commit_callbacks(execute=True):
        announced(id="new", title={"en": "Practices on news"})
    sleep(GLANCE)
    assert "Practices on news" in page(visitor, "calls/").text


def test_a_call_tells_everything_public_of_it(shelf, visitor):
    root = page(visitor, f"calls/{shelf['open']}/")
    links = {link.attributes["href"] for link in root.one("main").all("a")}
    assert {
        "/en/objectives/6/", "/en/objectives/18/", "/en/regions/africa/", "/en/countries/KEN/", "/en/how-we-review/",
        "/en/practices/", "/en/calls/", "mailto:calls@example.org", f"/en/calls/{shelf['open']}/deadline.ics",
    } <= links  # fmt: skip
    times = [each.attributes["datetime"] for each in root.one("dl", class_="properties").all("time")]
    assert times == ["2027-03-01T09:00:00+03:00", "2027-03-31T17:30:00+03:00"]
    assert "East Africa Time" in root.one("dl", class_="properties").text
    assert "1244 (1999)" in root.one("footer").text
    assert "Results that were measured count most." in root.one("main").text


def test_an_open_call_leads_to_answering_it_and_others_do_not(shelf, visitor, settings):
    address = f"/en/submit/?kind=practice&call={shelf['open']}"
    assert page(visitor, f"calls/{shelf['open']}/").one("a", href=address).text == "Answer this call"
    visitor.force_login(person("Sara Submitter"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert page(visitor, address.removeprefix("/en/")).one("input", name="call").attributes["value"] == shelf["open"]
    for name in ("coming", "closed"):
        assert "Answer this call" not in page(visitor, f"calls/{shelf[name]}/").text


@pytest.mark.parametrize("name", ["coming", "closed", "draft", "none"])
def test_an_old_link_to_a_call_that_takes_nothing_begins_no_draft(shelf, visitor, settings, name):
    visitor.force_login(person("Sara Submitter"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    call = shelf.get(name, "aaaaaaaaaaaa")
    root = page(visitor, f"submit/?kind=practice&call={call}")
    assert root.one("div", class_="note").text.startswith("This call takes no practices now.")
    assert root.all("input", name="call") == []
    answer = visitor.post("/en/submit/", {"kind": "practice", "call": call})
    assert answer.status_code == 422
    assert "This call takes no practices now." in read(answer.content).one("div", class_="problems").text
    assert not Submission.objects.exists()
    assert visitor.post("/en/submit/", {"kind": "practice"}).status_code == 302


def test_a_draft_of_a_call_that_has_closed_stays(shelf, visitor, settings):
    user = person("Sara Submitter")
    visitor.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    where = visitor.post("/en/submit/", {"kind": "practice", "call": shelf["open"]}).headers["Location"]
    with time_machine.travel(datetime(2027, 5, 1, 12, tzinfo=UTC), tick=False):
        visitor.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])  # sessions end sooner than calls
        assert visitor.post("/en/submit/", {"kind": "practice", "call": shelf["open"]}).status_code == 422
        assert visitor.get(where).status_code == 200
    assert Submission.objects.get().call == shelf["open"]


def test_a_closing_day_is_named_with_its_zone_and_not_the_day_after(shelf, visitor):
    facts = page(visitor, f"calls/{shelf['coming']}/").one("dl", class_="properties")
    assert [each.attributes["datetime"] for each in facts.all("time")] == ["2027-03-11", "2027-06-01"]
    assert "1 June 2027 , at the end of the day ( East Africa Time )" in facts.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_in_another_language_say_so(shelf, visitor, language):
    root = page(visitor, f"calls/{shelf['open']}/", language)
    title, lead = root.one("h1").one("bdi"), root.one("p", class_="lead")
    own = {"ar": None, "en": None, "fr": None}.get(language, "fr")
    assert title.attributes.get("lang") == own
    assert lead.attributes.get("lang") == (None if language in {"en", "fr"} else "fr")
    if language == "ar":
        assert lead.attributes["dir"] == "ltr"


def test_a_closed_call_lists_the_practices_that_came_of_it_and_they_lead_back(shelf, visitor):
    root = page(visitor, f"calls/{shelf['closed']}/")
    assert [title.text for title in root.all("h3", class_="card__title")] == ["Title 1"]
    assert not [link for link in root.all("a") if link.attributes["href"].endswith(".ics")]
    practice = Resource.objects.get(external_id="a1").public_id
    links = [link.attributes["href"] for link in page(visitor, f"resources/{practice}/").one("main").all("a")]
    assert f"/en/calls/{shelf['closed']}/" in links
    other = Resource.objects.get(external_id="a2").public_id
    assert "/calls/" not in str([link.attributes["href"] for link in page(visitor, f"resources/{other}/").one("main").all("a")])


@pytest.mark.parametrize(
    "path", ["calls/nothing/", "calls/nothing/deadline.ics", "calls/000000000000/", f"calls/{'x' * 3000}/"]
)
def test_an_unknown_call_is_not_found(shelf, visitor, path):
    page(visitor, path, status=404)


def test_a_draft_is_not_found(shelf, visitor):
    for path in (f"calls/{shelf['draft']}/", f"calls/{shelf['draft']}/deadline.ics"):
        page(visitor, path, status=404)
    for path in ("calls/", "", "practices/", "objectives/18/"):
        assert "Nobody's" not in page(visitor, path).text


def test_a_withdrawn_call_says_when_and_why(shelf, visitor):
    withdraw_call(Call.objects.get(external_id="open"), by=SYSTEM, reason=HOSTILE)
    root = page(visitor, f"calls/{shelf['open']}/", status=410)
    assert root.one("h1").text == "This call for practices was withdrawn"
    assert root.one("p", class_="lead").text == "It was withdrawn on 10 March 2027 ."
    assert HOSTILE in root.text
    page(visitor, f"calls/{shelf['open']}/deadline.ics", status=410)
    assert "Practices on fair recruitment" not in page(visitor, "calls/").text


def test_without_calls_every_place_says_or_hides_it(empty, visitor):
    root = page(visitor, "calls/")
    assert "No call is open at the moment." in root.text
    assert [title.attributes["id"] for title in root.all("h2") if "id" in title.attributes] == ["open"]
    assert "Open calls" not in page(visitor, "").text
    assert "Calls for practices" not in page(visitor, "objectives/18/").one("main").text
    assert "No call is open at the moment." in page(visitor, "practices/").text


def test_home_practices_and_the_objective_name_calls_that_are_open_or_open_soon(shelf, visitor):
    for path, titles in (
        ("", {"open", "coming"}),
        ("practices/", {"open", "coming"}),
        ("objectives/18/", {"open"}),
        ("objectives/21/", {"coming"}),
        ("objectives/1/", set()),
    ):
        links = {link.attributes["href"] for link in page(visitor, path).one("main").all("a")}
        assert {name for name in shelf if f"/en/calls/{shelf[name]}/" in links} == titles, path
    with time_machine.travel("2027-07-01", tick=False):
        assert "Convocatorias abiertas" not in page(visitor, "", "es").text


def test_texts_of_calls_never_become_markup(empty, visitor):
    texts = {name: {"en": HOSTILE} for name in ("title", "summary", "asked", "criteria")}
    call = announced(**texts, organiser=HOSTILE)
    for path in ("calls/", f"calls/{call.public_id}/", "", "practices/"):
        root = page(visitor, path)
        assert [
            each for each in root.all("script") if "src" not in each.attributes and not each.has(type="application/ld+json")
        ] == []
        assert HOSTILE in root.text


@pytest.mark.parametrize(
    ("path", "status"), [("?page=2", 404), ("?page=x", 422), ("?page=0", 422), ("?q=%00", 400), ("?q=a", 200)]
)
def test_bad_addresses_of_the_list_are_answered_clearly(shelf, visitor, path, status):
    page(visitor, f"calls/{path}", status=status)


def test_closed_calls_fill_pages(empty, visitor):
    for number in range(21):
        announced(id=f"c{number}", title={"en": f"Call {number}"}, opens="2026-01-01", closes=f"2026-02-{number + 1:02}")
    first, second = page(visitor, "calls/"), page(visitor, "calls/?page=2")
    assert [title.text for title in first.all("h3")][:2] == ["Call 20", "Call 19"]
    assert [title.text for title in second.all("h3")] == ["Call 0"]
    assert second.one("meta", name="robots").attributes["content"] == "noindex, nofollow"


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_feed_tells_of_published_calls_with_their_deadlines(shelf, visitor, kind, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    response = visitor.get(f"/en/calls.{kind}")
    found = feedparser.parse(response.content)
    assert not found.bozo
    assert {entry.link.rsplit("/", 2)[1] for entry in found.entries} == {shelf[name] for name in ("open", "coming", "closed")}
    by_id = {entry.link.rsplit("/", 2)[1]: entry for entry in found.entries}
    assert by_id[shelf["open"]].summary.startswith("Deadline: 31 March 2027, 17:30 (East Africa Time)")
    assert by_id[shelf["open"]].author == "Example Institute"
    assert visitor.get(f"/en/calls.{kind}", headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    addresses = [
        link.attributes["href"] for link in page(visitor, "calls/").all("link", rel="alternate") if "type" in link.attributes
    ]
    assert f"/en/calls.{kind}" in addresses


def test_a_deadline_goes_into_a_calendar_as_a_moment_or_as_a_day(shelf, visitor):
    def event(name):
        response = visitor.get(f"/en/calls/{shelf[name]}/deadline.ics")
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(response.content).walk("VEVENT")[0]

    assert event("open").decoded("dtstart").isoformat() == "2027-03-31T17:30:00+03:00"
    assert str(event("open")["summary"]) == "Deadline: Practices on fair recruitment"
    assert (event("coming").decoded("dtstart"), event("coming").decoded("dtend")) == (date(2027, 6, 1), date(2027, 6, 2))
    first = event("coming")
    amend_call(Call.objects.get(external_id="coming"), call_record(id="coming", closes="2027-06-05"), by=SYSTEM)
    again = event("coming")
    assert (str(again["uid"]), int(again["sequence"])) == (str(first["uid"]), int(first["sequence"]) + 1)
    assert again.decoded("dtstart") == date(2027, 6, 5)


def test_the_sitemap_names_published_calls_in_every_language(shelf, visitor, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    text = visitor.get("/sitemap-pages.xml").text
    for name in ("open", "coming", "closed"):
        for language in LANGUAGES:
            assert f"<loc>https://hub.example.org/{language}/calls/{shelf[name]}/</loc>" in text
    assert shelf["draft"] not in text
    assert "<loc>https://hub.example.org/ar/calls/</loc>" in text
    head = page(visitor, f"calls/{shelf['open']}/", "fr").one("head")
    assert head.one("link", rel="canonical").attributes["href"] == f"https://hub.example.org/fr/calls/{shelf['open']}/"
    assert len([link for link in head.all("link", rel="alternate") if "hreflang" in link.attributes]) == 7


@pytest.mark.parametrize(("path", "queries"), [("calls/", 9), ("calls/{}/", 4), ("calls.atom", 6)])
def test_a_page_costs_the_same_for_one_call_and_for_three(empty, visitor, path, queries):
    costs = []
    for language, count in (("en", 1), ("es", 3)):
        for number in range(count):
            announced(id=f"{language}-open-{number}", objectives=["6"])
            announced(id=f"{language}-closed-{number}", opens="2026-01-01", closes="2026-02-01", countries=["KEN"])
        address = path.format(Call.objects.filter(external_id="en-open-0").get().public_id)
        visitor.get("/en/about/")
        with CaptureQueriesContext(connection) as found:
            assert visitor.get(f"/{language}/{address}").status_code == 200
        costs.append(len(found))
    assert costs == [queries, queries]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_calls_is_there_in_every_language(shelf, visitor, language):
    for path in ("calls/", *(f"calls/{shelf[name]}/" for name in ("open", "coming", "closed"))):
        root = page(visitor, path, language)
        assert root.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
        assert root.one("h1").text
        levels = [int(each.tag[1]) for each in root.one("main").all() if each.tag in {"h1", "h2", "h3", "h4"}]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
