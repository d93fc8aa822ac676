"""What people ask about skills, work and inclusion, and which concepts the thesaurus hears in it."""

import pytest

from gcmhub.vocabulary import queries


def heard(text):
    return [concept.code for concept in queries.concepts_in(text)]


@pytest.mark.parametrize(
    "question",
    [
        "recognition of nurses' qualifications",
        "Recognition of foreign nurses’ qualifications",
        "reconnaissance des qualifications des infirmières",
        "reconnaissance des qualifications du personnel infirmier",
        "reconocimiento de las cualificaciones de las enfermeras",
        "reconocimiento de las calificaciones del personal de enfermería",
        "признание квалификации медсестёр",
        "признание квалификаций медицинских сестер",
        "الاعتراف بمؤهلات الممرضين والممرضات",
        "الاعتراف بمؤهلات الممرضات",
        "护士资格认可",
        "护士资格的承认",
    ],
)
def test_recognition_of_the_qualifications_of_nurses_is_two_concepts_in_every_language(question):
    assert heard(question) == ["recognition-of-qualifications", "nurse"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("recognition of engineering qualifications", "recognition-of-qualifications"),
        ("cost of sending migrant remittances", "cost-of-remittances"),
        ("portability of pension benefits", "portability-of-benefits"),
    ],
)
def test_a_question_may_put_two_words_inside_a_name(question, code):
    assert code in heard(question)


@pytest.mark.parametrize("question", ["recognition of the many very different qualifications", "child of the labour minister"])
def test_more_than_two_words_or_a_name_of_two_words_keep_their_distance(question):
    assert not {"recognition-of-qualifications", "child-labour"} & set(heard(question))


def test_a_long_text_is_read_word_for_word():
    text = "recognition of nurses' qualifications " + "and so on " * 10
    assert heard(text) == ["nurse"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("drivers of migration", "driver"),
        ("the Cook Islands", "cook"),
        ("all stages of migration; stages", "internship"),
        ("土木工程", "carpenter"),
        ("保护工作", "care-worker"),
        ("العنف الجنسي", "citizenship"),
        ("personas migrantes", "migrant-women"),
        ("milieu marin", "seafarer"),
    ],
)
def test_a_word_with_another_common_meaning_is_not_taken_for_the_concept(text, code):
    assert code not in heard(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("о признании квалификаций медсестёр", "recognition-of-qualifications"),
        ("защита трудящимся-мигрантам", "migrant-worker"),
        ("للاعتراف بالمؤهلات", "recognition-of-qualifications"),
        ("وللممرضات", "nurse"),
    ],
)
def test_russian_and_arabic_names_are_heard_in_their_other_forms(text, code):
    assert code in heard(text)
