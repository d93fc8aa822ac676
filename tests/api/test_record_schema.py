"""docs/api/record.schema.json says what the import takes and the export writes."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gcmhub.library import checks
from gcmhub.library.checks import DETAILS
from gcmhub.library.choices import RelationType
from gcmhub.library.errors import RecordRefused
from gcmhub.library.exports import export_records
from gcmhub.library.imports import known_words
from gcmhub.library.records import FIELDS, read_record, write_record
from gcmhub.vocabulary import queries as vocabulary
from tests.api.shelf import DETAILS as SOME_DETAILS
from tests.api.shelf import make_records
from tests.factories.records import FULL, LEAST, record, shelve

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "api" / "record.schema.json").read_text(encoding="utf-8"))
DEMO = sorted((ROOT / "src" / "gcmhub" / "demo" / "data").glob("*.jsonl"))
VALIDATOR = Draft202012Validator(SCHEMA)
FORMS = {
    "text": "long_text", "names": "names", "url": "address", "date": "date", "flag": "flag", "number": "number", "zone": "zone",
    "moment": "moment", "texts": "texts",
}  # fmt: skip
LONG = "x" * 2_000_001
EVENT = {"kind": "event", "event": {"start": "2022-05-17"}}


def is_valid(raw):
    return VALIDATOR.is_valid(raw)


def refused(raw):
    """Return the fields for which the import refuses a record, none when it takes it."""
    try:
        read_record(raw, known_words(), "test")
    except RecordRefused as error:
        return {problem.field.split(".")[0] for problem in error.problems}
    return set()


def test_the_schema_is_a_sound_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert all(is_valid(each) for each in SCHEMA["examples"])


def test_the_schema_names_every_field_of_a_record():
    assert set(SCHEMA["properties"]) == FIELDS
    assert SCHEMA["required"] == ["id", "kind", "title", "objectives"]


@pytest.mark.parametrize("kind", DETAILS)
def test_the_schema_names_every_detail_of_a_kind_in_its_form(kind):
    fields = SCHEMA["$defs"][kind]["properties"]
    assert {name: row["$ref"] for name, row in fields.items()} == {
        name: f"#/$defs/{FORMS[form]}" for name, form in DETAILS[kind].items()
    }


def test_the_schema_has_the_codes_of_the_vocabulary():
    properties = SCHEMA["properties"]
    for name in ("objective", "action", "principle", "region"):
        assert set(properties[f"{name}s"]["items"]["enum"]) == vocabulary.codes(name)
    for name in ("kind", "scope", "document_type"):
        assert set(properties[name]["enum"]) == vocabulary.codes(name)
    assert properties["relations"]["items"]["properties"]["type"]["enum"] == RelationType.values


def test_the_schema_has_the_limits_of_the_import():
    limits = {name: json.dumps(SCHEMA["properties"][name]) for name in ("title", "abstract", "body")}
    found = {name: int(re.search(r'"maxLength": (\d+)', text)[1]) for name, text in limits.items()}
    assert found == {"title": checks.TITLE_LIMIT, "abstract": checks.ABSTRACT_LIMIT, "body": checks.BODY_LIMIT}
    assert f'"maxLength": {checks.NAME_LIMIT}' in json.dumps(SCHEMA["$defs"]["name"])


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_demonstration_records_are_valid(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        raw = json.loads(line)
        assert [error.message for error in VALIDATOR.iter_errors(raw)] == [], raw["id"]
        assert refused(raw) == set()


def test_the_records_of_the_tests_are_valid():
    for raw in (LEAST, FULL, record(), *make_records()):
        assert is_valid(raw)
        assert refused(raw) == set()


def test_what_is_written_is_valid_and_reads_the_same():
    for raw in (LEAST, FULL, *make_records()):
        read = read_record(raw, known_words())
        written = json.loads(json.dumps(write_record(read)))
        assert is_valid(written)
        assert read_record(written, known_words()) == read


@pytest.mark.django_db
def test_what_is_exported_is_valid(empty, tmp_path):
    (tmp_path / "a b.txt").write_text("Text.")
    files = [{"path": "a b.txt", "language": "en", "title": "A file"}]
    more = [FULL | {"id": kind, "kind": kind, kind: details} for kind, details in SOME_DETAILS.items()]
    shelve([FULL | {"files": files}, *more, *make_records()], folder=tmp_path)
    target = tmp_path / "out.jsonl"
    list(export_records(target))
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(more) + 90
    for line in lines:
        assert [error.message for error in VALIDATOR.iter_errors(json.loads(line))] == []


REFUSED = {
    "no id": ({"id": None}, "id"),
    "an empty id": ({"id": ""}, "id"),
    "an id of spaces": ({"id": "  "}, "id"),
    "a long id": ({"id": "x" * 201}, "id"),
    "an id that is a list": ({"id": ["a"]}, "id"),
    "an id with a control character": ({"id": "a\x00b"}, "id"),
    "a long source": ({"source": "x" * 65}, "source"),
    "no kind": ({"kind": None}, "kind"),
    "an unknown kind": ({"kind": "blog"}, "kind"),
    "a kind in capitals": ({"kind": "Document"}, "kind"),
    "an unknown type": ({"document_type": "Report"}, "document_type"),
    "no title": ({"title": None}, "title"),
    "an empty title": ({"title": {}}, "title"),
    "a title of spaces": ({"title": {"en": " "}}, "title"),
    "a title without language": ({"title": "A title"}, "title"),
    "a title in no language": ({"title": {"english": "A title"}}, "title"),
    "a title that is a list": ({"title": {"en": ["A title"]}}, "title"),
    "a long title": ({"title": {"en": "x" * 2_001}}, "title"),
    "a title with a control character": ({"title": {"en": "A\x07title"}}, "title"),
    "an abstract without language": ({"abstract": "Text."}, "abstract"),
    "a long abstract": ({"abstract": {"en": "x" * 20_001}}, "abstract"),
    "a body that is a list": ({"body": {"en": ["x"]}}, "body"),
    "a long body": ({"body": {"en": LONG}}, "body"),
    "languages as text": ({"languages": "en"}, "languages"),
    "an unsound language": ({"languages": ["english!"]}, "languages"),
    "a language that is a number": ({"languages": [5]}, "languages"),
    "no objective": ({"objectives": []}, "objectives"),
    "an unknown objective": ({"objectives": ["24"]}, "objectives"),
    "objectives as text": ({"objectives": "18"}, "objectives"),
    "an unknown action": ({"actions": ["18z"]}, "actions"),
    "an unknown principle": ({"principles": ["Human rights"]}, "principles"),
    "an unknown scope": ({"scope": "worldwide"}, "scope"),
    "an unknown region": ({"regions": ["Africa"]}, "regions"),
    "countries as text": ({"countries": "KEN"}, "countries"),
    "a country that is an object": ({"countries": [{"code": "KEN"}]}, "countries"),
    "a global resource that is national": ({"countries": ["Global"], "scope": "national"}, "countries"),
    "a day that does not exist": ({"published": "2021-02-30"}, "published"),
    "a month that does not exist": ({"published": "2021-13"}, "published"),
    "a date in words": ({"published": "March 2021"}, "published"),
    "a date with a time": ({"published": "2021-03-01T10:00"}, "published"),
    "the year zero": ({"published": "0000"}, "published"),
    "publishers as text": ({"publishers": "Institute"}, "publishers"),
    "a publisher that is an object": ({"publishers": [{"name": "Institute"}]}, "publishers"),
    "a long publisher": ({"publishers": ["x" * 301]}, "publishers"),
    "an author without a name": ({"authors": [{"orcid": "0000-0002-1825-0097"}]}, "authors"),
    "an unsound ORCID iD": ({"authors": [{"name": "A", "orcid": "1234"}]}, "authors"),
    "an address without http": ({"url": "ftp://example.org/a"}, "url"),
    "an address without a host": ({"url": "https:///a"}, "url"),
    "an address with a space": ({"url": "https://example.org/a b"}, "url"),
    "an address that runs code": ({"url": "javascript:alert(1)"}, "url"),
    "a long address": ({"url": f"https://example.org/{'x' * 2_000}"}, "url"),
    "files as text": ({"files": "a.pdf"}, "files"),
    "a file that is nowhere": ({"files": [{"title": "A file"}]}, "files"),
    "a file that is in two places": ({"files": [{"path": "a.pdf", "url": "https://example.org/a.pdf"}]}, "files"),
    "a file at an unsound address": ({"files": [{"url": "a.pdf"}]}, "files"),
    "a file in no language": ({"files": [{"path": "a.pdf", "language": "english!"}]}, "files"),
    "a long licence": ({"licence": "x" * 501}, "licence"),
    "an identifier without a scheme": ({"identifiers": [{"value": "1"}]}, "identifiers"),
    "an identifier without a value": ({"identifiers": [{"scheme": "doi"}]}, "identifiers"),
    "identifiers as an object": ({"identifiers": {"doi": "1"}}, "identifiers"),
    "keywords without language": ({"keywords": ["skills"]}, "keywords"),
    "keywords as text": ({"keywords": {"en": "skills"}}, "keywords"),
    "an unknown relation": ({"relations": [{"type": "cites", "id": "a"}]}, "relations"),
    "a relation to nothing": ({"relations": [{"type": "replaces"}]}, "relations"),
    "comprehensiveness of zero": ({"comprehensiveness": 0}, "comprehensiveness"),
    "comprehensiveness of four": ({"comprehensiveness": 4}, "comprehensiveness"),
    "comprehensiveness in words": ({"comprehensiveness": "high"}, "comprehensiveness"),
    "a review in words": ({"peer_review": "yes"}, "peer_review"),
    "details of another kind": ({"event": {"place": "Geneva"}}, "event"),
    "an event in words": (EVENT | {"event": "In May"}, "event"),
    "an event on no day": (EVENT | {"event": {"start": "2022-02-30"}}, "event"),
    "an event in words of a day": (EVENT | {"event": {"start": "17 May 2022"}}, "event"),
    "an event in no time zone": (EVENT | {"event": {"timezone": "east of here"}}, "event"),
    "an event that may be global": (EVENT | {"event": {"imrf": "perhaps"}}, "event"),
    "an event at an unsound address": (EVENT | {"event": {"online_url": "zoom"}}, "event"),
    "a project below zero": ({"kind": "project", "project": {"budget": -1}}, "project"),
    "a project of one donor": ({"kind": "project", "project": {"donors": "Institute"}}, "project"),
    "a video of some length": ({"kind": "video", "video": {"duration": "long"}}, "video"),
    "a practice with a list": ({"kind": "practice", "practice": {"results": ["good"]}}, "practice"),
    "a practice on no day": ({"kind": "practice", "practice": {"start": "May 2020"}}, "practice"),
}


@pytest.mark.parametrize(("changes", "field"), REFUSED.values(), ids=REFUSED)
def test_what_the_import_refuses_for_its_form_is_not_valid(changes, field):
    raw = {name: value for name, value in (LEAST | changes).items() if value is not None}
    assert field in refused(raw)
    assert not is_valid(raw)


@pytest.mark.parametrize("raw", [None, [], "a", 5, True])
def test_a_record_is_an_object(raw):
    assert refused(raw) == {"record"}
    assert not is_valid(raw)


JUNK = [
    None, "", " ", "x", "en", "2021", "2021-03-01", "18", "africa", "global", "https://example.org", "x\x01", "\u2028",
    "x\ny", 0, 1, 3, 5, -1, 1.5, 1e15, 1e300, True, False, [], [None], [""], [" "], ["x"], ["18"], ["en"], ["KEN"],
    ["Global"], ["africa"], [5], [[]], [{}], [{"name": "A"}], [{"name": ""}], [{"name": " "}],
    [{"name": "A", "orcid": ""}], [{"name": ["A"]}], [{"path": "a"}], [{"path": "/a"}], [{"path": "../a"}],
    [{"path": "a/../../b"}], [{"path": "a\x01"}], [{"url": "https://example.org"}], [{"url": "https://"}],
    [{"url": "https://example.org", "path": ""}], [{"url": "https://example.org", "title": "x" * 301}],
    [{"scheme": "doi", "value": "1"}], [{"scheme": "doi", "value": ""}], [{"scheme": "x" * 33, "value": "1"}],
    [{"scheme": "doi", "value": "x" * 501}], [{"type": "replaces", "id": "a"}], [{"type": "replaces", "id": 5}],
    [{"type": "replaces", "id": "a", "source": "x" * 65}], {}, {"en": "x"}, {"en": ""}, {"en": " "}, {"en": None},
    {"en": 5}, {"en": ["x"]}, {"en": []}, {"en": [5]}, {"en": "x" * 20_001}, {"EN": "x"}, {"en-GB": "x"},
    {"zh_Hans": "x"}, {"": "x"}, {"english": "x"}, {"start": "2022-05-17", "end": "2022-05-18"},
    {"start": "2022-05-17T10:00:00+03:00"}, {"start": "10:00"}, "x" * 301, "x" * 2_001, "2022-05-17T10:00",
    "2022-05-17T10:00:00.5Z", "2022-05-17T24:00", "2022-05-17 10:00", "Africa/Nairobi", "UTC", "Etc/GMT+5", "A",
    "http://", "http://[", "http://a b", "HTTP://EXAMPLE.ORG", "https://example.org/\u0627", "https://:80/",
    "https://@/", "https://?q", "https://example.org:99999/",
]  # fmt: skip
# What a schema cannot say: names of countries and time zones, how much a review holds.
KNOWN_TO_THE_IMPORT_ALONE = {"countries", "timezone", "peer_review"}


def places():
    """Yield every field of a record and every detail of every kind, with a way to put a value there."""
    for name in sorted(FIELDS - DETAILS.keys()):
        yield name, LEAST, lambda raw, name, value: raw | {name: value}
    for kind, fields in DETAILS.items():
        yield kind, LEAST | {"kind": kind}, lambda raw, name, value: raw | {name: value}
        for name in fields:
            yield name, LEAST | {"kind": kind}, lambda raw, name, value: raw | {raw["kind"]: {name: value}}


def test_what_is_valid_is_taken_by_the_import():
    count, surprises = 0, []
    for name, raw, put in places():
        for junk in JUNK:
            changed = put(raw, name, junk)
            if is_valid(changed):
                count += 1
                if refused(changed) and name not in KNOWN_TO_THE_IMPORT_ALONE:
                    surprises.append((raw["kind"], name, junk))
    assert surprises == [], ascii(surprises)[:2_000]
    assert count > 500
