"""What every engine must do alike: the match set, exact counts, total orders, visibility."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcmhub.search import analysis
from gcmhub.search.engine import Document, Query, Text
from tests.search import brute_force
from tests.search.conftest import GROUPS, SENTENCES, make_documents

WORDS = sorted({word for sentences in SENTENCES.values() for sentence in sentences for word in sentence.split()})
QUERIES = st.builds(
    lambda words, filters, low, high, order, joined, without: Query(
        asked=analysis.ask(" ".join(words)),
        joined=tuple(analysis.ask(text).words for text in joined),
        filters=filters,
        year_from=low,
        year_to=high,
        order=order,
        limit=200,
        facets=GROUPS,
        without=tuple(without),
    ),
    st.lists(st.sampled_from([*WORDS, "skill", "migrations", "移", "absent"]), max_size=3),
    st.fixed_dictionaries(
        {},
        optional={
            "objective": st.lists(st.sampled_from(("1", "7", "18", "99")), min_size=1, max_size=2).map(tuple),
            "country": st.lists(st.sampled_from(("KEN", "global")), min_size=1, max_size=2).map(tuple),
            "kind": st.sampled_from((("event",), ("document", "event"))),
            "year": st.sampled_from((("2018",), ("2019", "2020"))),
        },
    ),
    st.sampled_from((None, None, 2018, 2020)),
    st.sampled_from((None, None, 2019, 2030)),
    st.sampled_from(("recommended", "newest", "relevance")),
    st.lists(st.sampled_from(("recognition skills", "移民", "nurses")), max_size=1),
    st.one_of(st.just([]), st.lists(st.sampled_from([document.key for document in make_documents()]), max_size=30)),
)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_total_and_every_count_equal_brute_force(engine, documents, query):
    keys, counts = brute_force.answer(documents, query)
    answer = engine.search(query)
    assert answer.total == len(keys)
    assert {key for key, _ in answer.hits} == keys
    assert answer.facets == counts


@pytest.mark.parametrize("order", ["recommended", "newest", "relevance"])
def test_pages_neither_repeat_nor_leave_out_anything(engine, documents, order):
    query = Query(asked=analysis.ask("migration skills"), order=order, facets=())
    whole = [key for key, _ in engine.search(replace(query, limit=200)).hits]
    paged = []
    for offset in range(0, 200, 7):
        paged += [key for key, _ in engine.search(replace(query, offset=offset, limit=7)).hits]
    assert paged == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("order", ["recommended", "newest"])
def test_the_stored_orders_hold(engine, documents, order):
    places = {document.key: getattr(document, order) for document in documents}
    found = [places[key] for key, _ in engine.search(Query(order=order, limit=200)).hits]
    assert found == sorted(found)


def test_a_page_beyond_the_end_is_empty_and_keeps_the_total(engine, documents):
    query = Query(limit=20, facets=("kind",))
    beyond = engine.search(replace(query, offset=5000))
    assert beyond.hits == ()
    assert (beyond.total, beyond.facets) == (engine.search(query).total, engine.search(query).facets)


def test_documents_with_both_words_come_before_those_with_one(engine, documents):
    words = analysis.ask("skills remittances").words
    hits = [key for key, _ in engine.search(Query(asked=analysis.ask("skills remittances"), order="relevance", limit=200)).hits]
    held = {document.key: document for document in documents}
    both = [all(_holds(held[key], word) for word in words) for key in hits]
    assert both == sorted(both, reverse=True)
    assert 0 < sum(both) < len(both)


def _holds(document, word):
    return document.key in brute_force.answer([document], Query(asked=analysis.Asked((word,))))[0]


def test_only_the_audience_sees_a_document(engine, documents):
    hidden = {document.key for document in documents if document.audiences == ("staff",)}
    assert hidden
    assert not hidden & {key for key, _ in engine.search(Query(limit=200)).hits}
    assert {key for key, _ in engine.search(Query(limit=200, audience="staff")).hits} == hidden


def test_scores_never_rise(engine):
    scores = [
        score for _, score in engine.search(Query(asked=analysis.ask("migration skills"), order="relevance", limit=99)).hits
    ]
    assert scores == sorted(scores, reverse=True)
    assert all(score is not None for score in scores)


def test_scores_are_none_in_every_other_order(engine):
    assert {score for _, score in engine.search(Query(asked=analysis.ask("skills"), limit=99)).hits} == {None}


def test_words_that_no_text_holds_are_named(engine):
    assert engine.search(Query(asked=analysis.ask("zzzzzzz"))).unheld == ("zzzzzzz",)


def test_a_typing_error_finds_what_was_meant(engine):
    assert engine.similar("recognitoin", "public", 3) == ("recognition",)
    assert engine.similar("recognition", "public", 3) == ()
    assert engine.similar("abc", "public", 3) == ()


def test_completions_continue_words_of_titles(engine):
    assert engine.completions("rec", "public", 8)[0] in {"recognition", "reconnaissance", "reconocimiento"}
    assert set(engine.completions("migra", "public", 8)) <= {"migration", "migracion", "migrants", "migrantes", "migrant"}
    assert engine.completions("zzz", "public", 8) == ()
    assert engine.completions("移民", "public", 8)


def test_completions_hide_titles_of_other_audiences(engine, request):
    secret = Document("s", (Text("title", "en", "Zebrafish"),), {}, None, 0, 1, 1, ("staff",))
    put(engine, [secret])
    assert engine.completions("zebra", "public", 8) == ()


def put(engine, documents, gone=()):
    if engine.name == "database":
        from gcmhub.search.actions import drop_documents, put_documents

        put_documents("tests", documents)
        drop_documents("tests", gone)
    engine.write(documents, gone)


def test_an_updated_document_is_there_once(engine, documents):
    # Deleting by an unsigned field deletes nothing in one engine: the old version would stay.
    first = documents[0]
    put(engine, [replace(first, audiences=("public",), texts=(Text("title", "en", "Quokka"),))])
    put(engine, [replace(first, audiences=("public",), texts=(Text("title", "en", "Quokka quokka"),))])
    assert engine.search(Query(asked=analysis.ask("quokka"))).total == 1


def test_a_dropped_document_leaves_counts_and_completions(engine, documents):
    put(engine, [Document("gone", (Text("title", "en", "Axolotl"),), {"kind": ("video",)}, None, 0, 1, 1, ("public",))])
    before = engine.search(Query(facets=("kind",)))
    assert before.facets["kind"]["video"] == 1
    put(engine, [], ["gone"])
    after = engine.search(Query(facets=("kind",)))
    assert "video" not in after.facets["kind"]
    assert after.total == before.total - 1
    assert engine.completions("axol", "public", 8) == ()
    assert engine.similar("axolotle", "public", 8) == ()


def test_the_generation_changes_with_every_write(engine, documents):
    before = engine.generation()
    put(engine, [replace(documents[0], year=1999)])
    assert engine.generation() != before
    assert engine.generation() == engine.generation()


def test_a_rebuild_holds_the_same_as_before(engine, documents):
    query = Query(asked=analysis.ask("migration"), facets=GROUPS, limit=200)
    before = engine.search(query)
    engine.rebuild(documents)
    after = engine.search(query)
    assert (after.total, after.facets) == (before.total, before.facets)
    assert {key for key, _ in after.hits} == {key for key, _ in before.hits}


def test_a_group_with_many_values_is_counted_whole(engine):
    many = [
        Document(f"m{number}", (), {"objective": (f"v{number}",)}, None, 0, number, number, ("public",))
        for number in range(300)
    ]
    put(engine, many)
    counts = engine.search(Query(facets=("objective",))).facets["objective"]
    assert len([value for value in counts if value.startswith("v")]) == 300


def test_more_documents_than_one_batch(engine):
    put(engine, make_documents(600, seed=11))
    assert engine.search(Query(limit=1, audience="public")).total == sum(
        document.audiences == ("public",) for document in make_documents(600, seed=11)
    )
