"""OpenSearch: an index on a cluster, for hubs that outgrow one machine.

The words of texts are made by the one analysis; the cluster sees them parted by spaces. One field holds every word as
``language:token`` and decides what matches; the others only decide the order.
"""

import json
import logging
import re
import secrets
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, OpenSearchException
from opensearchpy.helpers import streaming_bulk

from gcmhub.search.analysis import LANGUAGES
from gcmhub.search.engine import Answer, Document, EngineAway, IndexMissing, Query
from gcmhub.search.engines.opensearch_question import Json, Question, all_of
from gcmhub.search.fields import fields_of
from gcmhub.search.typing_errors import closest, errors_allowed
from gcmhub.search.weights import breadth_weight

SCHEMA = 1  # raise it when the fields change; an index of another schema is rebuilt
SHARDS = 3
READ_TIMEOUT, WRITE_TIMEOUT = 5, 60  # seconds for one try
COPY_TIMEOUT = 300  # seconds that a fresh index waits for its copies
QUIET = 15.0  # seconds without a try after the cluster did not answer in time
CONNECTIONS = 32  # to one node, kept open; one for each thread that asks
DEAD = 5  # seconds without a try for one node that failed
BULK_DOCUMENTS, BULK_BYTES = 500, 8_000_000  # of one request
WINDOW, STRIDE = 10_000, 5_000  # hits that one request may go deep (index.max_result_window); steps to deeper pages
KEPT_WAYS = 64  # ways to deep pages that are remembered
CANDIDATES = 100  # words held against a mistyped one
MARK = ".generation"  # key of the document whose version names the state of the index; it has no audience

log = logging.getLogger(__name__)
logging.getLogger("opensearch").setLevel(logging.ERROR)  # it logs each try; what comes of them is in EngineAway


def build_index(groups: Sequence[str]) -> Json:
    """Return settings and fields of a fresh index. Nothing is stored but keys; only the writer makes changes visible."""
    words = {"type": "text", "analyzer": "spaced"}
    raw = {"type": "keyword", "doc_values": False}
    fields: dict[str, Json] = {
        **{f"title_{language}": words | {"index_options": "freqs"} for language in LANGUAGES},
        **{f"text_{language}": words | {"index_options": "positions"} for language in LANGUAGES},
        **{f"facet_{group}": {"type": "keyword", "eager_global_ordinals": True} for group in groups},
        **dict.fromkeys(("held", "words", "audience"), raw),
        **{name: {"type": "long"} for name in ("year", "recommended", "newest")},
        "grams": words | {"index_options": "freqs"},
        "completions": {"type": "keyword"},
        "weight": {"type": "float", "index": False},
    }
    return {
        "settings": {
            "number_of_shards": SHARDS,
            "number_of_replicas": 0,  # copies are made once it is whole
            "refresh_interval": "-1",
            "analysis": {"analyzer": {"spaced": {"type": "custom", "tokenizer": "whitespace"}}},
        },
        "mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields},
    }


