"""What every type of page costs when no kept page answers: queries, bytes, milliseconds, beside its template alone.

One process asks itself through every middleware, without a server. The template alone is the part of the same answer that
renders, from values that are in memory then. Milliseconds are of CPU, the median of the better half.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from _corpus import Corpus, action_codes, frequent_words, record_of
from _hub import ROOT, enter, manage, prepare, verdict

ROUNDS, ADDRESSES = 3, 40
BARS = {"resource": 6.0, "home": 6.0}  # milliseconds
EVENT_DAYS = (-1_500, 400)  # from today
STAGES = ("pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended", "", "")


@dataclass
class Cost:
    """What one type of page was seen to cost; times in ms of CPU."""

    queries: set[int] = field(default_factory=set)
    sizes: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    templates: list[float] = field(default_factory=list)


def records(count: int, events: float) -> Iterator[dict[str, Any]]:
    """Yield made records; events and projects have dates. ``events`` is the share of records that become events besides."""
    dice, today = random.Random(5), date.today()  # noqa: DTZ011 - any day will do
    for made in Corpus(actions=action_codes()).documents(count, abstracts=0.6, bodies=0.1):
        record = record_of(made)
        if events and dice.random() < events:
            record |= {"kind": "event", "document_type": ""}
        start = today + timedelta(days=dice.randint(*EVENT_DAYS))
        if record["kind"] == "event":
            last = start + timedelta(days=dice.choice((0, 0, 1, 2, 4)))
            times = {
                "start": f"{start}T09:00:00",
                "end": f"{last}T17:00:00",
                "timezone": dice.choice(("Africa/Nairobi", "UTC")),
            }
            record["event"] = times | {"place": "Nairobi"}
        elif record["kind"] == "project":
            record["project"] = {"start": str(start), "end": str(start + timedelta(days=700)), "status": dice.choice(STAGES)}
        yield record


def fill(data: Path, count: int, events: float) -> None:
    """Import made records into a fresh data folder and index them."""
    prepare(data)
    file = data / "records.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for record in records(count, events):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    for command in (("import_resources", str(file), "--publish"), ("run_indexer", "--once")):
        done = manage(data, *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = done.communicate()
        if done.returncode:
            sys.exit(f"{command[0]} failed:\n{output[-2000:]}")
    file.unlink()
    (data / ".filled").write_text(str(count))


def addresses() -> dict[str, list[str]]:
    """Return addresses of every type of page, different ones where there are."""
    from gcmhub.library.models import Resource
    from gcmhub.vocabulary import queries as vocabulary

    dice = random.Random(3)
    ids = list(Resource.objects.published().order_by("pk").values_list("public_id", flat=True))
    codes = {scheme: sorted(vocabulary.codes(scheme)) for scheme in ("objective", "country", "region", "principle")}
    words = [word for word in list(frequent_words("en"))[60:3_000] if len(word) > 2]
    some = {scheme: dice.choices(found, k=ADDRESSES) for scheme, found in codes.items()}
    months = [f"page={number}" for number in range(1, 5)]
    return {
        "home": [""],
        "resource": [f"resources/{each}/" for each in dice.sample(ids, min(ADDRESSES, len(ids)))],
        "citations": [f"resources/{each}/cite/" for each in dice.sample(ids, min(10, len(ids)))],
        "search": ["search/"],
        "search, a word and 3 filters": [
            f"search/?q={dice.choice(words)}&objective={objective}&kind=document&language=en" for objective in some["objective"]
        ],
        "objectives": ["objectives/"],
        "objective": [f"objectives/{code}/" for code in some["objective"]],
        "principle": [f"principles/{code}/" for code in some["principle"]],
        "countries": ["countries/"],
        "country": [f"countries/{code}/" for code in some["country"]],
        "region": [f"regions/{code}/" for code in some["region"]],
        "practices": ["practices/"],
        "projects": ["projects/"],
        "projects, 2 filters": [f"projects/?objective={code}&language=en" for code in some["objective"][:10]],
        "events": ["events/", *(f"events/?{each}" for each in months[1:])],
        "events, 2 filters": [f"events/?objective={code}&language=en" for code in some["objective"][:10]],
        "past events": ["events/past/", *(f"events/past/?{each}" for each in months[1:])],
        "calendar of an objective": [f"events.ics?objective={code}" for code in some["objective"][:3]],
        "calendar of all events": ["events.ics"],
        "about": ["about/"],
    }


@contextmanager
def template_times(found: list[float]) -> Iterator[None]:
    """Note how long every template took to render."""
    from django.template.backends.jinja2 import Template

    render = Template.render

    def timed(self: Any, context: Any = None, request: Any = None) -> Any:
        began = time.process_time()
        made = render(self, context, request)
        found.append((time.process_time() - began) * 1000)
        return made

    Template.render = timed  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = render  # type: ignore[method-assign]


def measure(paths: list[str], cost: Cost, mark: str, repeats: int) -> None:
    """Ask for some pages, each under an address of its own, so that no kept page answers."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
    for number in range(max(repeats, len(paths))):
        path = paths[number % len(paths)]
        address = f"/en/{path}{'&' if '?' in path else '?'}n={mark}{number}"
        rendered: list[float] = []
        with template_times(rendered):
            began = time.process_time()
            answer = client.get(address)
            taken = (time.process_time() - began) * 1000
        if answer.status_code not in {200, 404}:
            sys.exit(f"{address} answered {answer.status_code}")
        cost.times.append(taken)
        cost.templates.append(sum(rendered))
        cost.sizes.append(len(answer.content))
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/en/{paths[0]}{'&' if '?' in paths[0] else '?'}n={mark}q")
    cost.queries.add(len(queries))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--events", type=float, default=0, help="share of records that are made events, 0 to 1")
    parser.add_argument("--data", type=Path, help="data folder that is made once and used again")
    parser.add_argument("--only", default="", help="types of pages, with commas between")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        data = arguments.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-"))) / "hub"
        if not (data / ".filled").exists():
            fill(data, arguments.records, arguments.events)
        os.environ["PYTHONUTF8"] = "1"
        sys.path.insert(0, str(ROOT / "src"))
        enter(data)
        run([name for name in arguments.only.split(",") if name])


def run(only: list[str]) -> None:
    """Measure every type of page in turns and print the table."""
    pages = {name: paths for name, paths in addresses().items() if not only or name in only}
    costs = {name: Cost() for name in pages}
    for turn in range(ROUNDS + 1):
        for name, paths in pages.items():
            slow = name.startswith("calendar")
            measure(paths, costs[name] if turn else Cost(), str(turn), 2 if slow else 12)  # the first turn warms
    print(f"{'page':32} {'queries':>8} {'bytes':>9} {'ms':>8} {'template ms':>12} {'ratio':>6}")
    for name, cost in costs.items():
        whole, alone = best(cost.times), best(cost.templates)
        ratio = f"{whole / alone:6.1f}" if alone > 0.05 else "     -"
        size = int(statistics.median(cost.sizes))
        print(f"{name:32} {max(cost.queries):8} {size:9,} {whole:8.2f} {alone:12.2f} {ratio}")
    for name, bar in BARS.items():
        if name in costs:
            taken = best(costs[name].times)
            print(f"  {verdict(met=taken <= bar)} {name}, at most {bar:.0f} ms: {taken:.2f}")


def best(times: list[float]) -> float:
    """Return the median of the better half: other work on the machine only ever adds."""
    return statistics.median(sorted(times)[: max(1, len(times) // 2)])


if __name__ == "__main__":
    main()
