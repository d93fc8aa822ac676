"""Import of made records with an indexer beside it: records a second until the index has caught up, memory, kills.

The second part kills the import, the indexer or both with SIGKILL at random moments, starts them again, and compares
what is there in the end, by export, index totals and facet counts, with the undisturbed run.
"""

import argparse
import json
import os
import pstats
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _corpus import Corpus, action_codes, record_of
from _hub import enter, environment, manage, prepare, verdict

ABSTRACTS, BODIES = 0.6, 0.1
BAR_RATE, BAR_MEGABYTES = 800, 500
POLL = 0.05  # seconds
QUESTIONS = ("people", "travail nouveau", "estado", "работа", "\u5de5\u4f5c", "\u0639\u0627\u0645")


@dataclass
class Usage:
    """What one process took: seconds of CPU, peak megabytes in memory, of which anonymous (not the index's mapped files)."""

    cpu: float = 0.0
    megabytes: float = 0.0
    anonymous: float = 0.0


class Watched:
    """A process of the hub whose memory is looked at."""

    def __init__(self, data: Path, *arguments: str, profile: Path | None = None) -> None:
        self.out = tempfile.TemporaryFile("w+")  # noqa: SIM115 - it lives as long as the process
        self.usage, self.code = Usage(), None
        if profile:
            command = [sys.executable, "-m", "cProfile", "-o", str(profile), "-m", "gcmhub.config.manage", *arguments]
            self.process = subprocess.Popen(command, env=environment(data), stdout=self.out, stderr=self.out)
        else:
            self.process = manage(data, *arguments, stdout=self.out, stderr=self.out)

    def ended(self) -> bool:
        """Look at the process; whether it has ended."""
        if self.code is None:
            try:
                status = Path(f"/proc/{self.process.pid}/status").read_text()
            except OSError:
                status = ""
            # Not the rusage of wait4: a child's peak there counts the memory of who started it.
            for line in status.splitlines():
                name, _, value = line.partition(":")
                if name == "RssAnon":
                    self.usage.anonymous = max(self.usage.anonymous, int(value.split()[0]) / 1024)
                elif name == "VmHWM":
                    self.usage.megabytes = int(value.split()[0]) / 1024
            pid, code, taken = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                self.code = self.process.returncode = os.waitstatus_to_exitcode(code)
                self.usage.cpu = taken.ru_utime + taken.ru_stime
        return self.code is not None

    def signal(self, number: int) -> None:
        """Send a signal unless it has ended, and wait for the end."""
        if not self.ended():
            self.process.send_signal(number)
        while not self.ended():
            time.sleep(POLL / 5)

    def output(self) -> str:
        """Return what it wrote."""
        self.out.seek(0)
        return self.out.read()


