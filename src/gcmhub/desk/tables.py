"""Tables of the back office as files."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from gcmhub.face.listings import CSV, MARK, safe_cell


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with a table as CSV under a name; no cell is a formula, nothing is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in row])
    answer = HttpResponse(MARK + out.getvalue(), content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
