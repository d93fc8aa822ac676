"""SIGKILL at any moment: the index ends where the database is, and nothing that was acknowledged is lost."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from itertools import chain

import pytest

from tests.hub.command import Hub, call, command, get

pytestmark = pytest.mark.slow
ROUNDS = 50 if os.environ.get("HUB_TEST_FULL") == "1" else 3
WITHIN = 30.0  # seconds from a kill to an index that has caught up
GROUPS = ("objective", "country", "kind", "year")


def records(draw, number):
    """Forty new or changed records of three hundred."""
    return [
        {
            "id": f"k{draw.randrange(300)}",
            "source": "kills",
            "kind": draw.choice(("document", "event", "project")),
            "title": {"en": f"Round {number} {draw.choice(('skills', 'migration', 'nurses'))}"},
            "objectives": draw.sample(("1", "5", "18", "23"), draw.randint(1, 3)),
            "countries": draw.sample(("KEN", "PHL", "DEU"), draw.randint(0, 2)),
            "published": str(draw.randint(2018, 2026)),
        }
        for _ in range(40)
    ]


def database_counts(data):
    """Return the number of public documents and the counts of every group, as the database has them."""
    counts = {group: Counter() for group in GROUPS}
    with sqlite3.connect(data / "hub.sqlite3", timeout=30) as database:
        rows = database.execute("SELECT facets FROM search_entry WHERE NOT gone").fetchall()
        resources = database.execute("SELECT count(*) FROM library_resource WHERE state = 'published'").fetchone()[0]
    for (facets,) in rows:
        for group in GROUPS:
            counts[group].update(json.loads(facets).get(group, ()))
    assert len(rows) == resources
    return resources, {group: dict(found) for group, found in counts.items()}


def index_counts(port):
    answer = json.loads(get(port, "/api/v1/resources?page_size=1")[1])
    return answer["total"], {group: {row["value"]: row["count"] for row in answer["facets"][group]} for group in GROUPS}


def kill(hub, draw):
    """Kill the indexer, the web server's processes, or both."""
    for word in draw.choice((("run_indexer",), ("gcmhub.config.serve",), ("run_indexer", "gcmhub.config.serve"))):
        for process in hub.children(word):
            process.kill()


def test_the_index_equals_the_database_after_kills_at_random_moments(tmp_path):
    draw = random.Random(20261125)
    hub = Hub(tmp_path / "data", "--no-demo")
    file, known = tmp_path / "records.jsonl", set()
    try:
        hub.until_ready()
        for number in range(ROUNDS):
            batch = records(draw, number)
            file.write_text("".join(json.dumps(record) + "\n" for record in batch))
            done = call("manage", "import_resources", file, "--publish", data=hub.data)
            assert done.returncode == 0, done.stderr
            known |= {record["id"] for record in batch}
            time.sleep(draw.random() * 0.6)
            kill(hub, draw)
            hub.until(lambda: get(hub.port, "/readyz")[0] == 200, WITHIN)
            assert index_counts(hub.port) == database_counts(hub.data), f"round {number}"
            assert index_counts(hub.port)[0] == len(known)
        assert hub.stop() == 0
    finally:
        hub.clean_up()


def fresh(data):
    for arguments in (("migrate", "-v0"), ("load_vocabulary",)):
        assert call("manage", *arguments, data=data).returncode == 0
    return data


def exported(data, target):
    assert call("manage", "run_indexer", "--once", data=data).returncode == 0
    assert call("manage", "export_resources", target, data=data).returncode == 0
    return target.read_bytes()


def test_an_import_that_is_killed_and_started_again_ends_as_if_it_never_was(tmp_path):
    draw = random.Random(4)
    file = tmp_path / "records.jsonl"
    batches = chain.from_iterable(records(draw, number) for number in range(40))
    rows = [record | {"id": f"i{place}"} for place, record in enumerate(batches)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole, killed = fresh(tmp_path / "whole"), fresh(tmp_path / "killed")
    assert call("manage", "import_resources", file, "--publish", data=whole).returncode == 0
    for _ in range(10 if ROUNDS == 50 else 2):
        line, variables = command("manage", "import_resources", file, "--publish", data=killed)
        process = subprocess.Popen(line, env=variables, stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.8 + draw.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert call("manage", "import_resources", file, "--publish", data=killed).returncode == 0
    assert exported(killed, tmp_path / "killed.jsonl") == exported(whole, tmp_path / "whole.jsonl")
    assert database_counts(killed) == database_counts(whole)
