"""Pages of resources: what they hold, which, in which order."""

import pytest

from gcmhub.library.models import Resource
from tests.api.shelf import WORDS

pytestmark = pytest.mark.django_db

ITEM = (
    "id source external_id kind document_type title language languages abstract url published scope objectives countries"
    " rank_reason score highlights"
).split()
GROUPS = "objective action principle region country scope kind document_type language source year".split()


def test_an_answer_has_the_promised_parts(api, shelf):
    answer = api.resources()
    assert set(answer) == {"total", "page", "page_size", "items", "facets", "suggestions", "widened"}
    assert (answer["total"], answer["page"], answer["page_size"], len(answer["items"])) == (90, 1, 20, 20)
    assert [list(row) for row in answer["items"]] == [ITEM] * 20
    assert list(answer["facets"]) == GROUPS


def test_the_browsers_languages_do_not_matter(api, shelf):
    plain = api.ask("resources")
    assert api.ask("resources", **{"accept-language": "ar"}).content == plain.content
    assert "Content-Language" not in plain.headers


def test_zh_is_zh_hans(api, shelf):
    for path in ("resources", "vocabulary/regions", "suggest"):
        assert api.ask(path, "lang=zh").content == api.ask(path, "lang=zh-hans").content
    assert api.resources(lang="zh")["facets"]["scope"] != api.resources(lang="en")["facets"]["scope"]


def test_the_order_is_recommended_without_a_question(api, shelf):
    everything = list(Resource.objects.order_by("recommended_order", "pk").values_list("external_id", flat=True))
    assert api.ids() == api.ids(sort="recommended") == everything


def test_the_newest_come_first_and_the_undated_last(api, shelf):
    dates = [row["published"] or "" for row in api.resources(sort="newest", page_size=100)["items"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2021-03"
    assert dates[-1] == ""


def test_with_a_question_the_order_is_relevance(api, shelf):
    assert api.ids(q="skills") == api.ids(q="skills", sort="relevance")
    assert api.ids(q="skills") != api.ids(q="skills", sort="newest")


@pytest.mark.parametrize(
    ("choice", "scored"),
    [
        ({}, False),
        ({"q": "skills"}, True),
        ({"q": "skills", "sort": "relevance"}, True),
        ({"q": "skills", "sort": "recommended"}, False),
        ({"q": "skills", "sort": "newest"}, False),
        ({"sort": "relevance"}, False),
    ],
)
def test_a_score_is_given_by_relevance_only(api, shelf, choice, scored):
    scores = [row["score"] for row in api.resources(**choice)["items"]]
    assert scores
    assert {score is not None for score in scores} == {scored}
    if scored:
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("size", [1, 7, 20, 89, 90, 100])
@pytest.mark.parametrize("choice", [{}, {"sort": "newest"}, {"q": "skills nurses"}, {"q": "skills", "sort": "recommended"}])
def test_pages_neither_repeat_nor_leave_out(api, shelf, size, choice):
    first = api.resources(page_size=size, **choice)
    pages = -(-first["total"] // size)
    found = [row["id"] for page in range(1, pages + 1) for row in api.resources(page=page, page_size=size, **choice)["items"]]
    assert len(found) == len(set(found)) == first["total"]
    assert found == [row["id"] for row in api.resources(page_size=100, **choice)["items"]]


@pytest.mark.parametrize("engine", ["tantivy", "database"])
@pytest.mark.parametrize("choice", [{}, {"q": "skills"}, {"sort": "newest"}, {"objective": "18", "q": "skills nurses"}])
@pytest.mark.parametrize("page", [101, 10_000, 999_999_999])
def test_a_page_beyond_the_end_is_empty(api, shelf, engine, choice, page, on_engine):
    with on_engine(engine):
        answer = api.resources(page=page, page_size=100, **choice)
        total = api.resources(**choice)["total"]
    assert (answer["items"], answer["page"], answer["total"]) == ([], page, total)
    assert answer["facets"]["kind"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("objective", "objectives"), ("action", "actions"), ("principle", "principles"), ("kind", "kind"), ("scope", "scope"),
        ("document_type", "document_type"), ("language", "languages"), ("source", "source"),
    ],
)  # fmt: skip
def test_values_of_a_group_are_alternatives(api, shelf, name, field):
    def holding(values):
        return {raw["id"] for raw in shelf if set(values) & set(_listed(raw.get(field, [])))}

    values = sorted({value for raw in shelf for value in _listed(raw.get(field, []))})
    assert len(values) >= 2
    for value in values:
        assert set(api.ids(**{name: value})) == holding([value])
    assert set(api.ids(**{name: values[:2]})) == holding(values[:2])
    assert api.resources(**{name: values[:2]})["total"] == len(holding(values[:2]))


def _listed(value):
    return value if isinstance(value, list) else [value]


def test_groups_narrow_each_other(api, shelf):
    wanted = {
        raw["id"]
        for raw in shelf
        if {"18", "7"} & set(raw["objectives"]) and "KEN" in raw.get("countries", []) and raw["kind"] != "link"
    }
    kinds = ["document", "event", "project", "training", "video", "practice"]
    assert wanted
    assert set(api.ids(objective=["18", "7"], country="KEN", kind=kinds)) == wanted


def test_a_value_given_twice_counts_once(api, shelf):
    assert api.resources(objective=["18", "18"]) == api.resources(objective="18")


def test_regions_are_those_given_and_those_of_the_countries(api, shelf):
    wanted = {raw["id"] for raw in shelf if "africa" in raw.get("regions", []) or "KEN" in raw.get("countries", [])}
    assert set(api.ids(region="africa")) == wanted


def test_global_among_the_countries_is_the_scope(api, shelf):
    wanted = {raw["id"] for raw in shelf if raw.get("scope") == "global"}
    assert wanted
    assert set(api.ids(country="global")) == wanted
    kenya = {raw["id"] for raw in shelf if "KEN" in raw.get("countries", [])}
    assert set(api.ids(country=["global", "KEN"])) == wanted | kenya


@pytest.mark.parametrize("name", ["source", "language"])
@pytest.mark.parametrize("value", ["nowhere", "", "x" * 10_000, "\x00", "ar' OR 1=1", "EN"])
def test_an_unknown_source_or_language_gives_nothing(api, shelf, name, value):
    answer = api.resources(**{name: value})
    assert (answer["total"], answer["items"]) == (0, [])
    assert answer["facets"][name]  # without its own choice


def test_years_are_bounded_inclusively(api, shelf):
    def between(low, high):
        return {raw["id"] for raw in shelf if "published" in raw and low <= int(raw["published"][:4]) <= high}

    assert set(api.ids(year_from=2019)) == between(2019, 9999)
    assert set(api.ids(year_to=2019)) == between(0, 2019)
    assert set(api.ids(year_from=2019, year_to=2020)) == between(2019, 2020)
    assert set(api.ids(year_from=0)) == set(api.ids(year_to=9999)) == between(0, 9999)
    assert api.resources(year_from=2020, year_to=2019)["total"] == 0


@pytest.mark.parametrize("word", WORDS)
def test_the_total_is_exact_with_a_question(api, shelf, word):
    answer = api.resources(q=word, page_size=100)
    assert answer["total"] == len(answer["items"]) > 0


def test_a_listing_asks_the_database_as_often_for_one_row_as_for_three(api, shelf, django_assert_num_queries):
    for choice, queries in (({}, 1), ({"q": "skills"}, 1), ({"objective": "18", "lang": "ar"}, 1)):
        for size in (1, 3):
            with django_assert_num_queries(queries):
                assert len(api.resources(page_size=size, **choice)["items"]) == size
