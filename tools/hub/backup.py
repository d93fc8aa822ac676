"""``./hub backup`` and ``./hub restore``: one file with the database, the media and a manifest of hashes.

Members: ``hub.sqlite3`` (SQLite's own backup of a consistent moment) or ``database.dump`` (pg_dump's custom format),
``media/...``, ``demo-state.json``, and last ``manifest.json`` with size and SHA-256 of each. Keys are never among them.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import time
import zlib
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

from hub import folder, postgres
from hub.places import PYTHON, ROOT, data_folder, environment, locked
from hub.preparing import build_index, forget, prepare
from hub.setup import install
from hub.terminal import Trouble, plain, say

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
STAGE = ".restore"
CHUNK = 1 << 20
DEPTH = 20  # folders in each other


class Hashing:
    """A file that is read through and hashed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, count: int = -1) -> bytes:
        """Read and remember."""
        chunk = self.file.read(count)
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


def version() -> str:
    """Return the version of this hub."""
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version = "):
            return line.split('"')[1]
    return "unknown"


# ---------------------------------------------------------------- backup


def backup(arguments: argparse.Namespace) -> int:
    """Write a backup; the hub may be running."""
    data = data_folder()
    target = Path(arguments.file).expanduser().absolute()
    finish_restore(data)
    size = write_backup(data, target)
    say(f"backup written: {target} ({size / 1e6:.2f} MB)")
    if arguments.with_keys:
        keys = Path(arguments.with_keys).expanduser().absolute()
        write_keys(data, keys)
        say(f"keys written: {keys}; keep them apart from the backup")
    else:
        plain(f"    The secret key is not in it: it is {data / 'secret-key'}; --with-keys FILE writes it to a file of its own.")
    return 0


