"""One resource: everything public of it, and nothing of what is not."""

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource, extract_file_text, publish_resource, submit_for_review
from gcmhub.library.models import Resource
from tests.api.conftest import index
from tests.api.shelf import DETAILS
from tests.factories.records import FULL, record, shelve, shelved

pytestmark = pytest.mark.django_db


def test_a_resource_says_everything_of_its_record(api, empty):
    resource = shelved(**FULL)
    index()
    whole = api.get(f"resources/{resource.public_id}")
    listed = api.resources()["items"][0]
    assert {name: whole[name] for name in listed} == listed
    file = resource.files.get()
    assert whole["updated"][:10] == resource.updated_at.date().isoformat()
    assert {name: value for name, value in whole.items() if name not in {*listed, "updated"}} == {
        "actions": ["18a", "18d"],
        "principles": ["human-rights", "gender-responsive"],
        "regions": ["oceania", "africa", "asia", "europe"],
        "publishers": ["Example Institute"],
        "authors": [{"name": "A. Author", "orcid": "0000-0002-1825-0097"}, {"name": "B. Author", "orcid": None}],
        "texts": {
            "en": {
                "title": "Recognition of skills",
                "abstract": "How countries recognise what migrant workers can do.",
                "body": "A long body.",
                "origin": "original",
            },
            "ar": {"title": "الاعتراف بالمهارات", "abstract": "", "body": "", "origin": "original"},
        },
        "files": [
            {
                "name": file.original_name,
                "title": "Report",
                "language": "en",
                "url": "https://example.org/report.pdf",
                "download": None,
                "media_type": None,
                "size": None,
                "pages": None,
            }
        ],
        "licence": "CC-BY-4.0",
        "identifiers": [{"scheme": "doi", "value": "10.1234/abc"}],
        "keywords": {"en": ["skills", "recognition"]},
        "relations": [{"type": "isPartOf", "inverse": False, "resource": None}],
        "comprehensiveness": 2,
        "review_status": "imported",
        "peer_review": {},
        "details": {},
    }


@pytest.mark.parametrize("kind", sorted(DETAILS))
def test_details_of_every_kind_are_shown(api, empty, kind):
    resource = shelved(kind=kind, **{kind: DETAILS[kind]})
    assert api.get(f"resources/{resource.public_id}")["details"] == DETAILS[kind]


def test_a_stored_file_can_be_downloaded(api, empty, tmp_path):
    (tmp_path / "a #1 ?.txt").write_text("Plumbers and welders.")
    shelve([record(1, files=[{"path": "a #1 ?.txt", "language": "en"}])], folder=tmp_path)
    resource = Resource.objects.get()
    extract_file_text(resource.files.get())
    index()
    file = api.get(f"resources/{resource.public_id}")["files"][0]
    assert (file["name"], file["size"], file["media_type"], file["url"]) == ("a #1 ?.txt", 21, "text/plain", None)
    assert b"".join(api.client.get(file["download"])) == b"Plumbers and welders."
    item = api.resources(q="welders")["items"][0]
    assert item["highlights"] == {"file": ["Plumbers and <mark>welders</mark>."]}


def test_download_addresses_begin_with_the_hubs_own(api, empty, tmp_path, settings):
    settings.HUB_BASE_URL = "https://hub.example"
    (tmp_path / "a.txt").write_text("Text.")
    shelve([record(1, files=[{"path": "a.txt"}])], folder=tmp_path)
    file = api.get(f"resources/{Resource.objects.get().public_id}")["files"][0]
    assert file["download"].startswith("https://hub.example/files/")


def test_relations_show_both_ends(api, empty):
    shelve([record(1), record(2, relations=[{"type": "replaces", "id": "a1"}])])
    old, new = Resource.objects.order_by("pk")
    there = api.get(f"resources/{new.public_id}")["relations"]
    back = api.get(f"resources/{old.public_id}")["relations"]
    assert [(row["type"], row["inverse"], row["resource"]["external_id"]) for row in there] == [("replaces", False, "a1")]
    assert [(row["type"], row["inverse"], row["resource"]["external_id"]) for row in back] == [("replaces", True, "a2")]


def test_texts_come_in_the_language_asked_for(api, empty):
    resource = shelved(**FULL)
    assert api.get(f"resources/{resource.public_id}", lang="ar")["title"] == "الاعتراف بالمهارات"
    assert api.get(f"resources/{resource.public_id}", lang="fr")["language"] == "en"


@pytest.mark.parametrize("name", ["unknown", "000000000000", "x" * 5000, "a'b", "%00", "..%2F..", "a%2Fb", "-", "١٢٣"])
def test_an_unknown_resource_is_not_found(api, empty, name):
    response = api.ask(f"resources/{name}")
    assert response.status_code == 404
    assert set(response.json()) == {"detail"}


