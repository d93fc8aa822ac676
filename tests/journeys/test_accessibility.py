"""Every page type in every language: axe finds nothing, nothing runs off a phone, everything is reached by keyboard."""

import pytest

from tests.journeys.pages import LANGUAGES, ROWS, SCREENS, share, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def rules():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.mark.parametrize(("name", "path", "language", "screen"), turn(ROWS, LANGUAGES, SCREENS))
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(windows, rules, name, path, language, screen):
    width, dark = screen
    page = windows.show(name, path, language, width=width, dark=dark)
    found = rules.run(page, options=RULES).response["violations"]
    told = [(each["id"], each["nodes"][0]["html"][:160], each["nodes"][0]["failureSummary"][:200]) for each in found]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.querySelectorAll('[style], style')].map((e) => e.outerHTML.slice(0, 90))") == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_with_everything_open_axe_still_finds_nothing(visit, site, rules, language):
    for path in ("search/?q=skills", "countries/", f"resources/{site.resources['document']}/"):
        tab = visit(f"/{language}/{path}", width=390)
        tab.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert [each["id"] for each in rules.run(tab.page, options=RULES).response["violations"]] == []
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("name", "path", "language"), turn(share(ROWS, 4), LANGUAGES))
def test_the_keyboard_reaches_everything_and_shows_where_it_is(windows, name, path, language):
    page = windows.show(name, path, language)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter((each) => each.getAttribute('tabindex') !== '-1')  // links of a map: the list beside it holds them
        .filter((each) => each.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
        .filter((each) => each.type !== 'radio' || each.checked).length  // Tab stops once at a group"""
    )
    seen, hidden = 0, []
    for _ in range(reachable + 20):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const here = document.activeElement;
            if (!here || here === document.body) return null;
            const style = getComputedStyle(here), box = here.getBoundingClientRect();
            const first = !here.dataset.seen; here.dataset.seen = '1';
            const shown = style.outlineStyle !== 'none' && box.width > 0 && box.height > 0;
            return {first, shown, html: here.outerHTML.slice(0, 90)} }"""
        )
        if state is None:
            break
        seen += state["first"]
        if not state["shown"]:
            hidden.append(state["html"])
    assert hidden == []
    assert seen >= reachable


def test_the_first_stop_of_the_keyboard_leads_past_the_frame(visit):
    page = visit("/en/search/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/en/", "/en/search/?q=skills", "/ar/objectives/18/", "/en/accounts/login/"])
def test_targets_are_large_enough_for_a_finger(visit, path):
    """WCAG 2.2, 2.5.8: 24 px, links in running text excepted."""
    small = visit(path, width=390).page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter((each) => each.checkVisibility() && !each.closest('p, dd, label, svg, .visually-hidden, .skip'))
        .map((each) => [each.tagName, each.textContent.trim().slice(0, 40), each.getBoundingClientRect()])
        .filter(([, , box]) => box.height < 24 && box.width > 1).map(([tag, text, box]) => [tag, text, box.height])"""
    )
    assert small == []
