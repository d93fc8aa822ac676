"""What the forms of the reviewer's pages bring."""

from collections.abc import Mapping
from typing import Any

from gcmhub.review.actions.reviewing import CONFLICT_TYPES
from gcmhub.review.rules.tracks import Criterion

ANSWERS = {"yes": True, "no": False}
NOT_APPLICABLE = "na"


def conflicts_in(data: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the answers about conflicts of interest, by type; ``yes`` is None where none was given."""
    return {
        kind: {"yes": ANSWERS.get(data.get(f"conflict_{kind}", "")), "text": data.get(f"conflict_{kind}_text", "")}
        for kind in CONFLICT_TYPES
    }


def review_in(data: Mapping[str, str], criteria: tuple[Criterion, ...]) -> dict[str, Any]:
    """Return a review as it was typed, complete or not."""
    confidence = data.get("confidence", "")
    return {
        "answers": {one.code: found for one in criteria if (found := _answer(data, one))},
        "recommendation": data.get("recommendation", ""),
        "confidence": int(confidence) if confidence in {"1", "2", "3"} else None,
        "for_submitter": _text(data, "for_submitter"),
        "for_editors": _text(data, "for_editors"),
        "must_not_publish": "must_not_publish" in data,
    }


def _text(data: Mapping[str, str], name: str) -> str:
    return data.get(name, "").replace("\r\n", "\n").replace("\x00", "")


def _answer(data: Mapping[str, str], criterion: Criterion) -> dict[str, Any]:
    chosen, comment = data.get(f"value_{criterion.code}", ""), _text(data, f"comment_{criterion.code}")
    levels = {str(level.value): level.value for level in criterion.levels}
    found: dict[str, Any] = {"comment": comment} if comment or chosen else {}
    if chosen == NOT_APPLICABLE:
        found["value"] = None
    elif chosen in levels:
        found["value"] = levels[chosen]
    return found


def revision_in(data: Mapping[str, str]) -> int:
    """Return which saved draft a form was opened with; -1 for none, which no draft has."""
    text = data.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
