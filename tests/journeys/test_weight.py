"""What a page weighs on a slow line: everything it loads, compressed, on a first visit."""

import pytest

from tests.journeys.conftest import new_tab
from tests.journeys.pages import LANGUAGES, LIGHT, OFFICE, PAGES, WEIGHTS, reader_of, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PARTS = 6  # things that a page may load: itself, its style, a script or two, an icon, an image
ALL = tuple((name, path) for name, paths in PAGES.items() for path in paths)


def weigh(chromium, site, name, address):
    """Return the bytes that came over the wire for each thing that was loaded, headers included."""
    tab = new_tab(chromium, site, width=390, height=800, reader=reader_of(name))
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Network.enable")
    sizes, addresses = {}, {}
    session.on("Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    tab.page.goto(site.url(address))
    tab.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # what is loaded only when it is seen
    tab.page.wait_for_load_state("networkidle")
    tab.page.context.close()
    assert tab.strangers == []
    drawn = {key for key, address in addresses.items() if address.startswith("data:")}  # the browser's own pictures
    weights = {addresses[key]: size for key, size in sizes.items() if key in addresses.keys() - drawn}
    assert min(weights.values()) > 100, weights  # nothing came from a cache
    return weights


@pytest.mark.parametrize(("name", "path", "language"), turn(ALL, LANGUAGES))
def test_a_page_weighs_little(chromium, site, name, path, language):
    weights = weigh(chromium, site, name, f"/{language}/{path.format(**site.names)}")
    assert sum(weights.values()) <= WEIGHTS.get(name, OFFICE if name.startswith("desk:") else LIGHT), weights
    assert len(weights) <= PARTS, weights