def everything_public(api, resource):
    """Return every address of the API and of files that shows something of a resource."""
    found = []
    if api.ask(f"resources/{resource.public_id}").status_code == 200:
        found.append("resource")
    answer = api.resources()
    found += ["listing"] if answer["items"] else []
    found += ["total"] if answer["total"] else []
    found += [group for group, rows in answer["facets"].items() if rows]
    for question in ("plumbers", "welders", '"of welders"'):
        answer = api.resources(q=question)
        if answer["total"] or answer["items"] or any(answer["facets"].values()):
            found.append(f"q={question}")
    found += ["correction"] if api.resources(q="plumberz")["suggestions"] else []
    found += ["suggest"] if api.get("suggest", q="plum")["suggestions"] else []
    for file in resource.files.all():
        if api.client.get(f"/files/{file.public_id}/a.txt").status_code == 200:
            found.append("file")
    return found


@pytest.fixture
def hidden(empty, tmp_path):
    """A draft with a file that holds its own words."""
    (tmp_path / "a.txt").write_text("A handbook of welders.")
    more = {"title": {"en": "Plumbers"}, "published": "2020", "files": [{"path": "a.txt", "language": "en"}]}
    shelve([FULL | more], publish=False, folder=tmp_path)
    resource = Resource.objects.get()
    extract_file_text(resource.files.get())
    index()
    return resource


@pytest.mark.parametrize("engine", ["tantivy", "database"])
def test_a_draft_is_nowhere(api, hidden, engine, on_engine):
    with on_engine(engine):
        assert everything_public(api, hidden) == []


def test_a_resource_in_review_is_nowhere(api, hidden):
    submit_for_review(hidden, by=SYSTEM)
    index()
    assert everything_public(api, hidden) == []


def test_a_draft_is_no_resource_of_a_relation(api, hidden):
    shelve([record(7, relations=[{"type": "isPartOf", "id": "a1"}])])
    other = Resource.objects.get(external_id="a7")
    assert api.get(f"resources/{other.public_id}")["relations"] == [{"type": "isPartOf", "inverse": False, "resource": None}]


@pytest.mark.parametrize("engine", ["tantivy", "database"])
def test_a_published_resource_is_everywhere_and_an_archived_one_nowhere(api, hidden, engine, on_engine):
    submit_for_review(hidden, by=SYSTEM)
    publish_resource(hidden, by=SYSTEM, peer_review={"date": "2024-05-01"})
    index()
    with on_engine(engine):
        assert {"resource", "listing", "total", "q=plumbers", "q=welders", "file", "suggest", "correction", "year"} <= set(
            everything_public(api, hidden)
        )
        archive_resource(hidden, by=SYSTEM, reason="Replaced by a newer edition.")
        index()
        assert everything_public(api, hidden) == []


def test_an_archived_resource_leaves_the_pages_before_the_index_knows(api, hidden):
    shelve([FULL], publish=True)
    index()
    assert len(api.resources()["items"]) == 1
    archive_resource(hidden, by=SYSTEM, reason="Wrong.")
    assert api.resources()["items"] == api.resources(q="skills")["items"] == []


def test_an_archived_resource_leaves_a_tombstone(api, empty, time_machine_at):
    resource = shelved()
    time_machine_at("2026-03-01T12:00:00Z")
    archive_resource(resource, by=SYSTEM, reason="Replaced by a newer edition.")
    response = api.ask(f"resources/{resource.public_id}")
    assert response.status_code == 410
    assert response.json() == {"detail": "Replaced by a newer edition.", "archived": "2026-03-01"}


def test_a_draft_that_was_never_public_leaves_no_tombstone(api, hidden):
    archive_resource(hidden, by=SYSTEM, reason="Spam.")
    assert api.ask(f"resources/{hidden.public_id}").status_code == 404


def test_a_reviewed_resource_says_so(api, empty):
    resource = shelved(publish=False)
    submit_for_review(resource, by=SYSTEM)
    publish_resource(resource, by=SYSTEM, peer_review={"date": "2024-05-01", "reviewers": 3})
    whole = api.get(f"resources/{resource.public_id}")
    assert (whole["review_status"], whole["peer_review"]) == ("reviewed", {"date": "2024-05-01", "reviewers": 3})
    assert whole["rank_reason"]["codes"] == ["scope:unknown", "objectives:1", "peer-reviewed:2024"]


def test_a_resource_asks_the_database_as_often_for_one_row_of_each_as_for_three(api, empty, django_assert_num_queries):
    one = record(
        1,
        publishers=["A"],
        authors=["A"],
        identifiers=[{"scheme": "doi", "value": "1"}],
        files=[{"url": "https://example.org/1"}],
        relations=[{"type": "isPartOf", "id": "a3"}],
        countries=["KEN"],
    )
    three = record(
        2,
        title={"en": "A", "fr": "B", "ar": "C"},
        publishers=["A", "B", "C"],
        authors=["A", "B", "C"],
        identifiers=[{"scheme": "doi", "value": value} for value in "123"],
        files=[{"url": f"https://example.org/{value}"} for value in "123"],
        relations=[{"type": "isPartOf", "id": name} for name in ("a3", "a4", "a5")],
        countries=["KEN", "PHL", "DEU"],
    )
    shelve([one, three, record(3), record(4), record(5)])
    for name in ("a1", "a2"):
        resource = Resource.objects.get(external_id=name)
        with django_assert_num_queries(16):
            api.get(f"resources/{resource.public_id}")
