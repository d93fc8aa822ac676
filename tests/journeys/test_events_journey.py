"""A reader looks for an event: in the reader's own time, narrowed, taken into a calendar."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def forum(site):
    """The review forum of 2022, which began in New York on 17 May at 10:00."""
    rows = ask(f"{site.address}/api/v1/resources?kind=event&page_size=100")["items"]
    return next(row["id"] for row in rows if row["external_id"] == "imrf-2022")


def test_an_event_is_told_in_the_readers_time_where_that_is_another(visit, forum):
    line = visit(f"/en/resources/{forum}/", zone="Africa/Nairobi").page.locator("[data-reader-time]")
    expect(line).to_be_visible()
    assert re.match(r"For you: 17 May 2022\D*17:00", line.inner_text())
    assert "East Africa Time" in line.inner_text()
    arabic = visit(f"/ar/resources/{forum}/", zone="Asia/Tokyo").page.locator("[data-reader-time]")
    assert "مايو" in arabic.inner_text()


def test_where_the_clocks_agree_or_nothing_runs_the_time_of_the_event_is_enough(visit, forum):
    expect(visit(f"/en/resources/{forum}/", zone="America/New_York").page.locator("[data-reader-time]")).to_be_hidden()
    page = visit(f"/en/resources/{forum}/", scripts=False, zone="Asia/Tokyo").page
    expect(page.locator("[data-reader-time]")).to_be_hidden()
    assert "Eastern Daylight Time" in page.locator(".facts").first.inner_text()


def test_a_choice_stays_in_the_address_and_goes_into_the_calendar(visit, site):
    page = visit("/en/events/past/").page
    page.select_option("#choose-region", "africa")
    page.get_by_role("button", name="Show").click()
    assert page.url == site.url("/en/events/past/?region=africa")
    assert page.locator("[data-webcal]").get_attribute("href") == site.url("/en/events.ics?region=africa").replace(
        "http:", "webcal:"
    )
    page.go_back()
    expect(page.locator("#choose-country")).to_be_enabled()


def test_without_scripts_a_list_is_narrowed_too(visit):
    page = visit("/fr/projects/", scripts=False).page
    page.select_option("#choose-objective", "18")
    page.locator(".choices button").click()
    assert "objective=18" in page.url
    expect(page.locator(".chip").first).to_contain_text("18.")
