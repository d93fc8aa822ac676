"""A resource's page: texts by language, facts of its kind, relations, tombstone."""

import pytest
import time_machine

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource, tell_review
from gcmhub.library.choices import ReviewStatus
from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.html import read

pytestmark = pytest.mark.django_db


def page(visitor, filled, external_id, language="en"):
    return read(visitor.get(f"/{language}/resources/{filled[external_id]}/").content)


def facts(root):
    """Return name -> values of the definition lists."""
    found = {}
    for row in root.all("dl"):
        name = ""
        for each in row.all():
            if each.tag == "dt":
                name = each.text
                found[name] = []
            elif each.tag == "dd":
                found[name].append(each.text)
    return found


def test_the_readers_language_comes_first_and_others_are_marked(filled, visitor):
    root = page(visitor, filled, "whole", "ar")
    sections = [section for section in root.all("section") if section.attributes.get("aria-labelledby", "").startswith("text-")]
    assert [section.attributes["aria-labelledby"] for section in sections] == [
        "text-ar", "text-zh", "text-en", "text-fr", "text-ru", "text-es",
    ]  # fmt: skip
    assert [text.attributes.get("lang") for text in sections[0].all("p", class_="text")] == [None, None]
    assert not sections[0].all("details", class_="fold--text")
    chinese = sections[1].one("details", class_="fold--text")
    assert chinese.one("summary").text == "الصينية"
    assert [(text.attributes["lang"], text.attributes["dir"]) for text in chinese.all("p", class_="text")] == [
        ("zh-Hans", "ltr")
    ]
    assert root.one("h1").text == "عنوان بالعربية"


def test_a_resource_in_no_language_of_the_reader_says_so(filled, visitor):
    root = page(visitor, filled, "practice", "en")
    title = root.one("h1").one("bdi")
    assert (title.attributes["lang"], title.attributes["dir"]) == ("ar", "rtl")
    assert "Not available in your language; shown in Arabic." in root.text


def test_files_say_language_format_and_size_and_links_say_where_they_lead(filled, visitor):
    rows = page(visitor, filled, "whole").one("ul", class_="files").all("li")
    assert [row.text for row in rows] == [
        "The brief English PDF, 1 KB",
        "notes.txt Arabic TXT, 1 KB",
        "active.html HTML, 1 KB",
        "picture.svg SVG, 1 KB",
        "https://example.org/elsewhere.pdf French PDF at another site",
    ]
    assert rows[0].one("a").attributes["href"].startswith("/files/")


def test_what_was_imported_says_that_nobody_reviewed_it(filled, visitor):
    assert page(visitor, filled, "whole").one("p", class_="statement").text == "Imported, not peer reviewed."
    assert page(visitor, filled, "whole", "fr").one("p", class_="statement").text == "Importé, non évalué par des pairs."


def test_terms_are_links_to_what_shares_them(filled, visitor):
    links = {link.text: link.attributes["href"] for link in page(visitor, filled, "whole").one("aside").all("a")}
    assert links["18. Skills development and recognition"] == "/en/objectives/18/"
    assert links["Human rights"] == "/en/search/?principle=human-rights"
    assert links["Global"] == "/en/search/?scope=global"
    assert links["skills"] == "/en/search/?q=skills"
    assert page(visitor, filled, "event").one("aside").all("a", href="/en/countries/XKX/")[0].text == "Kosovo*"


def test_keywords_are_those_of_the_readers_language(filled, visitor):
    links = {link.text for link in page(visitor, filled, "whole", "fr").one("aside").all("a")}
    assert "compétences" in links
    assert "skills" not in links
    skills = page(visitor, filled, "whole", "ru").one("aside").all("a", href="/ru/search/?q=skills")[0]
    assert skills.attributes["lang"] == "en"


def test_identifiers_lead_to_their_resolvers(filled, visitor):
    links = {link.text: link.attributes["href"] for link in page(visitor, filled, "whole", "fr").one("aside").all("a")}
    assert links["10.1234/abc"] == "https://doi.org/10.1234/abc"
    assert links["A/RES/73/195"] == "https://docs.un.org/fr/A/RES/73/195"
    assert links["ORCID"] == "https://orcid.org/0000-0002-1825-0097"


