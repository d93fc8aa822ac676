"""Every page type in every language: axe finds nothing, nothing runs off a phone, everything is reached by keyboard."""

import os
import random

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
PAGES = (
    "",
    "search/",
    "search/?q=skills&kind=document&kind=practice&year_from=2015",
    "search/?q=qualificatoins",
    "search/?q=nothingatall&country=FJI&objective=3",
    "search/?page=2&sort=newest",
    "search/?objective=99",
    "objectives/",
    "objectives/18/",
    "objectives/0/",
    "countries/",
    "countries/KEN/",
    "countries/ATA/",
    "regions/africa/",
    "principles/",
    "principles/human-rights/",
    "resources/{document}/",
    "resources/{event}/",
    "resources/{project}/",
    "resources/{training}/",
    "resources/{video}/",
    "resources/{practice}/",
    "follow/?objective=18",
    "follow/asked/",
    "reading-list/",
    "reading-list/?id={document}&id={video}",
    "events/",
    "events/past/?region=europe",
    "practices/",
    "projects/?objective=18",
    "training/",
    "videos/?country=FJI",
    "about/",
    "how-we-review/",
    "accessibility/",
    "privacy/",
    "contact/",
    "contact/sent/",
    "accounts/login/",
    "accounts/password/reset/",
    "no-such-page/",
)
SCREENS = ((1280, False), (320, False), (390, True))
MATRIX = [(page, language, *screen) for page in PAGES for language in LANGUAGES for screen in SCREENS]
WHOLE = os.environ.get("HUB_TEST_FULL") == "1"
# Every page twice and every language on every screen, drawn anew for each version of this list.
SAMPLE = MATRIX if WHOLE else random.Random(len(MATRIX)).sample(MATRIX, 60)


@pytest.fixture(scope="module")
def rules():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.mark.parametrize(("path", "language", "width", "dark"), SAMPLE)
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(visit, site, rules, path, language, width, dark):
    tab = visit(f"/{language}/{path.format(**site.resources)}", width=width, dark=dark)
    tab.problems = [
        problem for problem in tab.problems if "Failed to load resource" not in problem
    ]  # the page itself, 404 or 422
    found = rules.run(tab.page, options=RULES).response["violations"]
    told = [(each["id"], each["nodes"][0]["html"][:160], each["nodes"][0]["failureSummary"][:200]) for each in found]
    assert told == []
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "ar"])
def test_with_everything_open_axe_still_finds_nothing(visit, site, rules, language):
    for path in ("search/?q=skills", "countries/", f"resources/{site.resources['document']}/"):
        tab = visit(f"/{language}/{path}", width=390)
        tab.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert [each["id"] for each in rules.run(tab.page, options=RULES).response["violations"]] == []
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["/en/", "/ar/search/?q=skills", "/en/objectives/18/", "/en/accounts/login/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit, path):
    page = visit(path).page
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
        .filter((each) => each.getAttribute('tabindex') !== '-1')  // links of a map: the list beside it holds them
        .filter((each) => each.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})).length"""
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
