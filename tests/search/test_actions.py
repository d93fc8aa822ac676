"""The outbox and the indexer: the index ends where the database is, whatever happens on the way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from gcmhub.search import actions, queries, registry
from gcmhub.search.engine import EngineAway, Query
from gcmhub.search.models import Entry
from gcmhub.search.queries import Question
from tests.search.conftest import make_documents


def test_waiting_documents_reach_the_index_in_batches(collection, monkeypatch):
    monkeypatch.setattr(actions, "DRAIN_LIMIT", 7)
    documents = [replace(document, audiences=("public",)) for document in make_documents(30)]
    actions.put_documents(collection, documents)
    assert queries.index_lag() == 30
    assert actions.Indexer().run(once=True) == 30
    assert queries.index_lag() == 0
    assert registry.engine(collection).search(Query()).total == 30


def test_a_document_that_changes_while_it_is_written_waits_again(collection, monkeypatch):
    first = replace(make_documents(1)[0], audiences=("public",))
    actions.put_documents(collection, [first])
    engine = registry.engine(collection)
    write = engine.write

    def write_and_change(documents, gone):
        write(documents, gone)
        actions.put_documents(collection, [replace(first, year=1990)])

    actions.Indexer().run(once=True)
    actions.put_documents(collection, [replace(first, year=1980)])
    monkeypatch.setattr(engine, "write", write_and_change)
    actions.drain(collection)
    assert queries.index_lag() == 1
    monkeypatch.undo()
    actions.drain(collection)
    assert (queries.index_lag(), Entry.objects.get().year) == (0, 1990)


def test_a_crash_between_index_and_database_costs_a_repetition_only(collection, monkeypatch):
    actions.put_documents(collection, [replace(document, audiences=("public",)) for document in make_documents(5)])
    actions.Indexer()._make_sure(registry.engine(collection), collection)
    monkeypatch.setattr(actions, "_settle", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        actions.drain(collection)
    monkeypatch.undo()
    actions.Indexer().run(once=True)
    assert registry.engine(collection).search(Query()).total == 5


def test_an_index_of_another_schema_is_built_anew(collection, monkeypatch, tmp_path):
    from gcmhub.search.engines import tantivy

    actions.put_documents(collection, [replace(document, audiences=("public",)) for document in make_documents(5)])
    actions.Indexer().run(once=True)
    monkeypatch.setattr(tantivy, "SCHEMA", 999)
    registry.engine.cache_clear()
    with pytest.raises(EngineAway):
        registry.engine(collection).search(Query())
    assert queries.find(collection, Question()).engine == "database"
    actions.Indexer().run(once=True)
    assert registry.engine(collection).search(Query()).total == 5
    assert [path.name.split("-")[0] for path in (tmp_path / "index" / "tests").iterdir() if path.is_dir()] == ["999"]


def test_what_changes_during_a_rebuild_waits_for_the_indexer(collection):
    documents = [replace(document, audiences=("public",)) for document in make_documents(10)]
    actions.put_documents(collection, documents)
    actions.Indexer().run(once=True)

    def change(_count):
        actions.put_documents(collection, [replace(documents[0], facets={"kind": ("changed",)})])
        actions.drop_documents(collection, [documents[1].key])

    actions.rebuild_index(collection, change)
    actions.Indexer().run(once=True)
    answer = registry.engine(collection).search(Query(facets=("kind",)))
    assert (answer.total, answer.facets["kind"]["changed"]) == (9, 1)


def test_a_second_writer_is_kept_out(collection):
    actions.put_documents(collection, make_documents(3))
    actions.Indexer().run(once=True)
    from gcmhub.search.engines.tantivy import TantivyEngine

    other = TantivyEngine(registry.engine(collection).folder, registry.collection(collection).facets)
    with pytest.raises(EngineAway):
        other.write(make_documents(3), ())


def test_two_who_build_the_index_take_turns(collection):
    from gcmhub.search.engines.tantivy import TantivyEngine

    registry.engine(collection).rebuild(make_documents(3))
    builders = [TantivyEngine(registry.engine(collection).folder, registry.collection(collection).facets) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda builder: builder.rebuild(make_documents(400)), builders))
    assert registry.engine(collection).search(Query(limit=1)).total == sum(
        "public" in document.audiences for document in make_documents(400)
    )


def test_putting_the_same_document_twice_keeps_one_row(collection):
    actions.put_documents(collection, make_documents(3))
    actions.put_documents(collection, make_documents(3))
    assert Entry.objects.count() == 3
