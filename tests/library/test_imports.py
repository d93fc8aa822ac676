"""Records onto the shelf: repeatable, bad ones reported and left out, files taken along."""

import json
import subprocess
import sys

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import archive_resource, shelve_records
from gcmhub.library.imports import import_records
from gcmhub.library.models import Resource, ResourceFile
from gcmhub.library.reading import Line
from gcmhub.search.models import Entry
from tests.factories.records import FULL, LEAST, record, shelve, shelved

pytestmark = pytest.mark.django_db


def test_the_same_records_twice_change_nothing():
    first = shelve([record(1), record(2)])
    second = shelve([record(1), record(2)])
    assert (first.counts["created"], second.counts["unchanged"]) == (2, 2)
    assert Resource.objects.count() == 2
    assert Resource.history.count() == 2


def test_a_changed_record_changes_its_resource_and_keeps_its_address():
    before = shelved(title={"en": "Old", "fr": "Vieux"}, countries=["KEN"])
    report = shelve([LEAST | {"title": {"en": "New"}, "countries": ["PHL", "KEN"]}])
    after = Resource.objects.get()
    assert report.counts["changed"] == 1
    assert (after.pk, after.public_id, after.version) == (before.pk, before.public_id, 2)
    assert [(text.language, text.title) for text in after.texts.all()] == [("en", "New")]
    assert [row.term.code for row in after.classifications.all() if row.term.scheme == "country"] == ["PHL", "KEN"]
    assert [row.history_type for row in Resource.history.order_by("history_date", "history_id")] == ["+", "~"]


def test_sources_keep_their_ids_apart():
    shelve([LEAST, LEAST | {"source": "other"}])
    assert Resource.objects.count() == 2


def test_drafts_are_not_public_and_publishing_later_makes_them_so():
    draft = shelved(publish=False)
    assert (draft.state, Entry.objects.count()) == ("draft", 0)
    report = shelve([LEAST], publish=True)
    draft.refresh_from_db()
    assert (draft.state, draft.review_status, report.counts["changed"]) == ("published", "imported", 1)
    assert Entry.objects.get().payload["rank"][2] == "imported"


def test_a_later_import_without_publish_never_hides_what_is_public():
    shelved()
    shelve([LEAST | {"title": {"en": "Newer"}}], publish=False)
    assert Resource.objects.get().state == "published"
    assert Entry.objects.get(gone=False).texts == [["title", "en", "Newer"]]


def test_the_archive_is_left_alone():
    archive_resource(shelved(), by=SYSTEM, reason="withdrawn")
    assert shelve([LEAST | {"title": {"en": "Again"}}]).counts["archived"] == 1
    assert Resource.objects.get().state == "archived"


def test_a_bad_record_costs_only_itself_and_is_named_with_line_field_and_reason():
    refusals = []
    lines = [Line(1, 0, record(1)), Line(2, 0, record(2, countries=["Nowhere"], kind="paper")), Line(3, 0, record(3))]
    report = import_records(lines, by=SYSTEM, publish=True, on_refusal=refusals.append)
    assert (report.counts["created"], report.counts["refused"]) == (2, 1)
    assert [str(row) for row in refusals] == [
        "2 (a2): kind: unknown value 'paper'; countries: unknown country or area 'Nowhere'"
    ]


def test_the_last_of_two_lines_with_one_id_wins():
    report = shelve([record(1, title={"en": "First"}), record(1, title={"en": "Second"})])
    assert Resource.objects.get().texts.get().title == "Second"
    assert report.counts["repeated"] == 1


def test_regions_of_countries_join_those_given_each_once():
    resource = shelved(**{key: value for key, value in FULL.items() if key != "source"})
    regions = [row.term.code for row in resource.classifications.all() if row.term.scheme == "region"]
    assert regions == ["oceania", "africa", "asia", "europe"]


def test_a_dry_run_checks_and_writes_nothing():
    assert shelve([record(1)], dry_run=True).counts["checked"] == 1
    assert Resource.objects.count() == 0


def test_nobody_but_staff_and_the_system_imports():
    with pytest.raises(NotPermitted):
        shelve_records([], by=None)


