"""What cannot be answered is refused with the parameter and what would be taken; nothing breaks the hub."""

import pytest

from gcmhub.vocabulary import queries as vocabulary

pytestmark = pytest.mark.django_db

CLOSED = ("objective", "action", "principle", "region", "country", "scope", "kind", "document_type")
KNOWN = sorted(
    "q objective action principle region country scope kind document_type language source year_from year_to sort lang page"
    " page_size".split()
)


@pytest.mark.parametrize("group", CLOSED)
@pytest.mark.parametrize("value", ["nowhere", "", "\x00", "\ufffd", "18 ", "KEN,PHL", "AFRICA", "x" * 10_000, "<b>"])
def test_an_unknown_value_is_refused_with_the_known_ones(api, shelf, group, value):
    problem = api.refused("resources", {group: value})[group]
    assert set(problem["allowed"]) == vocabulary.codes(group) | ({"global"} if group == "country" else set())
    assert len(problem["message"]) < 500


def test_one_unknown_value_among_known_ones_is_refused_too(api, shelf):
    assert set(api.refused("resources", "objective=18&objective=99&kind=event")) == {"objective"}


def test_objectives_are_not_numbers(api, shelf):
    for value in ("24", "-1", "018", "18.0", "1e1", "\u0661\u0668"):
        assert "objective" in api.refused("resources", {"objective": value})


@pytest.mark.parametrize("path", ["resources", "resources/abc", "suggest", "vocabulary/kinds"])
def test_an_unknown_parameter_is_refused_with_the_known_ones(api, shelf, path):
    problems = api.refused(path, "bogus=1&q2=x")
    known = {"resources": KNOWN, "suggest": ["lang", "q"]}.get(path, ["lang"])
    assert {name: row["allowed"] for name, row in problems.items()} == {"bogus": known, "q2": known}


@pytest.mark.parametrize("name", ["year", "Objective", "objective[]", "facets", "limit", "offset", "format", "\x00", "page "])
def test_only_the_names_of_the_contract_are_known(api, shelf, name):
    assert name in api.refused("resources", {name: "1"})


@pytest.mark.parametrize("name", ["page", "page_size", "year_from", "year_to"])
@pytest.mark.parametrize(
    "value", ["", "abc", "-1", "1.5", "1e3", "0x10", " 1", "+1", "\u0661", "9" * 30, "9" * 5000, "\x00", "null"]
)
def test_a_bad_number_is_refused_with_its_bounds(api, shelf, name, value):
    problem = api.refused("resources", {name: value})[name]
    assert problem["minimum"] in {0, 1}
    assert problem["maximum"] >= 100
    assert str(problem["maximum"]) in problem["message"]


def test_pages_begin_at_one_and_hold_at_most_a_hundred(api, shelf):
    assert "page" in api.refused("resources", "page=0")
    assert "page_size" in api.refused("resources", "page_size=0")
    assert "page_size" in api.refused("resources", "page_size=101")
    assert len(api.resources(page_size=100)["items"]) == 90


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("sort", ["recommended", "relevance", "newest"]),
        ("lang", ["ar", "zh-hans", "zh", "en", "fr", "ru", "es"]),
    ],
)
def test_an_unknown_order_or_language_is_refused(api, shelf, name, allowed):
    for value in ("best", "de", "EN", "zh_hans", ""):
        assert api.refused("resources", {name: value})[name]["allowed"] == allowed


@pytest.mark.parametrize("name", ["q", "sort", "lang", "page", "page_size", "year_from", "year_to"])
def test_what_may_be_given_once_is_refused_twice(api, shelf, name):
    assert api.refused("resources", f"{name}=1&{name}=1")[name]["message"] == "may be given once"


def test_every_problem_is_named_at_once(api, shelf):
    assert set(api.refused("resources", "kind=x&page=0&bogus=1&sort=x&lang=x")) == {"kind", "page", "bogus", "sort", "lang"}


def test_a_question_of_two_thousand_characters_is_answered_and_a_longer_one_refused(api, shelf):
    assert api.resources(q="skills " * 285 + "12345")["total"] > 0
    for text in ("a" * 2_001, "a " * 5_000, "移" * 10_000):
        assert api.refused("resources", {"q": text})["q"]["maximum"] == 2_000
        assert api.refused("suggest", {"q": text})["q"]["maximum"] == 2_000


@pytest.mark.parametrize(
    "text",
    [
        "skills\x00nurses", "skills\r\n\t\x1b\x7fnurses", "skills\u200bnurses", "\ufeffskills\ud7ff", "skills\U0010ffff",
        "\u202eskills", "' OR 1=1 --", "%", "_", "\\", '"', '"skills', "skills*", "skills AND (", "title:skills", "/.*/",
        "[* TO *]", "~", "^2", "{{7*7}}", "${x}", "移民" * 400, "а\u0300" * 300, "ﷺ" * 100, "\u0300" * 200, "𝓼𝓴𝓲𝓵𝓵𝓼", "١٢٣",
        "\U0001f469\U0001f3fd\u200d\u2695\ufe0f", "a" * 1_999,
    ],
    ids=lambda text: ascii(text)[1:24],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["tantivy", "database"])
def test_a_strange_question_is_answered(api, shelf, text, engine, on_engine):
    with on_engine(engine):
        assert api.resources(q=text)["page"] == 1
        assert api.get("suggest", q=text)["q"] == text.translate(dict.fromkeys([*range(32), *range(127, 160)], " "))


def test_control_characters_part_words(api, shelf):
    assert api.ids(q="skills\x00nurses") == api.ids(q="skills nurses")


@pytest.mark.parametrize("raw", ["%FF%FE", "%ED%A0%80", "%C0%AF", "%ZZ", "%", "%E2%82", "skills%FF", "%2500"])
def test_a_broken_encoding_is_no_question_that_breaks_anything(api, shelf, raw):
    assert api.ask("resources", f"q={raw}").status_code == 200
    assert api.ask("suggest", f"q={raw}").status_code == 200
    assert api.ask("resources", f"source={raw}").json()["total"] == 0
    assert api.ask("resources", f"kind={raw}").status_code == 422
    assert api.ask("resources", f"{raw}=1").status_code == 422
    assert api.ask(f"resources/{raw}").status_code == 404


def test_a_thousand_parameters_are_too_many(api, shelf):
    response = api.ask("resources", "&".join(f"source=a{number}" for number in range(1_001)))
    assert (response.status_code, response.json()) == (400, {"detail": "too many parameters"})
    assert api.ask("resources", "&".join(f"source=a{number}" for number in range(999))).json()["total"] == 0
