"""The order of what answers a call: by the scores of reviews, or as editors placed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where one answer stands. ``rank`` is that by score, shared by those of one score, None without reviews."""

    key: str
    rank: int | None
    tied: bool
    place: int  # from 1, as editors placed it where they did
    moved: bool  # editors placed it elsewhere than the scores do


def ranked(scores: Mapping[str, float | None], order: Sequence[str] = ()) -> list[Place]:
    """Return the answers in their order; those of one score, and those without, in the order of ``scores``.

    ``order`` are keys as editors placed them, unknown ones left out; answers that are not in it come after it, by score.
    """
    counted = [value for value in scores.values() if value is not None]
    by_score = sorted(scores, key=lambda key: (scores[key] is None, -(scores[key] or 0)))
    placed = [key for key in dict.fromkeys(order) if key in scores]
    final = placed + [key for key in by_score if key not in placed]
    rows = []
    for place, key in enumerate(final, 1):
        score = scores[key]
        rank = None if score is None else 1 + sum(other > score for other in counted)
        tied = score is not None and counted.count(score) > 1
        rows.append(Place(key, rank, tied, place, by_score.index(key) != place - 1))
    return rows


def put_in_order(wanted: Sequence[tuple[str, int]]) -> list[str]:
    """Return keys in the order of the places that were wished for.

    Who goes up stands before who had the place, who goes down after. ``wanted`` are keys with these places, from 1, in the
    order that held before.
    """
    rows = [(place, (place > before) - (place < before), before, key) for before, (key, place) in enumerate(wanted, 1)]
    return [key for *_order, key in sorted(rows)]
