"""What a list shows of a resource."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from gcmhub.face.cards import file_line, shown
from gcmhub.library.queries import FileCard, LocalText, RankReason, ResourceCard

FILE = FileCard("f", "report.pdf", "", "en", "", "application/pdf", 1_200_000, 24, "done")
CARD = ResourceCard(
    id="abc",
    source="test",
    external_id="a",
    kind="document",
    document_type="report",
    title=LocalText("Skills & work", "en"),
    abstract=LocalText("What <people> can do.", "en"),
    whole_abstract=None,
    languages=("en", "fr"),
    url="",
    published="2021-03",
    scope="national",
    objectives=("18",),
    actions=(),
    principles=(),
    regions=("africa",),
    countries=("KEN", "UGA", "RWA", "TZA", "BDI"),
    publishers=("One", "Two", "Three"),
    review_status="reviewed",
    reviewed_year=2021,
    details={},
    files=(FILE, FILE),
    rank_reason=RankReason(("scope:national", "objectives:1", "peer-reviewed:2021")),
)


def facts(card):
    return shown(card).facts.replace("</span>", "|").striptags().split("|")[:-1]


def test_facts_stand_in_one_row():
    assert facts(CARD) == [
        "One, Two",
        "March 2021",
        "Kenya, Uganda, Rwanda +2",
        "English",
        "French",
        "PDF, 1.2 MB, 24 pages +1",
        "Peer reviewed",
    ]


def test_lists_have_the_separator_of_the_language():
    with override("ar"):
        assert facts(CARD)[0] == "One\N{ARABIC COMMA} Two"
    with override("zh-hans"):
        assert facts(CARD)[2].startswith("肯尼亚、乌干达")


def test_a_global_resource_says_so_and_a_regional_one_names_its_regions():
    assert "Global" in facts(replace(CARD, countries=(), scope="global"))
    assert "Africa" in facts(replace(CARD, countries=(), scope="regional"))


def test_an_event_says_when_and_where_instead_of_when_it_was_published():
    event = replace(CARD, kind="event", details={"start": "2026-12-16", "place": "Nairobi <x>"}, files=())
    assert facts(event)[1:3] == ["16 December 2026", "Nairobi <x>"]
    assert "<bdi>Nairobi &lt;x&gt;</bdi>" in shown(event).facts


def test_texts_are_escaped_and_marked_where_they_match():
    plain = shown(CARD)
    assert (plain.title, plain.text) == ("Skills & work", "What <people> can do.")  # escaped by the template
    found = shown(
        replace(CARD, highlights={"title": ["<mark>Skills</mark> &amp; work"], "abstract": ["&lt;<mark>people</mark>&gt;"]})
    )
    assert found.title == "<mark>Skills</mark> &amp; work"
    assert found.text == "&lt;<mark>people</mark>&gt;"


def test_a_match_in_a_file_is_shown_only_when_nothing_better_matched():
    assert "mark" in shown(replace(CARD, highlights={"file": ["a <mark>b</mark>"]})).text
    card = replace(CARD, highlights={"title": ["<mark>Skills</mark> &amp; work"], "file": ["a <mark>b</mark>"]})
    assert shown(card).text == "What <people> can do."


@pytest.mark.parametrize(
    ("snippet", "languages", "attributes"),
    [
        ("mutual recognition", ("en", "ar"), ""),
        ("الاعتراف المتبادل", ("en", "ar"), ' lang="ar" dir="rtl"'),
        ("相互承认资格", ("en", "zh"), ' lang="zh-Hans" dir="ltr"'),
        ("взаимное признание", ("en", "ru"), ' lang="ru" dir="ltr"'),
        ("reconnaissance", ("fr", "ar"), ' lang="fr" dir="ltr"'),
    ],
)
def test_a_snippet_in_another_language_is_marked(snippet, languages, attributes):
    card = replace(CARD, title=LocalText("x", languages[0]), languages=languages, highlights={"body": [snippet]})
    assert shown(card).text_attributes == attributes


def test_a_file_of_unknown_format_is_a_file():
    assert file_line(replace(FILE, name="", media_type="", size=None, pages=None)) == "File"
