"""``./hub test``: everything the tests need, then pytest, on SQLite and on PostgreSQL."""

import os
import shutil
import subprocess
import time

from hub import apt, postgres
from hub.places import PYTHON, ROOT, SOURCE
from hub.setup import install
from hub.terminal import Trouble, plain, say, warn

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGES = ("chromium", "libatomic1", "fonts-noto-core", "fonts-wqy-zenhei")
JAVA_PACKAGES = ("openjdk-17-jdk-headless", "maven")
# What reads or writes the database; the rest would say the same on PostgreSQL.
ON_POSTGRES = ("library", "search", "api", "accounts", "vocabulary", "workflow", "notices", "review", "web", "demo", "config")
JOBS = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")  # tests/conftest.py says what stays together


def test(arguments: list[str]) -> int:
    """Run pytest with the arguments; without any, the whole suite, and a part of it on PostgreSQL first."""
    rest = [part for part in arguments if part != "--full"]
    if len(rest) != len(arguments):
        os.environ["HUB_TEST_FULL"] = "1"
    install("", "-test")
    _install_packages()
    if rest:
        return _pytest(rest)
    code = _on_postgres()
    say("tests on SQLite")
    return _pytest([*JOBS]) or code


def _pytest(rest: list[str], **more: str) -> int:
    variables = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"} | more
    if not more:
        variables.pop("DATABASE_URL", None)  # an operator's own database is never a test's
    return subprocess.run([PYTHON, "-m", "pytest", *rest], cwd=ROOT, env=variables, check=False).returncode


def _on_postgres() -> int:
    if not postgres.find("initdb"):
        warn("no PostgreSQL on this machine: the tests run on SQLite only (as root, postgresql is installed)")
        return 0
    folders = [f"tests/{name}" for name in ON_POSTGRES if (ROOT / "tests" / name).is_dir()]
    with postgres.private_server() as url:
        say("tests on PostgreSQL")
        return _pytest([*JOBS, "-m", "not browser and not java", *folders], DATABASE_URL=url)


def _install_packages() -> None:
    """Install what Debian has and is missing, as root; otherwise say what will be skipped."""
    missing: list[str] = []
    if not (os.environ.get("HUB_BROWSER") or any(map(shutil.which, BROWSERS))):
        missing += BROWSER_PACKAGES
    if not postgres.find("initdb"):
        missing.append("postgresql")
    if os.environ.get("HUB_REQUIRE_JAVA") == "1" and not (shutil.which("java") and shutil.which("mvn")):
        missing += JAVA_PACKAGES
    if not missing:
        return
    if not (apt.is_root() and apt.exists()):
        warn(f"not installed, so tests that need it are skipped; as root: apt-get install -y {' '.join(missing)}")
        return
    started = time.monotonic()
    say(f"installing from Debian: {' '.join(missing)}")
    try:
        apt.install(*missing)
    except Trouble as trouble:
        plain(str(trouble))
        warn("tests that need these packages are skipped, or fail where they are required")
    else:
        say(f"installed in {time.monotonic() - started:.0f} s")
