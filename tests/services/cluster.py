"""A real OpenSearch cluster for tests: several nodes in one JVM (pom.xml), on free loopback ports, in a temporary folder."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
TARGET = HERE / "target"
CLASSPATH = TARGET / "classpath.txt"
MAIN = "SearchCluster"
START_TIMEOUT = 120  # seconds
COMMAND_TIMEOUT = 60
# One node needs some 100 MB of heap; quick compilation only, since a test never runs long enough for more.
JVM = ("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MaxDirectMemorySize=256m")


class ClusterError(RuntimeError):
    """The cluster did not build, start or obey; the text is what it said."""


def build() -> str:
    """Compile the launcher if it changed and return its class path; offline when Maven's store has everything."""
    TARGET.mkdir(exist_ok=True)
    with (TARGET / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # test processes side by side build once
        if not _built():
            for online in (False, True):
                command = ("mvn", "-q", "-B", *(() if online else ("-o",)), "compile")
                result = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=600)
                if result.returncode == 0:
                    break
            else:
                raise ClusterError(result.stdout + result.stderr)
        return f"{TARGET / 'classes'}{os.pathsep}{CLASSPATH.read_text(encoding='utf-8').strip()}"


def _built() -> bool:
    made = TARGET / "classes" / f"{MAIN}.class"
    if not (made.exists() and CLASSPATH.exists()):
        return False
    sources = max(path.stat().st_mtime for path in (HERE / "pom.xml", HERE / "java" / f"{MAIN}.java"))
    jars = CLASSPATH.read_text(encoding="utf-8").strip().split(os.pathsep)
    return min(made.stat().st_mtime, CLASSPATH.stat().st_mtime) >= sources and all(Path(jar).exists() for jar in jars)


class Cluster:
    """A running cluster; its JVM ends with this process, however that ends, since its standard input closes then."""

    def __init__(self, nodes: int = 3) -> None:
        classpath = build()
        self.home = Path(tempfile.mkdtemp(prefix="hub-opensearch-"))
        self.log = self.home / "cluster.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ("java", *JVM, "-cp", classpath, MAIN, str(self.home), str(nodes)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # the terminal's interrupt is for the tests; the cluster ends after them
            )
        try:
            self.ports: list[int] = self._answer(START_TIMEOUT)["http"]
        except BaseException:
            self.close()
            raise

    @property
    def urls(self) -> tuple[str, ...]:
        """Address of every node, in order, stopped ones too."""
        return tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def stop_node(self, number: int) -> list[int]:
        """Close one node (from 1) and return the numbers of those alive."""
        return self._command(f"stop {number}")

    def start_node(self, number: int) -> list[int]:
        """Start a closed node again on its old port and data; return the numbers of those alive."""
        return self._command(f"start {number}")

    def close(self) -> None:
        """End the cluster and remove its folder."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(COMMAND_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _command(self, line: str) -> list[int]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        alive: list[int] = self._answer(COMMAND_TIMEOUT)["alive"]
        return alive

    def _answer(self, seconds: float) -> dict[str, Any]:
        """Return the next line of answers; a cluster that stays silent is killed, so that reading ends."""
        assert self.process.stdout is not None
        timer = threading.Timer(seconds, self.process.kill)
        timer.start()
        try:
            line = self.process.stdout.readline()
        finally:
            timer.cancel()
        if not line.startswith(b"{"):  # its end, or what the JVM has to say
            self.process.kill()
            self.process.wait()
            raise ClusterError(f"The cluster said {line!r} and ended. {self.log.read_text(errors='replace')[-4000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer
