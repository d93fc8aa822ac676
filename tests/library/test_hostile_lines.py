"""Lines that were made to break an import cost only themselves."""

import io
import json

import pytest

from gcmhub.library.management.commands.import_resources import Command
from gcmhub.library.models import Resource
from tests.factories.records import LEAST

pytestmark = pytest.mark.django_db


def run_import(folder, *records):
    """Import the records through a terminal that takes UTF-8 only; returns exit status and lines."""
    path = folder / "records.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="ascii")
    screen = io.BytesIO()
    command = Command(stdout=io.TextIOWrapper(screen, encoding="utf-8", write_through=True), no_color=True)
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
