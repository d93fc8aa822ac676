"""What only a cluster can do: lose nodes, come back, swap an index under readers, turn pages to the very end."""

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import replace

import psutil
import pytest
from tests.search import brute_force
from tests.search.conftest import GROUPS, make_documents
from tests.services.cluster import Cluster

from gcmhub.search import actions, analysis, queries, registry
from gcmhub.search.engine import Document, EngineAway, IndexMissing, Query, Text
from gcmhub.search.engines import opensearch, opensearch_question
from gcmhub.search.engines.opensearch import OpenSearchEngine
from gcmhub.search.queries import Question

pytestmark = pytest.mark.java


@contextmanager
def engine_on(urls, prefix="hub"):
    engine = OpenSearchEngine(urls, "tests", GROUPS, prefix)
    try:
        yield engine
    finally:
        with suppress(Exception):
            engine.client.indices.delete(index=f"{engine.family}.*")
        engine.close()


@pytest.fixture
def empty(cluster, request):
    """An engine without an index."""
    with engine_on(cluster.urls, f"c{abs(hash(request.node.name)) % 10**8}") as engine:
        yield engine


def numbered(count, **changes):
    """Documents that all match one word, in one order."""
    base = Document("", (Text("title", "en", "Quokka report"),), {"kind": ("document",)}, 2020, 3, 0, 0, ("public",))
    return [
        replace(base, key=f"n{number:05}", recommended=number, newest=-number % 10**6, **changes) for number in range(count)
    ]


def test_an_index_that_was_never_built_is_missing_and_not_just_away(empty):
    for call in (empty.generation, lambda: empty.search(Query()), lambda: empty.completions("a", "public", 3)):
        with pytest.raises(IndexMissing):
            call()


@pytest.mark.parametrize("order", ["recommended", "newest", "relevance"])
def test_pages_reach_the_end_below_the_window_of_one_request(empty, monkeypatch, order):
    monkeypatch.setattr(opensearch, "WINDOW", 200)
    monkeypatch.setattr(opensearch, "STRIDE", 100)
    documents = [replace(document, breadth=number % 10) for number, document in enumerate(numbered(1_030))]
    empty.write(documents, ())
    query = Query(asked=analysis.ask("quokka"), order=order, limit=30, facets=("kind",))
    pages = [empty.search(replace(query, offset=offset)) for offset in range(0, 1_080, 30)]
    found = [key for page in pages for key, _ in page.hits]
    assert sorted(found) == [document.key for document in documents]
    assert {(page.total, page.facets["kind"]["document"]) for page in pages} == {(1_030, 1_030)}
    if order == "recommended":
        assert found == sorted(found)
    if order == "newest":
        assert found == ["n00000", *sorted(found[1:], reverse=True)]
    scores = [score for page in pages for _, score in page.hits]
    assert scores == sorted(scores, key=lambda score: -score) if order == "relevance" else set(scores) == {None}


def test_a_deep_page_of_the_true_window_is_right(empty):
    empty.write(numbered(opensearch.WINDOW + 500), ())
    last = empty.search(Query(offset=opensearch.WINDOW + 480, limit=100))
    assert [key for key, _ in last.hits] == [
        f"n{number:05}" for number in range(opensearch.WINDOW + 480, opensearch.WINDOW + 500)
    ]
    across = empty.search(Query(offset=opensearch.WINDOW - 10, limit=20))
    assert [key for key, _ in across.hits] == [
        f"n{number:05}" for number in range(opensearch.WINDOW - 10, opensearch.WINDOW + 10)
    ]


def test_the_way_to_deep_pages_is_forgotten_with_the_state_of_the_index(empty, monkeypatch):
    monkeypatch.setattr(opensearch, "WINDOW", 20)
    monkeypatch.setattr(opensearch, "STRIDE", 10)
    documents = numbered(60)
    empty.write(documents, ())
    assert empty.search(Query(offset=40, limit=1)).hits[0][0] == "n00040"
    empty.write((), [document.key for document in documents[:10]])
    assert empty.search(Query(offset=40, limit=1)).hits[0][0] == "n00050"


def test_the_longest_question_stays_below_the_limit_of_clauses(empty):
    words = " ".join(f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(analysis.QUESTION_LIMIT))
    phrases = ' "safe migration of people" "fair recruitment of workers"'
    both = numbered(1, texts=(Text("body", "en", words),))
    empty.write([*both, *numbered(2)[1:]], ())
    joined = tuple(analysis.ask(f"related{number} quokka").words for number in range(60))
    asked = analysis.ask(words + phrases)
    query = Query(asked=asked, joined=joined, grams=analysis.grams(words * 3), order="relevance", facets=GROUPS)
    assert len(query.asked.words) == analysis.QUESTION_LIMIT
    assert [key for key, _ in empty.search(query).hits] == ["n00000"]
    plain = opensearch_question.Question(query).scoring()[0]
    assert len(plain) > analysis.QUESTION_LIMIT


