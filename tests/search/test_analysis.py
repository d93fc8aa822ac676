"""Words of six languages, alike for texts and questions."""

import pytest

from gcmhub.search import analysis


def matches(question: str, text: str, language: str) -> bool:
    held = set(analysis.tokens(text, language))
    return any(word.tokens[analysis.field_language(language)] in held for word in analysis.ask(question).words)


@pytest.mark.parametrize(
    ("question", "text", "language"),
    [
        ("qualification", "Qualifications of nurses", "en"),
        ("RECOGNISED", "recognising skills", "en"),
        ("nurse", "the nurses’ union", "en"),
        ("competences", "Reconnaissance des compétences", "fr"),
        ("immigration", "L'immigration et l’emploi", "fr"),
        ("migracion", "La migración laboral", "es"),
        ("ninos", "Niños y niñas migrantes", "es"),
        ("навык", "признание навыков", "ru"),
        ("счетчик", "счётчики", "ru"),
        ("مهاجر", "والمهاجرين في العالم", "ar"),
        ("الهجره", "الهجرة الآمنة", "ar"),
        ("اعتراف", "الإعتراف بالمؤهلات", "ar"),
        ("مُهاجِر", "المهاجرون", "ar"),
        ("移民", "国际移民组织", "zh"),
        ("移", "国际移民组织", "zh"),
        ("UNHCR", "Доклад UNHCR за год", "ru"),
        ("ＩＯＭ", "IOM report", "en"),
        ("migração", "Migracao laboral", "pt"),
        ("2030", "٢٠٣٠ خطة", "ar"),
        ("İstanbul", "istanbul", "tr"),
    ],
)
def test_a_question_finds_the_text_in_its_spelling(question, text, language):
    assert matches(question, text, language)


@pytest.mark.parametrize(("question", "text", "language"), [("移工", "移民工人", "zh"), ("cat", "category", "en")])
def test_what_is_another_word_is_not_found(question, text, language):
    assert not matches(question, text, language)


def surfaces(question: str) -> list[str]:
    return [word.surface for word in analysis.ask(question).words]


def test_stop_words_do_not_decide_what_matches():
    assert surfaces("the recognition of skills") == ["recognition", "skills"]
    assert surfaces("la reconnaissance des compétences") == ["reconnaissance", "compétences"]
    assert surfaces("признание и оценка навыков") == ["признание", "оценка", "навыков"]


def test_a_question_of_stop_words_alone_keeps_them():
    assert surfaces("who are you") == ["who", "are", "you"]


def test_a_word_that_is_a_stop_word_elsewhere_stays():
    assert surfaces("sin of omission and the law") == ["sin", "omission", "law"]


def test_chinese_questions_fall_into_pairs_and_a_lone_character_stays():
    assert surfaces("移民工人") == ["移民", "民工", "工人"]
    assert surfaces("移") == ["移"]
    assert surfaces("IOM移民") == ["iom", "移民"]


def test_a_word_said_twice_is_asked_once():
    assert surfaces("skills skills") == ["skills"]


def test_signs_alone_ask_for_nothing():
    assert analysis.ask("?! — …") == analysis.NOTHING
    assert analysis.ask("") == analysis.NOTHING


def test_quoted_words_are_a_phrase_and_still_words():
    asked = analysis.ask('policy on "skills mobility partnerships"')
    assert [[word.surface for word in phrase] for phrase in asked.phrases] == [["skills", "mobility", "partnerships"]]
    assert [word.surface for word in asked.words] == ["policy", "skills", "mobility", "partnerships"]


def test_long_questions_and_long_words_are_cut():
    assert len(analysis.ask(" ".join(f"word{number}" for number in range(500))).words) == analysis.QUESTION_LIMIT
    assert len(analysis.tokens("x" * 10_000, "en")[0]) <= analysis.WORD_LIMIT
    assert [len(word) for word in analysis.split("é" * 100 + " " + "移" * 100)] == [analysis.WORD_LIMIT, 100]
    assert analysis.ask("x" * 100).words[0].surface == "x" * analysis.WORD_LIMIT


def test_the_language_of_a_question_is_told_by_its_stop_words():
    assert analysis.languages_of("la reconnaissance des compétences") == ("fr",)
    assert analysis.languages_of("the recognition of skills") == ("en",)
    assert analysis.languages_of("skills") == ()


def test_grams_run_inside_words_and_leave_chinese_out():
    assert analysis.grams("Skills 移民") == "skil kill ills"
    assert analysis.grams("of") == "of"
