"""What a page weighs on a slow line: everything it loads, compressed, on a first visit."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIMIT = 60_000  # bytes


def weigh(chromium, address):
    """Return the bytes that came over the wire for each thing that was loaded, headers included."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes, addresses = {}, {}
    session.on("Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    weights = {addresses[key].rsplit("/", 1)[-1] or "page": size for key, size in sizes.items() if key in addresses}
    assert min(weights.values()) > 100, weights  # nothing came from a cache
    return weights


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/ar/",
        "/ru/search/",
        "/zh-hans/search/?q=%E7%A7%BB%E6%B0%91",
        "/en/search/?q=skills",
        "/fr/objectives/18/",
        "/es/countries/",
        "/en/about/",
    ],
)
def test_a_page_weighs_little(chromium, site, path):
    weights = weigh(chromium, site.url(path))
    assert sum(weights.values()) <= LIMIT, weights
    assert len(weights) <= 5


def test_a_resource_weighs_little(chromium, site):
    for identifier in site.resources.values():
        weights = weigh(chromium, site.url(f"/ar/resources/{identifier}/"))
        assert sum(weights.values()) <= LIMIT, weights