def test_all_words_come_first_however_often_one_of_them_stands_elsewhere(empty):
    often = Text("title", "en", " ".join(["quokka"] * 50))
    rare = Text("file", "en", "quokka wombat " + "filler words of a long file " * 2_000)
    some = numbered(1, texts=(often, Text("body", "en", "quokka " * 500)), breadth=9)
    every = replace(some[0], key="every", texts=(rare,), breadth=0, recommended=5)
    empty.write([*some, every, *numbered(300)[1:]], ())
    hits = empty.search(Query(asked=analysis.ask("quokka wombat"), order="relevance", limit=3)).hits
    assert hits[0][0] == "every"
    assert hits[0][1] >= 1_000 > hits[1][1]


def test_a_late_try_of_an_older_write_changes_nothing(empty, monkeypatch):
    old, new = numbered(1, year=1999)[0], numbered(1, year=2021)[0]
    empty.write([old], ())
    earlier = empty._state()[1]
    empty.write([new], ())
    empty._bulk(empty.alias, [empty._row(old) | {"version": earlier, "version_type": "external_gte"}], {})
    empty.client.indices.refresh(index=empty.alias)
    assert empty.search(Query(year_from=2021)).total == 1
    monkeypatch.setattr(opensearch.time, "time_ns", lambda: 0)  # the clock went back: newer writes still win
    empty.write([old], ())
    assert empty.search(Query(year_from=2021)).total == 0


def test_a_document_that_the_cluster_refuses_stops_the_write(empty, monkeypatch):
    empty.write(numbered(1), ())
    row = empty._row
    monkeypatch.setattr(empty, "_row", lambda document: {**row(document), "_source": {"unknown": 1}})
    with pytest.raises(EngineAway, match="strict_dynamic_mapping"):
        empty.write(numbered(2), ())


def test_a_rebuild_that_fails_leaves_the_live_index_and_nothing_else(empty):
    empty.write(numbered(3), ())
    before = empty.generation()

    def broken():
        yield from numbered(2)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        empty.rebuild(broken())
    assert (empty.generation(), empty.search(Query()).total) == (before, 3)
    assert len(empty.client.indices.get_alias(index=f"{empty.family}.*")) == 1


def test_a_rebuild_answers_from_the_old_index_until_the_swap_and_has_copies_after_it(empty):
    empty.write(numbered(50), ())
    totals, errors, done = set(), [], threading.Event()

    def read():
        while not done.is_set():
            try:
                totals.add(empty.search(Query(asked=analysis.ask("quokka"), facets=GROUPS)).total)
            except EngineAway as error:
                errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for count in (50, 80, 50):
            empty.rebuild(numbered(count))
    finally:
        done.set()
        reader.join()
    assert totals <= {50, 80}
    assert errors == []
    (index,) = empty.client.indices.get_alias(index=f"{empty.family}.*")
    assert empty.client.cluster.health(index=index)["status"] == "green"
    assert empty.client.indices.get_settings(index=index)[index]["settings"]["index"]["number_of_replicas"] == "1"


def test_hubs_on_one_cluster_do_not_see_each_other(cluster, empty):
    empty.write(numbered(3), ())
    with engine_on(cluster.urls, "another") as other:
        with pytest.raises(IndexMissing):
            other.search(Query())
        other.rebuild(numbered(1))
        assert (empty.search(Query()).total, other.search(Query()).total) == (3, 1)


def test_a_cluster_that_does_not_answer_is_away_and_is_left_alone_for_a_while(monkeypatch):
    monkeypatch.setattr(opensearch, "READ_TIMEOUT", 0.2)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:  # takes connections, says nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        engine = OpenSearchEngine([url], "tests", GROUPS)
        with pytest.raises(EngineAway):
            engine.search(Query())
        began = time.monotonic()
        for _ in range(100):
            with pytest.raises(EngineAway):
                engine.search(Query())
        assert time.monotonic() - began < 0.2
        engine.close()


def test_nothing_listens_and_no_address_are_away_too():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        free = taken.getsockname()[1]
    for urls in ([f"http://127.0.0.1:{free}"], []):
        engine = OpenSearchEngine(urls, "tests", GROUPS)
        with pytest.raises(EngineAway) as caught:
            engine.generation()
        assert not isinstance(caught.value, IndexMissing)
        engine.close()


@pytest.fixture
def mortal():
    """A cluster of this test alone, whose nodes may be stopped."""
    with Cluster(3) as cluster:
        yield cluster


