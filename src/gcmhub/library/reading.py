"""Files of records: JSON Lines and CSV in, one raw record after another, nothing held in memory."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LISTS = frozenset("languages objectives actions principles regions countries publishers authors".split())
STRUCTURES = frozenset("files identifiers relations peer_review".split())
BY_LANGUAGE = frozenset("title abstract body keywords".split())
DETAIL_LISTS = frozenset("donors partners captions".split())
LINE_LIMIT = 64_000_000  # bytes of one line; a longer one is refused, not read


class FileUnreadable(Exception):
    """Nothing can be read from the file; the message says why."""


@dataclass(frozen=True)
class Line:
    """One line: its number from 1, the bytes read so far, the raw record or why there is none."""

    number: int
    position: int
    raw: Any = None
    reason: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield every line of a .csv or JSON Lines file. Raises ``FileUnreadable``."""
    try:
        if path.suffix.lower() == ".csv":
            yield from _read_csv(path)
        else:
            yield from _read_json_lines(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(str(error)) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _read_json_lines(path: Path) -> Iterator[Line]:
    position = 0
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(LINE_LIMIT + 1), b""), start=1):
            position += len(raw)
            if len(raw) > LINE_LIMIT:
                rest = raw
                while rest and not rest.endswith(b"\n"):
                    rest = file.readline(LINE_LIMIT)
                    position += len(rest)
                yield Line(number, position, reason=f"is longer than {LINE_LIMIT} bytes")
                continue
            if not raw.strip():
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
                yield Line(number, position, json.loads(text, parse_constant=_refuse_constant))
            except (ValueError, RecursionError) as error:
                yield Line(number, position, reason=f"is no JSON in UTF-8: {error}")


def _read_csv(path: Path) -> Iterator[Line]:
    csv.field_size_limit(LINE_LIMIT)
    # What is no UTF-8 becomes lone surrogates, which the checks refuse: it costs its line, not the file.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        rows = csv.DictReader(
            file, strict=True
        )  # a quotation mark that nothing ends would take in the rest of the file in silence
        if not rows.fieldnames or "id" not in rows.fieldnames:
            raise OSError("the first line of a CSV file must name the columns, id among them")
        uncounted = 0
        while True:
            try:
                row = next(rows)
                if None in row:
                    raise ValueError("has more cells than there are columns")
                raw = raw_from_cells(row)
            except StopIteration:
                return
            except csv.Error as error:
                uncounted += 1  # the reader counts a line when it has read it
                yield Line(rows.line_num + uncounted, 0, reason=str(error))
            except ValueError as error:
                yield Line(rows.line_num + uncounted, 0, reason=str(error))
            else:
                yield Line(rows.line_num + uncounted, 0, raw)


def raw_from_cells(row: dict[str, str | None]) -> dict[str, Any]:
    """Turn a row of CSV into a raw record: ``a|b`` lists, ``title.en`` columns, JSON in structured cells."""
    raw: dict[str, Any] = {}
    for column, cell in row.items():
        text = (cell or "").strip()
        if not text:
            continue
        name, _, rest = column.partition(".")
        if rest and name in BY_LANGUAGE:
            _parts(raw, name)[rest] = _split(text) if name == "keywords" else text
        elif rest:
            _put(_parts(raw, name), rest, text)
        elif name in STRUCTURES or (name in LISTS and text[0] == "["):
            raw[name] = _json(column, text)
        elif name in LISTS:
            raw[name] = _split(text)
        else:
            raw[name] = _json(column, text) if text[0] == "{" else text
    return raw


def _put(details: dict[str, Any], name: str, text: str) -> None:
    field, _, language = name.partition(".")
    if language:
        _parts(details, field)[language] = text
    else:
        details[field] = _split(text) if field in DETAIL_LISTS else text


def _parts(values: dict[str, Any], name: str) -> dict[str, Any]:
    parts = values.setdefault(name, {})
    if not isinstance(parts, dict):
        raise ValueError(f"{name}: stands both in one column and in several")  # noqa: TRY004 - what the line holds is wrong
    return parts


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _json(column: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{column}: is no JSON") from error
