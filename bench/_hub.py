"""A hub in a folder of its own, for benchmarks."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from _corpus import Made

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment of a hub's process on ``data``, whatever the caller's own hub is."""
    # Without written bytecode every process would compile the libraries first, which no installed hub does twice.
    dropped = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_") and name not in dropped}
    own = {"HUB_DATA": str(data), "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "gcmhub.config.settings"}
    return kept | {"PYTHONUTF8": "1"} | own | more


def enter(data: Path) -> None:
    """Make this process one of the hub on ``data``, with its tables."""
    variables = environment(data)
    for name in [name for name in os.environ if name not in variables]:
        del os.environ[name]
    os.environ.update(variables)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def verdict(*, met: bool) -> str:
    """Say whether a bar is met, in words of one width."""
    return "met   " if met else "MISSED"


def manage(data: Path, *arguments: str, **more: Any) -> "subprocess.Popen[str]":
    """Start a management command of the hub on ``data``."""
    return subprocess.Popen(
        [sys.executable, "-m", "gcmhub.config.manage", *arguments], env=environment(data), text=True, **more
    )


def prepare(data: Path) -> None:
    """Make tables, vocabulary, catalogues and static files in ``data``."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, "-m", "gcmhub.config.prepare"]
    done = subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the data folder could not be made ready:\n{done.stderr[-3000:]}")


def document_of(made: Made) -> Any:
    """Return a made resource as the library would describe it to the search."""
    from gcmhub.library import rules
    from gcmhub.search.engine import Document, Text

    facets = made.facets
    weight = rules.effective_comprehensiveness(None, objectives=len(facets["objective"]), actions=len(facets["action"]))
    return Document(
        key=made.key,
        texts=tuple(
            Text(name, made.language, made.text(name)) for name in ("title", "abstract", "body") if getattr(made, name)
        ),
        facets=facets,
        year=int(facets["year"][0]),
        breadth=rules.breadth(scope=facets["scope"][0], comprehensiveness=weight),
        recommended=made.recommended,
        newest=made.newest,
        audiences=("public",),
        payload=_payload(made),
    )


def _payload(made: Made) -> dict[str, Any]:
    """Return what listings show, in the shape that the library gives it."""
    facets = made.facets
    return {
        "id": made.key,
        "source": facets["source"][0],
        "external_id": f"made-{made.number}",
        "kind": facets["kind"][0],
        "document_type": next(iter(facets["document_type"]), ""),
        "titles": {made.language: made.text("title")},
        "abstracts": {made.language: made.text("abstract")},
        "languages": list(facets["language"]),
        "url": f"https://made.example/{made.number}",
        "published": made.published,
        "scope": facets["scope"][0],
        "objectives": list(facets["objective"]),
        "actions": list(facets["action"]),
        "principles": list(facets["principle"]),
        "regions": list(facets["region"]),
        "countries": [code for code in facets["country"] if code != "global"],
        "publishers": [f"Publisher {made.number % 211}"],
        "review_status": "imported",
        "reviewed_year": None,
        "details": {},
        "files": [],
        "rank": [f"scope:{facets['scope'][0]}", "imported", f"published:{made.published[:4]}"],
    }


def put_entries(made: Iterable[Made]) -> None:
    """Write prepared documents by plain inserts, as settled ones."""
    from django.db import transaction

    from gcmhub.core import clock
    from gcmhub.core.rows import insert_rows
    from gcmhub.search.documents import entry_of
    from gcmhub.search.models import Entry

    now = clock.now()
    fields = Entry._meta.concrete_fields  # noqa: SLF001 - the documented way to a model's columns
    columns = [field.attname for field in fields if field.attname not in {"id", "waiting"}]
    rows = []
    for each in made:
        entry = entry_of("resources", document_of(each), now)
        rows.append([False, *(getattr(entry, column) for column in columns)])
    with transaction.atomic():
        insert_rows(Entry, ["waiting", *columns], rows)


class Hub:
    """The hub's own query: engine, rows of the page, highlights, counts."""

    name = "hub"

    def __init__(self) -> None:
        self.build_seconds = self.build_cpu = 0.0

    def add(self, made: list[Made]) -> None:
        """Put the prepared documents in."""
        put_entries(made)

    def finish(self) -> None:
        """Build the index from the prepared documents."""
        from gcmhub.search.actions import rebuild_index

        wall, cpu = time.perf_counter(), time.process_time()
        rebuild_index("resources")
        self.build_seconds, self.build_cpu = time.perf_counter() - wall, time.process_time() - cpu

    def ask(self, case: Any) -> Any:
        """Answer a case of ``search.py``."""
        from gcmhub.search import queries
        from gcmhub.search.queries import Question

        if case.cold:
            queries._kept.answers.clear()  # noqa: SLF001 - what a new generation does
        if case.prefix:
            return len(queries.suggest("resources", case.prefix, "en"))
        question = Question(
            text=case.typed,
            language=case.language,
            filters=case.filters,
            order="relevance" if case.typed else "recommended",
            offset=case.offset,
            facets=case.groups,
        )
        return queries.find("resources", question).total

    def listing(self, case: Any) -> Any:
        """Answer with cards and labels, as pages and the API get it."""
        from gcmhub.library.queries import Selection, search_resources

        page = case.offset // 20 + 1
        return search_resources(Selection(case.typed, case.filters, page=page, language=case.language)).total

    def cpu(self) -> float:
        """Return the seconds that this process has computed."""
        return time.process_time()
