"""A whole hub on demonstration content in a folder of its own, and a browser that visits it."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gcmhub.face.middleware import CONTENT_SECURITY_POLICY
from tests.hub.test_run import free_port
from tests.journeys.pages import reader_of

SOURCE = Path(__file__).resolve().parents[2] / "src"
STAGE = Path(__file__).with_name("stage.py")
STAND_IN = re.compile(r"/([a-z-]+)/stand-in/([a-z-]+)/$")


@dataclass(frozen=True)
class Site:
    """A running hub: its address and data folder, its demonstration log-ins, one resource of each kind, its stage."""

    address: str
    data: Path
    logins: list[dict[str, str]]
    resources: dict[str, str]
    names: dict[str, str]  # what stands in the addresses of pages.py
    sessions: dict[str, str]
    papers: dict[str, dict[str, str]]

    def url(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self.address}{path}"


def ask(address: str) -> Any:
    """Return the JSON at an address."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A hub behind its own web server, as readers meet it."""
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def running(data: Path, prepare: Callable[[Path], None] = lambda _data: None) -> Iterator[Site]:
    """Run a hub on demonstration content in a folder; ``prepare`` may change what was put into it."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_") and name != "DATABASE_URL"}
    own = {"HUB_DATA": str(data), "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "gcmhub.config.settings"}
    environment = kept | own | {"PYTHONUTF8": "1"}
    steps = (["-m", "gcmhub.config.prepare", "--demo"], [str(STAGE)], ["-m", "gcmhub.config.manage", "run_indexer", "--once"])
    _done([sys.executable, *steps[0]], environment)
    prepare(data)
    told = [_done([sys.executable, *step], environment) for step in steps[1:]]
    command = ["granian", "--interface", "wsgi", "--port", str(port), "--no-ws", "gcmhub.config.wsgi:application"]
    with (data / "web.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _until_ready(address, server, data / "web.log")
        kinds = ("document", "link", "event", "project", "training", "video", "practice")
        found = {kind: ask(f"{address}/api/v1/resources?kind={kind}&page_size=1")["items"] for kind in kinds}
        logins = json.loads((data / "demo-logins.json").read_text())
        resources = {kind: items[0]["id"] for kind, items in found.items() if items}
        stage = json.loads(told[0])
        yield Site(address, data, logins, resources, resources | stage["names"], stage["sessions"], stage["papers"])
    finally:
        server.terminate()
        server.wait(20)


def _done(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _until_ready(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 60
    while not _is_ready(address):
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def _is_ready(address: str) -> bool:
    try:
        return bool(ask(f"{address}/readyz")["ready"])
    except OSError:
        return False


@pytest.fixture(scope="module")
def chromium(browser_path: str) -> Iterator[Any]:
    """One browser for a file of journeys; while it runs, Django takes this process for an asynchronous one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=browser_path, args=root)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One tab of its own: what its console said and which other hosts it asked."""

    page: Any
    problems: list[str]
    strangers: list[str]


@pytest.fixture
def visit(chromium: Any, site: Site) -> Iterator[Any]:
    """Open tabs: ``visit(path, width=1280, dark=False, scripts=True, zone="UTC", reader="")``.

    An error in a console or a request to another host fails the test; ``reader`` is one of the sessions of stage.py.
    """
    yield from tabs(chromium, site)


def new_tab(
    chromium: Any,
    site: Site,
    *,
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    scripts: bool = True,
    zone: str = "UTC",
    reader: str = "",
) -> Visit:
    """Open an empty tab with a memory of its own."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        timezone_id=zone,
    )
    if reader:
        context.add_cookies([{"name": "sessionid", "value": site.sessions[reader], "url": site.address}])
    tab = Visit(context.new_page(), [], [])
    tab.page.on("console", lambda message: tab.problems.append(message.text) if message.type == "error" else None)
    tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.page.on("request", lambda request: _note(tab, site, request.url))
    return tab


def tabs(chromium: Any, site: Site) -> Iterator[Any]:
    """Yield what opens tabs on a site, and look at what they said when all is done."""
    opened: list[Visit] = []

    def open_tab(path: str, **more: Any) -> Visit:
        tab = new_tab(chromium, site, **more)
        opened.append(tab)
        tab.page.goto(site.url(path))
        return tab

    yield open_tab
    for tab in opened:
        tab.page.context.close()
    assert [problem for tab in opened for problem in tab.problems] == []
    assert [stranger for tab in opened for stranger in tab.strangers] == []


class Windows:
    """Tabs that stay open, one for each screen and reader: to look at many pages, one after the other."""

    def __init__(self, chromium: Any, site: Site) -> None:
        self.chromium, self.site = chromium, site
        self.open: dict[tuple[Any, ...], Visit] = {}

    def show(self, name: str, path: str, language: str = "en", **more: Any) -> Any:
        """Show a page of pages.py and return the browser's page; its console must be silent and all it loads the hub's."""
        reader, address = reader_of(name), f"/{language}/{path.format(**self.site.names)}"
        stands_in = bool(STAND_IN.search(address))
        key = (reader, stands_in, *sorted(more.items()))
        if key not in self.open:
            self.open[key] = new_tab(self.chromium, self.site, reader=reader, **more)
            if stands_in:  # no other window: what is routed comes slowly and never from a cache
                self.open[key].page.route(STAND_IN, lambda route: _stand_in(route, self.site))
        tab = self.open[key]
        tab.problems.clear()
        tab.page.goto(self.site.url(address))
        # The page itself may answer 404, 410 or 422.
        assert [problem for problem in tab.problems if "Failed to load resource" not in problem] == []
        assert tab.strangers == []
        if reader:
            assert tab.page.url == self.site.url(address), "the reader was led elsewhere"
        return tab.page


@pytest.fixture(scope="module")
def windows(chromium: Any, site: Site) -> Windows:
    """Windows on the hub of the session; the browser closes them."""
    return Windows(chromium, site)


def _stand_in(route: Any, site: Site) -> None:
    language, name = STAND_IN.search(route.request.url).groups()  # type: ignore[union-attr] - it was routed by it
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CONTENT_SECURITY_POLICY}
    route.fulfill(status=200, headers=headers, body=site.papers[name][language])


def _note(tab: Visit, site: Site, address: str) -> None:
    if not address.startswith((site.address, "about:", "data:")):
        tab.strangers.append(address)
