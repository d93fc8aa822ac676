"""Citations: one item, and what processors and reference managers that are not ours make of it."""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import rispy
from pybtex.database import parse_string

from gcmhub.face import citations
from gcmhub.face.bibliographies import bibtex, csl_json, ris
from gcmhub.face.citations import STYLES, cite, csl_item
from gcmhub.face.languages import languages
from gcmhub.library.queries import LocalText
from gcmhub.library.queries.references import Reference
from gcmhub.vocabulary.actions import load_vocabulary

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
PAGE = "https://hub.example.org/en/resources/0123456789ab/"
AUTHORS = (("Otieno, Amina", ""), ("张伟", ""))
NASTY = r"50% of A&B: {the} \cost in $ #1_2 ~ ^ <b>bold</b> } \"quoted\" and more"


@pytest.fixture(autouse=True)
def vocabulary():
    """Labels of types."""
    load_vocabulary()


def reference(**changes):
    values = {
        "id": "0123456789ab",
        "source": "example",
        "kind": "document",
        "document_type": "report",
        "title": LocalText("Skills across borders: a review", "en"),
        "abstract": LocalText("How skills are recognised.", "en"),
        "languages": ("en",),
        "published": "2022-03-04",
        "scope": "",
        "objectives": ("18",),
        "actions": (),
        "principles": (),
        "regions": (),
        "countries": (),
        "publishers": ("Example Institute",),
        "authors": (),
        "identifiers": (),
        "url": "https://example.org/skills",
        "licence": "",
        "keywords": ("skills", "nurses"),
        "details": {},
        "review_status": "none",
        "public_since": MOMENT,
        "updated_at": MOMENT,
    }
    return Reference(**(values | changes))


def item(language="en", **changes):
    return csl_item(reference(**changes), languages()[language], PAGE, date(2026, 11, 25))


def cited(style, language="en", **changes):
    return cite(item(language, **changes), style, languages()[language]).text


def test_styles_are_the_files_that_the_notice_names():
    notice = (Path(__file__).parents[2] / "NOTICE").read_text()
    for sheet in citations.SHEETS.values():
        assert hashlib.sha256((citations.FOLDER / sheet).read_bytes()).hexdigest() in notice


def test_publishers_stand_for_missing_authors_and_are_not_named_twice():
    assert cited("apa") == "Example Institute. (2022). Skills across borders: a review. https://example.org/skills"
    assert cited("chicago") == "Example Institute. 2022. Skills Across Borders: A Review. https://example.org/skills."


def test_authors_come_before_the_publisher_with_family_names_first_where_they_are_known():
    authors = (("Otieno, Amina", ""), ("Jan van der Berg", "0000-0002-1825-0097"), ("Michael A. Clemens", ""))
    assert cited("apa", authors=authors) == (
        "Otieno, A., van der Berg, J., & Clemens, M. A. (2022). Skills across borders: a review. Example Institute."
        " https://example.org/skills"
    )
    assert cited("chicago", authors=authors) == (
        "Otieno, Amina, Jan van der Berg, and Michael A. Clemens. 2022. Skills Across Borders: A Review."
        " Example Institute. https://example.org/skills."
    )


def test_names_of_bodies_and_of_other_scripts_stay_whole():
    names = (
        "International Organization for Migration",
        "U.S. Agency",
        "张伟",
        "منظمة العمل الدولية",
        "A, B, C and D",
        "Ministry of Labour, Kenya",
    )
    authors = item(authors=tuple((name, "") for name in names))["author"]
    assert authors == [{"literal": name} for name in names]


def test_an_undated_resource_is_cited_with_the_day_of_access():
    assert cited("apa", published="") == (
        "Example Institute. (n.d.). Skills across borders: a review. Retrieved November 25, 2026, from https://example.org/skills"
    )
    assert cited("chicago", published="") == (
        "Example Institute. n.d. Skills Across Borders: A Review. Accessed November 25, 2026. https://example.org/skills."
    )


def test_without_author_and_publisher_the_title_leads_and_stands_once():
    assert cited("apa", publishers=()) == "Skills across borders: a review. (2022). https://example.org/skills"
    assert cited("chicago", publishers=()) == "Skills Across Borders: A Review. 2022. https://example.org/skills."
    for style in STYLES:
        for language in languages():
            for kind in ("document", "link", "event", "project", "training", "video", "practice"):
                text = cited(style, language, publishers=(), published="", kind=kind, document_type="")
                assert text.lower().count("skills across borders: a review") == 1, (style, language, kind, text)


@pytest.mark.parametrize(
    ("language", "title", "body", "undated"),
    [
        ("ar", "الاعتراف بالمهارات", "المنظمة الدولية للهجرة", "د.ت"),
        ("zh-hans", "技能承认", "国际移民组织", "不详"),
        ("ru", "Признание навыков", "Международная организация", "б. д."),
        ("fr", "Reconnaître les compétences", "Institut d'exemple", "s. d."),
        ("es", "Reconocer competencias", "Instituto de ejemplo", "s. f."),
    ],
)
def test_every_language_is_cited_in_its_own_terms(language, title, body, undated):
    tag = languages()[language].content
    text = cited("apa", language, title=LocalText(title, tag), publishers=(body,), published="")
    assert text.startswith(f"{body}. ({undated}). {title}. ")
    assert text.endswith("https://example.org/skills")


