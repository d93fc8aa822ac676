"""Backups: whole, checked, swapped in at once."""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest

from hub import backup, folder
from hub.command import main
from hub.terminal import Trouble

MEDIA = "media/resources/ab/abcd"


@pytest.fixture(autouse=True)
def on_sqlite(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


def fill(data: Path, word: str) -> None:
    """Make a small data folder."""
    data.mkdir(exist_ok=True)
    with closing(sqlite3.connect(data / folder.DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE django_migrations (app, name)")
        connection.execute("CREATE TABLE words (word)")
        connection.execute("INSERT INTO django_migrations VALUES ('library', '0001_initial')")
        connection.execute("INSERT INTO words VALUES (?)", [word])
        connection.commit()
    (data / MEDIA).parent.mkdir(parents=True)
    (data / MEDIA).write_text(f"file of {word}")
    (data / "secret-key").write_text(f"key of {word}")
    (data / "demo-logins.json").write_text("[]")
    (data / folder.DEMO_STATE).write_text(json.dumps({"loaded": word == "one"}))
    (data / folder.INDEX).mkdir()


def state(data: Path) -> tuple[str, str, bool, str]:
    with closing(sqlite3.connect(data / folder.DATABASE)) as connection:
        word = connection.execute("SELECT word FROM words").fetchone()[0]
    return word, (data / MEDIA).read_text(), folder.demo_state(data)["loaded"], (data / "secret-key").read_text()


@pytest.fixture
def saved(tmp_path) -> Path:
    fill(tmp_path / "one", "one")
    backup.write_backup(tmp_path / "one", tmp_path / "one.tar.gz")
    return tmp_path / "one.tar.gz"


def names(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


def test_a_backup_holds_database_and_media_and_no_key(saved):
    assert names(saved) == [folder.DATABASE, MEDIA, folder.DEMO_STATE, backup.MANIFEST]
    assert saved.stat().st_mode & 0o777 == 0o600


def test_the_manifest_names_size_and_hash_of_each_member(saved, tmp_path):
    manifest = backup.unpack(saved, tmp_path / "out")
    assert manifest["members"][MEDIA] == {
        "size": 11,
        "sha256": "37c2fb88142995f288db2c4dc4f3247f1df14c541222e7573f226de1b8dbe104",
    }
    assert manifest["migrations"] == ["library.0001_initial"]
    assert (tmp_path / "out" / MEDIA).read_text() == "file of one"


def test_a_backup_is_of_one_moment_while_somebody_writes(tmp_path):
    fill(tmp_path / "one", "one")
    with closing(sqlite3.connect(tmp_path / "one" / folder.DATABASE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE words SET word = 'half'")
        backup.write_backup(tmp_path / "one", tmp_path / "one.tar.gz")
        writer.execute("COMMIT")
    backup.unpack(tmp_path / "one.tar.gz", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / folder.DATABASE)) as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("one",)]


def test_a_failed_backup_leaves_the_last_one_as_it_was(saved, monkeypatch, tmp_path):
    before = saved.read_bytes()
    monkeypatch.setattr(backup, "_fill", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        backup.write_backup(tmp_path / "one", saved)
    assert saved.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "one.tar.gz"]


def test_a_full_disk_is_said_plainly(saved, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "one"))
    monkeypatch.setattr(backup, "_fill", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    assert main(["backup", str(saved)]) == 1
    assert capsys.readouterr().err == "hub: that cannot be done here: disk full\n"


def test_nothing_to_back_up_is_said_plainly(tmp_path):
    with pytest.raises(Trouble, match=r"^there is nothing to back up: no hub.sqlite3 in "):
        backup.write_backup(tmp_path, tmp_path / "a.tar.gz")


def rewrite(source: Path, target: Path, change) -> Path:
    """Copy an archive, with each member's name and bytes as ``change`` gives them (None leaves it out)."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            for name, content in change(entry.name, old.extractfile(entry).read()):
                copy = tarfile.TarInfo(name)
                copy.size = len(content)
                new.addfile(copy, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda n, c: [(n, c + b"x" if n == MEDIA else c)], "is damaged: not as its manifest says: media/resources/ab/abcd"),
        (lambda n, c: [] if n == MEDIA else [(n, c)], "is damaged: not as its manifest says: media/resources/ab/abcd"),
        (lambda n, c: [] if n == backup.MANIFEST else [(n, c)], "is not whole: it has no manifest"),
        (lambda n, c: [("media/more", b"x"), (n, c)] if n == MEDIA else [(n, c)], "not as its manifest says: media/more"),
        (lambda n, c: [("media/../../x", b"x"), (n, c)], "is no backup of a hub: it holds 'media/../../x'"),
        (lambda n, c: [("/etc/x", b"x"), (n, c)], "is no backup of a hub: it holds '/etc/x'"),
        (lambda n, c: [("secret-key", b"x"), (n, c)], "is no backup of a hub: it holds 'secret-key'"),
        (lambda n, c: [(n, c), (n, c)], "is no backup of a hub"),
        (lambda n, c: [(n, c.replace(b'"format": 1', b'"format": 9'))], "has format 9, this hub reads 1"),
        (lambda n, c: [(".", b"x"), (n, c)], "is no backup of a hub: it holds '.'"),
        (lambda n, c: [("media/\x1b[2J", b"x"), (n, c)], "is no backup of a hub: it holds 'media/\\x1b[2J'"),
        (lambda n, c: [("media/" + "n/" * 2_000, b"x"), (n, c)], "is no backup of a hub: it holds 'media/n/n/"),
        (lambda n, c: [(n, b"[" * 200_000 if n == backup.MANIFEST else c)], "cannot be read: maximum recursion depth"),
        (lambda n, c: [(n, c.replace(b'"migrations"', b'"emigrations"'))], "its manifest does not say what it holds"),
        (lambda n, c: [(n, c.replace(b'"made": "', b'"made": "\\u001b[2J'))], "its manifest does not say what it holds"),
    ],
)
def test_what_is_no_sound_backup_is_refused(saved, tmp_path, change, reason):
    with pytest.raises(Trouble) as trouble:
        backup.unpack(rewrite(saved, tmp_path / "changed.tar.gz", change), tmp_path / "out")
    assert reason in str(trouble.value)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (folder.DATABASE, None, "there is no database in the backup"),
        (folder.DATABASE, b"", "the database in the backup is damaged: no such table: django_migrations"),
        (folder.DATABASE, b"no database" * 100, "the database in the backup is damaged: file is not a database"),
        (folder.DEMO_STATE, b"no JSON", "demo-state.json in the backup cannot be read"),
        (folder.DEMO_STATE, b"[]", "demo-state.json in the backup cannot be read"),
    ],
)
def test_a_backup_that_no_hub_could_stand_on_does_not_take_the_place_of_one(
    saved, tmp_path, monkeypatch, name, content, reason
):
    """The archive agrees with its manifest in everything."""
    fill(tmp_path / "two", "two")
    with tarfile.open(saved) as archive:
        manifest = json.load(archive.extractfile(backup.MANIFEST))
    if content is None:
        del manifest["members"][name]
    else:
        manifest["members"][name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    new = {name: content, backup.MANIFEST: json.dumps(manifest).encode()}
    changed = rewrite(saved, tmp_path / "n.tar.gz", lambda n, c: [(n, new.get(n, c))] if new.get(n, c) is not None else [])
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "two"))
    monkeypatch.setattr(backup, "known_migrations", lambda: {"library.0001_initial"})
    with pytest.raises(Trouble, match=reason):
        backup.restore(Namespace(file=changed, keys=None, force=True))
    assert state(tmp_path / "two") == ("two", "file of two", False, "key of two")


def test_links_are_refused(saved, tmp_path):
    with tarfile.open(tmp_path / "links.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("media/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(Trouble, match="is no backup of a hub: it holds 'media/link'"):
        backup.unpack(tmp_path / "links.tar.gz", tmp_path / "out")


def test_a_file_of_holes_is_refused_before_it_fills_the_disk(tmp_path):
    with tarfile.open(tmp_path / "holes.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo("media/holes")
        sparse = {"major": "1", "minor": "0", "name": "media/holes", "realsize": str(10**13)}
        entry.size, entry.pax_headers = 512, {f"GNU.sparse.{name}": value for name, value in sparse.items()}
        archive.addfile(entry, io.BytesIO(b"1\n0\n0\n".ljust(512, b"\0")))
    with pytest.raises(Trouble, match="is no backup of a hub: it holds 'media/holes'"):
        backup.unpack(tmp_path / "holes.tar.gz", tmp_path / "out")


@pytest.mark.parametrize("length", [0, 10, 200, -20])
def test_a_cut_backup_is_refused(saved, tmp_path, length):
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(saved.read_bytes()[:length])
    with pytest.raises(Trouble, match=r"cannot be read|is not whole"):
        backup.unpack(cut, tmp_path / "out")


def stage(saved: Path, data: Path) -> None:
    """Bring a checked backup to the point where the swap begins, beside a database that was not closed."""
    for name in ("-wal", "-shm"):
        (data / f"{folder.DATABASE}{name}").write_bytes(b"of the old database")
    (data / backup.STAGE / "new").mkdir(parents=True)
    backup.unpack(saved, data / backup.STAGE / "new")
    (data / backup.STAGE / "new" / "secret-key").write_text("key from the file of keys")
    (data / backup.STAGE / "whole").touch()


AFTER = ("one", "file of one", True, "key from the file of keys")


def test_a_swap_puts_everything_in_place_and_drops_the_index(saved, tmp_path):
    fill(tmp_path / "two", "two")
    stage(saved, tmp_path / "two")
    backup.finish_restore(tmp_path / "two")
    assert state(tmp_path / "two") == AFTER
    assert not (tmp_path / "two" / folder.INDEX).exists()
    assert not (tmp_path / "two" / backup.STAGE).exists()


def test_a_swap_that_is_cut_anywhere_is_finished_later(saved, tmp_path, monkeypatch):
    class Cut(Exception):
        pass

    real, cuts = Path.replace, 0
    for step in range(12):
        data = tmp_path / f"two-{step}"
        fill(data, "two")
        stage(saved, data)
        calls = iter(range(100))

        def replace(self, target, calls=calls, step=step):
            if next(calls) == step:
                raise Cut
            return real(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            try:
                backup.finish_restore(data)
            except Cut:
                cuts += 1
        backup.finish_restore(data)
        assert state(data) == AFTER, step
    assert cuts >= 6


def test_without_a_whole_stage_nothing_is_touched(tmp_path):
    fill(tmp_path / "two", "two")
    (tmp_path / "two" / backup.STAGE / "new").mkdir(parents=True)
    before = state(tmp_path / "two")
    backup.finish_restore(tmp_path / "two")
    assert state(tmp_path / "two") == before


def test_keys_go_to_a_file_of_their_own(tmp_path):
    fill(tmp_path / "one", "one")
    backup.write_keys(tmp_path / "one", tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    assert backup._read_keys(tmp_path / "keys") == {"secret-key": "key of one", "demo-logins.json": "[]"}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"keys": 3}'])
def test_what_is_no_file_of_keys_is_refused(tmp_path, content):
    (tmp_path / "keys").write_text(content)
    with pytest.raises(Trouble, match="is no file of keys"):
        backup._read_keys(tmp_path / "keys")


def test_the_version_is_the_project_s():
    assert backup.version().count(".") == 2
    assert os.sep not in backup.version()
