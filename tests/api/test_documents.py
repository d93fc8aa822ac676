"""What the documents of the API say is so: their examples import, their tables name what there is."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from gcmhub.api.schemas import ResourcesOut, WholeResourceOut
from gcmhub.api.v1 import LISTING, SCHEMES
from gcmhub.library.checks import DETAILS
from gcmhub.library.exports import record_of
from gcmhub.library.models import Resource
from gcmhub.library.queries import GROUPS, with_everything
from gcmhub.library.records import FIELDS, write_record
from tests.api.test_listing import ITEM
from tests.api.test_record_schema import SCHEMA, is_valid

API = Path(__file__).resolve().parents[2] / "docs" / "api"
RECORD = (API / "record.md").read_text(encoding="utf-8")
CONTRACT = (API / "contract.md").read_text(encoding="utf-8")


def blocks(text, language):
    """Return what stands in the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def shelved_records():
    """Return every resource as an export would write it."""
    rows = with_everything(Resource.objects.order_by("external_id"))
    records = [write_record(record_of(row, lambda file: file.original_name)) for row in rows]
    return {record["id"]: json.loads(json.dumps(record)) for record in records}


def import_file(path, text, capsys):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("import_resources", path, publish=True)
    return ended.value.code, capsys.readouterr().out


@pytest.mark.django_db
def test_the_full_example_of_a_record_imports_as_it_stands(empty, tmp_path, capsys):
    (example,) = (json.loads(block) for block in blocks(RECORD, "json"))
    assert is_valid(example)
    assert FIELDS - example.keys() == DETAILS.keys() - {"practice"}
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "welders.txt").write_text("Step one.")
    assert import_file(tmp_path / "a.jsonl", json.dumps(example), capsys) == (0, "created 1\n")
    record = shelved_records()["welders-recognition"]
    assert record.pop("countries") == ["KEN", "PHL"]
    assert record["files"][0].pop("path") == "welders.txt"
    del example["files"][0]["path"]
    assert record == {name: value for name, value in example.items() if name != "countries"}


@pytest.mark.django_db
def test_the_least_record_imports(empty, tmp_path, capsys):
    (line,) = blocks(RECORD, "jsonl")
    assert is_valid(json.loads(line))
    assert import_file(tmp_path / "a.jsonl", line, capsys) == (0, "created 1\n")
    assert shelved_records()["welding-2021"] == json.loads(line)


@pytest.mark.django_db
def test_the_example_in_csv_imports(empty, tmp_path, capsys):
    (text,) = blocks(RECORD, "csv")
    assert import_file(tmp_path / "a.csv", text, capsys) == (0, "created 1\n")
    record = shelved_records()["forum-2022"]
    assert is_valid(record)
    assert record == {
        "id": "forum-2022",
        "source": "example",
        "kind": "event",
        "title": {"en": "Forum on skills", "fr": "Forum sur les compétences"},
        "objectives": ["18", "5"],
        "countries": ["KEN", "PHL"],
        "published": "2022",
        "authors": [{"name": "Amina Otieno"}, {"name": "Jun Reyes"}],
        "keywords": {"en": ["skills", "forum"]},
        "identifiers": [{"scheme": "doi", "value": "10.1234/forum"}],
        "event": {"start": "2022-05-17T09:00", "timezone": "Africa/Nairobi", "place": "Nairobi", "imrf": True},
    }


@pytest.mark.django_db
def test_the_refusal_that_is_shown_is_what_the_import_prints(empty, tmp_path, capsys):
    shown = re.search(r"`(line 3 .*?)`", RECORD)[1]
    line = {"id": "forum-2022", "source": "a", "kind": "event", "title": {"en": "A"}, "objectives": ["24"], "published": "May"}
    code, out = import_file(tmp_path / "a.jsonl", f"\n\n{json.dumps(line)}\n", capsys)
    assert (code, out.splitlines()[0]) == (1, shown)


def test_every_field_of_a_record_is_explained():
    rows = {name for line in RECORD.splitlines() if line.startswith("| `") for name in re.findall(r"`([a-z_]+)`", line)}
    assert rows >= FIELDS
    for kind, fields in DETAILS.items():
        row = next(line for line in RECORD.splitlines() if line.startswith(f"| `{kind}` |"))
        assert set(re.findall(r"`([a-z_]+)`", row)) - {kind, "published"} >= set(fields)


def test_every_detail_has_a_sentence_in_the_schema():
    for kind in DETAILS:
        assert all(row["description"] for row in SCHEMA["$defs"][kind]["properties"].values())


def test_the_contract_names_every_parameter_group_field_and_list():
    for name in LISTING.names:
        assert f"`{name}`" in CONTRACT
    for name in (*GROUPS, *SCHEMES):
        assert f"`{name}`" in CONTRACT
    example = json.loads(blocks(CONTRACT, "json")[0])
    assert list(example) == list(ResourcesOut.model_fields)
    assert list(example["items"][0]) == ITEM
    whole = CONTRACT.split("### `GET /resources/{id}`")[1].split("###")[0]
    assert [name for name in WholeResourceOut.model_fields if name not in ITEM and f"`{name}`" not in whole] == []


@pytest.mark.django_db
def test_every_address_that_the_contract_shows_is_answered(api, shelf):
    addresses = [line.split()[-1] for block in blocks(CONTRACT, "http") for line in block.splitlines() if line.strip()]
    assert len(addresses) >= 5
    assert {address: api.client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
