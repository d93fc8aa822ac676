"""``./hub run``: prepare a data folder and serve it until told to stop."""

import argparse
import errno
import http.client
import ipaddress
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from gcmhub.config.options import read_options
from hub import children, folder
from hub.backup import finish_restore
from hub.places import data_folder, environment, locked, module
from hub.preparing import prepare
from hub.setup import install
from hub.terminal import Trouble, plain, say

MOST_WORKERS = 4
PATIENCE = 15.0  # seconds between two lines about a hub that is not ready yet
BROKEN = 20  # answers in a row, half a second apart, that are neither "ready" nor "not yet"


class Stopped(BaseException):
    """SIGTERM, SIGINT or SIGHUP came."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; returns the exit code."""
    data = data_folder(arguments.data)
    elsewhere = reach_beyond_loopback(arguments.host)
    loopback = not elsewhere
    if elsewhere and not arguments.no_demo:
        option = elsewhere.split()[0]
        raise Trouble(
            f"{elsewhere} is not loopback, and demonstration accounts exist only on loopback:\n"
            f"add --no-demo to serve this data folder without them, or leave out {option}"
        )
    with stoppable():
        try:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
            wait_for_orphans(data, arguments.host, arguments.port)
            check_address(arguments.host, arguments.port)
            with locked(folder.lock_file(data), busy=f"{data} is served already, by {{holder}}"):
                install("")
                finish_restore(data)
                folder.note_server(data, host=arguments.host, port=arguments.port)
                return serve(arguments, data, loopback=loopback)
        except Stopped:
            say("stopped")
            return 0


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise ``Stopped`` on the first SIGTERM, SIGINT or SIGHUP, and ignore the next ones."""

    def stop(_signal: int, _frame: object) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    for number in signals:
        signal.signal(number, stop)
    yield


def reach_beyond_loopback(host: str) -> str:
    """Return the option and the name under which others reach the hub, a server before it included; empty when none do."""
    options = read_options()
    address = urlsplit(options["HUB_BASE_URL"]).hostname
    names = [("--host", host), ("HUB_BASE_URL", address), *(("HUB_HOSTS", name) for name in options["HUB_HOSTS"])]
    return next((f"{option} {name}" for option, name in names if name and not is_loopback(name)), "")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def wait_for_orphans(data: Path, host: str, port: int) -> None:
    """Give the children of a hub that was killed on this address the time to end."""
    if folder.server(data) or not folder.last_server(data).endswith(f" at {folder.address(host, port)}"):
        return
    until = time.monotonic() + children.GRACE
    while time.monotonic() < until:
        try:
            check_address(host, port)
        except Trouble:
            time.sleep(children.TICK)
        else:
            return


def check_address(host: str, port: int) -> None:
    """Raise ``Trouble`` unless the address can be bound now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(f"port {port} on {host} is taken: choose another with --port") from error
            raise Trouble(f"cannot listen on {host} port {port}: {error.strerror or error}") from error


def serve(arguments: argparse.Namespace, data: Path, *, loopback: bool) -> int:
    """Prepare the folder, start the children, watch them."""
    variables = environment(data, HUB_LOOPBACK="1" if loopback else "0")
    say(f"serving {data}")
    prepare(data, variables, demo=not arguments.no_demo)
    children.adopt_orphans()
    family = children.Family(
        [
            children.Child("indexer", module("gcmhub.config.manage", "run_indexer", "--skip-checks"), variables),
            children.Child("worker", module("gcmhub.config.worker"), variables),
            children.Child("web server", web_server(arguments.host, arguments.port), variables),
        ],
        adopts=True,
    )
    try:
        family.start()
        wait_until_ready(arguments.host, arguments.port, family)
        welcome(arguments, data, loopback=loopback)
        while True:
            family.watch()
            time.sleep(children.TICK)
    finally:
        family.end()


def web_server(host: str, port: int) -> list[str]:
    """Return the command line of the web server."""
    options = read_options()
    workers = options["HUB_WEB_WORKERS"] or min(os.cpu_count() or 1, MOST_WORKERS)
    address = ("--host", host, "--port", str(port))
    return module("gcmhub.config.serve", *address, "--workers", str(workers))


def reachable(host: str) -> str:
    """Return the name under which this machine reaches its own server."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def readiness(host: str, port: int) -> tuple[int, str]:
    """Ask /readyz; returns status (0 when nobody answers) and answer."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def wait_until_ready(host: str, port: int, family: children.Family) -> None:
    """Return once /readyz says so; children that cannot live raise ``Trouble``."""
    told, broken = time.monotonic(), 0
    while True:
        family.watch()
        status, text = readiness(host, port)
        if status == http.HTTPStatus.OK:
            return
        broken = broken + 1 if status not in {0, http.HTTPStatus.SERVICE_UNAVAILABLE} else 0
        if broken:
            time.sleep(0.5)
        if broken >= BROKEN:
            raise Trouble(f"the hub cannot work: /readyz answers {status}; the reason stands above")
        if time.monotonic() - told > PATIENCE:
            told = time.monotonic()
            say(f"not ready yet: {text or 'no answer'}" if status else "not ready yet: the web server does not answer")
        time.sleep(children.TICK)


def welcome(arguments: argparse.Namespace, data: Path, *, loopback: bool) -> None:
    """Print the address and the demonstration log-ins."""
    say("ready")
    plain()
    plain(f"    {folder.address(reachable(arguments.host), arguments.port)}/")
    logins = data / "demo-logins.json"
    if loopback and not arguments.no_demo and logins.exists():
        plain()
        for login in json.loads(logins.read_text(encoding="utf-8")):
            plain(f"    {login['name']}: {login['email']}  {login['password']}")
        plain(f"    (kept in {logins})")
    elif folder.demo_state(data).get("loaded"):
        plain("\n    Demonstration content is in this data folder; ./hub manage remove_demo takes it out.")
    plain("\n    Ctrl+C stops the hub.\n")
