"""A reader keeps resources in the browser and sends the list to somebody else."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_reader_keeps_sends_and_shortens_a_list(visit, site):
    page = visit(f"/en/resources/{site.resources['document']}/").page
    keep = page.get_by_role("button", name="Keep on the reading list")
    keep.focus()
    page.keyboard.press("Enter")
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.goto(site.url(f"/ar/resources/{site.resources['video']}/"))
    page.locator("[data-reading]").click()
    page.goto(site.url("/en/reading-list/"))
    page.wait_for_url(site.url(f"/en/reading-list/?id={site.resources['document']}&id={site.resources['video']}"))
    assert page.locator("h2.card__title").count() == 2
    expect(page.locator("[data-reading-keep]")).to_be_hidden()
    sent = page.url
    page.get_by_role("link", name="Take off the list").first.click()
    page.wait_for_url(site.url(f"/en/reading-list/?id={site.resources['video']}&before=**"))
    assert kept(page) == [site.resources["video"]]
    page.get_by_role("link", name="Undo").click()
    page.wait_for_url(sent)
    assert kept(page) == [site.resources["document"], site.resources["video"]]
    page.get_by_role("link", name="Take off the list").first.click()
    page.wait_for_url("**before=**")
    page.goto(site.url(f"/en/resources/{site.resources['document']}/"))
    expect(page.locator("[data-reading]")).to_have_attribute("aria-pressed", "false")

    other = visit(sent.removeprefix(site.address), width=320).page
    other.get_by_role("button", name="Keep this list in this browser").click()
    expect(other.locator("[data-reading-keep]")).to_be_hidden()
    other.goto(site.url("/fr/reading-list/"))
    other.wait_for_url("**id=**")
    assert other.locator("h2.card__title").count() == 2


def test_a_list_is_emptied_and_brought_back_by_keyboard(visit, site):
    page = visit(f"/ar/reading-list/?id={site.resources['document']}&id={site.resources['video']}", width=320).page
    page.locator("[data-reading-keep] button").press("Enter")
    expect(page.locator("[data-reading-keep]")).to_be_hidden()
    page.locator("[data-reading-becomes='']").press("Enter")
    page.wait_for_url("**before=**")
    assert kept(page) == []
    page.get_by_role("status").get_by_role("link").press("Enter")
    page.wait_for_url("**/?id=**")
    assert kept(page) == [site.resources["document"], site.resources["video"]]


def test_a_full_list_says_that_it_is_full(visit, site):
    page = visit(f"/en/resources/{site.resources['document']}/").page
    page.evaluate("localStorage.setItem('reading-list', JSON.stringify([...Array(100).keys()].map((key) => `x${key}`)))")
    page.reload()
    page.locator("[data-reading]").click()
    expect(page.locator("[data-reading] + [role=status]")).to_have_text("The reading list is full: take something off first.")
    expect(page.locator("[data-reading]")).to_have_attribute("aria-pressed", "false")


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('reading-list'))")


def test_without_scripts_a_list_is_read_from_its_address(visit, site):
    page = visit(f"/en/reading-list/?id={site.resources['event']}", scripts=False).page
    assert page.locator("h2.card__title").count() == 1
    assert page.get_by_text("Keeping a list needs JavaScript").is_visible()
    page.goto(site.url(f"/en/resources/{site.resources['event']}/"))
    assert not page.locator("[data-reading]").is_visible()
