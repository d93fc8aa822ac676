"""A video of another site: nothing is asked of it before its reader wants to watch."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEY = "aqz-KE_bpKQ"
PLAYER = "https://www.youtube-nocookie.com/"
STAND_IN = "<!doctype html><html lang=en><title>Player</title><main><h1>Player</h1><button>Play</button></main></html>"


@pytest.fixture
def watcher(chromium, site):
    """Open the page of a video: gives the page, the requests to other hosts and what the console complained of."""
    contexts = []

    def open_page(language="en", *, width=1280, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        contexts.append(context)
        context.route(lambda address: not address.startswith(site.address), answer)
        page, strangers, problems = context.new_page(), [], []
        page.on("request", lambda request: None if request.url.startswith(site.address) else strangers.append(request))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(site.url(f"/{language}/resources/{site.names['watched']}/"))
        page.wait_for_load_state("networkidle")
        return page, strangers, problems

    yield open_page
    for context in contexts:
        context.close()


def answer(route):
    """Stand in for the other site."""
    route.fulfill(status=200, content_type="text/html", body=STAND_IN)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320), ("ru", 320), ("zh-hans", 1280)])
def test_the_player_is_loaded_when_its_reader_asks_and_not_before(watcher, language, width):
    page, strangers, problems = watcher(language, width=width)
    assert strangers == []
    button = page.locator("[data-player-start]")
    page.locator(".facade").scroll_into_view_if_needed()
    button.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    frame.content_frame.get_by_role("button", name="Play").wait_for()
    assert [(each.url, each.resource_type) for each in strangers] == [(f"{PLAYER}embed/{KEY}", "document")]
    headers = strangers[0].all_headers()
    assert headers["referer"] == page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/"
    assert "cookie" not in headers
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    names = ("sandbox", "allow", "referrerpolicy", "title")
    assert [frame.get_attribute(name) for name in names[:3]] == [
        "allow-scripts allow-same-origin",
        "fullscreen",
        "strict-origin",
    ]
    assert frame.get_attribute("title").endswith("YouTube")
    assert not button.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = frame.bounding_box()
    assert abs(box["width"] / box["height"] - 16 / 9) < 0.05
    assert problems == []


def test_without_scripts_a_link_leads_to_the_video(watcher):
    page, strangers, _ = watcher(scripts=False)
    assert page.locator("[data-player-start]").is_hidden()
    link = page.get_by_role("link", name="Watch at YouTube")
    assert link.get_attribute("href") == f"https://www.youtube.com/watch?v={KEY}"
    assert strangers == []


def test_no_other_host_can_be_framed_there_and_none_on_other_pages(watcher, site):
    page, strangers, _ = watcher()
    frame = """(address) => { const each = document.createElement("iframe"); each.src = address; document.body.append(each) }"""
    refusals = """() => new Promise((done) => document.addEventListener(
        "securitypolicyviolation", (event) => done(event.blockedURI)))"""
    for path, address in ((page.url, "https://www.youtube.com/embed/x"), (site.url("/en/videos/"), f"{PLAYER}embed/{KEY}")):
        page.goto(path)
        page.evaluate(f"() => {{ window.refused = ({refusals})(); }}")
        page.evaluate(frame, address)
        assert page.evaluate("window.refused").startswith(address.split("/embed")[0])
    assert [each.url for each in strangers] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_with_the_player_loaded_axe_finds_nothing(watcher, language):
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = watcher(language, width=320)
    page.locator("[data-player-start]").click()
    page.locator("iframe").content_frame.get_by_role("button", name="Play").wait_for()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []
