"""The hub's search beside PostgreSQL's and SQLite's full text search, on the same documents in one run.

CPU of one query, of PostgreSQL's backend and this process together; the engines take turns, ten questions each.
"""

import argparse
import cProfile
import pickle
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from _cases import Case, Cases
from _corpus import Corpus, Made
from _hub import Hub, enter, verdict
from _peers import PostgreSQL, SQLite

CHUNK, SAMPLE = 2_000, 4_000
TURN = 10  # questions of one engine before the next one's; fewer would measure the caches that the others have emptied
FULL = "word, 2 filters, snippets, all 11 groups"
SEVEN = "word, 2 filters, snippets, 7 groups"
COLD, CACHED = "everything, all groups, cold", "everything, all groups, from the cache"


@dataclass
class Times:
    """Milliseconds of one engine in one case, in the order of the questions."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def fill(engines: list[Any], count: int) -> list[Made]:
    """Make the documents once and give every engine each of them; returns a sample."""
    dice, sample = random.Random(3), []
    stream, done, began = Corpus().documents(count), 0, time.monotonic()
    while made := list(islice(stream, CHUNK)):
        for engine in engines:
            engine.add(made)
        sample += dice.sample(made, max(1, len(made) * SAMPLE // count))
        done += len(made)
        if sys.stderr.isatty():
            print(f"\r{done} documents, {time.monotonic() - began:.0f} s", end="", file=sys.stderr, flush=True)
    for engine in engines:
        engine.finish()
    return sample


def fill_or_find(engines: list[Any], count: int, kept: Path) -> list[Made]:
    """Fill every engine, but the hub only once in a folder that is kept; the documents are always the same."""
    if not kept.exists():
        sample = fill(engines, count)
        kept.write_bytes(pickle.dumps(sample))
    elif len(engines) > 1:
        fill(engines[1:], count)
    return list(pickle.loads(kept.read_bytes()))


def measure(engines: list[Any], cases: list[Case], budget: float) -> dict[str, Times]:
    """Ask every engine every question, some at a time in turn; one that has used up ``budget`` seconds asks no more."""
    found = {engine.name: Times() for engine in engines}
    for start in range(0, len(cases), TURN):
        for engine in engines:
            times = found[engine.name]
            for case in cases[start : start + TURN]:
                if sum(times.wall) / 1000 <= budget or len(times.wall) < 3:
                    take(engine, case, times)
    return found


def take(engine: Any, case: Case, times: Times) -> None:
    """Ask one question and note what it took, unless the engine cannot answer its kind."""
    wall, cpu = time.perf_counter(), engine.cpu()
    total = engine.ask(case)
    cpu, wall = engine.cpu() - cpu, time.perf_counter() - wall
    if total is not None:
        times.cpu.append(cpu * 1000)
        times.wall.append(wall * 1000)
        times.totals.append(total)


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def report(name: str, found: dict[str, Times]) -> dict[str, float]:
    """Print one case; returns the ratios of CPU p50 to the hub's over the questions that both answered."""
    print(f"\n{name}")
    ratios = {}
    hub = found["hub"].cpu
    for engine, times in found.items():
        if not times.cpu:
            print(f"  {engine:12} has none")
            continue
        same = hub[: len(times.cpu)]
        ratios[engine] = statistics.median(times.cpu) / statistics.median(same)
        every = sum(times.cpu) / sum(same)
        print(
            f"  {engine:12} CPU ms p50 {statistics.median(times.cpu):9.3f}  p95 {p95(times.cpu):9.3f}"
            f"   wall p50 {statistics.median(times.wall):9.3f}   x{ratios[engine]:7.1f}  all x{every:7.1f}"
            f"   n {len(times.cpu):4}   found on average {statistics.mean(times.totals):.0f}"
        )
    return ratios


