"""Calls for practices from a file of records: each bad line reported, the rest goes on."""

from collections.abc import Callable, Iterable
from typing import Any

from gcmhub.library.actions import take_call
from gcmhub.library.call_records import CALL_FIELDS, read_call
from gcmhub.library.checks import printable
from gcmhub.library.errors import Problem, RecordRefused
from gcmhub.library.imports import Refusal, Report, known_words
from gcmhub.library.reading import Line


def import_calls(
    lines: Iterable[Line],
    *,
    by: Any,
    source: str = "",
    publish: bool = False,
    dry_run: bool = False,
    on_refusal: Callable[[Refusal], None],
    on_line: Callable[[Line], None] = lambda _: None,
) -> Report:
    """Announce or amend one call a line, each in a transaction of its own; a line that is refused costs only itself.

    With ``dry_run`` everything is checked and nothing is written. Raises ``FileUnreadable`` where the lines break off;
    what stands before that is kept.
    """
    report, words = Report(), known_words()
    for line in lines:
        report.lines += 1
        on_line(line)
        name = str(line.raw.get("id", "")) if isinstance(line.raw, dict) else ""
        try:
            if line.reason:
                raise RecordRefused((Problem("record", line.reason),))
            record = read_call(line.raw, words, source)
        except RecordRefused as error:
            report.counts["refused"] += 1
            on_refusal(Refusal(line.number, name, error.problems))
            continue
        report.ignored.update(printable(name, 80) for name in line.raw.keys() - CALL_FIELDS)
        report.counts["checked" if dry_run else take_call(record, by=by, publish=publish)] += 1
    return report
