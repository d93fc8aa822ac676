"""Processes of a running hub: started, watched, restarted, ended together."""

import ctypes
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from hub.terminal import Trouble, warn

GRACE = 12.0  # seconds that children get to end by themselves
QUICK = 15.0  # seconds: a child that ends on its own sooner than this has not lived
TRIES = 6  # quick ends in a row after which the hub gives up
PAUSES = (0.3, 0.6, 1.2, 2.5, 5.0)  # seconds before a child is started again
TICK = 0.1

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent is killed, so that none outlives the hub."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _before_start() -> None:
    """Die with the parent, and leave the terminal's Ctrl+C to it: a web server that gets two signals waits in vain."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


@dataclass
class Child:
    """One process that is kept alive."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again: float = 0.0  # when to start it next
    restarts: int = 0  # in a row
    quick: int = 0  # ends on its own, soon after the start, in a row

    def start(self) -> None:
        """Start it in our process group; it gets SIGTERM when we are killed."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=_before_start,  # noqa: PLW1509 - this process has one thread
        )
        self.started = time.monotonic()

    def ended(self, code: int) -> None:
        """Note the end and when to start again. Raises ``Trouble`` when it cannot live."""
        lived = time.monotonic() - self.started
        self.process = None
        if lived > 60:
            self.restarts = self.quick = 0
        # A signal comes from outside (an operator, the kernel short of memory) and says nothing about the program.
        self.quick = self.quick + 1 if code > 0 and lived < QUICK else 0
        if self.quick >= TRIES:
            raise Trouble(f"the {self.name} ended {TRIES} times within {QUICK:.0f} s of its start; what it said stands above")
        pause = PAUSES[min(self.restarts, len(PAUSES) - 1)]
        self.restarts += 1
        self.again = time.monotonic() + pause
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        warn(f"the {self.name} {how} after {lived:.1f} s; starting it again in {pause} s")


@dataclass
class Family:
    """All processes of one hub."""

    children: list[Child] = field(default_factory=list)
    adopts: bool = False  # this process is the parent of orphans, and of nothing else that is not ours to end

    def start(self) -> None:
        """Start every child."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Reap what ended and start again what is due; returns at once."""
        for child in self.children:
            if child.process is not None and (code := child.process.poll()) is not None:
                self.end_orphans()
                child.ended(code)
            elif child.process is None and time.monotonic() >= child.again:
                child.start()
        self._reap()

    def _known(self) -> set[int]:
        return {child.process.pid for child in self.children if child.process}

    def _adopted(self) -> list[int]:
        if not self.adopts:
            return []
        try:
            listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
        except OSError:  # a kernel without it: orphans end by themselves or not at all
            return []
        return [pid for pid in map(int, listed.split()) if pid not in self._known()]

    def end_orphans(self) -> None:
        """Kill the processes that a dead child left behind: its successor needs their port and locks."""
        for pid in self._adopted():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._reap(wait=1.0)

    def _reap(self, wait: float = 0.0) -> None:
        until = time.monotonic() + wait
        while pids := self._adopted():
            for pid in pids:
                try:
                    os.waitpid(pid, os.WNOHANG)
                except ChildProcessError:
                    continue
            if time.monotonic() >= until:
                return
            time.sleep(0.02)

    def end(self) -> None:
        """Ask every child to end, wait, kill what is left."""
        living = [child for child in self.children if child.process]
        for child in living:
            child.process.terminate()
        until = time.monotonic() + GRACE
        while any(child.process.poll() is None for child in living) and time.monotonic() < until:
            time.sleep(0.05)
        for child in living:
            if child.process.poll() is None:
                warn(f"the {child.name} did not end within {GRACE:.0f} s and is killed")
                child.process.kill()
                child.process.wait()
            child.process = None
        self.end_orphans()
