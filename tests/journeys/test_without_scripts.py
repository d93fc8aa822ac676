"""Every page without JavaScript: what it shows works, and its forms are sent."""

import pytest

from tests.journeys.pages import LANGUAGES, ROWS, share, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("name", "path", "language"), turn(share(ROWS, 3), LANGUAGES))
def test_nothing_is_shown_that_only_a_script_could_answer(windows, name, path, language):
    page = windows.show(name, path, language, scripts=False, width=390)
    assert page.locator("h1").count() == 1
    for each in page.locator("details:not([open]) > summary").all():
        if each.is_visible():
            each.click()  # folds are the browser's own
    idle = "button:not(form button):visible, input:not(form input):visible, select:not(form select):visible"
    assert page.locator(idle).count() == 0
    for form in page.locator("form:visible").all():
        assert form.locator("button[type=submit], button:not([type])").locator("visible=true").count() > 0
    languages = page.locator(".languages a")
    assert languages.count() in {0, len(LANGUAGES)}  # a breakdown has none
    if languages.count():
        assert page.locator(".languages [aria-current]").get_attribute("data-language") == language


def test_a_message_is_sent_and_a_wrong_one_comes_back_with_what_was_typed(visit):
    tab = visit("/en/contact/?page=/en/about/", scripts=False)
    page = tab.page
    page.get_by_label("What is it about?").fill("Scripts")
    page.get_by_label("Your message").fill("I read without them.")
    page.get_by_label("E-mail address").fill("reader@example")
    page.locator("main form").evaluate("(form) => { form.noValidate = true }")
    page.get_by_role("button", name="Send").click()
    assert page.locator("[role=alert]").is_visible()
    assert page.get_by_label("Your message").input_value() == "I read without them."
    assert page.get_by_label("E-mail address").get_attribute("aria-invalid") == "true"
    tab.problems.clear()  # the browser tells of the 422


def test_a_list_is_followed(visit, site):
    page = visit("/en/objectives/18/", scripts=False).page
    page.goto(site.url("/en/follow/?objective=18"))
    page.locator("main input[type=email]").fill("quiet@example.org")
    page.locator("main input[type=radio]").first.check()
    page.wait_for_timeout(3_200)  # nobody writes faster
    page.locator("main form button[type=submit]").first.click()
    assert page.url == site.url("/en/follow/asked/")


def test_a_reader_signs_in_and_out(visit, site):
    page = visit("/ar/accounts/login/", scripts=False).page
    login = site.logins[1]
    page.locator("input[name=login]").fill(login["email"])
    page.locator("input[name=password]").fill(login["password"])
    page.locator("main button").first.click()
    assert page.url == site.url("/ar/")
    page.goto(site.url("/ar/accounts/logout/"))
    page.locator("main button").first.click()
    assert page.locator("footer a[href='/ar/accounts/login/']").is_visible()
