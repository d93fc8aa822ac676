"""How a data file of the vocabulary is laid out: one attribute a line, so that a change shows as one line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "src" / "gcmhub" / "vocabulary" / "data"


def write_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows of one scheme to its data file."""
    blocks = []
    for row in rows:
        lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()]
        blocks.append("{\n" + ",\n".join(lines) + "\n}")
    (DATA / name).write_text("[\n" + ",\n".join(blocks) + "\n]\n", encoding="utf-8")
