"""What is taken out can be put in again and comes out the same."""

import json

import pytest
from django.core.management import call_command

from gcmhub.library.exports import export_records
from gcmhub.library.models import Resource, ResourceFile
from gcmhub.library.reading import read_lines
from tests.factories.records import FULL, record, shelve

pytestmark = pytest.mark.django_db


def export(path):
    for _ in export_records(path):
        pass
    return path.read_bytes()


def imported(path, folder):
    return shelve((line.raw for line in read_lines(path)), folder=folder)


def test_export_of_import_of_export_is_the_export(data_folder):
    (data_folder / "a b.txt").write_text("Hello", encoding="utf-8")
    event = {"start": "2026-05-01T10:00:00", "end": "2026-05-02", "timezone": "Africa/Nairobi", "imrf": True}
    practice = {"implementer": "X", "challenge": {"en": "C", "fr": "D"}, "partners": ["P", "Q"], "start": "2020"}
    shelve(
        [
            FULL | {"files": [{"path": "a b.txt", "language": "en", "title": "T"}, {"url": "https://example.org/a"}]},
            record(2, kind="event", event=event),
            record(3, kind="practice", practice=practice),
            record(4, kind="project", project={"budget": 1.5, "currency": "USD", "donors": ["D"]}),
            record(5, kind="video", video={"duration": 90, "captions": ["en"]}, scope="global"),
            record(6, title={"zh": "标题", "ar": "عنوان"}, peer_review={"rounds": 1}),
        ],
        folder=data_folder,
    )
    first = export(data_folder / "one.jsonl")
    Resource.objects.all().delete()
    imported(data_folder / "one.jsonl", data_folder)
    second = export(data_folder / "two.jsonl")
    assert second.replace(b"two.jsonl", b"one.jsonl") == first
    assert len(first.splitlines()) == 6
    assert len(list((data_folder / "one.jsonl.files").rglob("*.txt"))) == 1


def test_an_unchanged_record_is_recognised_after_its_export(data_folder):
    shelve([FULL])
    export(data_folder / "one.jsonl")
    assert imported(data_folder / "one.jsonl", data_folder).counts["unchanged"] == 1


def test_drafts_stay_at_home(data_folder):
    shelve([record(1)])
    shelve([record(2)], publish=False)
    assert len(export(data_folder / "one.jsonl").splitlines()) == 1


def test_nothing_to_export_gives_an_empty_file(data_folder):
    assert export(data_folder / "one.jsonl") == b""


def test_no_internal_id_and_no_time_of_import_leaves(data_folder):
    shelve([FULL])
    text = export(data_folder / "one.jsonl").decode()
    resource = Resource.objects.get()
    assert resource.public_id not in text
    assert str(resource.created_at.year) not in text


def test_a_file_that_is_gone_is_named_and_the_rest_is_written(data_folder, capsys):
    (data_folder / "a.txt").write_text("Hello", encoding="utf-8")
    shelve([record(1, files=[{"path": "a.txt"}]), record(2)], folder=data_folder)
    stored = ResourceFile.objects.get().stored
    stored.storage.delete(stored.name)
    with pytest.raises(SystemExit) as end:
        call_command("export_resources", data_folder / "out.jsonl")
    assert end.value.code == 2
    assert (
        capsys.readouterr().err
        == f"file left out: 'a.txt' of {record(1)['source']}/{record(1)['id']}: No such file or directory\n"
    )
    rows = [json.loads(line) for line in (data_folder / "out.jsonl").read_text().splitlines()]
    assert [(row["id"], row.get("files")) for row in rows] == [(record(1)["id"], None), (record(2)["id"], None)]
