"""Pieces of text with marks: safe HTML, the right words, the reader's language first."""

import random

import pytest

from gcmhub.search import analysis
from gcmhub.search.highlight import PIECE, Marker
from tests.search.conftest import SENTENCES


def highlights(question, *texts, language="en"):
    return Marker(analysis.ask(question).words).highlights(texts, language)


def test_every_form_of_a_word_is_marked():
    found = highlights("qualification", ("title", "en", "Qualifications and qualification frameworks"))
    assert found == {"title": ["<mark>Qualifications</mark> and <mark>qualification</mark> frameworks"]}


def test_what_looks_like_html_in_a_text_is_escaped():
    found = highlights("script", ("abstract", "en", "<script>alert(1)</script> & more"))
    assert found["abstract"] == ["&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; more"]


@pytest.mark.parametrize(
    ("question", "language", "text", "marked"),
    [
        ("مهاجر", "ar", "حقوق المُهاجرين في العالم", "<mark>المُهاجرين</mark>"),
        ("移民", "zh", "国际移民组织", "国际<mark>移民</mark>组织"),
        ("移民组织", "zh", "国际移民组织", "国际<mark>移民组织</mark>"),
        ("移", "zh", "国际移民组织", "国际<mark>移</mark>民组织"),
        ("competences", "fr", "Les compétences", "Les <mark>compétences</mark>"),
        ("навык", "ru", "Признание навыков", "<mark>навыков</mark>"),
    ],
)
def test_words_of_every_language_are_marked_as_they_are_written(question, language, text, marked):
    assert marked in highlights(question, ("title", language, text))["title"][0]


def test_a_decomposed_accent_stays_inside_its_word():
    assert highlights("competences", ("title", "fr", "compe\u0301tences"))["title"] == ["<mark>compe\u0301tences</mark>"]


def test_a_long_text_gives_the_piece_with_most_words():
    text = f"skills {'far away ' * 100} skills and recognition together {'padding ' * 100}"
    pieces = highlights("skills recognition", ("body", "en", text))["body"]
    assert any("<mark>skills</mark> and <mark>recognition</mark>" in piece for piece in pieces)
    assert all(len(piece) < PIECE * 2 for piece in pieces)
    assert pieces[1].startswith("\u2026")


def test_the_readers_language_comes_first_then_any_that_matches():
    texts = (("title", "fr", "Migration en Afrique"), ("title", "en", "Migration in Africa"))
    assert highlights("migration", *texts)["title"] == ["<mark>Migration</mark> in Africa"]
    assert highlights("afrique", *texts)["title"] == ["Migration en <mark>Afrique</mark>"]


def test_a_question_of_many_words_costs_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr("gcmhub.search.highlight.LOOKS", 1_250)
    marker = Marker(analysis.ask("skills zebra").words)
    assert len(marker.starts) == 2
    long = ("body", "en", "skills " + "x " * 150)
    assert [bool(marker.highlights([long], "en")) for _ in range(5)] == [True, True, True, False, False]


def test_a_word_longer_than_a_piece_is_cut():
    found = highlights("x" * 300, ("body", "en", f"before {'x' * 300} after"))
    assert found == {"body": [f"before {'x' * (PIECE - 7)}\u2026"]}


def test_no_match_gives_nothing():
    assert highlights("absent", ("title", "en", "Something else")) == {}


def test_marks_of_neighbouring_pieces_never_cross():
    text = "移民" * 300
    for piece in highlights("移民", ("body", "zh", text))["body"]:
        assert piece.count("<mark>") == piece.count("</mark>")


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_looking_at_candidates_only_misses_no_word_that_the_analysis_matches(language):
    draw = random.Random(language)
    texts = [text for each in SENTENCES.values() for text in each]
    for _ in range(40):
        question = " ".join(draw.sample(draw.choice(texts).split(), 1))
        text = draw.choice((str.upper, str, str.title))(" — ".join(draw.sample(texts, 6)))
        marker = Marker(analysis.ask(question).words)
        wanted = marker.wanted[language]
        marked = {token for _, _, token in marker.spans(text, language)}
        assert marked == {
            token for token in analysis.tokens(text, language) if token in wanted and (len(token) > 1 or token == question)
        }
