"""Lines that were made to break an import cost only themselves."""

import io
import json
import os

import pytest
from django.core.management import call_command

from gcmhub.library import reading
from gcmhub.library.management.commands.import_resources import Command
from gcmhub.library.models import Resource
from tests.factories.records import LEAST

pytestmark = pytest.mark.django_db


def run_import(folder, *records):
    """Import the records through a terminal that takes UTF-8 only; returns exit status and lines."""
    # A number beyond what a float holds is written as other programs may write it.
    rows = (json.dumps(record).replace("Infinity", "1e999") for record in records)
    return run_file(folder / "records.jsonl", "".join(f"{row}\n" for row in rows).encode("ascii"))


def run_file(path, content):
    """Import bytes from a new file; returns exit status and lines."""
    path.write_bytes(content)
    screen = io.BytesIO()
    command = Command(
        stdout=io.TextIOWrapper(screen, encoding="utf-8", write_through=True), stderr=io.StringIO(), no_color=True
    )
    with pytest.raises(SystemExit) as stop:
        command.handle(file=path, publish=True, source="", dry_run=False)
    return stop.value.code, screen.getvalue().decode("utf-8").splitlines()


def nested(levels):
    value = "x"
    for _ in range(levels):
        value = {"a": [value]}
    return value


REVIEWS = {
    "NUL": {"note": "a\x00b"},
    "NUL in a name": {"a\x00b": "note"},
    "NUL far down": {"rounds": [{"notes": ["a\x00b"]}]},
    "half a character": {"note": "\ud800"},
    "too long": {"note": "x" * 20_001},
    "too many": {"notes": ["x"] * 20_001},
    "too deep": nested(6),
    "more than a number holds": {"mean": 1e999},
}


@pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
def test_a_review_that_cannot_be_kept_is_refused(tmp_path, review):
    code, lines = run_import(tmp_path, LEAST | {"peer_review": review}, LEAST | {"id": "good"})
    assert (code, lines[-1]) == (2, "created 1, refused 1")
    assert lines[0].startswith("line 1 (a1): peer_review: ")
    assert [row.external_id for row in Resource.objects.all()] == ["good"]


def test_a_review_of_any_other_shape_is_kept(tmp_path):
    review = {
        "date": "2024-05-01",
        "panel": {"UN": 1, "external": 2},
        "criteria": [{"name": "clarity", "mean": 4.5}],
        "note": None,
    }
    assert run_import(tmp_path, LEAST | {"peer_review": review})[0] == 0
    assert Resource.objects.get().peer_review == review


@pytest.mark.parametrize("name", ["\ud800x", "a\x1b[2J", "a\nline 7 (b): id", "a\u2028b", "x" * 100_000])
def test_a_refused_line_is_one_line_that_any_terminal_takes(tmp_path, name):
    code, lines = run_import(tmp_path, LEAST | {"id": name, "objectives": ["99"]}, LEAST | {"id": "good"})
    assert (code, len(lines)) == (2, 2)
    assert lines[0].startswith("line 1 (")
    assert "objectives: unknown value '99'" in lines[0]
    assert len(lines[0]) < 300
    assert "\x1b" not in lines[0]


def test_an_unknown_field_of_any_name_is_named(tmp_path):
    code, lines = run_import(tmp_path, LEAST | {"\ud800\x1b": 1})
    assert (code, lines) == (0, ["note: unknown field \ufffd\ufffd left out in 1 records", "created 1"])


LONG = {
    "an author": ({"authors": [{"name": "x" * 301}]}, "authors.name"),
    "a title of a file": ({"files": [{"url": "https://example.org/a", "title": "x" * 301}]}, "files.title"),
    "a scheme": ({"identifiers": [{"scheme": "x" * 33, "value": "1"}]}, "identifiers.scheme"),
    "an identifier": ({"identifiers": [{"scheme": "doi", "value": "x" * 501}]}, "identifiers.value"),
    "a source": ({"relations": [{"type": "replaces", "id": "a", "source": "x" * 65}]}, "relations.source"),
    "another id": ({"relations": [{"type": "replaces", "id": "x" * 201}]}, "relations.id"),
}


@pytest.mark.parametrize(("changes", "field"), LONG.values(), ids=LONG)
def test_nothing_is_cut_off_in_silence(tmp_path, changes, field):
    code, lines = run_import(tmp_path, LEAST | changes, LEAST | {"id": "good"})
    assert (code, lines[-1]) == (2, "created 1, refused 1")
    assert lines[0].startswith(f"line 1 (a1): {field}: is longer than ")


