"""Which words a mistyped one may stand for. Pure Python over rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST = 4  # characters; shorter words have too many neighbours


def errors_allowed(word: str) -> int:
    """Return how many typing errors a word may hold: none below four characters, two from eight on."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 8 else 2


def closest(word: str, dictionary: Iterable[tuple[str, int]], limit: int) -> tuple[str, ...]:
    """Return the words nearest to ``word``, the most frequent first among equals, never the word itself.

    ``dictionary`` holds (word, number of documents). A swap of neighbours counts as one error.
    """
    allowed = errors_allowed(word)
    if not allowed:
        return ()
    counts = {other: count for other, count in dictionary if count and abs(len(other) - len(word)) <= allowed and other != word}
    near = extract(word, counts.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    near.sort(key=lambda row: (row[1], -counts[row[0]], row[0]))
    best = near[0][1] if near else 0
    return tuple(other for other, distance, _ in near if distance == best)[:limit]
