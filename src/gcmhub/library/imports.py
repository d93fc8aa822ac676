"""Carry a stream of raw records to the shelf in batches, reporting each bad one and going on."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gcmhub.library.actions import shelve_records
from gcmhub.library.checks import Words, printable
from gcmhub.library.errors import Problem, RecordRefused
from gcmhub.library.files import FileRefused, StoredFile, inside, store
from gcmhub.library.reading import FileUnreadable, Line
from gcmhub.library.records import FIELDS, Record, read_record
from gcmhub.vocabulary import queries as vocabulary

BATCH = 250


@dataclass(frozen=True)
class Refusal:
    """A line that was left out, with everything that is wrong with it."""

    line: int
    id: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        name = f" ({printable(self.id, 80)})" if self.id else ""
        reasons = "; ".join(f"{problem.field}: {problem.reason}" for problem in self.problems)
        return f"{self.line}{name}: {printable(reasons, 10_000)}"


@dataclass
class Report:
    """What became of a file: counts by outcome, refusals, unknown fields that were left out."""

    counts: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    lines: int = 0


def known_words() -> Words:
    """Return the codes that records may use now."""
    return Words(
        objectives=vocabulary.codes("objective"),
        actions=vocabulary.codes("action"),
        principles=vocabulary.codes("principle"),
        regions=vocabulary.codes("region"),
        document_types=vocabulary.codes("document_type"),
        country=vocabulary.resolve_country,
    )


def import_records(
    lines: Iterable[Line],
    *,
    by: Any,
    source: str = "",
    publish: bool = False,
    dry_run: bool = False,
    folder: Path | None = None,
    on_refusal: Callable[[Refusal], None],
    on_line: Callable[[Line], None] = lambda _: None,
) -> Report:
    """Shelve every sound record; a line that is refused costs only itself.

    ``folder`` is where ``files.path`` starts; without it a record with a path is refused.
    With ``dry_run`` everything is checked and nothing is written. Raises ``FileUnreadable``
    where the lines break off; what stands before that is shelved.
    """
    report, words = Report(), known_words()
    batch: list[Record] = []
    files: dict[tuple[str, str], list[StoredFile]] = {}
    try:
        for line, record in _sound(lines, words, source, folder, report, on_refusal=on_refusal, on_line=on_line):
            if dry_run:
                report.counts["checked"] += 1
                continue
            name = (record.source, record.id)
            try:
                files[name] = [_store(folder, file["path"]) for file in record.files if "path" in file and folder]
            except (FileRefused, OSError) as error:
                report.counts["refused"] += 1
                on_refusal(Refusal(line.number, record.id, (Problem("files.path", str(error)),)))
                continue
            batch.append(record)
            if len(batch) >= BATCH:
                _flush(batch, files, report, by=by, publish=publish)
    except FileUnreadable:
        _flush(batch, files, report, by=by, publish=publish)
        raise
    _flush(batch, files, report, by=by, publish=publish)
    return report


def _sound(
    lines: Iterable[Line],
    words: Words,
    source: str,
    folder: Path | None,
    report: Report,
    *,
    on_refusal: Callable[[Refusal], None],
    on_line: Callable[[Line], None],
) -> Iterator[tuple[Line, Record]]:
    for line in lines:
        report.lines += 1
        on_line(line)
        raw = line.raw
        name = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        try:
            if line.reason:
                raise RecordRefused((Problem("record", line.reason),))
            record = read_record(raw, words, source)
            _check_paths(record, folder)
        except RecordRefused as error:
            report.counts["refused"] += 1
            on_refusal(Refusal(line.number, name, error.problems))
            continue
        report.ignored.update(printable(name, 80) for name in raw.keys() - FIELDS)
        yield line, record


def _check_paths(record: Record, folder: Path | None) -> None:
    for file in record.files:
        if "path" in file:
            try:
                if folder is None:
                    raise FileRefused("there is no folder to take files from")
                inside(folder, file["path"])
            except FileRefused as error:
                raise RecordRefused((Problem("files.path", str(error)),)) from error


def _store(folder: Path, path: str) -> StoredFile:
    with inside(folder, path).open("rb") as file:
        return store(file, Path(path).name)


def _flush(
    batch: list[Record], files: dict[tuple[str, str], list[StoredFile]], report: Report, *, by: Any, publish: bool
) -> None:
    if not batch:
        return
    outcomes = shelve_records(batch, by=by, publish=publish, files=files)
    report.counts.update(outcome.what for outcome in outcomes)
    report.counts["repeated"] += len(batch) - len(outcomes)
    batch.clear()
    files.clear()
