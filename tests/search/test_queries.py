"""The shared layer over the engines: widening, suggestions, visibility at once, the fallback."""

import shutil
from dataclasses import replace

import pytest

from gcmhub.search import actions, queries, registry
from gcmhub.search.engine import Document, Text
from gcmhub.search.models import Entry
from gcmhub.search.queries import Expansion, Question


def document(key, title, language="en", **changes):
    number = int(key[1:])
    base = Document(key, (Text("title", language, title),), {}, None, 0, number, number, ("public",), {"title": title})
    return replace(base, **changes)


@pytest.fixture
def shelf(collection):
    def put(*documents):
        actions.put_documents(collection, documents)
        actions.Indexer().run(once=True)
        return collection

    return put


def keys(found):
    return {hit.key for hit in found.hits}


def test_related_words_join_only_a_meagre_answer_and_say_so(shelf):
    name = shelf(document("d1", "Recognition of qualifications"), document("d2", "Reconnaissance des diplômes", "fr"))
    related = (
        Expansion("reconnaissance des diplômes", "fr", "thesaurus:recognition"),
        Expansion("absent words", "en", "thesaurus:no"),
    )
    found = queries.find(name, Question("qualifications", order="relevance", expansions=lambda: related))
    assert keys(found) == {"d1", "d2"}
    assert found.hits[0].key == "d1"
    assert found.widened == ("thesaurus:recognition",)


def test_five_results_are_enough_and_nothing_joins(shelf):
    name = shelf(*(document(f"d{number}", "Recognition") for number in range(5)), document("d9", "Anerkennung", "de"))
    asked = []
    found = queries.find(
        name, Question("recognition", expansions=lambda: asked.append(1) or [Expansion("Anerkennung", "de", "x")])
    )
    assert (found.total, found.widened, asked) == (5, (), [])


def test_a_typing_error_finds_what_was_meant_and_suggests_it(shelf):
    name = shelf(document("d1", "Recognition of skills"))
    found = queries.find(name, Question("recogntion skills", order="relevance"))
    assert found.suggestions == ("recognition skills",)
    found = queries.find(name, Question("recogntion", order="relevance"))
    assert (keys(found), found.widened) == ({"d1"}, ("typo:recognition",))


def test_signs_alone_find_nothing(shelf):
    name = shelf(document("d1", "Recognition"))
    assert queries.find(name, Question("?!")).total == 0
    assert queries.find(name, Question("  ")).total == 1


def test_what_is_dropped_is_hidden_and_counted_no_more_before_the_index_knows(shelf, django_capture_on_commit_callbacks):
    kind = {"kind": ("event",)}
    name = shelf(document("d1", "Recognition", facets=kind), document("d2", "Recognition too", facets=kind))
    question = Question("recognition", facets=("kind",))
    assert queries.find(name, question).facets == {"kind": {"event": 2}}
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop_documents(name, ["d1"])
    for text in ("recognition", ""):
        found = queries.find(name, replace(question, text=text))
        assert (keys(found), found.total, found.facets) == ({"d2"}, 1, {"kind": {"event": 1}})
    assert queries.index_lag() == 1
    actions.Indexer().run(once=True)
    assert queries.find(name, Question("recognition")).total == 1
    assert not Entry.objects.filter(key="d1").exists()


def test_of_named_documents_those_are_found_too_that_the_index_does_not_hold_yet(shelf):
    name = shelf(document("d1", "Recognition"), document("d2", "Recognition too"))
    actions.put_documents(name, [document("d3", "Recognition now"), document("d4", "Nurses")])
    assert keys(queries.find(name, Question("recognition", only=("d2", "d3", "d4")))) == {"d2", "d3"}
    assert queries.find(name, Question(only=())).total == 0
    assert queries.find(name, Question("recogniton", only=("d1",))).total == 0  # nothing joins


def test_answers_without_text_are_kept_until_the_index_changes(shelf, monkeypatch):
    name = shelf(document("d1", "One"))
    assert queries.find(name, Question(facets=("kind",))).total == 1
    engine = registry.engine(name)
    asked = []
    search = engine.search
    monkeypatch.setattr(engine, "search", lambda query: asked.append(query) or search(query))
    assert queries.find(name, Question(facets=("kind",))).total == 1
    assert asked == []
    shelf(document("d2", "Two"))
    assert queries.find(name, Question(facets=("kind",))).total == 2
    assert len(asked) == 1


def test_the_database_answers_while_the_index_is_damaged(shelf, tmp_path):
    name = shelf(document("d1", "Recognition of skills"), document("d2", "Skills"))
    for file in (tmp_path / "index").rglob("*"):
        if file.suffix in {".idx", ".term", ".store", ".fast", ".pos", ".fieldnorm"}:
            file.write_bytes(b"\x5a" * file.stat().st_size)
    for text in ("recognition", "recogntion", "skills of"):
        assert "d1" in keys(queries.find(name, Question(text, order="relevance", facets=("kind",))))
    assert queries.suggest(name, "recog", "en") == ("recognition",)
    actions.rebuild_index(name)
    found = queries.find(name, Question("skills", order="relevance"))
    assert (keys(found), found.engine) == ({"d1", "d2"}, "tantivy")


def test_the_database_answers_alike_while_the_index_is_away(shelf, tmp_path):
    facets = {"kind": ("event",), "objective": ("1",), "country": (), "year": ()}
    name = shelf(*(document(f"d{number}", "Safe migration", facets=facets) for number in range(6)))
    with_index = queries.find(name, Question("migration", facets=("kind",)))
    shutil.rmtree(tmp_path / "index")
    without = queries.find(name, Question("migration", facets=("kind",)))
    assert (without.engine, with_index.engine) == ("database", "tantivy")
    assert (without.total, without.facets, keys(without)) == (with_index.total, with_index.facets, keys(with_index))
    assert [hit.highlights for hit in without.hits] == [hit.highlights for hit in with_index.hits]
    assert queries.suggest(name, "migr", "en") == ("migration",)


def test_a_match_inside_a_file_is_shown_from_the_file(shelf):
    texts = (Text("title", "en", "Annual report"), Text("file", "en", "On page nine there are quokkas."))
    name = shelf(document("d1", "Annual report", texts=texts))
    assert queries.find(name, Question("quokka")).hits[0].highlights == {
        "file": ["On page nine there are <mark>quokkas</mark>."]
    }


def test_suggestions_continue_the_last_word_and_keep_the_others(shelf):
    name = shelf(document("d1", "Recognition of skills"), document("d2", "Skills mobility"))
    assert queries.suggest(name, "recognition sk", "en") == ("recognition skills",)
    assert queries.suggest(name, "mob", "en") == ("mobility",)
    assert queries.suggest(name, "", "en") == ()
    assert queries.suggest(name, "mobility ", "en") == ()


def test_the_payload_comes_with_the_hit_and_no_query_grows_with_the_rows(shelf, django_assert_num_queries):
    name = shelf(document("d1", "Recognition"), document("d2", "Recognition"), document("d3", "Recognition"))
    for limit in (1, 3):
        with django_assert_num_queries(1):
            found = queries.find(name, Question("recognition", limit=limit))
        assert len(found.hits) == limit
    assert found.hits[0].payload == {"title": "Recognition"}
