"""What doors and rooms ask the search: find, suggest, how far the index is."""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from django.db import connections, router

from gcmhub.search import analysis, registry
from gcmhub.search.analysis import Word
from gcmhub.search.engine import Answer, Engine, EngineAway, Order, Query
from gcmhub.search.engines.database import DatabaseEngine
from gcmhub.search.highlight import Marker
from gcmhub.search.models import Entry

FEW = 5  # resources; below that typing errors and related words join
GRAM_WORDS = 3  # words of a question from which on runs of characters refine the order
CORRECTIONS = 3  # words that may stand for a mistyped one
COMPLETIONS = 8
LEAVING = 1_000  # withdrawn documents that are left out of an index that still holds them
KEPT_ANSWERS = 512  # answers to questions without text, kept while the index does not change

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Expansion:
    """Words that join a meagre answer, labelled with where they come from."""

    words: str
    language: str
    source: str  # "thesaurus:recognition-of-qualifications"


@dataclass(frozen=True)
class Question:
    """A question of a reader. Filters: OR inside a group, AND between groups; year bounds are inclusive."""

    text: str = ""
    language: str = "en"  # of the reader; which text a highlight prefers
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    order: Order = "recommended"
    offset: int = 0
    limit: int = 20
    facets: tuple[str, ...] = ()
    expansions: Callable[[], Sequence[Expansion]] = tuple  # asked only when little is found
    audience: str = "public"
    only: tuple[str, ...] | None = None  # keys that may match at all, some thousand at most; nothing joins a meagre answer


