"""Tantivy, embedded: an index in the data folder, one writing process, any number of readers."""

import fcntl
import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order
from tantivy import Query as Clause

from gcmhub.search.analysis import LANGUAGES, Word
from gcmhub.search.engine import Answer, Document, EngineAway, IndexMissing, Query
from gcmhub.search.fields import fields_of
from gcmhub.search.typing_errors import closest
from gcmhub.search.weights import FIRST_TIER, GRAM_WEIGHT, OTHER_LANGUAGE, PHRASE_WEIGHT, TITLE_WEIGHT, breadth_weight

SCHEMA = 1  # raise it when the fields change; an index of another schema is rebuilt
HEAP = 96_000_000  # bytes that the writer may hold
BUILD_HEAP = 400_000_000  # the same for a whole index: fewer segments, faster counts
FACET_LIMIT = 1_000_000  # values of a group; far above any vocabulary, so that no value is cut off
BUILDING = "building"  # the file that whoever builds has locked
CURRENT = "current"  # the file that names the live folder


def build_schema(groups: Sequence[str]) -> tantivy.Schema:
    """Return the fields of an index; facets are raw words, as counting by the term dictionary needs."""
    builder = tantivy.SchemaBuilder()
    # Raw text: deleting by a number deletes nothing and says nothing.
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for language in LANGUAGES:
        builder.add_text_field(f"title_{language}", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"text_{language}", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("completions", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for group in groups:
        builder.add_text_field(f"facet_{group}", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("recommended", fast=True)
    builder.add_integer_field("newest", fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


@contextmanager
def _away_when_broken() -> Iterator[None]:
    """Raise ``EngineAway`` where the index cannot be read or written; over damaged files the engine panics."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise EngineAway(str(error)) from error
    except BaseException as error:  # a panic is no Exception, and its class cannot be imported
        if type(error).__name__ != "PanicException":
            raise
        raise EngineAway("the index is damaged; ./hub manage rebuild_index builds it anew") from error


class TantivyEngine:
    """The engine of one collection in ``folder``; ``groups`` are its facets."""

    name = "tantivy"

    def __init__(self, folder: Path, groups: Sequence[str]) -> None:
        self.folder, self.groups = folder, tuple(groups)
        self.schema = build_schema(groups)
        self._home, self._current = str(folder), str(folder / CURRENT)
        self._named: tuple[object, str] = (None, "")
        self._index: tantivy.Index | None = None
        self._state: tuple[object, ...] = ()
        self._writer: tantivy.IndexWriter | None = None
        self._written = ""
        self.whole = False
        self._lock = threading.Lock()

    # -- reading

    def _live(self) -> str:
        """Return the name of the live folder; the file that holds it is read only when it is another one."""
        try:
            found = os.stat(self._current)  # noqa: PTH116 - asked for every question; a Path costs ten times as much
            stamp = (found.st_mtime_ns, found.st_ino)
            if self._named[0] != stamp:
                self._named = (stamp, Path(self._current).read_text())
        except OSError as error:
            raise IndexMissing("there is no index yet") from error
        return self._named[1]

    def _stand(self) -> tuple[object, ...]:
        live = self._live()
        try:
            meta = os.stat(f"{self._home}/{live}/meta.json")  # noqa: PTH116 - as above
        except OSError as error:
            raise IndexMissing("the index is incomplete") from error
        return live, meta.st_mtime_ns, meta.st_size, meta.st_ino

    def _searcher(self) -> tantivy.Searcher:
        stand = self._stand()
        if stand != self._state:
            with self._lock:
                if stand != self._state:
                    self._open(stand)
        if self._index is None:
            raise IndexMissing("the index cannot be opened")
        return self._index.searcher()

    def _open(self, stand: tuple[object, ...]) -> None:
        live = self.folder / str(stand[0])
        if not live.name.startswith(f"{SCHEMA}-"):
            raise IndexMissing("the index has an older schema")
        try:
            if self._index is None or not self._state or self._state[0] != stand[0]:
                self._index = tantivy.Index(self.schema, path=str(live))
                self._index.config_reader("manual")
            self._index.reload()
            self.whole = _is_whole(live, self._index.searcher())
        except (ValueError, OSError) as error:
            self._index = None
            raise IndexMissing(str(error)) from error
        self._state = stand

    def generation(self) -> str:
        """Name the state of the index on disk."""
        self._searcher()  # a state that cannot be read is none
        return "-".join(str(part) for part in self._stand())

    def search(self, query: Query) -> Answer:
        """Answer a query."""
        searcher = self._searcher()
        with _away_when_broken():
            return _Question(self, searcher, query).answer()

    def completions(self, prefix: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of titles that begin with ``prefix``."""
        return tuple(word for word, count in self._dictionary("completions", prefix, audience, limit) if count)

    def similar(self, word: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of the texts that differ by a typing error from the second character on."""
        return closest(word, self._dictionary("words", word[:1], audience, None), limit)

    def _dictionary(self, field: str, prefix: str, audience: str, limit: int | None) -> list[tuple[str, int]]:
        searcher = self._searcher()
        seen = None if self.whole and audience == "public" else Clause.term_query(self.schema, "audience", audience)
        with _away_when_broken():
            return searcher.terms_with_prefix(field, prefix, filter_query=seen, limit=limit)

    # -- writing, in the one indexer

    def write(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Replace documents and drop ``gone`` in one commit."""
        try:
            live = self._live()
            if not live.startswith(f"{SCHEMA}-"):
                raise IndexMissing("the index has an older schema")
        except IndexMissing:
            self.rebuild(())
            live = self._live()
        try:
            with _away_when_broken():
                writer = self._open_writer(live)
                for key in gone:
                    writer.delete_documents_by_term("key", key)
                for document in documents:
                    writer.delete_documents_by_term("key", document.key)
                    writer.add_document(self._row(document))
                writer.commit()
        except EngineAway:
            self._writer = None
            raise

    def _open_writer(self, live: str) -> tantivy.IndexWriter:
        if self._writer is None or self._written != live:
            self._writer = None  # lets go of the old folder's lock
            self._writer = tantivy.Index(self.schema, path=str(self.folder / live)).writer(HEAP, 1)
            self._written = live
        return self._writer

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build beside the live index, then name the new folder in ``current`` by an atomic rename; one at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / BUILDING).open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # a second builder waits, and lets go at the end of the block
            self._build(documents)

    def _build(self, documents: Iterable[Document]) -> None:
        fresh = self.folder / f"{SCHEMA}-{secrets.token_hex(6)}"
        fresh.mkdir()
        writer = tantivy.Index(self.schema, path=str(fresh)).writer(BUILD_HEAP, 1)
        for document in documents:
            writer.add_document(self._row(document))
        writer.commit()
        writer.wait_merging_threads()
        named = self.folder / f"{CURRENT}-{fresh.name}"
        with named.open("w") as file:
            file.write(fresh.name)
            file.flush()
            os.fsync(file.fileno())
        named.replace(self.folder / CURRENT)
        self._writer = None
        for old in self.folder.iterdir():
            # Readers keep mapped files of a removed folder until they look at ``current`` again.
            if old.is_dir() and old.name != fresh.name:
                shutil.rmtree(old, ignore_errors=True)

    def _row(self, document: Document) -> tantivy.Document:
        fields = fields_of(document)
        row: dict[str, Any] = {f"title_{language}": words for language, words in fields.title.items()}
        row |= {f"text_{language}": words for language, words in fields.text.items()}
        row |= {f"facet_{group}": list(document.facets.get(group, ())) for group in self.groups}
        if document.year is not None:
            row["year"] = document.year
        return tantivy.Document(
            key=document.key,
            grams=fields.grams,
            completions=list(fields.completions) if "public" in document.audiences else [],
            words=list(fields.words),
            audience=list(document.audiences),
            recommended=document.recommended,
            newest=document.newest,
            # The engine multiplies a score by log2(2 + weight).
            weight=2 ** breadth_weight(document.breadth) - 2,
            **row,
        )


class _Question:
    """One query against one state of the index."""

    def __init__(self, engine: TantivyEngine, searcher: tantivy.Searcher, query: Query) -> None:
        # The collector takes memory for every place up to the page: a page beyond the end must not cost more than the last.
        query = replace(query, offset=min(query.offset, searcher.num_docs))
        self.engine, self.searcher, self.query = engine, searcher, query
        self.schema = engine.schema
        self.whole = engine.whole and query.audience == "public" and not query.without
        held = [(word, self.alternatives("text", word)) for word in query.asked.words]
        self.words = [_best_of(clauses) for _, clauses in held]
        self.unheld = tuple(word.surface for word, clauses in held if not clauses)
        self.filters = {group: self.choice(group, values) for group, values in query.filters.items() if values}

    def answer(self) -> Answer:
        query = self.query
        scored = query.order == "relevance" and bool(self.words or query.joined)
        total, hits = self.by_relevance() if scored else self.ordered(self.match(()))
        keys = [(self.searcher.doc(address)["key"][0], score) for score, address in hits]
        return Answer(total, tuple(keys), self.facets(), self.unheld)

    # -- clauses

    def alternatives(self, field: str, word: Word) -> list[Clause]:
        """Return a clause for each language whose texts hold the word's token at all."""
        found = []
        for language, token in word.tokens.items():
            name = f"{field}_{language}"
            if self.searcher.doc_freq(name, token):
                clause = Clause.term_query(self.schema, name, token)
                strange = self.query.languages and language not in self.query.languages
                found.append(Clause.boost_query(clause, OTHER_LANGUAGE) if strange else clause)
        return found

    def word(self, word: Word) -> Clause:
        return _best_of(self.alternatives("text", word))

    def choice(self, group: str, values: tuple[str, ...]) -> Clause:
        # A clause for each value: a set of values would be walked whole for every question.
        clauses = [Clause.term_query(self.schema, f"facet_{group}", value) for value in values]
        chosen = clauses[0] if len(clauses) == 1 else Clause.boolean_query([(Occur.Should, clause) for clause in clauses])
        return Clause.const_score_query(chosen, 0.0)

    def text_clause(self) -> Clause | None:
        """Return the match set of the words, None when there are none."""
        if not self.words and not self.query.joined:
            return None
        clauses = [(Occur.Should, clause) for clause in self.words]
        clauses += [(Occur.Should, _every([self.word(word) for word in group])) for group in self.query.joined]
        return Clause.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]

    def frame(self, without: str = "") -> list[tuple[Occur, Clause]]:
        """Return visibility, filters and year bounds, all without influence on the score."""
        query = self.query
        clauses: list[tuple[Occur, Clause]] = []
        if not self.whole:
            audience = Clause.term_query(self.schema, "audience", query.audience)
            clauses.append((Occur.Must, Clause.const_score_query(audience, 0.0)))
        clauses += [(Occur.MustNot, Clause.term_query(self.schema, "key", key)) for key in query.without]
        clauses += [(Occur.Must, clause) for group, clause in self.filters.items() if group != without]
        if query.year_from is not None or query.year_to is not None:
            low, high = max(query.year_from or 0, 0), query.year_to if query.year_to is not None else 2**32
            years = Clause.range_query(self.schema, "year", FieldType.Integer, low, max(high, 0))
            clauses.append((Occur.Must, Clause.const_score_query(years, 0.0)))
        return clauses

    def match(self, extra: Iterable[tuple[Occur, Clause]], without: str = "") -> Clause:
        """Return the match set inside the frame, with ``extra`` clauses."""
        text = self.text_clause()
        clauses = [*([(Occur.Must, text)] if text is not None else []), *self.frame(without), *extra]
        if not any(occur == Occur.Must for occur, _ in clauses):
            clauses.append((Occur.Must, Clause.const_score_query(Clause.all_query(), 0.0)))
        return Clause.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]

    def refinements(self) -> list[tuple[Occur, Clause]]:
        """Return what refines the order and never the match set: titles, quoted phrases, runs of characters."""
        query = self.query
        found = []
        for word in query.asked.words:
            titles = self.alternatives("title", word)
            if titles:
                found.append(Clause.boost_query(_best_of(titles), TITLE_WEIGHT))
        for phrase in query.asked.phrases:
            for language in LANGUAGES:
                tokens: list[str | tuple[int, str]] = [word.tokens[language] for word in phrase]
                clause = Clause.phrase_query(self.schema, f"text_{language}", tokens)
                found.append(Clause.boost_query(clause, PHRASE_WEIGHT))
        grams = [gram for gram in dict.fromkeys(query.grams.split()) if self.searcher.doc_freq("grams", gram)]
        if grams:
            runs = Clause.boolean_query([(Occur.Should, Clause.term_query(self.schema, "grams", gram)) for gram in grams])
            found.append(Clause.boost_query(runs, GRAM_WEIGHT))
        return [(Occur.Should, clause) for clause in found]

    # -- hits

    def ordered(self, clause: Clause) -> tuple[int, list[tuple[float | None, Any]]]:
        field = "newest" if self.query.order == "newest" else "recommended"
        found = self.searcher.search(
            clause, max(self.query.limit, 1), offset=self.query.offset, order_by_field=field, order=Order.Asc
        )
        return found.count, [(None, address) for _, address in found.hits[: self.query.limit]]  # type: ignore[attr-defined]

    def by_relevance(self) -> tuple[int, list[tuple[float | None, Any]]]:
        """Return documents with all the words, then those with some, each by weighted score."""
        refinements = self.refinements()
        if len(self.words) < 2 and not self.query.joined:
            return self.weighted(self.match(refinements), self.query.offset, self.query.limit, FIRST_TIER)
        if not self.words:
            return self.weighted(self.match(refinements), self.query.offset, self.query.limit, 0.0)
        every = _every(self.words)
        offset, limit = self.query.offset, self.query.limit
        first, hits = self.weighted(self.match([*refinements, (Occur.Must, every)]), offset, limit, FIRST_TIER)
        rest, more = self.weighted(
            self.match([*refinements, (Occur.MustNot, every)]), max(offset - first, 0), limit - len(hits), 0.0
        )
        return first + rest, [*hits, *more]

    def weighted(self, clause: Clause, offset: int, limit: int, base: float) -> tuple[int, list[tuple[float | None, Any]]]:
        found = self.searcher.search(clause, max(limit, 1), offset=offset, weight_by_field="weight")
        hits = [(base + score, address) for score, address in found.hits[:limit]]
        return found.count, hits  # type: ignore[attr-defined]

    # -- facets

    def facets(self) -> dict[str, dict[str, int]]:
        """Count every value of every group asked for, each group without its own choice."""
        query = self.query
        open_groups = [group for group in query.facets if group not in self.filters]
        counts = self.count(open_groups, self.match(())) if open_groups else {}
        for group in query.facets:
            if group in self.filters:
                counts |= self.count([group], self.match((), without=group))
        return {group: counts[group] for group in query.facets}

    def count(self, groups: list[str], clause: Clause) -> dict[str, dict[str, int]]:
        query = self.query
        bounded = query.year_from is not None or query.year_to is not None
        filters = len(self.filters) + bounded
        if self.words or query.joined or filters >= 2:
            wanted = {group: {"terms": {"field": f"facet_{group}", "size": FACET_LIMIT}} for group in groups}
            found = self.searcher.aggregate(clause, wanted)
            return {group: {row["key"]: row["doc_count"] for row in found[group]["buckets"]} for group in groups}
        # Few or no bounds: walking the dictionary of values is ten times faster than visiting every document.
        unbounded = self.whole and not filters
        return {
            group: {
                value: count
                for value, count in self.searcher.terms_with_prefix(
                    f"facet_{group}", "", filter_query=None if unbounded else clause
                )
                if count
            }
            for group in groups
        }


def _is_whole(live: Path, searcher: tantivy.Searcher) -> bool:
    """Say whether nothing is deleted and everything is public, so that the dictionary's own counts are exact."""
    segments = json.loads((live / "meta.json").read_text())["segments"]
    if any(segment["deletes"] for segment in segments):
        return False
    return dict(searcher.terms_with_prefix("audience", "")) == {"public": sum(segment["max_doc"] for segment in segments)}


def _best_of(clauses: list[Clause]) -> Clause:
    if not clauses:
        return Clause.empty_query()
    return clauses[0] if len(clauses) == 1 else Clause.disjunction_max_query(clauses)


def _every(clauses: Sequence[Clause]) -> Clause:
    return Clause.boolean_query([(Occur.Must, clause) for clause in clauses])
