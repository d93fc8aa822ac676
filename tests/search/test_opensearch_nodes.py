"""A cluster loses nodes and comes back, stays silent, stands behind TLS, and never outlives its tests."""

import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from base64 import b64encode
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from gcmhub.search import actions, analysis, queries, registry
from gcmhub.search.engine import EngineAway, IndexMissing, Query
from gcmhub.search.engines import opensearch
from gcmhub.search.engines.opensearch import OpenSearchEngine
from gcmhub.search.queries import Question
from tests.search import brute_force
from tests.search.conftest import GROUPS, make_documents
from tests.search.on_cluster import engine_on, numbered
from tests.services.cluster import Cluster


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


class Secured(BaseHTTPRequestHandler):
    """A node behind TLS that knows one user."""

    def do_GET(self):
        allowed = self.headers["Authorization"] == "Basic " + b64encode(b"hub:secret").decode()
        body = json.dumps({"_index": "safe", "_version": 7, "found": True}).encode() if allowed else b"{}"
        self.send_response(200 if allowed else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def secured(tmp_path):
    """Port of a node behind a certificate of its own authority, and the file of that."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "node.pem").write_bytes(
        certificate.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), Secured)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "node.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, str(tmp_path / "node.pem")
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_cluster_behind_tls_is_trusted_by_its_authority_only_and_asked_with_the_password(secured, monkeypatch):
    port, authority = secured

    def generation(user):
        engine = OpenSearchEngine([f"https://{user}@127.0.0.1:{port}"], "tests", GROUPS)
        with closing(engine):
            return engine.generation()

    with pytest.raises(EngineAway, match="CERTIFICATE_VERIFY_FAILED"):
        generation("hub:secret")
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    assert generation("hub:secret") == "safe-7"
    with pytest.raises(EngineAway, match="401"):
        generation("hub:wrong")


@pytest.fixture(scope="module")
def mortal():
    """A cluster of these tests alone, whose nodes may be stopped; they are started again."""
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


@pytest.mark.java
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


@pytest.mark.java
def test_an_index_that_lost_a_part_gives_no_answer_rather_than_half_of_one(mortal):
    with engine_on(mortal.urls, "halves") as engine:
        engine.rebuild(numbered(300))
        (index,) = engine.client.indices.get_alias(index=f"{engine.family}.*")
        without_copies = {"index": {"auto_expand_replicas": "false", "number_of_replicas": 0}}
        engine.client.indices.put_settings(index=index, body=without_copies)
        holders = {row["node"] for row in engine.client.cat.shards(index=index, format="json")}
        mortal.stop_node(int(min(holders)[-1]))
        for _ in range(5):
            with pytest.raises(EngineAway) as caught:
                engine.search(Query())
            assert not isinstance(caught.value, IndexMissing)
        mortal.start_node(int(min(holders)[-1]))
        _wait_for(lambda: engine.search(Query()).total == 300)


@pytest.mark.java
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


@pytest.mark.java
def test_the_cluster_ends_with_the_process_that_started_it():
    program = (
        "import json, os, signal\n"
        "from tests.services.cluster import Cluster\n"
        "cluster = Cluster(1)\n"
        "print(json.dumps([cluster.process.pid, str(cluster.home)]), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    pid, home = json.loads(found.stdout)
    _wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    assert not Path(home).exists()
