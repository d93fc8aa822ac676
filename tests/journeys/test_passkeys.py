"""A passkey of a device that the browser plays: added, used to sign in without a password, removed."""

import pytest

from tests.journeys.test_accessibility import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def rules():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@pytest.fixture
def tab(chromium, site):
    """A tab on ``localhost``: browsers give keys to names, not to numbers."""
    context = chromium.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_passkey_is_added_signs_in_alone_confirms_and_is_removed(tab, site, rules, language):
    login = next(row for row in site.logins if row["role"] == "contributor")
    host = site.address.replace("127.0.0.1", "localhost")

    def here(path):
        tab.wait_for_url(f"{host}/{language}/accounts/{path}**")
        found = rules.run(tab, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390

    tab.goto(f"{host}/{language}/accounts/login/?next=/{language}/accounts/2fa/passkeys/add/")
    assert tab.locator("#passkey_login").is_visible()
    tab.fill("#id_login", login["email"])
    tab.fill("#id_password", login["password"])
    tab.press("#id_password", "Enter")
    tab.wait_for_url("**/reauthenticate/**")
    tab.fill("#id_password", login["password"])
    tab.press("#id_password", "Enter")
    here("2fa/passkeys/add/")
    tab.fill("#id_name", "Pocket")
    tab.check("#id_passwordless")
    tab.press("#id_name", "Enter")
    here("2fa/recovery-codes/")
    tab.goto(f"{host}/{language}/accounts/logout/")
    tab.click("main button")
    tab.goto(f"{host}/{language}/accounts/login/")
    tab.click("#passkey_login")
    tab.wait_for_url(f"{host}/{language}/")
    tab.goto(f"{host}/{language}/accounts/2fa/passkeys/reauthenticate/?next=/{language}/accounts/2fa/passkeys/")
    here("2fa/passkeys/reauthenticate/")
    tab.click("main form button")
    tab.wait_for_url(f"{host}/{language}/accounts/2fa/passkeys/")
    here("2fa/passkeys/")
    assert "Pocket" in tab.inner_text("main")
    tab.click("main li a")
    tab.wait_for_url("**/remove/")
    here("2fa/passkeys/")
    tab.click("main form button")
    tab.wait_for_url("**/2fa/passkeys/")
    assert "Pocket" not in tab.inner_text("main")


def test_without_scripts_the_page_offers_what_works(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url("/en/accounts/login/"))
    assert not page.locator("#passkey_login").is_visible()
    assert page.locator("#id_password").is_visible()
    context.close()
