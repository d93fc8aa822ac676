"""A reader's own list: shown from its address, in its order, and only what is public."""

import csv
import io
import json

import pybtex.database
import pytest
import rispy

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.conftest import index
from tests.web.html import read

pytestmark = pytest.mark.django_db


def page(visitor, *ids):
    answer = visitor.get("/en/reading-list/", {"id": ids})
    assert answer.status_code == 200
    return read(answer.content)


def tools(page):
    return [link for link in page.all("a") if "data-reading-becomes" in link.attributes]


def titles(page):
    return [title.text for title in page.all("h2", class_="card__title")]


def test_the_list_is_in_the_order_of_its_address_and_each_row_can_be_taken_off(empty, visitor, django_assert_num_queries):
    shelve([record(1, title={"en": "One"}), record(2, title={"en": "Two"}), record(3, title={"en": "Three"})])
    index()
    ids = {row.external_id: row.public_id for row in Resource.objects.all()}
    one, two = (ids[record(number)["id"]] for number in (1, 2))
    with django_assert_num_queries(1):
        found = page(visitor, two, one, two)
    assert titles(found) == ["Two", "One"]
    before = f"before={two}&before={one}"
    links = {link.attributes["href"]: link.attributes["data-reading-becomes"] for link in tools(found)}
    assert links == {
        f"/en/reading-list/?{before}": "",
        f"/en/reading-list/?id={one}&{before}": one,
        f"/en/reading-list/?id={two}&{before}": two,
    }


def test_what_is_not_public_is_counted_and_not_shown(empty, visitor):
    shelve([record(1, title={"en": "One"}), record(2, title={"en": "Secret"})])
    index()
    rows = list(Resource.objects.order_by("pk"))
    archive_resource(rows[1], by=SYSTEM, reason="withdrawn")
    found = page(visitor, *(row.public_id for row in rows), "<script>", "x" * 5000)
    assert titles(found) == ["One"]
    assert "1 resource is no longer in the Hub." in found.text
    assert "Secret" not in found.text


def test_a_list_has_an_end_and_says_so(empty, visitor):
    text = page(visitor, *map(str, range(150))).text
    assert "It holds 100 resources at most." in text
    assert "The address names more resources than a list holds: 50 are left off." in text
    assert "100 resources are no longer in the Hub." in text


def test_what_was_taken_off_can_be_put_back_without_scripts(empty, visitor):
    one, two = kept_two()
    emptied = next(link.attributes["href"] for link in tools(page(visitor, two, one)) if link.text == "Empty the list")
    root = read(visitor.get(emptied).content)
    assert titles(root) == []
    (note,) = root.all("p", class_="note")[:1]
    assert note.text.startswith("2 resources were taken off the list.")
    (undo,) = note.all("a")
    assert undo.attributes["data-reading-becomes"] == f"{two} {one}"
    assert titles(read(visitor.get(undo.attributes["href"]).content)) == ["Two", "One"]


def kept_two():
    shelve([record(1, title={"en": "One"}), record(2, title={"en": "Two"})])
    index()
    return [Resource.objects.get(external_id=record(number)["id"]).public_id for number in (1, 2)]


def sent(visitor, form, *ids):
    answer = visitor.get("/en/reading-list/", {"id": ids, "format": form})
    assert answer.status_code == 200
    return answer


def test_a_list_is_sent_in_its_order_in_each_format_that_its_page_offers(empty, visitor):
    one, two = kept_two()
    (offered,) = [
        each for each in page(visitor, two, one).all("nav") if each.attributes["aria-label"].endswith("other formats")
    ]
    assert [link.text for link in offered.all("a")] == ["CSV", "BibTeX", "RIS", "JSON"]
    answers = [visitor.get(link.attributes["href"]) for link in offered.all("a")]
    table, bib, ris, listing = (answer.content.decode() for answer in answers)
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))] == [two, one]
    entries = pybtex.database.parse_string(bib, "bibtex").entries.values()
    assert [entry.fields["title"].strip("{}") for entry in entries] == ["Two", "One"]
    assert [entry["title"] for entry in rispy.loads(ris)] == ["Two", "One"]
    assert [(row["id"], row["title"]) for row in json.loads(listing)["items"]] == [(two, "Two"), (one, "One")]
    assert json.loads(listing)["total"] == 2
    assert all(answer.headers["X-Robots-Tag"].startswith("noindex") for answer in answers)


def test_a_format_holds_only_what_is_public(empty, visitor):
    one, two = kept_two()
    archive_resource(Resource.objects.get(public_id=two), by=SYSTEM, reason="withdrawn")
    assert [row["id"] for row in sent(visitor, "json", two, one).json()["items"]] == [one]
    assert two not in sent(visitor, "csv", two, one).content.decode()


@pytest.mark.parametrize("form", ["rss", "pdf", "<b>"])
def test_a_format_that_a_list_does_not_have_is_refused(empty, visitor, form):
    one, _ = kept_two()
    answer = visitor.get("/en/reading-list/", {"id": one, "format": form})
    assert answer.status_code == 422
    assert f"/en/reading-list/?id={one}" in [link.attributes["href"] for link in read(answer.content).one("main").all("a")]
