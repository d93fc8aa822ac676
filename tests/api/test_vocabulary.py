"""The shared words: every list, every code, every label in six languages."""

import pytest

from gcmhub.vocabulary import queries as vocabulary

pytestmark = pytest.mark.django_db

LISTS = {
    "objectives": "objective",
    "actions": "action",
    "principles": "principle",
    "regions": "region",
    "countries": "country",
    "document-types": "document_type",
    "kinds": "kind",
    "scopes": "scope",
}
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
CODES = {
    "objectives": [*map(str, range(1, 24)), "0"],
    "regions": ["africa", "americas", "asia", "europe", "oceania"],
    "kinds": ["document", "link", "event", "project", "training", "video", "practice"],
    "scopes": ["global", "multi-regional", "regional", "sub-regional", "national", "local"],
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_holds_every_code_with_its_label(api, name, lang):
    answer = api.get(f"vocabulary/{name}", lang=lang)
    assert (answer["scheme"], answer["language"]) == (name, lang)
    items = answer["items"]
    assert {row["code"] for row in items} == vocabulary.codes(LISTS[name])
    assert len(items) == len({row["code"] for row in items})
    assert [row["position"] for row in items] == list(range(len(items)))
    assert [row["label"] for row in items] == [vocabulary.label(LISTS[name], row["code"], lang) for row in items]
    assert all(set(row) == {"code", "label", "active", "position", "details"} for row in items)


@pytest.mark.parametrize("name", CODES)
def test_codes_are_those_of_the_contract(api, name):
    assert [row["code"] for row in api.get(f"vocabulary/{name}")["items"]] == CODES[name]


def test_there_are_ten_principles_and_twelve_types(api):
    principles = [row["code"] for row in api.get("vocabulary/principles")["items"]]
    types = [row["code"] for row in api.get("vocabulary/document-types")["items"]]
    assert (len(principles), len(types)) == (10, 12)
    assert "rule-of-law-and-due-process" in principles
    assert "training-workshop-material" in types


def test_labels_are_english_when_no_language_is_asked_for(api):
    assert api.get("vocabulary/regions") == api.get("vocabulary/regions", lang="en")


def test_the_countries_offered_are_196_and_the_others_are_there_too(api):
    countries = {row["code"]: row for row in api.get("vocabulary/countries")["items"]}
    assert sum(row["active"] for row in countries.values()) == 196 - 1  # Global is a scope
    assert countries["XKX"]["details"]["note"]
    assert countries["KEN"]["details"]["region"] == "africa"
    assert countries["KEN"]["details"]["m49"] == "404"


def test_countries_stand_in_the_alphabet_of_the_language(api):
    english = [row["label"] for row in api.get("vocabulary/countries", lang="en")["items"]]
    french = [row["code"] for row in api.get("vocabulary/countries", lang="fr")["items"]]
    assert (english[0], english[-1]) == ("Afghanistan", "Zimbabwe")
    assert french.index("DEU") < french.index("AUT")  # Allemagne, Autriche


def test_actions_name_their_objective(api):
    actions = {row["code"]: row["details"] for row in api.get("vocabulary/actions")["items"]}
    assert actions["18a"] == {"objective": "18", "letter": "a"}


def test_an_unknown_list_is_not_found_and_the_answer_names_the_lists(api):
    response = api.ask("vocabulary/languages")
    assert response.status_code == 404
    assert all(name in response.json()["detail"] for name in LISTS)


def test_lists_need_no_database(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        api.get("vocabulary/countries", lang="ar")
