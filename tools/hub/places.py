"""Where things are, and the environment that children get."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.terminal import Trouble

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OWN = ROOT / ".hub"  # what the command keeps for itself: locks, downloaded wheels of pip


def data_folder(given: str | None = None) -> Path:
    """Return the data folder: the argument, else HUB_DATA, else ``data`` in the project."""
    return Path(given or os.environ.get("HUB_DATA") or ROOT / "data").expanduser().resolve()


def environment(data: Path | None = None, **more: str) -> dict[str, str]:
    """Return the environment of a child that runs code of the hub."""
    variables = os.environ | {
        "PYTHONPATH": str(SOURCE),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "gcmhub.config.settings",
    }
    if data is not None:
        variables["HUB_DATA"] = str(data)
    return variables | more


def module(name: str, *arguments: str) -> list[str]:
    """Return the command line that runs a module of the hub."""
    return [str(PYTHON), "-m", name, *arguments]


@contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """Hold a lock file; with ``busy`` empty wait for it, else raise ``Trouble`` with what the holder wrote."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if not busy else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(file, 200, 0).decode(errors="replace").strip() or "another process"
            raise Trouble(busy.format(holder=holder)) from error
        os.ftruncate(file, 0)
        os.pwrite(file, f"process {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)
