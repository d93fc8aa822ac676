"""``./hub check``: linters, types, contracts between rooms, files that must be current."""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

from hub.places import PYTHON, ROOT, VENV, environment, module
from hub.setup import install
from hub.terminal import plain, say


def steps() -> list[tuple[str, list[str]]]:
    """Return name and command line of every check."""
    tool = VENV / "bin"
    return [
        ("style", [str(tool / "ruff"), "check", "--quiet", "."]),
        ("format", [str(tool / "ruff"), "format", "--check", "--quiet", "."]),
        ("types", [str(PYTHON), "-m", "mypy"]),
        ("floors", [str(tool / "lint-imports"), "--no-cache", "--no-logo"]),
        ("migrations", module("gcmhub.config.manage", "makemigrations", "--check", "--dry-run")),
        ("catalogues", module("gcmhub.config.catalogues")),
        ("openapi", module("gcmhub.config.manage", "export_openapi", "--check")),
    ]


def check(_arguments: argparse.Namespace) -> int:
    """Run every check, show what the failing ones said; 1 when any failed."""
    install("", "-test")
    failed = []
    with tempfile.TemporaryDirectory(prefix="hub-check-") as data:
        variables = environment(Path(data), DATABASE_URL="", MYPYPATH=str(ROOT / "src"))
        for name, command in steps():
            started = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            say(f"{name:<12}{'ok' if done.returncode == 0 else 'FAILED':<8}{time.monotonic() - started:5.1f} s")
            if done.returncode:
                failed.append(name)
                plain((done.stdout + done.stderr).rstrip() + os.linesep)
    say(f"failed: {', '.join(failed)}" if failed else "every check passed")
    return 1 if failed else 0