class Traffic:
    """Readers that compare every answer with brute force, and a writer for another audience, until the end of the block."""

    def __init__(self, engine, documents):
        self.engine, self.done = engine, threading.Event()
        self.asked = [
            Query(asked=analysis.ask(text), filters=filters, order=order, facets=GROUPS, limit=300)
            for text in ("migration", "skills nurses", "移民", "")
            for filters in ({}, {"objective": ("1", "7")})
            for order in ("relevance", "recommended")
        ]
        self.right = [brute_force.answer(documents, query) for query in self.asked]
        self.wrong, self.away, self.answered, self.written = [], [], [], []
        self.threads = [threading.Thread(target=work) for work in (self.read, self.read, self.write)]

    def read(self):
        turn = 0
        while not self.done.is_set():
            turn += 1
            query, (keys, counts) = self.asked[turn % len(self.asked)], self.right[turn % len(self.asked)]
            try:
                answer = self.engine.search(query)
            except EngineAway as error:
                self.away.append(error)
                continue
            self.answered.append(time.monotonic())
            if ({key for key, _ in answer.hits}, answer.total, answer.facets) != (keys, len(keys), counts):
                self.wrong.append(query)

    def write(self):
        number = 0
        while not self.done.is_set():
            number += 1
            with suppress(EngineAway):
                self.engine.write([replace(numbered(1, audiences=("staff",))[0], key=f"w{number}", recommended=number)], ())
                self.written.append(f"w{number}")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        for thread in self.threads:
            thread.join()


@pytest.mark.slow
def test_a_node_stops_while_queries_and_writes_go_on_and_nothing_is_wrong_or_lost(mortal):
    documents = [replace(document, audiences=("public",)) for document in make_documents(200)]
    with engine_on(mortal.urls) as engine:
        engine.rebuild(documents)
        with Traffic(engine, documents) as traffic:
            time.sleep(1)
            stopped = time.monotonic()
            assert mortal.stop_node(1) == [2, 3]  # the one that leads the cluster
            time.sleep(4)
            started = time.monotonic()
            assert mortal.start_node(1) == [1, 2, 3]
            time.sleep(2)
        assert traffic.wrong == []
        assert sum(stopped < moment < started for moment in traffic.answered) > 20
        assert sum(started < moment for moment in traffic.answered) > 10
        assert len(traffic.away) <= len(traffic.answered) / 20  # a reader asks the database for these
        assert len(traffic.written) > 2
        kept = {key for key, _ in engine.search(Query(audience="staff", limit=9_000)).hits}
        assert set(traffic.written) <= kept
        assert engine.search(Query()).total == len(documents)


@pytest.mark.slow
def test_the_database_answers_when_every_node_is_gone_and_the_cluster_when_it_is_back(mortal, settings, monkeypatch, db):
    settings.HUB_SEARCH_ENGINE = "opensearch"
    settings.HUB_OPENSEARCH_URL = mortal.urls
    monkeypatch.setattr(registry, "_collections", {"tests": registry.Collection("tests", GROUPS, lambda _keys: iter(()))})
    registry.engine.cache_clear()
    try:
        documents = [replace(document, audiences=("public",)) for document in make_documents(60)]
        actions.put_documents("tests", documents)
        actions.Indexer().run(once=True)
        question = Question("migration", facets=GROUPS, limit=100)
        on_cluster = queries.find("tests", question)
        for number in (1, 2, 3):
            mortal.stop_node(number)
        with pytest.raises(EngineAway):
            registry.engine("tests").search(Query())
        on_database = queries.find("tests", question)
        assert (on_cluster.engine, on_database.engine) == ("opensearch", "database")
        assert (on_database.total, on_database.facets) == (on_cluster.total, on_cluster.facets)
        assert {hit.key for hit in on_database.hits} == {hit.key for hit in on_cluster.hits}
        assert queries.suggest("tests", "recog", "en") == ("recognition",)
        actions.put_documents("tests", [replace(documents[0], key="later")])
        assert queries.index_lag() == 1
        for number in (1, 2, 3):
            mortal.start_node(number)
        _wait_for(lambda: actions.drain("tests") == 1)
        assert (queries.find("tests", Question()).engine, queries.find("tests", Question()).total) == ("opensearch", 61)
    finally:
        registry.engine("tests").close()
        registry.engine.cache_clear()


def _wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while True:
        with suppress(EngineAway):
            if condition():
                return
        assert time.monotonic() < end
        time.sleep(0.2)


def test_the_cluster_ends_with_the_process_that_started_it(tmp_path):
    program = (
        "import json, os, signal\n"
        "from tests.services.cluster import Cluster\n"
        "cluster = Cluster(1)\n"
        "print(json.dumps([cluster.process.pid, str(cluster.log.parent)]), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    pid, folder = json.loads(found.stdout)
    _wait_for(lambda: not psutil.pid_exists(pid))
    assert not (tmp_path / folder / "nodes").exists()
