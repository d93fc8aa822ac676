"""The definition of what matches and what is counted, and nothing else: every engine is held against it."""

from collections import Counter
from collections.abc import Iterable

from gcmhub.search.engine import Document, Query
from gcmhub.search.fields import held_tokens


def answer(documents: Iterable[Document], query: Query) -> tuple[set[str], dict[str, dict[str, int]]]:
    """Return the matching keys and the counts of every group asked for, each without its own choice."""
    keys: set[str] = set()
    counts = {group: Counter() for group in query.facets}
    for document in documents:
        if (
            document.key in query.without
            or query.audience not in document.audiences
            or not _inside(document.year, query)
            or not _matches(document, query)
        ):
            continue
        failed = [
            group for group, wanted in query.filters.items() if wanted and not set(wanted) & set(document.facets.get(group, ()))
        ]
        if not failed:
            keys.add(document.key)
        for group in query.facets:
            if not failed or failed == [group]:
                counts[group].update(document.facets.get(group, ()))
    return keys, {group: dict(found) for group, found in counts.items()}


def _matches(document: Document, query: Query) -> bool:
    if not query.asked.words and not query.joined:
        return True
    held = held_tokens(document)

    def holds(word):
        return any(f"{language}:{token}" in held for language, token in word.tokens.items())

    return any(holds(word) for word in query.asked.words) or any(all(map(holds, group)) for group in query.joined)


def _inside(year: int | None, query: Query) -> bool:
    if query.year_from is None and query.year_to is None:
        return True
    if year is None:
        return False
    return (query.year_from is None or year >= query.year_from) and (query.year_to is None or year <= query.year_to)