def write_records(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        for made in Corpus(actions=action_codes()).documents(count, abstracts=ABSTRACTS, bodies=BODIES):
            out.write(json.dumps(record_of(made), ensure_ascii=False) + "\n")


def waiting(data: Path) -> int:
    """Return how many documents the index has not got."""
    with closing(sqlite3.connect(f"file:{data / 'hub.sqlite3'}?mode=ro", uri=True, timeout=30)) as connection:
        return int(connection.execute("SELECT count(*) FROM search_entry WHERE waiting").fetchone()[0])


def start(data: Path, records: Path, profiles: Path | None = None) -> tuple[Watched, Watched]:
    """Start an indexer and, once it is there, an import."""
    indexer = Watched(data, "run_indexer", "--skip-checks", profile=profiles and profiles / "indexer.prof")
    importer = Watched(data, "import_resources", str(records), "--publish", profile=profiles and profiles / "import.prof")
    return indexer, importer


def finish(data: Path, indexer: Watched, importer: Watched) -> None:
    """Wait until everything is imported and indexed, then stop the indexer."""
    while not importer.ended():
        indexer.ended()
        time.sleep(POLL)
    if importer.code:
        sys.exit(f"the import ended with {importer.code}:\n{importer.output()[-2000:]}")
    while waiting(data):
        if indexer.ended():
            sys.exit(f"the indexer ended with {indexer.code}:\n{indexer.output()[-2000:]}")
        time.sleep(POLL)


def undisturbed(folder: Path, records: Path, count: int, profiles: Path | None) -> Path:
    """Import and index everything; prints rate and memory."""
    data = folder / "undisturbed"
    prepare(data)
    began = time.perf_counter()
    indexer, importer = start(data, records, profiles)
    while not importer.ended():
        indexer.ended()
        time.sleep(POLL)
    imported = time.perf_counter() - began
    finish(data, indexer, importer)
    seconds = time.perf_counter() - began
    indexer.signal(signal.SIGTERM)
    rate = count / seconds
    print(f"{count:,} records: imported in {imported:.1f} s, index caught up at {seconds:.1f} s = {rate:.0f} records/s")
    for name, each in (("import", importer), ("indexer", indexer)):
        usage = each.usage
        print(
            f"  {name:8} CPU {usage.cpu:6.1f} s = {usage.cpu / count * 1000:.3f} ms a record;"
            f" peak {usage.megabytes:.0f} MB, of which anonymous {usage.anonymous:.0f} MB"
        )
    peak = max(importer.usage.megabytes, indexer.usage.megabytes)
    busier = max(importer.usage.cpu, indexer.usage.cpu)
    print(f"  with a core for each process at best {count / busier:.0f} records/s")
    print(f"  {verdict(met=rate >= BAR_RATE)} at least {BAR_RATE} records/s: {rate:.0f}")
    print(f"  {verdict(met=peak <= BAR_MEGABYTES)} at most {BAR_MEGABYTES} MB each: {peak:.0f}")
    return data


def killed(folder: Path, records: Path, kills: int, seed: int, longest: float) -> Path:
    """Import with ``kills`` random SIGKILLs, each followed by a fresh start."""
    dice, data = random.Random(seed), folder / "killed"
    prepare(data)
    indexer, importer = start(data, records)
    for number in range(1, kills + 1):
        until = time.monotonic() + dice.uniform(0.2, longest)
        while time.monotonic() < until:
            importer.ended(), indexer.ended()
            time.sleep(POLL)
        victims = dice.choice(((importer,), (indexer,), (importer, indexer)))
        for victim in victims:
            victim.signal(signal.SIGKILL)
        names = " and ".join("import" if victim is importer else "indexer" for victim in victims)
        print(f"  kill {number}: {names}, {waiting(data)} documents waiting", flush=True)
        if importer.ended():
            importer = Watched(data, "import_resources", str(records), "--publish")
        if indexer.ended():
            indexer = Watched(data, "run_indexer", "--skip-checks")
    finish(data, indexer, importer)
    indexer.signal(signal.SIGTERM)
    return data


def state(data: Path, folder: Path) -> dict[str, Any]:
    """Return what a hub holds: the digest of its export, and what its index answers."""
    import hashlib

    target = folder / f"{data.name}.jsonl"
    done = manage(data, "export_resources", str(target), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output, _ = done.communicate()
    if done.returncode:
        sys.exit(f"the export failed:\n{output[-2000:]}")
    asked = subprocess.run(
        [sys.executable, __file__, f"--state={data}"], env=environment(data), capture_output=True, text=True, check=True
    )
    return {"export": hashlib.sha256(target.read_bytes()).hexdigest(), "index": json.loads(asked.stdout)}


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return what differs between two states, in words."""
    found = [] if one["export"] == other["export"] else ["the exports differ"]
    for text, left, right in zip(("", *QUESTIONS), one["index"], other["index"], strict=True):
        found += [
            f"{name} of {text!r}: {str(left[name])[:300]} and {str(right[name])[:300]}"
            for name in left
            if left[name] != right[name]
        ]
    return found


def print_state(data: Path) -> None:
    """Print what the index answers, as JSON."""
    enter(data)
    from gcmhub.library.queries import Selection, search_resources

    answers = []
    for text in ("", *QUESTIONS):
        found = search_resources(Selection(text=text, page_size=100))
        answers.append(
            {
                "engine": found.engine,
                "total": found.total,
                # Scores depend on the pieces of the index and what was deleted in them: only the Hub's order must be equal.
                "first": [] if text else [(card.source, card.external_id) for card in found.items],
                "facets": {group: [(each.value, each.count) for each in values] for group, values in found.facets.items()},
            }
        )
    print(json.dumps(answers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=6, help="random SIGKILLs, 0 for none (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the kills")
    parser.add_argument("--longest", type=float, default=15, help="most seconds between two kills (default: %(default)s)")
    parser.add_argument("--folder", help="where the passing folder is made")
    parser.add_argument("--profile", type=Path, help="folder for profiles of both processes; slows them down")
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.state:
        print_state(arguments.state)
        return
    with tempfile.TemporaryDirectory(prefix="hub-bench-", dir=arguments.folder) as name:
        folder = Path(name)
        records = folder / "records.jsonl"
        write_records(records, arguments.records)
        if arguments.profile:
            arguments.profile.mkdir(parents=True, exist_ok=True)
        whole = undisturbed(folder, records, arguments.records, arguments.profile)
        if arguments.profile:
            for each in ("import", "indexer"):
                with (arguments.profile / f"{each}.txt").open("w") as out:
                    pstats.Stats(str(arguments.profile / f"{each}.prof"), stream=out).sort_stats("tottime").print_stats(45)
        if arguments.kills:
            print(f"{arguments.kills} kills at random moments, seed {arguments.seed}")
            other = killed(folder, records, arguments.kills, arguments.seed, arguments.longest)
            different = differences(state(whole, folder), state(other, folder))
            print(f"  {verdict(met=not different)} the same export, totals, counts and order of the Hub as undisturbed")
            print("".join(f"    {line}\n" for line in different), end="")


if __name__ == "__main__":
    main()