@dataclass(frozen=True)
class Hit:
    """One found document with what its owner's listing shows; ``highlights`` holds HTML with ``<mark>`` only."""

    key: str
    score: float | None
    payload: Mapping[str, Any]
    texts: Sequence[Sequence[str]] = ()  # rows of field, language, text: titles and abstracts
    highlights: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """The answer: exact total, a page of hits, exact counts, what to try instead, what joined and why."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    suggestions: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()  # "typo:word" or "thesaurus:code"
    engine: str = ""


class _Kept:
    """Answers to questions without text, by the state of the index."""

    def __init__(self) -> None:
        self.answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self.lock = Lock()

    def ask(self, engine: Engine, collection: str, query: Query) -> Answer:
        if query.asked.words or query.joined or engine.name == "database":
            return engine.search(query)
        name = (collection, engine.generation(), str(sorted(query.filters.items())), replace(query, filters=()))  # type: ignore[arg-type]
        answer = self.answers.get(name)
        if answer is None:
            answer = engine.search(query)
            with self.lock:
                self.answers[name] = answer
                while len(self.answers) > KEPT_ANSWERS:
                    self.answers.popitem(last=False)
        return answer


_kept = _Kept()


class _Leaving:
    """Keys of documents that were withdrawn and are still in the index; the database is asked only after a withdrawal."""

    def __init__(self) -> None:
        self.settled: dict[str, int] = {}  # the withdrawal by collection after which nothing was left to leave out

    def keys(self, collection: str) -> tuple[str, ...]:
        mark = _withdrawn_at(collection)
        if mark is None or self.settled.get(collection) == mark:
            return ()
        rows = Entry.objects.filter(collection=collection, waiting=True, gone=True).order_by("id")
        found = tuple(rows.values_list("key", flat=True)[:LEAVING])
        if not found:
            self.settled[collection] = mark
        return found


_leaving = _Leaving()


def _withdrawn_at(collection: str) -> int | None:
    try:
        return registry.withdrawal_mark(collection).stat().st_mtime_ns
    except OSError:
        return None


def find(collection: str, question: Question) -> Found:
    """Answer a question with the collection's engine, with the database while that is away.

    Of named documents the database answers: it knows what has not reached the index yet.
    """
    if question.only is not None:
        return _find(DatabaseEngine(collection, registry.collection(collection).facets, question.only), collection, question)
    try:
        return _find(registry.engine(collection), collection, question)
    except EngineAway as error:
        log.warning("the database answers for %s: %s", collection, error)
        return _find(registry.fallback(collection), collection, question)


def _find(engine: Engine, collection: str, question: Question) -> Found:
    asked = analysis.ask(question.text) if question.text else analysis.NOTHING
    query = Query(
        asked=asked,
        grams=analysis.grams(question.text) if len(asked.words) >= GRAM_WORDS and question.order == "relevance" else "",
        languages=analysis.languages_of(question.text) if len(asked.words) >= GRAM_WORDS else (),
        filters={group: values for group, values in question.filters.items() if values},
        year_from=question.year_from,
        year_to=question.year_to,
        order=question.order,
        offset=question.offset,
        limit=question.limit,
        facets=question.facets,
        audience=question.audience,
        without=() if engine.name == "database" else _leaving.keys(collection),
    )
    if question.text.strip() and not asked.words:
        # Only signs, no words: nothing holds them.
        return Found(0, (), {group: {} for group in question.facets}, engine=engine.name)
    answer = _kept.ask(engine, collection, query)
    corrections = _corrections(engine, answer, question.audience)
    widened: tuple[str, ...] = ()
    if asked.words and answer.total < FEW and question.only is None:
        query, widened = _widen(engine, query, corrections, question)
        if widened:
            answer = engine.search(query)
    words = [*asked.words, *(word for group in query.joined for word in group)]
    return Found(
        total=answer.total,
        hits=_hits(collection, answer, words, question),
        facets=answer.facets,
        suggestions=_suggestions(question.text, corrections),
        widened=widened,
        engine=engine.name,
    )


def _corrections(engine: Engine, answer: Answer, audience: str) -> dict[str, tuple[str, ...]]:
    found = {surface: engine.similar(analysis.fold(surface), audience, CORRECTIONS) for surface in answer.unheld[:4]}
    return {surface: words for surface, words in found.items() if words}


def _suggestions(text: str, corrections: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if not corrections:
        return ()
    corrected = analysis.normalise(text)
    for surface, words in corrections.items():
        corrected = corrected.replace(surface, words[0])
    return (" ".join(corrected.split()),)


def _widen(
    engine: Engine, query: Query, corrections: Mapping[str, tuple[str, ...]], question: Question
) -> tuple[Query, tuple[str, ...]]:
    """Join what was probably meant and what is called otherwise, as far as it adds anything."""
    groups = [(f"typo:{word}", analysis.ask(word).words) for words in corrections.values() for word in words]
    groups += [(expansion.source, _expanded(expansion)) for expansion in question.expansions()]
    joined: list[tuple[Word, ...]] = []
    sources: dict[str, None] = {}
    for source, words in groups:
        probe = replace(query, asked=analysis.NOTHING, joined=(words,), offset=0, limit=1, facets=(), order="recommended")
        if words and words not in joined and engine.search(probe).total:
            joined.append(words)
            sources[source] = None
    return replace(query, joined=tuple(joined)), tuple(sources)


def _expanded(expansion: Expansion) -> tuple[Word, ...]:
    language = analysis.field_language(expansion.language)
    return tuple(Word(word.surface, {language: word.tokens[language]}) for word in analysis.ask(expansion.words).words)


def _hits(collection: str, answer: Answer, words: Sequence[Word], question: Question) -> tuple[Hit, ...]:
    """Join the hits with their rows, in one query; what is no longer visible to the reader drops out at once."""
    rows = _rows(collection, [key for key, _ in answer.hits], "audiences", "payload", "texts")
    known = {key: row for key, *row in rows if question.audience in row[0]}
    marker = Marker(words) if words else None
    hits, bare = [], []
    for key, score in answer.hits:
        if key in known:
            _, payload, texts = known[key]
            highlights = marker.highlights(texts, question.language) if marker else {}
            if marker and not highlights:
                bare.append(key)
            hits.append(Hit(key, score, payload, texts, highlights))
    if bare and marker:
        # Bodies and files are long, so only for those whose titles and abstracts show no match.
        found = {key: marker.highlights(bodies, question.language) for key, bodies in _rows(collection, bare, "bodies")}
        hits = [replace(hit, highlights=found[hit.key]) if hit.key in found else hit for hit in hits]
    return tuple(hits)


def held(collection: str, keys: Sequence[str], audience: str = "public") -> tuple[Hit, ...]:
    """Return what listings show of named documents, in the order of ``keys``, without those that the audience may not see."""
    rows = {key: row for key, *row in _rows(collection, keys, "audiences", "payload", "texts")}
    return tuple(Hit(key, None, rows[key][1], rows[key][2]) for key in keys if key in rows and audience in rows[key][0])


def _rows(collection: str, keys: Sequence[str], *columns: str) -> list[tuple[Any, ...]]:
    """Return (key, columns of JSON) of the rows that are not gone: a listing's one query, without building it anew."""
    if not keys:
        return []
    places = ", ".join(["%s"] * len(keys))
    statement = (
        f"SELECT key, {', '.join(columns)} FROM search_entry"  # noqa: S608 - names of our own columns
        f" WHERE collection = %s AND NOT gone AND key IN ({places})"
    )
    with connections[router.db_for_read(Entry)].cursor() as cursor:
        cursor.execute(statement, [collection, *keys])
        found = cursor.fetchall()
    # Every value is JSON: read at once, they cost half of what they cost one by one.
    rows = ",".join("[" + ",".join(row[1:]) + "]" for row in found)
    values = json.loads(f"[{rows}]")
    return [(row[0], *value) for row, value in zip(found, values, strict=True)]


def suggest(collection: str, text: str, language: str, audience: str = "public") -> tuple[str, ...]:  # noqa: ARG001
    """Continue the last word of what is being typed with words of titles, the most frequent first."""
    words = analysis.surface_words(text)
    if not words or len(text) > 200 or not (text[-1:].isalnum() or text[-1:] == "-"):
        return ()
    last = words[-1]
    try:
        endings = registry.engine(collection).completions(last, audience, COMPLETIONS)
    except EngineAway:
        endings = registry.fallback(collection).completions(last, audience, COMPLETIONS)
    lead = text[: len(text.rstrip()) - len(last)] if analysis.normalise(text).endswith(last) else f"{' '.join(words[:-1])} "
    return tuple(f"{lead}{ending}".strip() for ending in endings)


def generation(collection: str) -> str:
    """Name the state of what readers find; changes with every visible change, with a withdrawal before the index has it."""
    try:
        state = registry.engine(collection).generation()
    except EngineAway:
        state = registry.fallback(collection).generation()
    mark = _withdrawn_at(collection)
    return state if mark is None else f"{state}-{mark}"


def index_lag() -> int:
    """Return how many documents wait for the index; 0 when it has caught up."""
    return Entry.objects.filter(waiting=True, collection__in=[each.name for each in registry.collections()]).count()
