"""What an index on a cluster must do beyond the contract: swap under readers, turn pages to the very end, refuse halves."""

import threading
from dataclasses import replace

import pytest
from opensearchpy.exceptions import ConnectionTimeout

from gcmhub.search import analysis
from gcmhub.search.engine import EngineAway, IndexMissing, Query, Text
from gcmhub.search.engines import opensearch, opensearch_question
from tests.search.conftest import GROUPS
from tests.search.on_cluster import engine_on, numbered

pytestmark = pytest.mark.java


@pytest.fixture
def empty(cluster, request):
    """An engine without an index."""
    with engine_on(cluster.urls, f"c{abs(hash(request.node.name)) % 10**8}") as engine:
        yield engine


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


def test_pages_larger_than_one_request_are_put_together(empty, monkeypatch):
    monkeypatch.setattr(opensearch, "WINDOW", 20)
    monkeypatch.setattr(opensearch, "STRIDE", 10)
    empty.write(numbered(60), ())
    for offset, limit in ((0, 100), (5, 50), (25, 30), (59, 30)):
        found = [key for key, _ in empty.search(Query(offset=offset, limit=limit)).hits]
        assert found == [f"n{number:05}" for number in range(offset, min(offset + limit, 60))]


def test_too_many_values_to_count_exactly_are_refused_and_never_cut_off(empty, monkeypatch):
    empty.write([replace(each, facets={"kind": (each.key,)}) for each in numbered(30)], ())
    assert len(empty.search(Query(facets=("kind",))).facets["kind"]) == 30
    monkeypatch.setattr(opensearch_question, "FACET_LIMIT", 10)
    with pytest.raises(EngineAway, match="too many values of kind"):
        empty.search(Query(facets=("kind",)))


def test_the_live_index_survives_a_swap_whose_answer_is_lost(empty, monkeypatch):
    empty.write(numbered(3), ())
    swap = empty.client.indices.update_aliases
    tries = []

    def lost(**named):
        tries.append(swap(**named))
        if len(tries) == 1:
            swap(**named)  # a client that heard nothing tries again
            raise ConnectionTimeout("TIMEOUT", "timed out", "")

    monkeypatch.setattr(empty.client.indices, "update_aliases", lost)
    with pytest.raises(EngineAway):
        empty.rebuild(numbered(5))
    empty._quiet_until = 0
    assert empty.search(Query()).total == 5
    empty.rebuild(numbered(4))
    assert empty.search(Query()).total == 4
    assert len(empty.client.indices.get_alias(index=f"{empty.family}.*")) == 1


def test_what_a_part_of_the_cluster_does_not_show_is_not_called_written(empty, monkeypatch):
    empty.write(numbered(1), ())
    before = empty.generation()
    monkeypatch.setattr(empty.client.indices, "refresh", lambda **_: {"_shards": {"failed": 1}})
    with pytest.raises(EngineAway):
        empty.write(numbered(2), ())
    assert empty.generation() == before


def test_an_answer_without_some_shards_is_no_answer(empty, monkeypatch):
    empty.write(numbered(3), ())
    search = empty.client.search
    for part in ({"timed_out": True}, {"_shards": {"failed": 1}}):
        monkeypatch.setattr(empty.client, "search", lambda part=part, **named: search(**named) | part)
        with pytest.raises(EngineAway):
            empty.search(Query())
