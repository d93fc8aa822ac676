"""The database as an engine of last resort: the same match set and counts, by reading every prepared document.

It answers while the index is away. It is exact, and slow above some ten thousand documents.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from gcmhub.search.analysis import Asked, Word
from gcmhub.search.engine import Answer, Document, Query
from gcmhub.search.models import Entry
from gcmhub.search.typing_errors import closest

CHUNK = 2_000  # rows read at a time
COMPLETION_ROWS = 500  # titles looked at for a completion


@dataclass(frozen=True)
class _Row:
    key: str
    facets: Mapping[str, Sequence[str]]
    recommended: int
    newest: int
    held: int  # words of the question that it holds


class DatabaseEngine:
    """Answers from ``search_entry``; ``groups`` are its facets, ``only`` the keys that it looks at, None for all."""

    name = "database"

    def __init__(self, collection: str, groups: Sequence[str], only: Sequence[str] | None = None) -> None:
        self.collection, self.groups, self.only = collection, tuple(groups), only

    def _rows(self) -> Any:
        rows = Entry.objects.filter(collection=self.collection, gone=False)
        return rows if self.only is None else rows.filter(key__in=self.only)

    def search(self, query: Query) -> Answer:
        """Answer a query by reading what the words leave."""
        rows = self._matching(query)
        filters = {group: frozenset(values) for group, values in query.filters.items() if values}
        found, counts = [], {group: Counter[str]() for group in query.facets}
        for row in rows:
            failed = [group for group, wanted in filters.items() if wanted.isdisjoint(row.facets.get(group, ()))]
            if not failed:
                found.append(row)
            for group in query.facets:
                if not failed or failed == [group]:
                    counts[group].update(row.facets.get(group, ()))
        found.sort(key=lambda row: _place(row, query.order))
        by_relevance = query.order == "relevance" and bool(query.asked.words)
        page = found[query.offset : query.offset + query.limit]
        return Answer(
            total=len(found),
            hits=tuple((row.key, float(row.held) if by_relevance else None) for row in page),
            facets={group: dict(counts[group]) for group in query.facets},
            unheld=tuple(word.surface for word in query.asked.words if not self._any_holds(word)) if len(found) < 5 else (),
        )

    def _matching(self, query: Query) -> Iterable[_Row]:
        rows = self._rows().exclude(key__in=query.without)
        if query.year_from is not None:
            rows = rows.filter(year__gte=query.year_from)
        if query.year_to is not None:
            rows = rows.filter(year__lte=query.year_to)
        text = _text_condition(query.asked, query.joined)
        if text is not None:
            rows = rows.filter(text)
        columns = ("key", "facets", "recommended", "newest", "audiences")
        for values in rows.values_list(*columns, *(("words",) if text is not None else ())).iterator(chunk_size=CHUNK):
            key, facets, recommended, newest, audiences, *words = values
            if query.audience in audiences:
                held = sum(_holds(words[0], word) for word in query.asked.words) if words else 0
                yield _Row(key, facets, recommended, newest, held)

    def _any_holds(self, word: Word) -> bool:
        return bool(self._rows().filter(_word_condition(word)).exists())

    def completions(self, prefix: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of titles that begin with ``prefix``."""
        counts: Counter[str] = Counter()
        rows = self._rows().filter(titles__contains=f" {prefix}").values_list("titles", "audiences")
        for titles, audiences in rows[:COMPLETION_ROWS]:
            if audience in audiences:
                counts.update(word for word in titles.split() if word.startswith(prefix))
        return tuple(word for word, _ in sorted(counts.items(), key=lambda row: (-row[1], row[0])))[:limit]

    def similar(self, word: str, audience: str, limit: int) -> tuple[str, ...]:
        """Return words of titles that differ by a typing error from the second character on."""
        counts: Counter[str] = Counter()
        rows = self._rows().filter(titles__contains=f" {word[:1]}").values_list("titles", "audiences")
        for titles, audiences in rows.iterator(chunk_size=CHUNK):
            if audience in audiences:
                counts.update(other for other in titles.split() if other[:1] == word[:1])
        return closest(word, counts.items(), limit)

    def generation(self) -> str:
        """Name the state of the documents."""
        found = Entry.objects.filter(collection=self.collection).aggregate(last=Max("changed_at"))
        return f"database-{found['last'].isoformat() if found['last'] else ''}"

    def write(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Do nothing: the documents are already here."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Do nothing: the documents are already here."""


def _place(row: _Row, order: str) -> tuple[int, int]:
    match order:
        case "newest":
            return 0, row.newest
        case "relevance":
            return -row.held, row.recommended
        case _:
            return 0, row.recommended


def _held_as(word: Word) -> list[str]:
    return [f" {language}:{token} " for language, token in word.tokens.items()]


def _holds(words: str, word: Word) -> bool:
    return any(held in words for held in _held_as(word))


def _word_condition(word: Word) -> Q:
    condition = Q()
    for held in _held_as(word):
        condition |= Q(words__contains=held)
    return condition


def _text_condition(asked: Asked, joined: Sequence[Sequence[Word]]) -> Q | None:
    if not asked.words and not joined:
        return None
    condition = Q()
    for word in asked.words:
        condition |= _word_condition(word)
    for group in joined:
        every = Q()
        for word in group:
            every &= _word_condition(word)
        condition |= every
    return condition
