"""Call ./hub as an operator does, in surroundings without options of this shell."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def surroundings(data, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DATABASE_URL", "DJANGO"))}
    return kept | {"HUB_DATA": str(data)} | more


def line(*arguments):
    return [sys.executable, str(ROOT / "hub"), *map(str, arguments)]


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
