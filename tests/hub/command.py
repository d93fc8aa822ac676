"""Call ./hub as an operator does, in surroundings without options of this shell."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def surroundings(data, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DATABASE_URL", "DJANGO"))}
    return kept | {"HUB_DATA": str(data)} | more


def line(*arguments):
    return [sys.executable, str(ROOT / "hub"), *map(str, arguments)]


def command(*arguments, data, **more):
    """Return command line and environment, for a test that starts it itself."""
    return line(*arguments), surroundings(data, **more)


def call(*arguments, data, **more):
    return subprocess.run(
        line(*arguments),
        env=surroundings(data, **more),
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


class Hub:
    """One running hub in a process group of its own."""

    def __init__(self, data: Path, *arguments: str, port: int = 0, **more: str) -> None:
        self.data, self.port = data, port or free_port()
        self.log = data.with_name(f"{data.name}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                line("run", "--port", self.port, *arguments),
                env=surroundings(data, **more),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def until_ready(self, seconds=60.0):
        self.until(lambda: "Ctrl+C stops the hub" in self.said() or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.said()
        return self

    def until(self, condition, seconds=30.0):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def children(self, word):
        """Return the living processes that were started with the word."""
        found = []
        for child in self.family():
            with suppress(psutil.NoSuchProcess):  # a zombie is one too
                found += [child] if any(word in part for part in child.cmdline()) else []
        return found

    def group(self):
        """Every living process of the group; zombies of a killed leader's children are none."""
        found = []
        for process in psutil.process_iter(["pid", "status"]):
            try:
                if os.getpgid(process.pid) == self.process.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except (ProcessLookupError, psutil.NoSuchProcess):
                continue
        return found

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(20)

    def clean_up(self):
        for process in self.group():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()


@contextmanager
def running(data: Path, *arguments: str, port: int = 0, **more: str) -> Iterator[Hub]:
    """Start a hub, wait until it is ready, and leave nothing of it behind."""
    hub = Hub(data, *arguments, port=port, **more)
    try:
        yield hub.until_ready()
    finally:
        hub.clean_up()
