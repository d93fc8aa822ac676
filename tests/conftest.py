"""What every test may rely on. Settings (tests/settings.py) are loaded before this file."""

import os
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
ROOT_MOUNT = re.compile(r"^\S+ \S+ \S+ \S+ / ", re.MULTILINE)
# Folders whose tests share something that is slow to start: hubs, a browser, a cluster. Longest first.
TOGETHER = ("tests/journeys/", "tests/hub/", "tests/search/")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

os.environ["DJANGO_SETTINGS_MODULE"] = "gcmhub.config.settings"  # for children of tests, on the tests' data folder


def datasets() -> Path:
    """Return the folder of public data sets: HUB_TEST_DATASETS, else the one beside the project."""
    return Path(os.environ.get("HUB_TEST_DATASETS") or ROOT.parent / "shared" / "data")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(django_db_modify_db_settings_xdist_suffix: None) -> None:
    """Keep the name of an SQLite database: every process has a data folder of its own, and children look for it there."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{os.environ['HUB_DATA']}/hub.sqlite3"


def for_children(**more: str) -> dict[str, str]:
    """Return the environment of a child process that works on the database of this test."""
    made = os.environ | {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "gcmhub.config.settings"} | more
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        user = ":".join(quote(known[name], safe="") for name in ("USER", "PASSWORD") if known[name])
        host = f"?host={quote(known['HOST'], safe='')}" if known["HOST"].startswith("/") else ""
        place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
        made["DATABASE_URL"] = f"postgresql://{user}@{'' if host else place}/{known['NAME']}{host}"
    return made


def browser() -> str | None:
    """Return the program of a browser, if this machine has one."""
    return os.environ.get("HUB_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


def missing(item: pytest.Item) -> str:
    """Say what the test needs and this machine lacks; empty when nothing."""
    if item.get_closest_marker("browser") and not browser():
        return "no browser: install chromium or set HUB_BROWSER"
    if item.get_closest_marker("java") and not (shutil.which("java") and shutil.which("mvn")):
        return "no Java or no Maven in PATH"
    if item.get_closest_marker("java") and not ROOT_MOUNT.search(Path("/proc/self/mountinfo").read_text()):
        return "OpenSearch cannot start in a chroot that is no mount of its own (mount --bind it onto itself first)"
    if item.get_closest_marker("shared") and not datasets().is_dir():
        return "no public data sets: set HUB_TEST_DATASETS"
    if item.get_closest_marker("postgres") and not os.environ.get("DATABASE_URL"):
        return "only on PostgreSQL: ./hub test runs it there"
    return ""


def required(item: pytest.Item) -> bool:
    """Whether the operator said that what the test needs must be there."""
    return any(
        os.environ.get(f"HUB_REQUIRE_{name.upper()}") == "1" and item.get_closest_marker(name) for name in ("browser", "java")
    )


def share_of(nodeid: str) -> str:
    """Return what a test is kept together with when several processes run the suite: its folder or its file."""
    path = nodeid.split("::", maxsplit=1)[0]
    return next((folder for folder in TOGETHER if path.startswith(folder)), path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process ends long after the other."""
    items.sort(key=lambda item: TOGETHER.index(share) if (share := share_of(item.nodeid)) in TOGETHER else len(TOGETHER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the suite out among processes by ``share_of``."""
    from xdist.scheduler import LoadScopeScheduling

    class Shares(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share_of(nodeid)

    return Shares(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose surroundings are missing, or fail it where they are required."""
    if reason := missing(item):
        pytest.fail(reason, pytrace=False) if required(item) else pytest.skip(reason)


@pytest.fixture(scope="session")
def datasets_folder() -> Path:
    """The folder of public data sets; tests that use it are marked ``shared``."""
    return datasets()


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The program of a browser; tests that use it are marked ``browser``."""
    return browser() or pytest.skip("no browser")


@pytest.fixture
def data_folder(tmp_path: Path, settings) -> Path:
    """A data folder of this test alone: media, index and log-ins go there."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HUB_INDEX = tmp_path / "index"
    settings.HUB_DEMO_LOGINS = tmp_path / "demo-logins.json"
    return tmp_path


@pytest.fixture(autouse=True)
def english():
    """No language of an earlier test's reader stays on."""
    from django.utils import translation

    translation.activate("en")
    yield
    translation.deactivate()
