"""The web server under load: search pages that no cache holds, pages from the cache, the API, the home page.

The measure of the cache is granian itself: a WSGI application that answers the same bytes and headers, in the same run.
"""

import argparse
import base64
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from _corpus import KIND_SHARES, SCOPE_SHARES, Corpus, action_codes, frequent_words, record_of
from _hub import ROOT, environment, manage, prepare, verdict
from _load import Load, load

sys.path.insert(0, str(ROOT / "tools"))
from hub.running import web_server

WORKERS, ROUNDS = 2, 2
THREADS = 128  # of the fixed answer, as many as the hub's server has
BAR_RATE, BAR_SHARE, BAR_TIMES = 150, 0.5, 4
COMPARED = 200  # pages whose search and template are timed apart
HEADERS = {"Accept-Encoding": "gzip"}
WORD_PLACES, COMMON_WORD = slice(60, 3_000), "people"
TICKS = 100  # of a processor's second, in /proc
PLAIN = """
import base64
BODY = base64.b64decode({body!r})
HEADERS = {headers!r}
def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""


@dataclass(frozen=True)
class Server:
    """A running server of two workers."""

    process: "subprocess.Popen[bytes]"
    port: int

    def cpu(self) -> float:
        """Return the seconds that its processes have computed."""
        return sum(_ticks(pid) for pid in _family(self.process.pid)) / TICKS


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _ticks(pid: int) -> int:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


@contextmanager
def serving(command: Callable[[int], list[str]], variables: dict[str, str], ready: str) -> Iterator[Server]:
    """Run a server on a free port until it is no longer needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(command(port), env=variables, cwd=ROOT)
    try:
        _wait(port, ready, process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if fetch(port, path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(f"no 200 from {path}")


def fetch(port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def fill(data: Path, count: int) -> None:
    """Import made records into a fresh data folder and index them."""
    prepare(data)
    records = data / "records.jsonl"
    with records.open("w", encoding="utf-8") as out:
        for made in Corpus(actions=action_codes()).documents(count, abstracts=0.6, bodies=0.1):
            out.write(json.dumps(record_of(made), ensure_ascii=False) + "\n")
    for command in (("import_resources", str(records), "--publish"), ("run_indexer", "--once")):
        done = manage(data, *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = done.communicate()
        if done.returncode:
            sys.exit(f"{command[0]} failed:\n{output[-2000:]}")
    records.unlink()
    (data / ".filled").write_text(str(count))


def questions(count: int) -> list[dict[str, str]]:
    """Return different questions: a word, some with a second one, most with a filter or two."""
    dice, found = random.Random(11), {}
    words = [word for word in list(frequent_words("en"))[WORD_PLACES] if len(word) > 2]
    objectives = [str(number) for number in range(1, 24)]
    while len(found) < count:
        asked = {"q": " ".join(dice.sample(words, dice.choice((1, 1, 2))))}
        if dice.random() < 0.7:
            asked["objective"] = dice.choice(objectives)
        if dice.random() < 0.4:
            asked |= dice.choice(({"kind": dice.choice(list(KIND_SHARES))}, {"scope": dice.choice(list(SCOPE_SHARES))}))
        found[urlencode(asked)] = asked
    return list(found.values())


def hub_server(port: int) -> list[str]:
    """Return the command line of the hub's own web server, run by this Python."""
    return [sys.executable, *web_server("127.0.0.1", port)[1:]]


def plain_server(folder: Path, headers: list[tuple[str, str]], body: bytes) -> Callable[[int], list[str]]:
    """Return how to serve a fixed answer by granian, without a hub."""
    kept = [(name, value) for name, value in headers if name.lower() not in {"date", "server", "connection"}]
    (folder / "plain_answer.py").write_text(PLAIN.format(body=base64.b64encode(body).decode(), headers=kept))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "error"]
    command += [
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        str(THREADS),
        "--host",
        "127.0.0.1",
        "plain_answer:application",
    ]
    return lambda port: [*command, "--port", str(port)]


def measure(name: str, server: Server, paths: list[str], seconds: float) -> Load:
    """Put load on some addresses and print what came of it, with the server's CPU for one answer."""
    cpu = server.cpu()
    found = load(server.port, paths, seconds, HEADERS)
    each = (server.cpu() - cpu) / max(found.requests, 1) * 1000
    print(
        f"{name:38} {found.rate:8.0f} requests/s   p50 {found.p50:7.2f} ms   p99 {found.p99:7.2f} ms"
        f"   server CPU {each:6.2f} ms a request   {found.bad} bad of {found.requests}",
        flush=True,
    )
    return found


def beside_values(data: Path, paths: list[str]) -> dict[str, float]:
    """Return the CPU in ms of a page and of the same page without its search, by a process of its own."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("_values.py"))],
        env=environment(data),
        input=json.dumps(paths),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=8, help="of load on each kind of address (default: %(default)s)")
    parser.add_argument("--data", type=Path, help="data folder that is made once and used again")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        data = arguments.data or folder / "hub"
        if not (data / ".filled").exists():
            fill(data, arguments.records)
        run(data, folder, stack, arguments.seconds)


def run(data: Path, folder: Path, stack: ExitStack, seconds: float) -> None:
    """Serve and measure."""
    os.environ["HUB_WEB_WORKERS"] = str(WORKERS)
    hub = stack.enter_context(serving(hub_server, environment(data, HUB_WEB_WORKERS=str(WORKERS)), "/healthz"))
    asked = questions(12_000)
    pages, more = ([urlencode(each) for each in part] for part in (asked[:6_000], asked[6_000:]))
    cached = f"/en/search/?{urlencode({'q': COMMON_WORD})}"
    status, headers, body = fetch(hub.port, cached)
    if status != 200:
        sys.exit(f"{cached} answered {status}")
    plain = stack.enter_context(serving(plain_server(folder, headers, body), environment(folder, PYTHONPATH=str(folder)), "/"))
    print(f"{WORKERS} workers; the page has {len(body):,} bytes compressed")
    measure("(warming up)", hub, [f"/en/search/?{each}" for each in more[:3_000]], min(seconds, 3))
    search = measure("search page, uncached", hub, [f"/en/search/?{each}" for each in pages], seconds)
    measure("search page in Arabic, uncached", hub, [f"/ar/search/?{each}" for each in pages], seconds)
    measure("API list, uncached", hub, [f"/api/v1/resources?{each}" for each in pages], seconds)
    measure("home page, uncached", hub, [f"/en/?n={number}" for number in range(12_000)], seconds)
    home = measure("home page, from the cache", hub, ["/en/"], seconds)
    fixed = kept = 0.0
    for _ in range(ROUNDS):
        fixed += measure("granian, fixed answer", plain, ["/"], seconds).rate
        kept += measure("search page, from the cache", hub, [cached], seconds).rate
    share = kept / fixed
    times = beside_values(data, [f"/en/search/?{each}" for each in more[3_000 : 3_000 + COMPARED]])
    print(f"\nload by {home.client}")
    print(f"  {verdict(met=search.rate >= BAR_RATE)} uncached search page, at least {BAR_RATE} requests/s: {search.rate:.0f}")
    print(f"  {verdict(met=share >= BAR_SHARE)} page from the cache, at least half of granian's fixed answer: {share:.2f}")
    whole, values = times["search"], times["values"]
    print(
        f"  {verdict(met=whole <= BAR_TIMES * values)} uncached search page, at most {BAR_TIMES} times the page from values in"
        f" memory: {whole:.2f} ms beside {values:.2f} ms, x {whole / values:.2f}"
    )


if __name__ == "__main__":
    main()
