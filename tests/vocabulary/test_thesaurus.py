"""The thesaurus: its files, its names, and what a question asked in any of the six languages finds with it."""

import json
import re
from collections import Counter, defaultdict

import pytest

from gcmhub.vocabulary import queries
from gcmhub.vocabulary.choices import LANGUAGES
from gcmhub.vocabulary.words import DATA, fold, read_scheme, read_thesaurus

FILES = sorted((DATA / "thesaurus").glob("*.json"))
NAMES = [
    (concept.code, language, name) for concept in read_thesaurus() for language in LANGUAGES for name in concept.terms[language]
]
SCRIPT = {
    "ar": re.compile(r"[\u0621-\u064A0-9 ،-]+"),  # no diacritics
    "zh": re.compile(r"[\u4E00-\u9FFFA-Z0-9、，-]+"),
    "en": re.compile(r"[A-Za-zé0-9 ,’/&-]+"),
    "fr": re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9 ,’/-]+"),
    "ru": re.compile(r"[А-Яа-яЁё0-9 ,«»—/-]+"),
    "es": re.compile(r"[A-Za-zÁÉÍÑÓÚÜáéíñóúü0-9 ,/-]+"),
}
ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9-]+\b\+?")  # keeps its Latin capitals everywhere
FRAMES = {
    "ar": "ماذا نعرف عن {} هنا",
    "zh": "我们对{}知道什么",
    "en": "what do we know about {} here",
    "fr": "que savons-nous de {} ici",
    "ru": "что мы знаем про {} здесь",
    "es": "qué sabemos de {} aquí",
}


def rows(*stems):
    return [row for path in FILES if path.stem in stems or not stems for row in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_one_concept_a_line(path):
    first, *lines, last = path.read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("[", "]")
    assert [json.loads(line.removesuffix(",")) for line in lines] == rows(path.stem)


def test_a_row_has_a_code_objectives_and_terms_and_nothing_else():
    assert {tuple(row) for row in rows()} == {("code", "objectives", "terms")}


def test_codes_are_unique_and_kebab_case():
    count = Counter(row["code"] for row in rows())
    assert [code for code, times in count.items() if times > 1] == []
    assert [code for code in count if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_concept_names_objectives_that_exist_each_once():
    known = {row.code for row in read_scheme("objective")}
    assert known == {str(number) for number in range(24)}
    wrong = [row["code"] for row in rows() if len(row["objectives"]) != len(known & set(row["objectives"]))]
    assert wrong == []
    assert [row["code"] for row in rows() if not row["objectives"]] == []


def test_every_objective_is_named_by_five_concepts_and_more():
    count = Counter(objective for concept in read_thesaurus() for objective in concept.objectives)
    assert {number: count[str(number)] for number in range(1, 24) if count[str(number)] < 5} == {}


def test_there_are_enough_concepts():
    assert len(rows("migration", "protection", "governance")) >= 140
    assert len(read_thesaurus()) == len(rows()) >= 280


def test_every_concept_has_a_name_in_each_of_the_six_languages():
    assert [row["code"] for row in rows() if tuple(row["terms"]) != LANGUAGES or not all(row["terms"].values())] == []


def test_names_are_written_without_stray_spaces_and_straight_apostrophes():
    assert [name for _, _, name in NAMES if name != " ".join(name.split()) or "'" in name or not fold(name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_script_of_their_language(language):
    plain = [(name, ABBREVIATION.sub("", name).strip() or name) for _, tongue, name in NAMES if tongue == language]
    assert [name for name, rest in plain if not SCRIPT[language].fullmatch(rest)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_belongs_to_two_concepts_or_stands_twice(language):
    owners = defaultdict(list)
    for code, tongue, name in NAMES:
        if tongue == language:
            owners[fold(name)].append(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_no_name_means_one_thing_in_one_language_and_another_in_the_next():
    owners = defaultdict(set)
    for code, _, name in NAMES:
        owners[fold(name)].add(code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_every_name_asked_alone_finds_its_concept_first():
    wrong = [(code, name) for code, _, name in NAMES if queries.concepts_in(name)[0].code != code]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_question_finds_the_same_concept_in_every_language(language):
    # A Chinese enumeration comma parts a name inside a sentence: such a concept has a name without one as well.
    names = {concept.code: next(name for name in concept.terms[language] if "、" not in name) for concept in read_thesaurus()}
    asked = {code: FRAMES[language].format(name) for code, name in names.items()}
    assert [code for code, question in asked.items() if queries.concepts_in(question)[0].code != code] == []


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("ar", "بدائل احتجاز المهاجرين في المنطقة العربية"),
        ("zh", "亚洲的拘留替代办法"),
        ("en", "Alternatives to immigration detention in Asia"),
        ("fr", "Les alternatives à la détention au Maghreb"),
        ("ru", "Альтернативы содержанию под стражей в Азии"),
        ("es", "Alternativas a la detención en América Latina"),
    ],
)
def test_a_title_in_any_language_expands_to_the_other_five(language, question):
    found = queries.expansions(question)
    assert {source for _, _, source in found} == {"thesaurus:alternatives-to-detention"}
    assert {tongue for _, tongue, _ in found} >= set(LANGUAGES) - {language}
    assert ("拘留替代办法", "zh", "thesaurus:alternatives-to-detention") in found


def test_an_expansion_carries_the_preferred_name_of_every_other_language_first():
    wrong = []
    for concept in read_thesaurus():
        asked = fold(concept.terms["en"][0])
        # The same spelling in two languages needs no second mention.
        expected = {(name, tongue) for tongue in LANGUAGES if fold(name := concept.terms[tongue][0]) != asked}
        found = [row[:2] for row in queries.expansions(concept.terms["en"][0]) if row[2] == f"thesaurus:{concept.code}"]
        if set(found[: len(expected)]) != expected:
            wrong.append(concept.code)
    assert wrong == []


def test_expansions_leave_out_the_words_that_were_asked_and_stay_few():
    found = queries.expansions("Visas")
    assert "visas" not in {fold(name) for name, _, _ in found}
    assert ("签证", "zh", "thesaurus:visas") in found
    assert len(queries.expansions("asylum seekers, refugees, stateless persons, returnees and victims of trafficking")) == 24


def test_a_name_inside_a_longer_one_says_nothing_of_its_own():
    assert [concept.code for concept in queries.concepts_in("visa facilitation")] == ["visa-facilitation"]
    assert [concept.code for concept in queries.concepts_in("移民儿童拘留")] == ["detention-of-children"]
    both = queries.concepts_in("Refugees and asylum seekers")
    assert {concept.code for concept in both} == {"refugees", "asylum-seekers"}


@pytest.mark.parametrize("text", ["", " ", "?", "the weather in spring", "الطقس في الربيع", "春天的天气", "погода весной"])
def test_words_of_no_concept_find_nothing(text):
    assert queries.concepts_in(text) == ()
    assert queries.expansions(text) == ()


def test_accents_and_case_make_no_difference():
    assert queries.concepts_in("MIGRACION TEMPORAL")[0].code == "temporary-migration"
    assert queries.concepts_in("إدارة الحدود")[0] == queries.concepts_in("ادارة الحدود")[0]
