"""docs/api/call.schema.json says what the import of calls takes and the export writes."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gcmhub.library.call_exports import export_calls
from gcmhub.library.call_records import CALL_FIELDS, REQUIRED, read_call, write_call
from gcmhub.library.choices import Kind
from gcmhub.library.errors import RecordRefused
from gcmhub.library.imports import known_words
from gcmhub.vocabulary import queries as vocabulary
from tests.factories.calls import FULL_CALL, LEAST_CALL, announced

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "api" / "call.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def refused(raw):
    """Return the fields for which the import refuses a call, none when it takes it."""
    try:
        read_call(raw, known_words(), "test")
    except RecordRefused as error:
        return {problem.field.split(".")[0] for problem in error.problems}
    return set()


def test_the_schema_is_a_sound_one_and_its_examples_are_taken():
    Draft202012Validator.check_schema(SCHEMA)
    assert [refused(each) for each in SCHEMA["examples"] if VALIDATOR.is_valid(each)] == [set()]


def test_the_schema_names_every_field_and_what_is_required():
    assert set(SCHEMA["properties"]) == CALL_FIELDS
    assert set(SCHEMA["required"]) == set(REQUIRED) - {"source"}


def test_the_schema_has_the_codes_of_the_vocabulary():
    properties = SCHEMA["properties"]
    assert set(properties["objectives"]["items"]["enum"]) == vocabulary.codes("objective")
    assert set(properties["regions"]["items"]["enum"]) == vocabulary.codes("region")
    assert set(properties["kinds"]["items"]["enum"]) == set(Kind.values)


@pytest.mark.parametrize("raw", [LEAST_CALL, FULL_CALL], ids=["least", "full"])
def test_what_is_read_and_written_is_valid(raw):
    assert VALIDATOR.is_valid(raw)
    assert VALIDATOR.is_valid(json.loads(json.dumps(write_call(read_call(raw, known_words())))))


@pytest.mark.django_db
def test_what_is_exported_is_valid(empty, tmp_path):
    announced(**FULL_CALL)
    announced(id="c2")
    export_calls(tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [VALIDATOR.is_valid(json.loads(line)) for line in lines] == [True, True]


WRONG = {
    "an empty id": ({"id": ""}, "id"),
    "a title without language": ({"title": "A title"}, "title"),
    "an empty title": ({"title": {}}, "title"),
    "a title in no language": ({"title": {"english": "A title"}}, "title"),
    "nothing that is asked for": ({"asked": {"en": " "}}, "asked"),
    "a long summary": ({"summary": {"en": "x" * 20_001}}, "summary"),
    "an original in no language": ({"original": "english!"}, "original"),
    "an unknown kind": ({"kinds": ["poem"]}, "kinds"),
    "an unknown objective": ({"objectives": ["24"]}, "objectives"),
    "an unknown region": ({"regions": ["Africa"]}, "regions"),
    "countries as text": ({"countries": "KEN"}, "countries"),
    "a day that does not exist": ({"closes": "2027-02-30"}, "closes"),
    "an opening in words": ({"opens": "in spring"}, "opens"),
    "a zone in words": ({"timezone": "east of here"}, "timezone"),
    "a contact that runs code": ({"contact": "javascript:alert(1)"}, "contact"),
    "a contact without a domain": ({"contact": "calls@example"}, "contact"),
    "a long contact": ({"contact": f"https://example.org/{'x' * 300}"}, "contact"),
    "an organiser of spaces": ({"organiser": "  "}, "organiser"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_schema_refuses_the_import_refuses(name):
    changes, field = WRONG[name]
    assert not VALIDATOR.is_valid(LEAST_CALL | changes)
    assert refused(LEAST_CALL | changes) == {field}
