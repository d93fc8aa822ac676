"""The search page: filters, counts, chips, order, notices, empty states, parts for htmx."""

from urllib.parse import parse_qs, urlsplit

import pytest

from gcmhub.library.queries import GROUPS
from tests.factories.records import shelve
from tests.web.conftest import index
from tests.web.html import read

pytestmark = pytest.mark.django_db


def search(visitor, query="", language="en", **headers):
    response = visitor.get(f"/{language}/search/{query}", headers=headers)
    assert response.status_code == 200
    return read(response.content)


def rows(root, group):
    """Return value -> (label, count, chosen) of one facet group."""
    facet = root.one("details", id=f"facet-{group}")
    return {
        box.attributes["value"]: (box.parent.one("span").text, int(box.parent.one("i").text), "checked" in box.attributes)
        for box in facet.all("input", name=group)
    }


def titles(root):
    return [link.text for card in root.all("ol", class_="cards") for link in card.all("a")]


def test_every_group_shows_every_value_with_the_count_that_the_api_gives(filled, visitor):
    for query in ("", "?q=skills", "?objective=18&country=KEN", "?kind=document&kind=event&year_from=2012"):
        root = search(visitor, query)
        facets = visitor.get(f"/api/v1/resources{query}").json()["facets"]
        for group in GROUPS:
            if group != "year" and facets[group]:
                assert {value: row[1] for value, row in rows(root, group).items() if row[1]} == {
                    row["value"]: row["count"] for row in facets[group]
                }, (query, group)


def test_years_are_links_with_their_counts(filled, visitor):
    root = search(visitor, "?objective=18&year_from=2012&year_to=2020")
    link = root.one("details", id="facet-year").all("a")[0]
    year, count = link.text.split()
    assert parse_qs(urlsplit(link.attributes["href"]).query) == {"objective": ["18"], "year_from": [year], "year_to": [year]}
    assert len(titles(search(visitor, f"?objective=18&year_from={year}&year_to={year}"))) == int(count)


def test_a_chosen_value_is_checked_and_has_a_chip_that_takes_it_away(filled, visitor):
    root = search(visitor, "?q=skills&objective=18&country=KEN&country=PHL&year_from=2011")
    assert rows(root, "country")["KEN"][2]
    assert not rows(root, "kind")["document"][2]
    chips = {chip.text: chip.attributes["href"] for chip in root.one("div", class_="chips").all("a")}
    assert chips == {
        "Remove the filter Objective: 18. Skills development and recognition": (
            "/en/search/?q=skills&country=KEN&country=PHL&year_from=2011"
        ),
        "Remove the filter Country or area: Kenya": "/en/search/?q=skills&objective=18&country=PHL&year_from=2011",
        "Remove the filter Country or area: Philippines": "/en/search/?q=skills&objective=18&country=KEN&year_from=2011",
        "Remove the filter Year: from 2011": "/en/search/?q=skills&objective=18&country=KEN&country=PHL",
        "Clear all filters": "/en/search/?q=skills",
    }


def test_a_chosen_value_stays_even_when_nothing_is_left_of_it(filled, visitor):
    assert rows(search(visitor, "?country=FJI&kind=event"), "country")["FJI"] == ("Fiji", 0, True)


def test_the_whole_state_is_in_the_address_and_comes_back_in_the_form(filled, visitor):
    root = search(visitor, "?q=skills&sort=newest&year_from=2010&year_to=2024&kind=document")
    assert root.one("input", name="q").attributes["value"] == "skills"
    assert root.one("input", name="year_from").attributes["value"] == "2010"
    assert root.one("input", name="year_to").attributes["value"] == "2024"
    chosen = [option for option in root.one("select", name="sort").all("option") if "selected" in option.attributes]
    assert [option.attributes["value"] for option in chosen] == ["newest"]


def test_empty_parameters_of_a_form_are_no_choice(filled, visitor):
    assert titles(search(visitor, "?q=&year_from=&year_to=&objective=18&sort=")) == titles(search(visitor, "?objective=18"))


def test_every_card_says_why_it_stands_where_it_stands(filled, visitor):
    cards = search(visitor, "?objective=18").one("ol", class_="cards").all("li")
    assert len(cards) == 20
    assert (
        cards[0].one("p", class_="why").text
        == "Global \N{MIDDLE DOT} 2 actions \N{MIDDLE DOT} imported, not peer reviewed \N{MIDDLE DOT} 2022"
    )
    assert all(card.one("p", class_="why").text for card in cards)