def test_files_are_kept_under_their_hash_and_once(data_folder):
    (data_folder / "a.txt").write_text("Hello", encoding="utf-8")
    (data_folder / "b.txt").write_text("Hello", encoding="utf-8")
    raw = [record(1, files=[{"path": "a.txt", "language": "en"}]), record(2, files=[{"path": "b.txt"}])]
    shelve(raw, folder=data_folder)
    first, second = ResourceFile.objects.order_by("pk")
    assert (first.stored.name, first.size) == (second.stored.name, 5)
    assert (first.original_name, second.original_name) == ("a.txt", "b.txt")
    assert shelve(raw, folder=data_folder).counts["unchanged"] == 2
    (data_folder / "a.txt").write_text("Changed", encoding="utf-8")
    assert shelve(raw, folder=data_folder).counts["changed"] == 1


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "missing.txt", "."])
def test_a_path_that_leaves_the_folder_or_leads_nowhere_is_refused(data_folder, path):
    (data_folder / "records").mkdir()
    (data_folder / "secret.txt").write_text("secret", encoding="utf-8")
    refusals = []
    line = Line(1, 0, record(1, files=[{"path": path}]))
    import_records([line], by=SYSTEM, folder=data_folder / "records", on_refusal=refusals.append)
    assert [problem.field for row in refusals for problem in row.problems] == ["files.path"]
    assert Resource.objects.count() == 0


def test_a_link_out_of_the_folder_is_refused(data_folder):
    (data_folder / "records").mkdir()
    (data_folder / "secret.txt").write_text("secret", encoding="utf-8")
    (data_folder / "records" / "link.txt").symlink_to(data_folder / "secret.txt")
    refusals = []
    line = Line(1, 0, record(1, files=[{"path": "link.txt"}]))
    import_records([line], by=SYSTEM, folder=data_folder / "records", on_refusal=refusals.append)
    assert len(refusals) == 1


def test_the_text_of_a_file_reaches_the_search(data_folder):
    from gcmhub.library.tasks import extract_file_text

    (data_folder / "a.txt").write_text("A quokka on page one", encoding="utf-8")
    shelve([record(1, files=[{"path": "a.txt", "language": "en"}])], folder=data_folder)
    extract_file_text.call(file_id=ResourceFile.objects.get().pk)
    assert ResourceFile.objects.get().extraction == "done"
    assert " en:quokka " in Entry.objects.get().words


def run_command(path, *arguments):
    from io import StringIO

    from django.core.management import call_command

    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_resources", str(path), *arguments, stdout=out, stderr=err)
    return stop.value.code, out.getvalue().splitlines(), err.getvalue()


def test_the_command_ends_with_0_all_good_2_some_refused_1_nothing_read(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(record(1)) + "\n", encoding="utf-8")
    assert run_command(path)[0] == 0
    path.write_text(json.dumps(record(1)) + "\nno json\n\n" + json.dumps({"id": "x"}) + "\n", encoding="utf-8")
    code, lines, _ = run_command(path, "--source", "test")
    assert code == 2
    assert [line.split(":")[0] for line in lines[:-1]] == ["line 2", "line 4 (x)"]
    path.write_text("no json\n", encoding="utf-8")
    assert run_command(path)[0] == 1
    assert run_command(tmp_path / "absent.jsonl")[0] == 1


def test_csv_gives_the_same_resource_as_json_lines(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(
        "id,source,kind,title.en,title.fr,objectives,countries,event.start,event.timezone\n"
        'c1,test,event,"Forum, global",Forum,18|5,Kenya|Côte d’Ivoire,2026-05-01T10:00:00,Africa/Nairobi\n',
        encoding="utf-8",
    )
    assert run_command(path, "--publish")[0] == 0
    resource = Resource.objects.get()
    assert {text.language: text.title for text in resource.texts.all()} == {"en": "Forum, global", "fr": "Forum"}
    assert resource.starts_at.isoformat() == "2026-05-01T07:00:00+00:00"


@pytest.mark.shared
def test_iati_activities_and_un_documents_import_whole(datasets_folder, tmp_path):
    from io import StringIO

    from django.core.management import call_command

    with pytest.raises(SystemExit) as stop:
        call_command("import_iati", str(datasets_folder / "iati" / "UNHCR-Activities-2023.xml"), "--publish", stdout=StringIO())
    assert stop.value.code == 0
    assert Resource.objects.filter(kind="project", state="published").count() > 100
    target = tmp_path / "un.jsonl"
    source = datasets_folder / "un-documents" / "records-dev.jsonl"
    call_command("convert_un_documents", str(source), str(target), stdout=StringIO())
    assert len(target.read_text(encoding="utf-8").splitlines()) == 732
    assert run_command(target, "--publish", "--source", "un")[0] == 0
    assert Resource.objects.filter(source="un").count() == 732


def test_the_module_that_reads_files_needs_no_django():
    command = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, 'src'); import gcmhub.library.extraction as e; print('django' in sys.modules)",
    ]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"
