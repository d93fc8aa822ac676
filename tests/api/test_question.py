"""Questions: what matches, what is shown of the match, what is offered instead."""

import html
import re
from collections import defaultdict

import pytest

from gcmhub.library.models import ResourceText
from tests.api.brute_force import holds, read_rows
from tests.api.conftest import index
from tests.api.shelf import WORDS
from tests.factories.records import record, shelve

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("engine", ["tantivy", "database"])
@pytest.mark.parametrize("question", [*WORDS, "nurses навыков 移民", '"safe pathways"', "remittances AND savings", "-skills"])
def test_a_resource_matches_when_it_holds_any_word(api, shelf, question, engine, on_engine):
    wanted = {row.id for row in read_rows() if holds(row, question)}
    assert len(wanted) >= 5
    with on_engine(engine):
        assert set(api.ids(q=question)) == wanted


def test_stop_words_do_not_decide(api, shelf):
    assert set(api.ids(q="the skills of a")) == set(api.ids(q="skills"))


def test_resources_with_all_the_words_come_first(api, empty):
    shelve(
        [
            record(1, title={"en": "Nurses nurses nurses"}, scope="global"),
            record(2, title={"en": "Bridges"}, body={"en": f"{'Other words. ' * 40} nurses. {'More. ' * 40} training"}),
            record(3, title={"en": "Training training training"}, scope="global"),
        ]
    )
    index()
    answer = api.resources(q="training nurses")
    assert answer["total"] == 3
    assert answer["items"][0]["external_id"] == "a2"


def test_bodies_keywords_and_details_are_searched_too(api, empty):
    shelve(
        [
            record(1, body={"en": "About seafarers."}),
            record(2, keywords={"en": ["carpenters"]}),
            record(3, kind="practice", practice={"challenge": {"fr": "Les plombiers attendaient."}}),
        ]
    )
    index()
    assert [api.ids(q=word) for word in ("seafarer", "carpenter", "plombier")] == [["a1"], ["a2"], ["a3"]]


@pytest.mark.parametrize("question", WORDS)
def test_highlights_are_pieces_of_the_texts_with_marks_only(api, shelf, question):
    texts = defaultdict(list)
    for text in ResourceText.objects.select_related("resource"):
        for name in ("title", "abstract", "body"):
            texts[text.resource.external_id, name].append(getattr(text, name))
    items = api.resources(q=question, page_size=100)["items"]
    assert items
    for item in items:
        assert item["highlights"]
        for name, pieces in item["highlights"].items():
            assert pieces
            for piece in pieces:
                assert "<mark>" in piece
                bare = html.unescape(re.sub(r"</?mark>", "", piece)).strip("\u2026")
                assert any(bare in text for text in texts[item["external_id"], name])


def test_markup_in_texts_stays_text(api, empty):
    title = "Skills <script>alert('x')</script> & <mark>more</mark> skills"
    shelve([record(1, title={"en": title}, abstract={"en": "<img src=x onerror=skills>"})])
    index()
    item = api.resources(q="skills")["items"][0]
    assert item["title"] == title
    piece = item["highlights"]["title"][0]
    assert set(re.findall(r"<[^>]*>", piece)) == {"<mark>", "</mark>"}
    assert html.unescape(re.sub(r"</?mark>", "", piece)) == title
    assert item["highlights"]["abstract"] == ["&lt;img src=x onerror=<mark>skills</mark>&gt;"]


def test_highlights_come_only_with_a_question(api, shelf):
    assert {str(row["highlights"]) for row in api.resources()["items"]} == {"{}"}


def test_typing_errors_join_only_a_meagre_answer_and_it_says_so(api, empty):
    shelve([record(number, title={"en": f"Remittances {number}"}) for number in range(1, 8)])
    index()
    answer = api.resources(q="remitances")
    assert answer["total"] == 7
    assert answer["widened"] == ["typo:remittances"]
    assert answer["suggestions"] == ["remittances"]
    assert api.resources(q="remittances")["widened"] == []


def test_words_of_the_thesaurus_join_only_a_meagre_answer_and_it_says_so(api, empty):
    shelve([record(1, title={"en": "Money sent home: remittances"}), record(2, title={"ru": "Денежные переводы"})])
    index()
    answer = api.resources(q="remittances")
    assert {row["external_id"] for row in answer["items"]} == {"a1", "a2"}
    assert [source.split(":")[0] for source in answer["widened"]] == ["thesaurus"]


def test_an_answer_of_five_is_not_widened(api, empty):
    shelve([record(number, title={"en": f"Remittances {number}"}) for number in range(1, 6)])
    shelve([record(9, title={"ru": "Денежные переводы"})])
    index()
    answer = api.resources(q="remittances")
    assert (answer["total"], answer["widened"]) == (5, [])


def test_nothing_but_signs_finds_nothing(api, shelf):
    for question in ("...", "!?", "()", '""', "-", "\ufffd"):
        assert api.resources(q=question)["total"] == 0


def test_nothing_but_spaces_asks_nothing(api, shelf):
    for question in (" ", "\t", "\x00", "\u3000", "\r\n"):
        answer = api.resources(q=question)
        assert answer["total"] == len(shelf)
        assert answer["items"] == api.resources()["items"]


def test_suggestions_continue_what_is_being_typed(api, shelf):
    assert api.get("suggest", q="ski") == {"q": "ski", "suggestions": ["skills"]}
    assert api.get("suggest", q="safe pathw")["suggestions"] == ["safe pathways"]
    assert api.get("suggest", q="نعدم", lang="ar")["suggestions"] == []
    assert "移民工人与护士" in api.get("suggest", q="移民", lang="zh")["suggestions"]


def test_nothing_typed_suggests_nothing(api, shelf):
    assert api.get("suggest") == api.get("suggest", q="") == {"q": "", "suggestions": []}


def test_accents_and_case_do_not_matter(api, shelf):
    assert set(api.ids(q="COMPETENCES")) == set(api.ids(q="compétences")) != set()
    assert set(api.ids(q="niñez")) == set(api.ids(q="ninez")) != set()
