"""The privacy page names the cookies that the hub sets, all of them and no others."""

import pytest

from tests.journeys.conftest import new_tab
from tests.journeys.pages import ROWS, STAND_INS, reader_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def names_in(tab):
    return {cookie["name"] for cookie in tab.page.context.cookies()}


@pytest.fixture
def tab(chromium, site):
    tab = new_tab(chromium, site)
    yield tab
    tab.page.context.close()


def told(tab, site):
    """Return the names that the privacy page tells."""
    tab.page.goto(site.url("/en/privacy/"))
    return set(tab.page.locator("#cookies ~ dl").first.locator("dt").all_inner_texts())


def test_reading_sets_no_cookie(tab, site):
    public = [path for name, path in ROWS if not reader_of(name) and not name.startswith(("account", "mfa"))]
    for path in public:
        if not path.startswith("stand-in/"):
            tab.page.request.get(site.url(f"/fr/{path.format(**site.names)}"), fail_on_status_code=False)
    assert len(public) > 40 + len(STAND_INS)
    assert names_in(tab) == set()
    tab.page.goto(site.url("/en/search/?q=skills"))
    assert tab.page.evaluate("Object.keys(localStorage)") == []
    # htmx's own, for the way back: the address of the list, until the tab is closed.
    assert tab.page.evaluate("Object.keys(sessionStorage)") == ["htmx-current-path-for-history"]


def test_the_privacy_page_names_every_cookie_and_no_other(tab, site):
    page, seen = tab.page, set()
    page.goto(site.url("/en/about/"))
    page.get_by_role("link", name="Español").click()
    page.wait_for_url("**/es/about/")
    seen |= names_in(tab)
    page.goto(site.url("/en/contact/"))
    page.get_by_label("What is it about?").fill("Cookies")
    page.get_by_label("Your message").fill("Does writing to you set one?")
    page.wait_for_timeout(3_200)  # nobody writes faster
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/contact/sent/")
    page.goto(site.url("/en/follow/?objective=18"))
    page.locator("main input[type=email]").fill("reader@example.org")
    page.wait_for_timeout(3_200)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/follow/asked/")
    assert seen | names_in(tab) == {"django_language"}
    for path in ("accounts/login/", "accounts/password/reset/", "accounts/password/reset/key/{password_key}/"):
        page.goto(site.url(f"/en/{path.format(**site.names)}"))
        seen |= names_in(tab)
    login = site.logins[1]
    page.goto(site.url("/en/accounts/login/"))
    page.get_by_label("E-mail address").fill(login["email"])
    page.get_by_label("Password").fill(login["password"])
    page.locator("main form button").first.click()
    page.wait_for_url("**/en/")
    seen |= names_in(tab)
    for path in (path for name, path in ROWS if reader_of(name) == "member"):
        page.goto(site.url(f"/en/{path}"))
        seen |= names_in(tab)
    page.goto(site.url("/en/accounts/logout/"))
    page.locator("main button").click()
    page.wait_for_url("**/en/")
    assert seen | names_in(tab) == told(tab, site)