def test_relations_are_shown_from_both_ends_and_missing_ones_are_counted(filled, visitor):
    out = page(visitor, filled, "whole")
    related = out.all("ul", class_="quiet-list")[0]
    assert related.one("li").text == "This is part of Skills report 1 Report, 2011"
    assert "1 related resource is not in the Hub." in out.text
    back = page(visitor, filled, "doc-1")
    assert "Contains Title in en Policy Brief, 4 March 2022" in back.text


def test_the_facts_of_every_kind_are_shown(filled, visitor):
    event = facts(page(visitor, filled, "event"))
    assert event["Start"] == ["4 May 2099, 14:00 \N{EN DASH} 16:30 (East Africa Time)"]
    assert (event["Place"], event["International Migration Review Forum"]) == (["Nairobi"], ["Yes"])
    project = facts(page(visitor, filled, "project"))
    assert project["Start"] == ["January 2021"]
    assert project["End"] == ["31 December 2024"]
    assert project["Budget"] == ["1,250,000 EUR"]
    assert facts(page(visitor, filled, "project", "fr"))["Budget"] == ["1 250 000 EUR"]
    assert facts(page(visitor, filled, "training"))["Certificate"] == ["Yes"]
    video = facts(page(visitor, filled, "video"))
    assert video["Duration"] == ["1 hour 30 minutes"]
    assert video["Captions"] == ["English", "Arabic"]
    assert video["Watch at"] == ["videos.example.org"]


def test_the_texts_of_a_practice_are_shown_in_the_readers_language_where_they_exist(filled, visitor):
    root = page(visitor, filled, "practice", "ar")
    assert "انتظر الممرضون سنتين." in root.text
    result = next(node for node in root.all("p", class_="text") if node.text == "Now they wait six weeks.")
    assert (result.attributes["lang"], result.attributes["dir"]) == ("en", "ltr")


def test_a_withdrawn_resource_leaves_a_tombstone(empty, visitor):
    shelve([record(1)])
    resource = Resource.objects.get()
    with time_machine.travel("2026-03-04T10:00:00Z", tick=False):
        archive_resource(resource, by=SYSTEM, reason="Replaced by the second edition")
    response = visitor.get(f"/en/resources/{resource.public_id}/")
    assert response.status_code == 410
    text = read(response.content).one("main").text
    assert "It was withdrawn on 4 March 2026 ." in text
    assert "Reason: Replaced by the second edition" in text


def test_a_draft_has_no_page(empty, visitor):
    shelve([record(1)], publish=False)
    assert visitor.get(f"/en/resources/{Resource.objects.get().public_id}/").status_code == 404


def test_the_page_tells_the_review_in_aggregate_and_what_changed(filled, visitor):
    said = {"date": "2026-03-04", "reviewers": {"un": 1, "external": 2}, "mode": "double", "rounds": 1}
    said["changes"] = [{"what": "correction", "date": "2026-05-06", "fields": ["title"]}]
    tell_review(Resource.objects.get(external_id="whole"), by=SYSTEM, peer_review=said, status=ReviewStatus.REVIEWED)
    root = page(visitor, filled, "whole")
    assert facts(root)["Reviewers"] == ["3 reviewers: 1 from the United Nations, 2 from outside the United Nations"]
    assert facts(root)["Way of review"] == ["Double blind: neither side learns who the other is"]
    assert root.one("p", class_="statement").text == "Peer reviewed in 2026, before it was included in the Hub."
    assert not root.all("p", class_="statement--old")
    section = next(each for each in root.all("section") if each.attributes.get("aria-labelledby") == "changes")
    assert section.all("li")[0].text == "Correction: Title 6 May 2026"


def test_a_tombstone_says_the_reason_in_the_readers_words(filled, visitor):
    archive_resource(Resource.objects.get(external_id="whole"), by=SYSTEM, reason="superseded\nSee the edition of 2026.")
    answer = visitor.get(f"/fr/resources/{filled['whole']}/")
    assert answer.status_code == 410
    text = read(answer.content).one("main").text
    assert "superseded" not in text
    assert "Quelque chose de plus récent l’a remplacée." in text
    assert "See the edition of 2026." in text
