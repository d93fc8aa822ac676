"""Countries, regions, principles and objectives: what each page shows, and the map with its list."""

import pytest

from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db


def page(visitor, language, path):
    return read(visitor.get(f"/{language}/{path}").content)


def map_links(root):
    return {
        link.attributes["href"]: link.one("title").text
        for link in root.one("figure", class_="map").one("svg", role="group").all("a")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_countries_holds_every_link_of_the_map(filled, visitor, language):
    root = page(visitor, language, "countries/")
    listed = {link.attributes["href"] for each in root.all("ul", class_="columns") for link in each.all("a")}
    links = map_links(root)
    assert len(links) > 190
    assert set(links) - listed == set()
    assert links[f"/{language}/countries/KEN/"].endswith("31")


def test_the_map_of_an_objective_counts_its_resources_and_leads_to_them(filled, visitor):
    root = page(visitor, "en", "objectives/18/")
    links = map_links(root)
    assert links["/en/search/?objective=18&country=PHL"] == "Philippines: 1"
    assert links["/en/search/?objective=18&country=FRA"] == "France: 0"
    rows = root.one("details", class_="fold").all("li")
    assert [row.text for row in rows] == ["Kenya 31", "Philippines 1", "Kosovo* 1"]


@pytest.mark.parametrize("path", ["", "countries/", "objectives/18/"])
def test_every_map_carries_its_disclaimer_and_its_legend(filled, visitor, path):
    caption = page(visitor, "fr", path).one("figcaption")
    assert "n’impliquent ni reconnaissance ni acceptation officielle" in caption.text
    assert "Abyei" in caption.text
    assert caption.all("span", class_="map__key")[0].text == "Aucun pour l’instant"
    assert caption.all("span", class_="map__key")[-1].text == "15–31"


def test_a_hub_without_a_map_keeps_its_lists(filled, visitor, settings):
    settings.HUB_MAP_FILE = "none"
    root = page(visitor, "en", "countries/")
    assert root.all("figure") == []
    assert len(root.all("ul", class_="columns")) == 5


@pytest.mark.parametrize(
    ("language", "first"), [("en", "Algeria"), ("es", "Angola"), ("ru", "Алжир"), ("zh-hans", "阿尔及利亚")]
)
def test_countries_stand_in_the_alphabet_of_the_language(filled, visitor, language, first):
    africa = page(visitor, language, "countries/").one("details", id="africa")
    assert africa.all("li")[0].one("a").text == first


def test_a_region_shows_its_countries_with_counts_and_what_it_holds(filled, visitor):
    root = page(visitor, "en", "regions/africa/")
    assert root.one("h1").text == "Africa"
    assert "31 resources" in root.one("main").one("p", class_="facts").text
    rows = root.one("ul", class_="columns").all("li")
    assert len(rows) == 54
    assert "Kenya 31" in [row.text for row in rows]
    assert (
        root.one("section", id="document").all("a")[-1].attributes["href"]
        == "/en/search/?region=africa&kind=document&kind=link"
    )


def test_the_regions_lead_to_the_list_of_countries(filled, visitor):
    response = visitor.get("/ar/regions/")
    assert (response.status_code, response.headers["Location"]) == (301, "/ar/countries/")


def test_a_principle_says_where_it_stands_in_the_compact_and_what_follows_it(filled, visitor):
    root = page(visitor, "en", "principles/human-rights/")
    facts = root.one("main").one("p", class_="facts").text
    assert "Paragraph 15 (f) of the Global Compact" in facts
    assert "1 resource" in facts
    assert [link.text for link in root.one("section", id="document").one("ol").all("a")] == ["Title in en"]
    assert len(root.one("div", class_="official").all("a")) == 6


def test_the_principles_are_listed_with_their_counts(filled, visitor):
    for path in ("principles/", "objectives/", ""):
        rows = [row.text for row in page(visitor, "en", path).one("main").all("li")]
        assert "Human rights 1" in rows, path
        assert "Child-sensitive 0" in rows, path


def test_objective_18_names_where_else_the_compact_speaks_of_it(filled, visitor):
    def named(path):
        links = [link for link in page(visitor, "en", path).one("main").all("a") if "(paragraph" in link.text]
        return [(link.text, link.attributes["href"]) for link in links]

    numbers = (1, 2, 5, 16, 21, 22)
    assert named("objectives/18/") == [
        (f"Objective {number} (paragraph {number + 16})", f"/en/objectives/{number}/") for number in numbers
    ]
    assert named("objectives/17/") == []


@pytest.mark.parametrize("path", ["regions/atlantis/", "principles/kindness/", "countries/XXX/", "objectives/24/"])
def test_a_code_that_nobody_has_is_not_found(filled, visitor, path):
    assert visitor.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize(
    ("language", "beginning"), [("en", "What people can do should count"), ("ar", "ينبغي أن تُحتسب قدرات الناس")]
)
def test_an_objective_tells_its_commitment_in_the_readers_language(filled, visitor, language, beginning):
    root = page(visitor, language, "objectives/18/")
    (told,) = [each for each in root.all("section") if each.attributes.get("aria-labelledby") == "commitment"]
    assert told.one("p", class_="prose").text.startswith(beginning)


def test_an_objective_whose_commitment_was_not_checked_says_nothing_of_it(filled, visitor):
    for code in ("0",):
        assert "commitment" not in [each.attributes.get("id") for each in page(visitor, "en", f"objectives/{code}/").all("h2")]
