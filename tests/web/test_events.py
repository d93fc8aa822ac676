"""Events by month, narrowed in the address, and calendars that other programs read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.conftest import LANGUAGES, index
from tests.web.html import read

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
PLACE = "Geneva; hall 7, east"
ROWS = (
    (1, {"start": "2027-03-26T10:00", "end": "2027-03-29T16:30", "timezone": "Europe/Zurich", "place": PLACE}),
    (2, {"start": "2027-03-09", "end": "2027-03-11", "timezone": "Asia/Baku"}),
    (3, {"start": "2027-03-10", "timezone": "Africa/Nairobi"}),
    (4, {"start": "2027-04-02T09:00:00+05:30", "online_url": "https://example.org/join?a=1,2"}),
    (5, {"start": "2026-11-02T14:00", "timezone": "America/New_York", "recording_url": "https://example.org/tape"}),
    (6, {"start": "2027-03-10T09:00", "end": "2027-03-10T11:00", "timezone": "UTC"}),
    (7, {"place": "No day is known"}),
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shelf(empty):
    more = {
        1: {
            "countries": ["CHE"],
            "objectives": ["18"],
            "languages": ["en", "fr"],
            "abstract": {"en": "Nurses; teachers,\nothers."},
        },
        4: {"countries": ["IND"], "objectives": ["6"], "languages": ["en"], "scope": "global"},
    }
    shelve([record(number, kind="event", event=event, **more.get(number, {})) for number, event in ROWS])
    index()
    return dict(Resource.objects.values_list("external_id", "public_id"))


def titles(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 200
    return [title.text for title in read(answer.content).all("h4", class_="card__title")]


def calendar(visitor, address):
    answer = visitor.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def events_of(made):
    return {str(each["SUMMARY"]): each for each in made.walk("VEVENT")}


def test_events_to_come_stand_by_month_with_those_under_way_first(shelf, visitor):
    assert titles(visitor, "/en/events/") == ["Title 2", "Title 3", "Title 1", "Title 4"]
    page = read(visitor.get("/en/events/").content)
    assert [each.text for each in page.all("h3", class_="month")] == ["Under way", "March 2027", "April 2027"]


def test_past_events_stand_the_latest_first_and_those_without_a_day_in_neither_list(shelf, visitor):
    assert titles(visitor, "/en/events/past/") == ["Title 6", "Title 5"]


def test_a_day_lasts_until_its_midnight_in_the_place_of_the_event(shelf, visitor):
    with time_machine.travel(datetime(2027, 3, 10, 20, 59, tzinfo=UTC), tick=False):
        assert "Title 3" in titles(visitor, "/en/events/")
    with time_machine.travel(datetime(2027, 3, 10, 21, 0, tzinfo=UTC), tick=False):
        assert "Title 3" in titles(visitor, "/fr/events/past/")


def test_filters_stand_in_the_address_with_counts_that_leave_their_own_choice_out(shelf, visitor):
    assert titles(visitor, "/en/events/?objective=18&country=CHE") == ["Title 1"]
    assert titles(visitor, "/en/events/?country=global") == ["Title 4"]
    assert titles(visitor, "/en/events/?language=fr") == ["Title 1"]
    assert titles(visitor, "/en/events/?objective=6&objective=18&region=europe&region=asia") == ["Title 1", "Title 4"]
    page = read(visitor.get("/en/events/?country=CHE&objective=18").content)
    options = {each.attributes["name"]: [row.text for row in each.all("option")][1:] for each in page.all("select")}
    assert options["country"] == ["Global (1)", "Switzerland (1)"][1:]
    assert options["objective"] == ["18. Skills development and recognition (1)"]
    page = read(visitor.get("/en/events/").content)
    options = {each.attributes["name"]: [row.text for row in each.all("option")][1:] for each in page.all("select")}
    assert options["country"] == ["Global (1)", "India (1)", "Switzerland (1)"]
    assert options["region"] == ["Asia (1)", "Europe (1)"]
    assert options["language"] == ["English (2)", "French (1)"]


def test_what_cannot_be_asked_is_refused_and_an_empty_choice_is_told(shelf, visitor):
    assert visitor.get("/en/events/?objective=99").status_code == 422
    assert visitor.get("/en/events.ics?country=Atlantis").status_code == 422
    assert visitor.get("/en/events/?page=9").status_code == 404
    assert visitor.get("/en/events/?country=%ff").status_code == 400
    page = visitor.get("/en/events/past/?country=FJI")
    assert page.status_code == 200
    assert b"Nothing here fits these filters together." in page.content


def test_a_list_of_events_costs_the_same_for_one_row_and_for_three(shelf, visitor):
    visitor.get("/en/about/")
    costs = []
    for address in ("/en/events/?country=CHE", "/fr/events/?objective=18&objective=6&language=en", "/es/events/"):
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(address).status_code == 200
        costs.append(len(queries))
    assert costs == [6, 6, 4]


def test_a_calendar_tells_times_in_another_zone_across_a_change_of_the_clock(shelf, visitor):
    made = calendar(visitor, "/en/events.ics")
    found = events_of(made)
    assert set(found) == {f"Title {number}" for number in range(1, 7)}
    first = found["Title 1"]
    assert first["DTSTART"].params["TZID"] == "Europe/Zurich"
    new_york = ZoneInfo("America/New_York")
    # Summer time begins in Zurich on 28 March 2027: the event begins before it and ends after it.
    assert first.decoded("DTSTART").astimezone(new_york).isoformat() == "2027-03-26T05:00:00-04:00"
    assert first.decoded("DTEND").astimezone(new_york).isoformat() == "2027-03-29T10:30:00-04:00"
    assert first.decoded("DTEND") - first.decoded("DTSTART") == timedelta(days=3, hours=6, minutes=30)
    assert found["Title 4"].decoded("DTSTART") == datetime(2027, 4, 2, 3, 30, tzinfo=UTC)
    assert str(found["Title 4"]["DTSTART"].to_ical(), "ascii") == "20270402T033000Z"
    assert [str(zone["TZID"]) for zone in made.walk("VTIMEZONE")] == ["America/New_York", "Europe/Zurich"]


def test_the_rules_of_a_zone_in_the_calendar_are_right_without_any_other_knowledge_of_it(shelf, visitor):
    zone = next(each for each in calendar(visitor, "/en/events.ics").walk("VTIMEZONE") if each["TZID"] == "Europe/Zurich")
    told = zone.to_tz(lookup_tzid=False)
    offsets = [datetime(2027, month, day, 12, tzinfo=told).utcoffset() for month, day in ((1, 15), (3, 27), (3, 29), (11, 2))]
    assert offsets == [timedelta(hours=hours) for hours in (1, 1, 2, 1)]


def test_whole_days_end_with_the_day_after(shelf, visitor):
    found = events_of(calendar(visitor, "/en/events.ics"))
    assert (found["Title 2"].decoded("DTSTART"), found["Title 2"].decoded("DTEND")) == (date(2027, 3, 9), date(2027, 3, 12))
    assert (found["Title 3"].decoded("DTSTART"), found["Title 3"].decoded("DTEND")) == (date(2027, 3, 10), date(2027, 3, 11))


def test_texts_are_escaped_and_addresses_are_whole(shelf, visitor, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    answer = visitor.get("/fr/events.ics")
    found = events_of(Calendar.from_ical(answer.content))
    assert str(found["Title 1"]["LOCATION"]) == PLACE
    assert b"LOCATION:Geneva\\; hall 7\\, east" in answer.content
    assert str(found["Title 1"]["DESCRIPTION"]).startswith("Nurses; teachers,\nothers.")
    assert str(found["Title 1"]["URL"]) == f"https://hub.example.org/fr/resources/{shelf['a1']}/"
    assert str(found["Title 4"]["CONFERENCE"]) == "https://example.org/join?a=1,2"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_calendar_of_a_choice_holds_that_choice_past_and_future(shelf, visitor):
    assert set(events_of(calendar(visitor, "/en/events.ics?objective=6"))) == {"Title 4"}
    assert len(events_of(calendar(visitor, "/en/events.ics?objective=18"))) == 5
    assert b"\r\nNAME:Events\\, India\r\n" in visitor.get("/en/events.ics?country=IND").content


def test_an_event_keeps_its_identifier_and_counts_its_changes(shelf, visitor):
    address = f"/en/resources/{shelf['a1']}/event.ics"
    (before,) = calendar(visitor, address).walk("VEVENT")
    changed = dict(ROWS)[1] | {"cancelled": True}
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        shelve([record(1, kind="event", event=changed)])
    (after,) = calendar(visitor, address.replace("/en/", "/ru/")).walk("VEVENT")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("LAST-MODIFIED") - before.decoded("LAST-MODIFIED") == timedelta(hours=1)
    assert ("STATUS" in before, str(after["STATUS"])) == (False, "CANCELLED")


def test_a_calendar_that_did_not_change_is_not_sent_again(shelf, visitor):
    first = visitor.get("/en/events.ics")
    again = visitor.get("/en/events.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_there_is_no_calendar_of_what_is_no_event_has_no_day_or_is_gone(shelf, visitor):
    shelve([record(30)])
    other = Resource.objects.get(external_id="a30").public_id
    assert [visitor.get(f"/en/resources/{each}/event.ics").status_code for each in (other, shelf["a7"], "nothing")] == [404] * 3
    archive_resource(Resource.objects.get(external_id="a6"), by=SYSTEM, reason="Doubled")
    assert visitor.get(f"/en/resources/{shelf['a6']}/event.ics").status_code == 410


def test_the_page_of_an_event_offers_what_fits_its_time(shelf, visitor):
    page = read(visitor.get(f"/en/resources/{shelf['a1']}/").content)
    line = page.one("p", data_start="2027-03-26T10:00:00+01:00")
    assert line.attributes["data-end"] == "2027-03-29T16:30:00+02:00"
    assert "Central European Standard Time" in page.text
    over = read(visitor.get(f"/en/resources/{shelf['a5']}/").content)
    assert "This event is over." in over.text
    assert over.one("a", class_="button", href="https://example.org/tape").text == "Watch the recording"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_subscribe_is_an_address_for_calendars(shelf, visitor, settings, language):
    settings.HUB_BASE_URL = "https://hub.example.org"
    page = read(visitor.get(f"/{language}/events/?objective=18").content)
    (link,) = [each for each in page.all("a") if "data-webcal" in each.attributes]
    assert link.attributes["href"] == f"webcal://hub.example.org/{language}/events.ics?objective=18"


def test_a_calendar_keeps_the_next_and_the_latest_events_and_says_what_it_leaves_out(shelf, visitor, monkeypatch):
    assert "DESCRIPTION" not in calendar(visitor, "/en/events.ics")
    monkeypatch.setattr("gcmhub.library.queries.events.COMING_LIMIT", 3)
    monkeypatch.setattr("gcmhub.library.queries.events.PAST_LIMIT", 1)
    made = calendar(visitor, "/en/events.ics")
    assert list(events_of(made)) == ["Title 1", "Title 3", "Title 2", "Title 6"]
    said = "Events left out, the farthest from today: 2. Choose filters for a smaller calendar."
    assert made["DESCRIPTION"] == said
    assert "X-WR-CALDESC" in made
    assert "X-WR-CALDESC" not in calendar(visitor, "/en/events.ics?language=fr")