def bars(count: int, found: dict[str, dict[str, Times]], ratios: dict[str, dict[str, float]]) -> None:
    """Say which bars are met."""
    p50 = {name: statistics.median(times["hub"].cpu) for name, times in found.items()}
    least = 10 if count >= 1_000_000 else 5
    rows = [
        (f"at least {least} x {name}, all groups", ratios[FULL][name], least, True)
        for name in ("PostgreSQL",)
        if name in ratios[FULL]
    ]
    if count >= 1_000_000:
        rows += [("7 groups, at most 12 ms", p50[SEVEN], 12, False), ("everything cold, at most 40 ms", p50[COLD], 40, False)]
    rows.append(("everything cached, at most 1 ms", p50[CACHED], 1, False))
    rows.append(("suggestions, at most 0.1 ms", p50["suggestions"], 0.1, False))
    print("\nBars")
    for name, value, bar, higher in rows:
        print(f"  {verdict(met=value >= bar if higher else value <= bar)} {name}: {value:.3f}")


def profile(hub: Hub, cases: list[Case], target: Path) -> None:
    """Write where the hub's time goes in the first case."""
    profiler = cProfile.Profile()
    profiler.enable()
    for case in cases:
        hub.ask(case)
    profiler.disable()
    with target.open("a") as out:
        pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(35)


def run(count: int, arguments: argparse.Namespace) -> None:
    """Compare the engines on ``count`` documents."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-", dir=arguments.folder)))
        kept = arguments.keep / str(count) if arguments.keep else folder
        enter(kept / "hub")
        hub = Hub()
        engines: list[Any] = [hub]
        if "postgresql" in arguments.engines:
            engines.append(PostgreSQL(stack, "2GB"))
        if "sqlite" in arguments.engines:
            engines.append(SQLite(folder / "peer.sqlite3"))
        sample = fill_or_find(engines, count, kept / "sample")
        print(f"\n{count:,} documents")
        for engine in engines:
            print(
                f"  {engine.name:12} built in {engine.build_seconds:.0f} s"
                if engine.build_seconds
                else f"  {engine.name} was kept"
            )
        groups = Cases(sample, arguments.questions).groups()
        # Other questions first: pages of the files are in memory, as in any server that has run for a minute.
        measure(engines, Cases(sample, arguments.questions, seed=8).groups()[FULL], 30)
        found, ratios = {}, {}
        for name, cases in groups.items():
            found[name] = measure(engines, cases, arguments.budget)
            ratios[name] = report(name, found[name])
        print(f"\nwith cards and labels: CPU ms p50 {listing(hub, groups[FULL]):.3f} (the hub's first case)")
        bars(count, found, ratios)
        if arguments.profile:
            profile(hub, groups[FULL], arguments.profile)


def listing(hub: Hub, cases: list[Case]) -> float:
    """Return the CPU of a page as the API and the pages ask for it."""
    times = []
    for case in cases:
        began = hub.cpu()
        hub.listing(case)
        times.append((hub.cpu() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", default="100000", help="how many, several by commas: 100000,1000000")
    parser.add_argument("--engines", default="hub,postgresql,sqlite", help="peers of the hub to run (default: %(default)s)")
    parser.add_argument("--questions", type=int, default=200, help="of each kind (default: %(default)s)")
    parser.add_argument("--budget", type=float, default=60, help="seconds of an engine for one kind (default: %(default)s)")
    parser.add_argument("--folder", help="where the passing folder is made")
    parser.add_argument("--keep", type=Path, help="folder where the filled hub stays, to be asked again")
    parser.add_argument("--profile", type=Path, help="append where the hub's time goes to this file")
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.documents.split(",")]
    if len(counts) == 1:
        run(counts[0], arguments)
        return
    # Each size in a process of its own: the hub's settings are read once.
    for count in counts:
        subprocess.run([sys.executable, __file__, *sys.argv[1:], f"--documents={count}"], check=True)


if __name__ == "__main__":
    main()