@pytest.mark.parametrize(
    "event",
    [
        {"start": "0001-01-01T00:00:00+14:00"},
        {"start": "9999-12-31T23:59", "timezone": "America/New_York"},
        {"start": "2026-01-01", "end": "9999-12-31T23:00:00Z", "timezone": "Asia/Tokyo"},
    ],
)
def test_a_moment_that_some_zone_does_not_have_is_refused(tmp_path, event):
    code, lines = run_import(tmp_path, LEAST | {"kind": "event", "event": event}, LEAST | {"id": "good"})
    assert (code, lines[-1]) == (2, "created 1, refused 1")
    assert lines[0].endswith(": must be an ISO 8601 date or time")


def test_a_moment_of_any_offset_is_kept(tmp_path):
    event = {"start": "2026-01-01T10:00:00+23:59", "end": "2026-01-01T12:00:00-23:59"}
    assert run_import(tmp_path, LEAST | {"kind": "event", "event": event})[0] == 0
    assert Resource.objects.get().starts_at.isoformat() == "2025-12-31T10:01:00+00:00"


@pytest.mark.parametrize("path", ["circle", "x" * 300, "x/" * 3_000, "pipe", "nul\u0000"])
def test_a_path_that_no_file_can_have_is_refused(tmp_path, path):
    (tmp_path / "circle").symlink_to("elcric")
    (tmp_path / "elcric").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    code, lines = run_import(tmp_path, LEAST | {"files": [{"path": path}]}, LEAST | {"id": "good"})
    assert (code, lines[-1]) == (2, "created 1, refused 1")
    assert lines[0].startswith("line 1 (a1): files.path: ")


HEAD = b"id,source,kind,objectives,title.en,peer_review,title,event,event.start,event.start.en,\n"
CELLS = {
    "no UTF-8": b"a1,test,document,18,T\xff,,,,,,",
    "NaN": b'a1,test,document,18,T,"{""mean"": NaN}",,,,,',
    "too deep for the reader": b"a1,test,document,18,T," + b"[" * 100_000 + b",,,,,",
    "too long for a cell": b"a1,test,document,18," + b"T" * 2_001 + b",,,,,,",
    "a title twice": b"a1,test,document,18,T,,T,,,,",
    "an event twice": b"a1,test,event,18,T,,,Forum,2026-01-01,,",
    "a start twice": b"a1,test,event,18,T,,,,2026-01-01,2026-01-01,",
    "too many cells": b"a1,test,document,18,T,,,,,,,more",
}


@pytest.mark.parametrize("row", CELLS.values(), ids=CELLS)
def test_a_row_of_csv_that_cannot_be_read_costs_only_itself(tmp_path, monkeypatch, row):
    monkeypatch.setattr(reading, "LINE_LIMIT", 200_000 if b"[" in row else 2_000)
    good = b"%s,test,document,18,T,,,,,,\n"
    code, lines = run_file(tmp_path / "records.csv", HEAD + good % b"first" + row + b"\n" + good % b"last")
    assert (code, lines[-1]) == (2, "created 2, refused 1")
    assert lines[0].startswith("line 3")


def test_a_quotation_mark_that_nothing_ends_is_named(tmp_path):
    good, open_quote = b"%s,test,document,18,T,,,,,,\n", b'b,test,document,18,"T,,,,,,\n'
    code, lines = run_file(tmp_path / "records.csv", HEAD + good % b"a" + open_quote + good % b"c")
    assert (code, lines[-1]) == (2, "created 1, refused 1")
    assert "unexpected end of data" in lines[0]


def test_a_line_that_is_too_long_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LINE_LIMIT", 1_000)
    long = LEAST | {"id": "long", "abstract": {"en": "x" * 5_000}}
    code, lines = run_import(tmp_path, LEAST | {"id": "first"}, long, LEAST | {"id": "last"})
    assert (code, lines) == (2, ["line 2: record: is longer than 1000 bytes", "created 2, refused 1"])


def test_what_stands_before_broken_xml_is_shelved(tmp_path):
    activity = "<iati-activity><iati-identifier>X-1</iati-identifier><title><narrative>T</narrative></title></iati-activity>"
    path = tmp_path / "activities.xml"
    path.write_text(f"<iati-activities>{activity}<iati-activity><broken", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        call_command("import_iati", str(path), stderr=io.StringIO())
    assert stop.value.code == 1
    assert [row.external_id for row in Resource.objects.all()] == ["X-1"]
