"""The first page of a PDF on a resource's page: asked for late, in the size that the screen needs, and light."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LIMIT = 80_000  # bytes of a page with everything that it loads


@pytest.mark.parametrize(("language", "scale", "width"), [("en", 1, 400), ("ar", 2, 400), ("zh-hans", 3, 800), ("en", 3, 800)])
def test_a_screen_gets_the_image_that_it_needs_and_the_page_stays_light(chromium, site, language, scale, width):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, device_scale_factor=scale)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes, addresses = {}, {}
    session.on("Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(site.url(f"/{language}/resources/{site.names['first_page']}/"))
    image = page.locator(".first-page img")
    image.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    state = image.evaluate(
        "(each) => [each.complete, each.currentSrc, each.naturalWidth > 0, each.clientWidth, each.clientHeight]"
    )
    context.close()
    complete, source, drawn, shown, height = state
    assert (complete, drawn) == (True, True)
    assert source.endswith(f"-{width}.webp")
    assert abs(height / shown - 1132 / 800) < 0.02  # an A4 page, not stretched
    weights = {addresses[key]: size for key, size in sizes.items() if key in addresses}
    assert [each for each in weights if each.endswith(".webp")] == [source]
    assert sum(weights.values()) <= LIMIT, weights
