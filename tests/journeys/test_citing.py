"""A reader copies a citation, with scripts and without."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_citations_are_fetched_when_they_are_opened(visit, site):
    page = visit(f"/en/resources/{site.resources['document']}/").page
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/cite/") else None)
    fold = page.locator("#cite-this > summary")
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cite-apa")).to_be_visible()
    expect(page.locator("#cite-chicago i").first).to_be_visible()
    expect(page.locator("#cite-this").get_by_role("button", name="Copy APA 7")).to_be_visible()
    fold.click()
    fold.click()
    assert len(asked) == 1


def test_without_scripts_citations_are_a_page(visit, site):
    page = visit(f"/en/resources/{site.resources['document']}/", scripts=False).page
    page.locator("#cite-this > summary").click()
    page.get_by_role("link", name="APA 7, Chicago 18").click()
    expect(page.locator("#cite-apa")).to_be_visible()
    assert page.locator("h1").inner_text() == "Cite"
