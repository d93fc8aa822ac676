"""Delivery of files: never active, never under a client's path, in parts and with validators."""

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource, ResourceFile
from tests.factories.records import record, shelve
from tests.web.shelf import FILES, PDF, write_files

pytestmark = pytest.mark.django_db


def address(name):
    return f"/files/{ResourceFile.objects.get(original_name=name).public_id}/{name}"


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "media_type", "disposition"),
    [
        ("report.pdf", "application/pdf", 'inline; filename="report.pdf"'),
        ("notes.txt", "text/plain; charset=utf-8", 'inline; filename="notes.txt"'),
        ("active.html", "text/html", 'attachment; filename="active.html"'),
        ("picture.svg", "image/svg+xml", 'attachment; filename="picture.svg"'),
    ],
)
def test_only_what_cannot_act_is_shown_in_the_browser(filled, visitor, name, media_type, disposition):
    response = visitor.get(address(name))
    assert response.status_code == 200
    assert body(response) == FILES[name]
    headers = response.headers
    assert headers["Content-Type"] == media_type
    assert headers["Content-Disposition"] == disposition
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Length"] == str(len(FILES[name]))
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_validator_saves_the_second_transfer(filled, visitor):
    first = visitor.get(address("report.pdf"))
    again = visitor.get(address("report.pdf"), headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = visitor.get(address("report.pdf"), headers={"if-none-match": f'"x", W/{first.headers["ETag"]}'})
    assert weak.status_code == 304


@pytest.mark.parametrize(
    ("header", "expected"),
    [("bytes=0-3", PDF[:4]), ("bytes=5-", PDF[5:]), ("bytes=-6", PDF[-6:]), ("bytes=2-99999999", PDF[2:])],
)
def test_a_part_can_be_asked_for(filled, visitor, header, expected):
    response = visitor.get(address("report.pdf"), headers={"range": header})
    assert response.status_code == 206
    assert body(response) == expected
    start = PDF.index(expected)
    assert response.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(PDF)}"


@pytest.mark.parametrize("header", ["bytes=99999-", "bytes=-0", "bytes=5-2"])
def test_an_impossible_part_is_refused(filled, visitor, header):
    response = visitor.get(address("report.pdf"), headers={"range": header})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(PDF)}"


@pytest.mark.parametrize("header", ["bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=a-b", "bytes=-"])
def test_other_ranges_give_the_whole(filled, visitor, header):
    response = visitor.get(address("report.pdf"), headers={"range": header})
    assert (response.status_code, body(response)) == (200, PDF)


def test_a_part_of_another_version_gives_the_whole(filled, visitor):
    response = visitor.get(address("report.pdf"), headers={"range": "bytes=0-3", "if-range": '"older"'})
    assert response.status_code == 200


def test_the_name_in_the_address_is_for_people_only(filled, visitor):
    place, _, _ = address("report.pdf").rpartition("/")
    for name in ("anything.exe", "%2e%2e", "a%00b"):
        response = visitor.get(f"{place}/{name}")
        assert response.headers["Content-Disposition"] == 'inline; filename="report.pdf"'
        assert body(response) == PDF


@pytest.mark.parametrize(
    "path",
    [
        "/files/000000000000/report.pdf",
        "/files/../../secret-key/x",
        "/files//x",
        "/files/x/..%2f..%2fsecret-key",
        "/files/a%2f..%2fb/x",
    ],
)
def test_what_is_not_there_is_not_found(filled, visitor, path):
    assert visitor.get(path).status_code == 404


def test_names_in_other_scripts_survive_and_tricks_in_them_do_not(filled, visitor):
    file = ResourceFile.objects.get(original_name="report.pdf")
    file.original_name = "تقرير\u202efdp.exe\r\nX: y/..\\é.pdf"
    file.save()
    header = visitor.get(f"/files/{file.public_id}/x").headers["Content-Disposition"]
    assert header.startswith("inline; filename*=utf-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1fdp.exe")
    assert not {"\r", "\n", "/", "\\"} & set(header)
    assert "%E2%80%AE" not in header
    assert "%2F" not in header.upper()


def test_files_of_drafts_and_of_withdrawn_resources_are_not_served(empty, visitor, tmp_path):
    write_files(tmp_path)
    files = [{"path": "report.pdf"}]
    shelve([record(1, files=files)], publish=False, folder=tmp_path)
    shelve([record(2, files=files)], folder=tmp_path)
    draft, public = (f"/files/{file.public_id}/x" for file in ResourceFile.objects.order_by("resource__external_id"))
    assert visitor.get(draft).status_code == 404
    assert visitor.get(public).status_code == 200
    archive_resource(Resource.objects.get(external_id="a2"), by=SYSTEM, reason="Out of date")
    assert visitor.get(public).status_code == 404


def test_a_link_elsewhere_is_no_file_of_ours(filled, visitor):
    file = ResourceFile.objects.get(url="https://example.org/elsewhere.pdf")
    assert visitor.get(f"/files/{file.public_id}/x").status_code == 404