def write_backup(data: Path, target: Path) -> int:
    """Write the backup under a passing name and rename it; returns its size in bytes."""
    if not target.parent.is_dir():
        raise Trouble(f"there is no folder {target.parent}")
    url = os.environ.get("DATABASE_URL", "")
    if not url and not (data / folder.DATABASE).exists():
        raise Trouble(f"there is nothing to back up: no {folder.DATABASE} in {data}")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            with (
                gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=5, filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                _fill(archive, data, url)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def _fill(archive: tarfile.TarFile, data: Path, url: str) -> None:
    members: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as place:
        # The database first: every file that it names is then still to be read. Files stand under their hash.
        copy = Path(place) / "database"
        migrations = postgres.dump(url, copy) if url else _copy_sqlite(data / folder.DATABASE, copy)
        members[DUMP if url else folder.DATABASE] = _add(archive, copy, DUMP if url else folder.DATABASE)
    for path in sorted((data / folder.MEDIA).rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(data).as_posix()
            if added := _add(archive, path, name):
                members[name] = added
    if (data / folder.DEMO_STATE).exists():
        members[folder.DEMO_STATE] = _add(archive, data / folder.DEMO_STATE, folder.DEMO_STATE)
    manifest = {
        "format": FORMAT,
        "hub": version(),
        "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "database": "postgresql" if url else "sqlite",
        "migrations": migrations,
        "members": members,
    }
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode, entry.mtime = len(text), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(text))


def _add(archive: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    """Add one file; returns its size and hash, or nothing when it went away meanwhile."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return {}
    with file:
        status = os.fstat(file.fileno())
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = status.st_size, 0o600, int(status.st_mtime)
        reader = Hashing(file)
        archive.addfile(entry, reader)
    return {"size": reader.size, "sha256": reader.digest.hexdigest()}


def _copy_sqlite(source: Path, target: Path) -> list[str]:
    """Copy a consistent moment of a database that may be in use; returns the migrations in it."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=60)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)  # in one step: a step by step copy starts anew whenever somebody writes
        new.execute("PRAGMA journal_mode=DELETE")
        return [f"{app}.{name}" for app, name in new.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]


# ---------------------------------------------------------------- keys


def write_keys(data: Path, target: Path) -> None:
    """Write the secret key and the demonstration log-ins to a file of their own, readable by its owner only."""
    keys = {name: (data / name).read_text(encoding="utf-8") for name in folder.KEYS if (data / name).exists()}
    _write_private(target, json.dumps({"format": FORMAT, "keys": keys}, indent=1).encode())


def _write_private(target: Path, content: bytes) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _read_keys(path: Path) -> dict[str, str]:
    try:
        keys = json.loads(path.read_text(encoding="utf-8"))["keys"]
        return {name: str(keys[name]) for name in folder.KEYS if name in keys}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Trouble(f"{path} is no file of keys: {error}") from error


# ---------------------------------------------------------------- restore


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup in place of what is in the data folder; the hub must not run."""
    data, source = data_folder(), Path(arguments.file).expanduser()
    url = os.environ.get("DATABASE_URL", "")
    keys = _read_keys(Path(arguments.keys).expanduser()) if arguments.keys else {}
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(folder.lock_file(data), busy="stop the hub first: {holder}"):
        finish_restore(data)
        if not arguments.force and not (folder.is_empty(data) and (not url or postgres.is_empty(url))):
            raise Trouble(f"there is a hub in {url and 'the database or in '}{data}; --force puts the backup in its place")
        stage = data / STAGE
        shutil.rmtree(stage, ignore_errors=True)
        (stage / "new").mkdir(parents=True)
        try:
            manifest = unpack(source, stage / "new")
            _check_database(manifest, stage / "new", url)
            for name, text in keys.items():
                _write_private(stage / "new" / name, text.encode())
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        say(f"{source.name} is sound: {len(manifest['members'])} files, made {manifest['made']} by version {manifest['hub']}")
        install("")
        if url:
            postgres.load(url, stage / "new" / DUMP)  # one transaction
            (stage / "new" / DUMP).unlink()
        (stage / "whole").touch()
        finish_restore(data)
        say("in place; bringing tables up to date and building the index")
        prepare(data, environment(data), demo=False)
        build_index(data, "rebuild_index")
    if not keys:
        plain("    Keys are not in a backup: without --keys FILE people have to sign in anew.")
    say("restored")
    return 0


def finish_restore(data: Path) -> None:
    """Swap in a checked backup; also the rest of a swap that was cut. Nothing happens when there is none."""
    stage = data / STAGE
    if not (stage / "whole").exists():
        return
    old, new = stage / "old", stage / "new"
    old.mkdir(exist_ok=True)
    # Every step can be repeated: what has no counterpart in "new" any more is in place already.
    if (new / folder.DATABASE).exists():
        for name in (f"{folder.DATABASE}-wal", f"{folder.DATABASE}-shm", folder.DATABASE):
            _move(data / name, old / name)
        _move(new / folder.DATABASE, data / folder.DATABASE)
    for name in (folder.MEDIA, folder.DEMO_STATE):
        if not (old / f"{name}.done").exists():
            _move(data / name, old / name)
            _move(new / name, data / name)
            (old / f"{name}.done").touch()
    for name in folder.KEYS:
        if (new / name).exists():
            (new / name).replace(data / name)
    shutil.rmtree(data / folder.INDEX, ignore_errors=True)
    forget(data)
    (stage / "whole").unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    if source.exists():
        source.replace(target)


def unpack(source: Path, target: Path) -> dict[str, Any]:
    """Unpack a backup into a new folder and check every hash; returns its manifest. Raises ``Trouble``."""
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, mode="r|gz") as archive:
            for entry in archive:
                file = archive.extractfile(entry) if entry.isreg() and not entry.issparse() else None
                if file is None or not _is_ours(entry.name) or entry.name in found or manifest is not None:
                    raise Trouble(f"{source} is no backup of a hub: it holds {entry.name[:100]!r}")
                if entry.name == MANIFEST:
                    manifest = json.loads(file.read(1 << 30))
                else:
                    found[entry.name] = _take_out(file, target / entry.name)
    except (OSError, EOFError, tarfile.TarError, gzip.BadGzipFile, zlib.error, ValueError, RecursionError) as error:
        raise Trouble(f"{source} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise Trouble(f"{source} is not whole: it has no manifest")
    if manifest.get("format") != FORMAT:
        raise Trouble(f"{source} has format {manifest.get('format')!r}, this hub reads {FORMAT}")
    migrations, facts = manifest.get("migrations"), [manifest.get("made"), manifest.get("hub")]
    texts = [*migrations, *facts] if isinstance(migrations, list) else [None]
    if not all(isinstance(text, str) and text.isprintable() for text in texts):
        raise Trouble(f"{source} is not whole: its manifest does not say what it holds")
    members = manifest["members"]
    if wrong := sorted(name for name in found.keys() | members.keys() if found.get(name) != members.get(name)):
        raise Trouble(f"{source} is damaged: not as its manifest says: {', '.join(wrong[:5])}")
    return manifest


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if not parts or len(parts) > DEPTH or ".." in parts or name.startswith("/") or not name.isprintable():
        return False
    return name in {MANIFEST, DUMP, folder.DATABASE, folder.DEMO_STATE} or (parts[0] == folder.MEDIA and len(parts) > 1)


def _take_out(file: IO[bytes], target: Path) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = Hashing(file)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := reader.read(CHUNK):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return {"size": reader.size, "sha256": reader.digest.hexdigest()}


def _check_database(manifest: dict[str, Any], unpacked: Path, url: str) -> None:
    kind = "postgresql" if url else "sqlite"
    if manifest.get("database") != kind:
        raise Trouble(
            f"the backup holds a database of {manifest.get('database')}, this hub uses {kind}: "
            f"{'unset' if url else 'set'} DATABASE_URL, or move the records with export_resources and import_resources"
        )
    unknown = sorted(set(manifest["migrations"]) - known_migrations())
    if unknown:
        raise Trouble(f"the backup comes from a newer hub (it has {unknown[0]}): install that version first")
    if (DUMP if url else folder.DATABASE) not in manifest["members"]:
        raise Trouble("there is no database in the backup")
    if not url:
        _check_sqlite(unpacked / folder.DATABASE, manifest["migrations"])
    if (unpacked / folder.DEMO_STATE).exists():
        try:
            folder.demo_state(unpacked).get("loaded")
        except (ValueError, AttributeError) as error:
            raise Trouble(f"{folder.DEMO_STATE} in the backup cannot be read: {error}") from error


def _check_sqlite(database: Path, migrations: list[str]) -> None:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            answer = connection.execute("PRAGMA quick_check").fetchone()[0]
            found = {f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations")}
    except sqlite3.Error as error:
        raise Trouble(f"the database in the backup is damaged: {error}") from error
    if answer != "ok" or found != set(migrations):
        raise Trouble(f"the database in the backup is damaged: {'not as its manifest says' if answer == 'ok' else answer}")


def known_migrations() -> set[str]:
    """Return the names of every migration that this hub has, its libraries' included."""
    text = (
        "import django; django.setup()\n"
        "from django.db.migrations.loader import MigrationLoader\n"
        "print('\\n'.join('.'.join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations))"
    )
    install("")
    with tempfile.TemporaryDirectory() as place:
        done = subprocess.run(
            [PYTHON, "-c", text],
            env=environment(Path(place), DATABASE_URL=""),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Trouble(f"the hub's own migrations cannot be listed: {done.stderr.strip()[-1000:]}")
    return set(done.stdout.split())
