"""PostgreSQL from outside: copies of a database, and a private server for tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from hub.terminal import Trouble

# A server for tests may lose everything in a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")
DROP_TABLES = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
  END LOOP;
END $$
"""


def find(program: str) -> str | None:
    """Return the newest installed program of PostgreSQL, if there is one."""
    versions = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}") if path.parts[-3].isdigit()]
    return str(max(versions, key=lambda path: int(path.parts[-3]))) if versions else shutil.which(program)


def _program(name: str) -> str:
    if found := find(name):
        return found
    raise Trouble(f"{name} is needed for a database in PostgreSQL: install postgresql-client")


def _run(name: str, url: str, *arguments: str) -> str:
    """Run a client program against the database; the password stays off the command line."""
    parts = urlsplit(url)
    variables = os.environ | ({"PGPASSWORD": unquote(parts.password)} if parts.password else {})
    place = parts.netloc.rpartition("@")[2]
    bare = urlunsplit(parts._replace(netloc=f"{quote(unquote(parts.username))}@{place}" if parts.username else place))
    done = subprocess.run(
        [_program(name), *arguments, f"--dbname={bare}"],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{name} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def ask(url: str, sql: str) -> list[str]:
    """Return the first column of the answer."""
    return _run("psql", url, "--no-psqlrc", "--tuples-only", "--no-align", f"--command={sql}").split("\n")[:-1]


def is_empty(url: str) -> bool:
    """Whether the database has no table of ours."""
    return ask(url, "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()") == ["0"]


def dump(url: str, target: Path) -> list[str]:
    """Write a consistent copy; returns the migrations in it."""
    target.touch(mode=0o600)
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return ask(url, "SELECT app || '.' || name FROM django_migrations ORDER BY app, name")


def load(url: str, source: Path) -> None:
    """Put a copy in place of every table that is there, in one transaction."""
    script = source.with_suffix(".sql")
    made = [_program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(source)]
    done = subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Trouble(f"pg_restore failed: {done.stderr.strip()[-2000:]}")
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _run("psql", url, *options, f"--command={DROP_TABLES}", f"--file={script}")
    script.unlink()


@contextmanager
def private_server(*more: str) -> Iterator[str]:
    """Start a server of our own on a socket in a passing folder, with ``more`` settings; yields its database's address."""
    place = Path(tempfile.mkdtemp(prefix="hub-pg-"))
    try:
        yield from _serve(place, _owner(), more)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _owner() -> dict[str, Any]:
    """Return as whom to run the server: it refuses root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _serve(place: Path, owner: dict[str, Any], more: tuple[str, ...]) -> Iterator[str]:
    if owner:
        os.chown(place, owner["user"], owner["group"])
    variables = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    common: dict[str, Any] = {"cwd": place, "env": variables, "stdin": subprocess.DEVNULL, **owner}
    made = subprocess.run(
        [_program("initdb"), "--auth=trust", "--username=hub", "--encoding=UTF8", "--no-sync", "-D", place / "data"],
        capture_output=True,
        text=True,
        check=False,
        **common,
    )
    if made.returncode:
        raise Trouble(f"initdb failed: {made.stderr.strip()[-1000:]}")
    settings = [part for setting in (*CARELESS, *more) for part in ("-c", setting)]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [_program("postgres"), "-D", place / "data", "-k", place, *settings], stdout=log, stderr=log, **common
        )
        try:
            address = f"?host={quote(str(place), safe='')}"
            _wait(f"postgresql://hub@/postgres{address}", process, place / "log")
            ask(f"postgresql://hub@/postgres{address}", "CREATE DATABASE hub")
            yield f"postgresql://hub@/hub{address}"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            ask(url, "SELECT 1")
        except Trouble:
            if process.poll() is not None or time.monotonic() > until:
                raise Trouble(f"the private PostgreSQL did not start: {log.read_text(errors='replace')[-1000:]}") from None
            time.sleep(0.1)
        else:
            return
