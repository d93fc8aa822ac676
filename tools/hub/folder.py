"""Facts about a data folder: who serves it, what is in it."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATABASE = "hub.sqlite3"
MEDIA = "media"
INDEX = "index"
KEYS = ("secret-key", "demo-logins.json")
DEMO_STATE = "demo-state.json"
# Made by the hub itself: a folder with these alone is empty.
PASSING = {"run.lock", "locale", "static", "static.stamp", "backups", "cache", INDEX, *KEYS}


def lock_file(data: Path) -> Path:
    """Return the file that a running hub holds locked."""
    return data / "run.lock"


def address(host: str, port: int) -> str:
    """Return the address of a server."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def last_server(data: Path) -> str:
    """Return what the last running hub wrote about itself, running or not."""
    return lock_file(data).read_text().strip() if lock_file(data).exists() else ""


def note_server(data: Path, *, host: str, port: int) -> None:
    """Write into the lock file who serves this folder, and where."""
    lock_file(data).write_text(f"process {os.getpid()} at {address(host, port)}\n")


def server(data: Path) -> str:
    """Return what the running hub wrote about itself; empty when none serves this folder."""
    try:
        file = os.open(lock_file(data), os.O_RDONLY)
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(file, 200, 0).decode(errors="replace").strip() or "another process"
    finally:
        os.close(file)
    return ""


def demo_state(data: Path) -> dict[str, Any]:
    """Return what was done about demonstration content here (see gcmhub.config.prepare)."""
    path = data / DEMO_STATE
    return json.loads(path.read_text()) if path.exists() else {}


def is_empty(data: Path) -> bool:
    """Whether nothing would be lost if the folder were filled from a backup."""
    if not data.exists():
        return True
    return not any(entry.name not in PASSING and not entry.name.startswith(".") for entry in data.iterdir())


def host_of(holder: str) -> str:
    """Return the host that a running hub noted; empty when it noted none."""
    return urlsplit(holder.rpartition(" at ")[2]).hostname or ""
