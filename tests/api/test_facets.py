"""Counts: every group, every value above zero, each group without its own choice, equal to counting by hand."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcmhub.vocabulary import queries as vocabulary
from tests.api.brute_force import count, read_rows
from tests.api.shelf import WORDS
from tests.api.test_listing import GROUPS

pytestmark = pytest.mark.django_db
FULL = os.environ.get("HUB_TEST_FULL") == "1"
EXAMPLES = 500 if FULL else 60

VALUES = {
    "objective": ("0", "1", "7", "18", "23", "4"),
    "action": ("18a", "18d", "18k", "1a"),
    "principle": ("human-rights", "gender-responsive", "child-sensitive"),
    "region": ("africa", "asia", "europe", "oceania", "americas"),
    "country": ("KEN", "PHL", "DEU", "XKX", "FRA", "global"),
    "scope": ("global", "regional", "national", "local"),
    "kind": ("document", "link", "event", "project", "training", "video", "practice"),
    "document_type": ("report", "policy-brief", "other"),
    "language": ("ar", "zh", "en", "fr", "ru", "es", "sw"),
    "source": ("alpha", "beta", "gamma"),
}
YEARS = st.none() | st.integers(2017, 2022)


def selections():
    chosen = {name: st.lists(st.sampled_from(values), max_size=3, unique=True) for name, values in VALUES.items()}
    filters = st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: chosen[name] for name in names})
    )
    return st.tuples(filters, YEARS, YEARS, st.just("") | st.sampled_from(WORDS))


def counted(answer):
    return {group: {row["value"]: row["count"] for row in rows} for group, rows in answer["facets"].items()}


@pytest.mark.parametrize("engine", ["tantivy", "database"])
def test_facets_equal_counting_the_rows_of_the_database(api, shelf, engine, on_engine):
    rows = read_rows()
    assert len(rows) == len(shelf)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=not FULL, suppress_health_check=list(HealthCheck))
    @given(selections())
    def check(selection):
        wanted, low, high, question = selection
        ids, counts = count(rows, GROUPS, wanted, low=low, high=high, question=question)
        years = {name: year for name, year in (("year_from", low), ("year_to", high)) if year is not None}
        answer = api.resources(**wanted, **years, q=question, page_size=100)
        found = {row["external_id"] for row in answer["items"]}
        if answer["widened"]:  # what joins a meagre answer comes on top
            assert len(ids) < 5
            assert ids <= found
            return
        assert found == ids
        assert answer["total"] == len(ids)
        assert counted(answer) == counts

    with on_engine(engine):
        check()


def test_every_group_is_there_when_nothing_is_found(api, shelf):
    answer = api.resources(source="nowhere", objective="4")
    assert answer["total"] == 0
    assert list(answer["facets"]) == GROUPS
    assert set(map(tuple, answer["facets"].values())) == {()}


def test_every_group_is_there_on_an_empty_hub_too(api, shelf):
    assert list(api.resources(q="xyzzyx")["facets"]) == GROUPS


def test_year_bounds_belong_to_every_count_even_to_that_of_the_years(api, shelf):
    facets = api.resources(year_from=2020, year_to=2020)["facets"]
    assert [row["value"] for row in facets["year"]] == ["2020"]
    dated = [raw for raw in shelf if raw.get("published", "")[:4] == "2020"]
    assert {row["value"]: row["count"] for row in facets["source"]} == {
        source: sum(raw["source"] == source for raw in dated) for source in ("alpha", "beta")
    }


def test_a_choice_does_not_change_the_counts_of_its_own_group(api, shelf):
    free = counted(api.resources())
    for group in ("objective", "kind", "language", "country"):
        value = next(iter(free[group]))
        assert counted(api.resources(**{group: value}))[group] == free[group]


def test_values_carry_their_labels_in_the_language_asked_for(api, shelf):
    for lang in ("ar", "zh-hans", "en", "fr", "ru", "es"):
        facets = api.resources(lang=lang)["facets"]
        for group in ("objective", "action", "principle", "region", "scope", "kind", "document_type", "language"):
            assert facets[group]
            for row in facets[group]:
                assert row["label"] == vocabulary.label(group, row["value"], lang)
        assert {row["label"] for row in facets["country"]} >= {vocabulary.label("country", "KEN", lang)}
        assert [row["label"] for row in facets["year"]] == [row["value"] for row in facets["year"]]
        labels = {row["value"]: row["label"] for row in facets["country"]}
        assert labels["global"] == vocabulary.label("scope", "global", lang)