def test_what_matched_is_marked(filled, visitor):
    root = search(visitor, "?q=qualifications")
    assert {mark.text for mark in root.all("mark")} == {"qualifications"}


def test_pages_hold_every_resource_once(filled, visitor):
    total = visitor.get("/api/v1/resources?objective=18").json()["total"]
    found = []
    for number in (1, 2):
        root = search(visitor, f"?objective=18&page={number}")
        found += [link.attributes["href"] for link in root.one("ol", class_="cards").all("a")]
    assert len(found) == len(set(found)) == total == 36
    pagination = root.one("nav", class_="pagination")
    assert [link.attributes["href"] for link in pagination.all("a")] == ["?objective=18", "?objective=18"]
    assert pagination.one("b").attributes["aria-current"] == "page"


def test_only_those_in_the_readers_language_are_one_link_away(filled, visitor):
    root = search(visitor, "?objective=18", language="fr")
    link = root.one("p", class_="hint").one("a") if root.all("p", class_="hint") else None
    assert link is not None
    assert link.attributes["href"] == "/fr/search/?objective=18&language=fr"


def test_an_empty_answer_says_which_filter_to_drop_and_what_that_gives(filled, visitor):
    root = search(visitor, "?q=skills&country=FJI&objective=18")
    empty = root.one("div", class_="empty")
    without = {row.text: row.one("a").attributes["href"] for row in empty.all("li")}
    assert without == {"Without Country or area: Fiji (31)": "/en/search/?q=skills&objective=18"}


def test_an_empty_answer_without_filters_shows_other_ways(filled, visitor):
    empty = search(visitor, "?q=zzzzqqqq").one("div", class_="empty")
    assert {link.attributes["href"] for link in empty.all("a")} == {
        "/en/objectives/",
        "/en/countries/",
        "/en/submit/",
    }


def test_a_typing_error_is_corrected_and_the_page_says_so(filled, visitor):
    root = search(visitor, "?q=qualificatoins")
    notes = [note.text for note in root.all("p", class_="note")]
    assert notes[0] == "Did you mean qualifications ?"
    assert notes[1].startswith("Spelling: few resources hold the words as typed")
    assert "qualifications" in notes[1]


def test_related_words_of_the_thesaurus_are_named_as_such(empty, visitor):
    shelve([{"id": "a", "source": "test", "kind": "document", "title": {"fr": "Envois de fonds"}, "objectives": ["20"]}])
    index()
    root = search(visitor, "?q=remittances")
    notes = [note.text for note in root.all("p", class_="note")]
    assert titles(root) == ["Envois de fonds"]
    assert notes[0].startswith("Thesaurus: few resources hold these words")
    assert "remittances" in notes[0]


def test_the_order_explains_itself(filled, visitor):
    for query, words in (
        ("?objective=18", "more comprehensive and global"),
        ("?q=skills", "words match"),
        ("?sort=newest", "newest first"),
    ):
        assert words in search(visitor, query).one("details", class_="fold").text


def test_htmx_gets_the_results_alone_with_a_status_and_the_address(filled, visitor):
    response = visitor.get("/en/search/?q=&kind=document&year_from=", headers={"HX-Request": "true"})
    root = read(response.content)
    assert not root.all("html")
    assert root.one("div", id="found")
    status = root.one("p", id="status")
    assert status.attributes["data-hx-swap-oob"] == "innerHTML"
    assert status.text == "31 resources"
    assert response.headers["HX-Push-Url"] == "/en/search/?kind=document"
    assert "HX-Request" in response.headers["Vary"]


def test_searches_are_not_for_crawlers_but_the_bare_list_is(filled, visitor):
    assert not search(visitor).all("meta", name="robots")
    for query in ("?q=skills", "?objective=18", "?page=2"):
        assert search(visitor, query).one("meta", name="robots").attributes["content"] == "noindex, nofollow"


@pytest.mark.parametrize("language", ["ar", "zh-hans", "ru"])
def test_counts_speak_the_language(filled, visitor, language):
    shown = search(visitor, "?objective=18", language=language).one("h2", id="results").text
    assert shown == {"ar": "36 موردًا", "zh-hans": "36 项资源", "ru": "36 материалов"}[language]