class OpenSearchEngine:
    """The engine of one collection on the cluster at ``urls``; ``groups`` are its facets, ``prefix`` begins index names."""

    name = "opensearch"

    def __init__(self, urls: Sequence[str], collection: str, groups: Sequence[str], prefix: str = "hub") -> None:
        self.urls, self.groups = tuple(urls), tuple(groups)
        self.family = f"{prefix}.{collection}"
        self.alias = f"{self.family}.live-{SCHEMA}"
        self._client: OpenSearch | None = None
        self._lock = threading.Lock()
        self._quiet_until = 0.0
        self._ways: OrderedDict[str, list[list[Any]]] = OrderedDict()

    # -- the cluster

    @property
    def client(self) -> OpenSearch:
        """The client of this process: another node is asked when one fails."""
        with self._lock:
            if self._client is None:
                self._client = OpenSearch(
                    list(self.urls),
                    ssl_context=ssl.create_default_context(),  # for https: the system's authorities, SSL_CERT_FILE
                    timeout=READ_TIMEOUT,
                    max_retries=len(self.urls),
                    retry_on_timeout=True,
                    retry_on_status=(500, 502, 503, 504),  # 500: a node that is closing
                    dead_timeout=DEAD,
                    pool_maxsize=CONNECTIONS,
                )
            return self._client

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _call(self, method: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Ask the cluster; whatever keeps it from answering is an ``EngineAway``."""
        if not self.urls:
            raise EngineAway("no address of a cluster is set")
        if time.monotonic() < self._quiet_until:
            raise EngineAway("the cluster did not answer in time")
        try:
            return method(*arguments, **named)
        except ConnectionTimeout as error:
            self._quiet_until = time.monotonic() + QUIET
            raise EngineAway(str(error)) from error
        except NotFoundError as error:
            raise IndexMissing("there is no index of this schema") from error
        except OpenSearchException as error:
            raise EngineAway(str(error)) from error

    def _search(self, body: Json, **parameters: Any) -> Json:
        """Return a whole answer: never one without some shards, which would be wrong."""
        parameters |= {"index": self.alias, "allow_partial_search_results": "false"}
        try:
            found: Json = self._call(self.client.search, body=body, **parameters)
        except IndexMissing:
            found = self._call(self.client.search, body=body, **parameters)  # a rebuild swapped the index meanwhile
        if found["timed_out"] or found["_shards"]["failed"]:
            raise EngineAway("a part of the index did not answer")
        return found

    # -- reading

    def search(self, query: Query) -> Answer:
        """Answer a query."""
        question = Question(query)
        body = question.body()
        deep = query.offset + query.limit > WINDOW
        page = {"size": 0} if deep else {"from": query.offset, "size": query.limit}
        found = self._ask(question, body | page | {"track_total_hits": True, "aggs": question.counts()})
        total, rows = found["hits"]["total"]["value"], found["hits"]["hits"]
        if deep and query.offset < total:
            rows = self._walk(question, body)
        counted = found.get("aggregations", {})
        return Answer(total, question.hits(rows), question.facets(counted), question.unheld(counted))

    def _ask(self, question: Question, body: Json) -> Json:
        return self._search(body, **question.parameters(body))

    def _walk(self, question: Question, body: Json) -> list[Json]:
        """Return a page below the window, in steps from the last place before it that is known for this state."""
        query, name = question.query, self.generation() + json.dumps(body)
        way = list(self._ways.get(name, ()))
        steps, rest = divmod(query.offset, STRIDE)
        while len(way) < steps:
            rows = self._after(question, body | {"stored_fields": "_none_"}, way[-1] if way else None, STRIDE)
            if len(rows) < STRIDE:
                return []
            way.append(rows[-1]["sort"])
        with self._lock:
            self._ways[name] = way
            while len(self._ways) > KEPT_WAYS:
                self._ways.popitem(last=False)
        return self._after(question, body, way[steps - 1] if steps else None, rest + query.limit)[rest:]

    def _after(self, question: Question, body: Json, place: list[Any] | None, count: int) -> list[Json]:
        """Return ``count`` hits after a place in the order, or as many as there are."""
        rows: list[Json] = []
        while len(rows) < count:
            size = min(count - len(rows), WINDOW)
            after = {"search_after": place} if place else {}
            found = self._ask(question, body | after | {"size": size, "track_total_hits": False})["hits"]["hits"]
            rows += found
            if len(found) < size:
                break
            place = found[-1]["sort"]
        return rows

    def completions(self, prefix: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of titles that begin with ``prefix``."""
        begins = re.sub(r"(\W)", r"\\\1", prefix) + ".*"
        wanted = {"field": "completions", "include": begins, "size": limit, "shard_size": WINDOW}
        query = all_of([{"term": {"audience": audience}}, {"prefix": {"completions": prefix}}])
        found = self._search({"size": 0, "query": query, "aggs": {"words": {"terms": wanted}}})
        return tuple(bucket["key"] for bucket in found["aggregations"]["words"]["buckets"])

    def similar(self, word: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of the texts that differ by a typing error from the second character on."""
        if not (allowed := errors_allowed(word)):
            return ()
        wanted = {"field": "words", "suggest_mode": "always", "max_edits": allowed, "prefix_length": 1, "size": CANDIDATES}
        found = self._search({"size": 0, "suggest": {"near": {"text": word, "term": wanted}}})
        near = [option["text"] for entry in found["suggest"]["near"] for option in entry["options"]]
        # The dictionary knows no audiences, so what this one may not see is counted out.
        seen = {"filters": {"filters": {other: {"term": {"words": other}} for other in near}}}
        if not near:
            return ()
        found = self._search({"size": 0, "query": all_of([{"term": {"audience": audience}}]), "aggs": {"words": seen}})
        buckets = found["aggregations"]["words"]["buckets"]
        return closest(word, [(other, bucket["doc_count"]) for other, bucket in buckets.items()], limit)

    def generation(self) -> str:
        """Name the state of the index."""
        index, number = self._state()
        return f"{index}-{number}"

    def _state(self) -> tuple[str, int]:
        found = self._call(self.client.get, index=self.alias, id=MARK, _source="false")
        return found["_index"], found["_version"]

    # -- writing, in the one indexer

    def write(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Replace documents and drop ``gone``; a late try of an older write changes nothing."""
        try:
            number = self._number(self._state()[1])
        except IndexMissing:
            self.rebuild(())
            number = self._number(self._state()[1])
        drops: Iterable[Json] = ({"_op_type": "delete", "_id": key} for key in gone)
        self._put(self.alias, chain(drops, map(self._row, documents)), number, require_alias="true")

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build beside the live index, wait for its copies, let the alias name it, then drop all others."""
        fresh, indices = f"{self.family}.{SCHEMA}-{secrets.token_hex(6)}", self.client.indices
        self._order(indices.create, index=fresh, body=build_index(self.groups))
        try:
            written = self._put(fresh, map(self._row, documents), self._number(0))
            if self._order(self.client.count, index=fresh)["count"] != written:
                raise EngineAway("the index was changed while it was built")
            self._order(indices.put_settings, index=fresh, body={"index": {"auto_expand_replicas": "0-1"}})
            self._wait_for_copies(fresh)
        except BaseException:
            self._drop(fresh)
            raise
        # One step for readers, and the same when it is tried twice.
        swap: list[Json] = [{"remove": {"index": f"{self.family}.*", "alias": self.alias, "must_exist": False}}]
        self._order(indices.update_aliases, body={"actions": [*swap, {"add": {"index": fresh, "alias": self.alias}}]})
        for index in self._order(indices.get_alias, index=f"{self.family}.*"):
            if index != fresh:
                self._drop(index)

    def _order(self, method: Callable[..., Any], **named: Any) -> Any:
        """Call what changes or counts whole indices, which takes longer than a search."""
        return self._call(method, request_timeout=WRITE_TIMEOUT, **named)

    def _wait_for_copies(self, index: str) -> None:
        wait = {"wait_for_status": "green", "timeout": f"{COPY_TIMEOUT}s", "request_timeout": COPY_TIMEOUT + READ_TIMEOUT}
        state = self._call(self.client.cluster.health, index=index, ignore=408, **wait)
        if state["status"] != "green":
            log.warning("the index %s is %s: the cluster has no room for its copies", index, state["status"])

    def _drop(self, index: str) -> None:
        try:
            self.client.indices.delete(index=index, ignore=404, request_timeout=WRITE_TIMEOUT)
        except OpenSearchException as error:
            log.warning("the index %s stays until the next build: %s", index, error)

    @staticmethod
    def _number(last: int) -> int:
        """Return the number of a write: it grows, even when the clock goes back."""
        return max(time.time_ns() // 1_000, last + 1)

    def _put(self, index: str, actions: Iterable[Json], number: int, **parameters: Any) -> int:
        """Write, make visible, name the new state; returns how many documents were created."""
        versioned = {"version": number, "version_type": "external_gte"}
        created = self._call(self._bulk, index, (versioned | action for action in actions), parameters)
        if self._order(self.client.indices.refresh, index=index)["_shards"]["failed"]:
            raise EngineAway("a part of the index does not show what was written")
        # After the refresh: who reads the new name finds the new state.
        self._call(self._bulk, index, ({"_id": MARK, "_source": {}} | versioned,), parameters)
        return int(created)

    def _bulk(self, index: str, actions: Iterable[Json], parameters: Mapping[str, Any]) -> int:
        results = streaming_bulk(
            self.client,
            actions,
            BULK_DOCUMENTS,
            BULK_BYTES,
            raise_on_error=False,
            max_retries=5,  # while the cluster says that it has too much to do
            initial_backoff=1,
            index=index,
            request_timeout=WRITE_TIMEOUT,
            **parameters,
        )
        created = 0
        for _, result in results:
            outcome = next(iter(result.values()))
            # 409: something newer is there.
            if "error" in outcome and outcome["status"] != 409:
                raise EngineAway(f"{outcome.get('_id')}: {outcome['error']}")
            created += outcome.get("result") == "created"
        return created

    def _row(self, document: Document) -> Json:
        fields = fields_of(document)
        held = {f"{language}:{token}" for language, text in fields.text.items() for token in text.split()}
        row: Json = {f"title_{language}": words for language, words in fields.title.items()}
        row |= {f"text_{language}": words for language, words in fields.text.items()}
        row |= {f"facet_{group}": list(document.facets.get(group, ())) for group in self.groups}
        row |= {
            "grams": fields.grams,
            "held": sorted(held),
            "words": fields.words,
            "completions": fields.completions,
            "audience": document.audiences,
            "year": document.year,
            "recommended": document.recommended,
            "newest": document.newest,
            "weight": breadth_weight(document.breadth),
        }
        return {"_id": document.key, "_source": row}