def test_a_journal_article_is_in_its_journal_and_not_ahead_of_print():
    changes = {
        "document_type": "journal-article",
        "authors": (("Michael A. Clemens", ""),),
        "publishers": ("IZA Journal of Labor Policy",),
        "identifiers": (("DOI", "https://doi.org/10.1186/s40173-014-0028-z"),),
        "published": "2015-01",
    }
    assert cited("apa", **changes) == (
        "Clemens, M. A. (2015). Skills across borders: a review. IZA Journal of Labor Policy."
        " https://doi.org/10.1186/s40173-014-0028-z"
    )
    assert cited("chicago", **changes) == (
        "Clemens, Michael A. 2015. “Skills Across Borders: A Review”. IZA Journal of Labor Policy, January."
        " https://doi.org/10.1186/s40173-014-0028-z."
    )


def test_a_resolution_is_cited_by_its_symbol_at_the_address_of_the_symbol():
    text = cited("apa", "fr", document_type="resolution", identifiers=(("un-symbol", "A/RES/73/195"),), url="")
    assert "(Résolution A/RES/73/195). https://docs.un.org/fr/A/RES/73/195" in text


def test_what_is_nowhere_else_is_cited_at_the_hub():
    assert item(url="")["URL"] == PAGE


def test_markup_in_a_text_is_shown_and_never_obeyed():
    made = cite(item(title=LocalText("<script>alert(1)</script> & <b>x</b>", "en")), "apa", languages()["en"])
    assert "<script>alert(1)</script> & <b>x</b>" in made.text
    assert "<i>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;</i>" in made.html
    assert set(re.findall(r"<[^>]*>", made.html)) == {"<i>", "</i>"}


def test_pybtex_reads_back_every_field_whatever_the_text_holds():
    items = [
        item(),
        item(id="b", title=LocalText(NASTY, "en"), publishers=("A & B and C",), url="https://example.org/{x}?a=1&b_c=%20"),
        item(
            id="c",
            authors=(("Otieno, Amina", ""), ("张伟", "")),
            title=LocalText("技能承认", "zh"),
            document_type="journal-article",
        ),
        item(id="d", kind="video", document_type="", published="", publishers=()),
    ]
    entries = parse_string(bibtex(items), "bibtex").entries
    assert list(entries) == ["gcmhub-0123456789ab", "gcmhub-b", "gcmhub-c", "gcmhub-d"]
    assert [entry.type for entry in entries.values()] == ["techreport", "techreport", "article", "misc"]
    first, second, third, fourth = entries.values()
    assert first.fields["year"] == "2022"
    assert first.fields["month"] == "March"
    assert [str(person) for person in first.persons["author"]] == ["{Example Institute}"]
    assert second.fields["title"] == (
        r"50\% of A\&B: \textbraceleft{}the\textbraceright{} \textbackslash{}cost in \$ \#1\_2 \textasciitilde{}"
        r' \textasciicircum{} <b>bold</b> \textbraceright{} \textbackslash{}"quoted\textbackslash{}" and more'
    )
    assert [str(person) for person in second.persons["author"]] == [r"{A \& B and C}"]
    assert second.fields["url"] == "https://example.org/%7Bx%7D?a=1&b_c=%20"
    assert [person.last_names for person in third.persons["author"]] == [["Otieno"], ["{张伟}"]]
    assert third.fields["title"] == "技能承认"
    assert third.fields["journal"] == "Example Institute"
    assert fourth.fields["urldate"] == "2026-11-25"
    assert "year" not in fourth.fields


def test_rispy_reads_back_every_field():
    items = [
        item(authors=(("Otieno, Amina", ""),), identifiers=(("doi", "10.1234/abc"), ("isbn", "978-92-1-000000-0"))),
        item(id="b", title=LocalText("عنوان\nبالعربية", "ar"), publishers=("Ministry of Labour, Kenya",), published=""),
    ]
    first, second = rispy.loads(ris(items))
    assert first["type_of_reference"] == "RPRT"
    assert first["id"] == "gcmhub-0123456789ab"
    assert first["title"] == "Skills across borders: a review"
    assert first["authors"] == ["Otieno, Amina"]
    assert first["publisher"] == "Example Institute"
    assert first["year"] == "2022"
    assert first["date"] == "2022/03/04/"
    assert first["doi"] == "10.1234/abc"
    assert first["issn"] == "978-92-1-000000-0"
    assert first["keywords"] == ["skills", "nurses"]
    assert first["urls"] == ["https://example.org/skills"]
    assert second["title"] == "عنوان بالعربية"
    assert second["authors"] == ["Ministry of Labour, Kenya,"]
    assert "year" not in second


def test_csl_json_is_a_list_of_items():
    assert json.loads(csl_json([item()])) == [
        {
            "id": "gcmhub-0123456789ab",
            "type": "report",
            "title": "Skills across borders: a review",
            "author": [{"literal": "Example Institute"}],
            "issued": {"date-parts": [[2022, 3, 4]]},
            "URL": "https://example.org/skills",
            "abstract": "How skills are recognised.",
            "keyword": "skills, nurses",
            "language": "en",
        }
    ]
