"""A hub on PostgreSQL: backed up and restored."""

import json

import pytest

from hub import postgres
from hub.backup import DUMP, unpack
from hub.terminal import Trouble
from tests.hub.command import Hub, call, get

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not postgres.find("initdb"), reason="no PostgreSQL on this machine"),
]
RECORD = {"id": "a", "kind": "link", "title": {"en": "Kept"}, "objectives": ["0"], "url": "https://a.example/"}


@pytest.fixture(scope="module")
def url():
    with postgres.private_server() as address:
        yield address


def titles(url):
    return postgres.ask(url, "SELECT title FROM library_resourcetext ORDER BY title")


def import_record(folder, data, url, **changed):
    (folder / "a.jsonl").write_text(json.dumps(RECORD | changed))
    done = call("manage", "import_resources", folder / "a.jsonl", "--publish", "--source", "test", data=data, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr


def test_a_restore_puts_the_database_back_as_it_was(url, tmp_path):
    data, copy = tmp_path / "data", tmp_path / "a.tar.gz"
    import_record(tmp_path, data, url)
    done = call("backup", copy, data=data, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    manifest = unpack(copy, tmp_path / "out")
    assert (manifest["database"], DUMP in manifest["members"]) == ("postgresql", True)

    import_record(tmp_path, data, url, id="b", title={"en": "Lost"})
    postgres.ask(url, "CREATE TABLE library_of_a_newer_version (id int)")
    assert titles(url) == ["Kept", "Lost"]
    refused = call("restore", copy, data=tmp_path / "other", DATABASE_URL=url)
    assert (refused.returncode, "--force puts the backup in its place" in refused.stderr) == (1, True)

    done = call("restore", copy, "--force", data=data, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert titles(url) == ["Kept"]
    assert not postgres.ask(url, "SELECT tablename FROM pg_tables WHERE tablename = 'library_of_a_newer_version'")


def test_a_hub_runs_on_postgresql(url, tmp_path):
    import_record(tmp_path, tmp_path / "data", url)
    hub = Hub(tmp_path / "data", "--no-demo", DATABASE_URL=url)
    try:
        hub.until_ready()
        assert not (tmp_path / "data" / "hub.sqlite3").exists()
        hub.until(lambda: json.loads(get(hub.port, "/api/v1/resources?q=kept")[1])["total"] == 1)
        used = postgres.ask(url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert int(used[0]) < 20
        assert hub.stop() == 0
    finally:
        hub.clean_up()


def test_a_backup_of_another_kind_of_database_is_refused(url, tmp_path):
    data, copy = tmp_path / "data", tmp_path / "a.tar.gz"
    import_record(tmp_path, data, "")
    assert call("backup", copy, data=data).returncode == 0
    done = call("restore", copy, "--force", data=data, DATABASE_URL=url)
    assert done.returncode == 1
    assert "the backup holds a database of sqlite, this hub uses postgresql: unset DATABASE_URL" in done.stderr


def test_a_broken_dump_changes_nothing(url, tmp_path):
    import_record(tmp_path, tmp_path / "data", url)
    before = postgres.ask(url, "SELECT count(*) FROM vocabulary_term")
    (tmp_path / "broken").write_bytes(b"PGDMP broken")
    with pytest.raises(Trouble, match=r"^pg_restore failed: "):
        postgres.load(url, tmp_path / "broken")
    assert postgres.ask(url, "SELECT count(*) FROM vocabulary_term") == before


def test_the_password_is_not_on_the_command_line(url, monkeypatch):
    seen = []
    monkeypatch.setattr(postgres.subprocess, "run", lambda command, **options: seen.append((command, options["env"])) or Done())
    postgres.ask("postgresql://me:p%40ss@db.example:5433/hub?sslmode=require", "SELECT 1")
    (command, variables), *_ = seen
    assert not any("p@ss" in part or "p%40ss" in part for part in command)
    assert (command[-1], variables["PGPASSWORD"]) == ("--dbname=postgresql://me@db.example:5433/hub?sslmode=require", "p@ss")


class Done:
    returncode, stdout = 0, ""
