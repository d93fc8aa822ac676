"""What a text suggests about itself: right or nothing."""

import pytest

from gcmhub.review.actions import drafts
from gcmhub.review.models import SubmissionFile
from gcmhub.review.queries.suggestions import suggested_for
from gcmhub.review.rules import suggestions as rules
from gcmhub.vocabulary.mentions import concepts_named, countries_named
from tests.review.conftest import MONDAY, draft

TEXTS = {
    "en": "The ministry will recognise the qualifications of migrant workers and of their families in this country.",
    "fr": "Le ministère reconnaît les qualifications des travailleurs migrants et de leurs familles dans ce pays.",
    "es": "El ministerio reconoce las cualificaciones de los trabajadores migrantes y de sus familias en este país.",
    "ru": "Министерство признаёт квалификации трудящихся-мигрантов и членов их семей в этой стране.",
    "ar": "تعترف الوزارة بمؤهلات العمال المهاجرين وأفراد أسرهم في هذا البلد.",
    "zh": "该部承认移民工人及其家庭成员在该国的资格。",
}
OTHERS = [
    "O ministério reconhece as qualificações dos trabalhadores migrantes e das suas famílias em todo o país, não só nela.",
    "Il ministero riconosce le qualifiche dei lavoratori migranti e delle loro famiglie con una procedura nel paese.",
    "Das Ministerium erkennt die Qualifikationen der Wanderarbeiter und ihrer Familien in diesem Land mit einem Verfahren an.",
    "Міністерство визнає кваліфікації трудових мігрантів і членів їхніх сімей у цій країні.",
    "وزارت کارگران مهاجر و خانواده‌های آنها را در این کشور پشتیبانی می‌کند و گواهی چاپ می‌کند.",
    "この省は移住労働者とその家族の資格をこの国で認めます。",
    "", " \n ", "\ufffd\ufffd 3HQČåQtSURVWĜHGN", "1234 5678", "Skills", "\x00\x01",
]  # fmt: skip


@pytest.mark.parametrize("tag", TEXTS)
def test_each_of_the_six_languages_is_known(tag):
    assert rules.languages_of(TEXTS[tag] * 30) == (tag,)


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_and_broken_texts_are_none_of_the_six(text):
    assert rules.languages_of(text) == ()


def test_a_text_in_two_languages_has_both_and_a_few_foreign_words_are_none():
    assert set(rules.languages_of(TEXTS["en"] * 40 + TEXTS["ar"] * 50)) == {"en", "ar"}
    assert rules.languages_of(TEXTS["en"] * 100 + TEXTS["fr"] * 2) == ("en",)


def test_the_title_is_the_first_line_that_reads_like_one_and_goes_on_where_it_breaks_off():
    assert rules.title_of("report_final.pdf\nPage 1\nRecognition of the\nskills of nurses\nBy the town.") == (
        "Recognition of the skills of nurses"
    )
    assert rules.title_of("承认护士资格的做法\n正文") == "承认护士资格的做法"
    assert [rules.title_of(text) for text in ("", "\n\n", "a", "https://example.org/a b c", "12 34 56 78 90")] == [""] * 5


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("A report\nMay 2021\nIn 2015 and 2016 the towns said so again", "2021"),
        ("تقرير\nأيار ٢٠١٩", "2019"),
        ("报告\n2020年5月", "2020"),
        ("© United Nations, 2018\n12 March 2017", "2018"),
        ("March 2017\nApril 2018", ""),
        ("Since 2015 the towns have recognised the skills of nurses.", ""),
        ("In 2090", ""),
        ("", ""),
    ],
)
def test_the_year_is_that_of_a_date_line_or_a_copyright_alone(text, year):
    assert rules.year_of(text, 2026) == year


def test_countries_are_named_in_six_languages_whole_names_only():
    text = (
        "Kenya, Guinea-Bissau, the Democratic Republic of the Congo. La Suisse et la Côte d’Ivoire. В Германии и в Кении."
        " بين الأردن ولبنان. 印度尼西亚。 España"
    )
    assert set(countries_named(text)) == {"KEN", "GNB", "COD", "CHE", "CIV", "DEU", "JOR", "LBN", "IDN", "ESP"}
    assert countries_named("Family Reunion; кроме того; دعم مالي; turkey for dinner; chadian; nigerien") == {}


def test_concepts_are_counted_the_longest_names_first():
    named = {concept.code: times for concept, times in concepts_named("Immigration detention. Immigration detention.").items()}
    assert named == {"immigration-detention": 2}


def test_objectives_follow_the_words_of_their_field_at_most_four():
    objectives = {"skills": ("18",), "labour": ("5", "6"), "all": ("0",)} | {f"c{n}": (str(n),) for n in range(1, 9)}
    offered = {str(number) for number in range(1, 24)}
    assert rules.objectives_of({"skills": 1}, {"skills": 3, "labour": 1}, objectives, offered) == ("18",)
    assert rules.objectives_of({}, {f"c{n}": 5 for n in range(1, 9)}, objectives, offered) == ("1", "2", "3", "4")
    assert rules.objectives_of({}, {"all": 9}, objectives, offered) == ()


def test_countries_said_in_passing_are_left_out():
    assert rules.countries_of({"KEN": 1}, {"KEN": 1, "CHE": 1}) == ("KEN",)
    assert rules.countries_of({}, {"KEN": 10, "CHE": 1}) == ("KEN",)
    assert len(rules.countries_of({}, {f"{number:03}": 1 for number in range(50)})) == rules.COUNTRIES_MOST


def file_of(submission, text, state="done"):
    return SubmissionFile.objects.create(
        submission=submission, stored="a", original_name="a.pdf", media_type="application/pdf", size=1, sha256=str(len(text)),
        text=text, extraction=state, added_at=MONDAY,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_draft_is_offered_what_its_file_says_and_it_does_not_have(people):
    submission = drafts.begin_draft(by=people.submitter, kind="document")
    assert not any(suggested_for(submission).values.values())
    file_of(
        submission, f"Recognition of the skills of nurses\nMay 2021\n{'Kenya and skills development. ' * 5}{TEXTS['en'] * 9}"
    )
    found = suggested_for(submission)
    assert found.title == ("en", "Recognition of the skills of nurses")
    assert found.values == {"languages": ("en",), "objectives": ("18",), "countries": ("KEN",), "published": ("2021",)}
    assert submission.record == {"kind": "document"}
    submission.record |= {
        "objectives": ["18"],
        "countries": ["KEN"],
        "languages": ["en"],
        "published": "x",
        "title": {"en": "A"},
    }
    found = suggested_for(submission)
    assert (found.title, any(found.values.values())) == (("", ""), False)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "state"), [("", "failed"), ("", "locked"), ("\ufffd" * 500, "done"), ("", "waiting")])
def test_a_file_that_cannot_be_read_suggests_nothing(people, text, state):
    submission = drafts.begin_draft(by=people.submitter, kind="document")
    file_of(submission, text, state)
    found = suggested_for(submission)
    assert (any(found.values.values()), found.title, found.waits) == (False, ("", ""), state == "waiting")


@pytest.mark.django_db
def test_without_a_file_the_words_that_were_typed_speak(people):
    submission = draft(people.submitter)
    submission.record = {"title": {"fr": "La reconnaissance des qualifications au Kenya et leurs effets"}}
    found = suggested_for(submission).values
    assert (found["languages"], found["countries"], found["objectives"]) == (("fr",), ("KEN",), ("18",))
