"""A reader searches: with scripts and without, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def number_of(text):
    return int(re.sub(r"\D", "", text))


def found(page):
    return number_of(page.locator("#results").inner_text())


def test_without_scripts_a_reader_searches_filters_and_changes_the_language(visit, site):
    page = visit("/en/", scripts=False).page
    page.fill("input[name=q]", "skills")
    page.click("main form.searchbox button")
    assert page.url == site.url("/en/search/?q=skills")
    total = found(page)
    assert total > 5
    page.check("#facet-kind input[value=practice]")
    promised = number_of(page.locator("#facet-kind label", has=page.locator("input[value=practice]")).locator("i").inner_text())
    page.get_by_role("button", name="Apply filters").click()
    assert found(page) == promised < total
    assert "kind=practice" in page.url
    page.get_by_role("link", name="Français").click()
    assert page.url.startswith(site.url("/fr/search/"))
    assert found(page) == promised
    assert page.locator("#facet-kind input[value=practice]").is_checked()
    page.locator(".chip").first.click()
    assert found(page) == total


def test_without_scripts_filters_unfold_on_a_phone(visit):
    page = visit("/ar/search/", width=320, scripts=False).page
    assert not page.locator("#facet-objective").is_visible()
    page.locator("#filters > summary").click()
    assert page.locator("#facet-objective").is_visible()
    page.locator("#facet-objective label").first.click()
    page.locator("#filters button[type=submit]").click()
    assert page.locator(".chip").count() == 2


def test_a_choice_changes_the_results_in_place_keeps_the_focus_and_is_announced(visit, site):
    page = visit("/en/search/?q=skills").page
    page.evaluate("window.stillHere = true")
    box = page.locator("#facet-kind input[value=practice]")
    promised = number_of(page.locator("#facet-kind label", has=page.locator("input[value=practice]")).locator("i").inner_text())
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url(site.url("/en/search/?q=skills&kind=practice"))
    expect(page.locator("#facet-kind input[value=practice]")).to_be_checked()
    assert found(page) == promised
    assert page.locator("#status").inner_text() == page.locator("#results").inner_text()
    assert page.evaluate("document.activeElement.value") == "practice"
    assert page.evaluate("window.stillHere") is True
    page.locator(".chip").first.click()
    page.wait_for_url(site.url("/en/search/?q=skills"))
    expect(page.locator("#facet-kind input[value=practice]")).not_to_be_checked()
    assert page.evaluate("window.stillHere") is True
    page.go_back()
    page.wait_for_url(site.url("/en/search/?q=skills&kind=practice"))
    expect(page.locator("#facet-kind input[value=practice]")).to_be_checked()
    assert found(page) == promised


def test_groups_that_were_opened_stay_open_and_typed_letters_stay(visit):
    page = visit("/en/search/").page
    page.locator("#facet-country > summary").click()
    page.fill("#facet-country .facet__find", "ken")
    shown = page.locator("#facet-country li:visible")
    assert [text.split()[0] for text in shown.all_inner_texts()] == ["Kenya"]
    shown.first.locator("input").check()
    page.wait_for_url("**/search/?country=KEN")
    expect(page.locator("#facet-country input[value=KEN]")).to_be_checked()
    expect(page.locator("#facet-country .facet__find")).to_have_value("ken")  # once htmx has settled what it swapped
    assert page.locator("#facet-country").get_attribute("open") is not None
    assert page.locator("#facet-country li:visible").count() == 1


def test_letters_typed_without_accents_find_names_with_them(visit):
    page = visit("/fr/search/").page
    page.locator("#facet-country > summary").click()
    page.fill("#facet-country .facet__find", "egypte")
    assert page.locator("#facet-country li:visible").count() == 1
    page.keyboard.press("Enter")
    assert page.url.endswith("/fr/search/")


def test_the_next_page_comes_in_place_and_the_focus_goes_to_the_results(visit):
    page = visit("/en/search/").page
    first = page.locator(".cards .card__title").first.inner_text()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/search/?page=2")
    expect(page.locator("#results")).to_be_focused()
    assert page.locator(".cards .card__title").first.inner_text() != first


def test_the_order_changes_in_place(visit):
    page = visit("/en/search/").page
    page.select_option("#sort", "newest")
    page.wait_for_url("**/search/?sort=newest")
    expect(page.locator("#sort")).to_have_value("newest")


def test_slash_goes_to_the_search_but_not_while_typing(visit):
    page = visit("/en/objectives/18/").page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.input_value("input[name=q]") == "a/b"


def test_suggestions_can_be_taken_by_keyboard(visit):
    page = visit("/en/").page
    field = page.locator("main input[name=q]")
    assert field.get_attribute("role") == "combobox"
    field.press_sequentially("recog", delay=20)
    options = page.locator("main [role=option]")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    word = options.first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.input_value("main input[name=q]") == word
    assert word.startswith("recog")


def test_suggestions_go_away_on_escape_and_the_typed_text_stays(visit):
    page = visit("/en/").page
    field = page.locator("main input[name=q]")
    field.press_sequentially("recog", delay=20)
    page.locator("main [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("main [role=option]").count() == 0
    assert field.input_value() == "recog"


def test_a_search_that_cannot_be_made_is_shown_as_a_page(visit, site):
    tab = visit("/en/search/")
    tab.page.evaluate("document.querySelector('input[name=year_from]').type = 'text'")
    tab.page.locator("#facet-year > summary").click()
    tab.page.fill("input[name=year_from]", "long ago")
    tab.page.press("input[name=year_from]", "Tab")
    tab.page.wait_for_selector("h1:has-text('This search cannot be made')")
    tab.problems.clear()  # the browser tells of the 422


def test_the_chosen_language_is_remembered_for_the_bare_address(visit, site):
    tab = visit("/en/about/")
    tab.page.get_by_role("link", name="Español").click()
    tab.page.wait_for_url("**/es/about/")
    tab.page.goto(site.url("/"))
    assert tab.page.url == site.url("/es/")
    assert [cookie["name"] for cookie in tab.page.context.cookies()] == ["django_language"]


def test_a_reader_follows_an_objective_to_a_resource_and_back_by_its_terms(visit):
    page = visit("/en/").page
    page.locator(".objectives a", has_text="Skills development").click()
    page.locator("#document .card__title a").first.click()
    title = page.locator("h1").inner_text()
    page.locator("aside a", has_text="Skills development").first.click()
    assert page.url.endswith("/en/objectives/18/")
    assert title in page.locator("#document").inner_text()


def test_a_reader_chooses_a_country(visit):
    page = visit("/ru/").page
    page.select_option("select[name=country]", "KEN")
    page.locator("form:has(select[name=country]) button").click()
    assert page.url.endswith("/ru/countries/KEN/")
    assert page.locator("h1").inner_text() == "Кения"


def test_the_demonstration_editor_signs_in_and_out(visit, site):
    page = visit("/en/accounts/login/").page
    login = site.logins[0]
    page.get_by_label("E-mail address").fill(login["email"])
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.locator(".problems").first.inner_text()
    assert page.get_by_label("E-mail address").input_value() == login["email"]
    page.get_by_label("Password").fill(login["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/en/")
    page.locator("footer").get_by_role("link", name="Your account").click()
    assert page.locator("h1").inner_text() == "Your account"
    page.get_by_role("link", name="Security").click()
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_label("Password").fill(login["password"])  # this part of the account asks once more
    page.locator("main button").click()
    page.locator(".qr svg").wait_for()
    page.locator("footer").get_by_role("link", name="Sign out").click()
    page.locator("main button").click()
    page.wait_for_url("**/en/")
    assert page.get_by_role("link", name="Sign in").is_visible()
