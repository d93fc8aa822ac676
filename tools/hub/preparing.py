"""Make a data folder ready to be served, and know when it is so already."""

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TextIO

from hub import folder
from hub.places import ROOT, SOURCE, environment, module
from hub.terminal import Trouble

STAMP = ".prepared"


def is_prepared(data: Path) -> bool:
    """Whether the folder was made ready at some time, by this version or another."""
    return (data / STAMP).exists()


def forget(data: Path) -> None:
    """Have the folder made ready again."""
    (data / STAMP).unlink(missing_ok=True)


def prepare(data: Path, variables: Mapping[str, str], *, demo: bool, out: TextIO | None = None) -> None:
    """Compile, collect, migrate, load, unless all of that was done with the same code and options. Raises ``Trouble``."""
    stamp = data / STAMP
    if stamp.exists() and stamp.read_text() == _digest(data, variables, demo=demo) != "":
        return
    forget(data)
    command = module("gcmhub.config.prepare", *(["--demo"] if demo else []))
    if subprocess.run(command, env=variables, stdin=subprocess.DEVNULL, stdout=out or sys.stdout, check=False).returncode:
        raise Trouble("the data folder could not be made ready; the reason stands above")
    stamp.write_text(_digest(data, variables, demo=demo))


def build_index(data: Path, name: str, *arguments: str) -> None:
    """Run the management command ``name``, which builds the index. Raises ``Trouble``."""
    command = module("gcmhub.config.manage", name, *arguments)
    if subprocess.run(command, env=environment(data), stdin=subprocess.DEVNULL, check=False).returncode:
        raise Trouble(f"{name} failed; the reason stands above, the data are in place: run ./hub manage rebuild_index")


def _digest(data: Path, variables: Mapping[str, str], *, demo: bool) -> str:
    """Return a text that changes with the code, the options, the wish and the tables; one of no use for PostgreSQL."""
    if variables.get("DATABASE_URL"):
        return ""  # what is in there cannot be seen from here
    digest = hashlib.sha256(repr(demo).encode())
    for path in sorted(path for path in SOURCE.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update((ROOT / "requirements.txt").read_bytes())
    digest.update(repr(sorted(pair for pair in variables.items() if pair[0].startswith("HUB_"))).encode())
    digest.update(repr((_migrations(data), (data / "static").exists(), (data / "secret-key").exists())).encode())
    return digest.hexdigest()


def _migrations(data: Path) -> list[tuple[str, str]]:
    try:
        with closing(sqlite3.connect(f"file:{data / folder.DATABASE}?mode=rw", uri=True, timeout=30)) as connection:
            return connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.Error:
        return []
