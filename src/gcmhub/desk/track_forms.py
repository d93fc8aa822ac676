"""What forms about a track bring, put into its rules. Values that cannot be stay as they were typed."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.http import QueryDict

from gcmhub.desk.track_words import DEADLINES
from gcmhub.face.languages import languages
from gcmhub.review.rules.ranking import put_in_order
from gcmhub.review.rules.tracks import SCALE_LIMIT

GROUPS = ("criteria", "practice_criteria")
MOST_LINES = 30  # of a checklist


def whole(text: str) -> Any:
    """Return a whole number, or what was typed."""
    try:
        return int(text.strip())
    except ValueError:
        return text.strip()[:100]


def decimal(text: str) -> Any:
    """Return a number, whole where it is; or what was typed. A comma is a point too."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return text.strip()[:100]
    return int(value) if value.is_integer() and abs(value) < 1e6 else value if abs(value) < 1e6 else text.strip()[:100]


def texts(post: QueryDict, name: str) -> dict[str, str]:
    """Return a text in every language in which it was given, the six in their order."""
    typed = {each.content: " ".join(post.get(f"{name}.{each.content}", "").split()) for each in languages().values()}
    return {tag: text for tag, text in typed.items() if text}


def rules_in(post: QueryDict, rules: dict[str, Any]) -> dict[str, Any]:
    """Return the rules with panel, terms, months and the list of criteria as the form has them."""
    made = deepcopy(rules)
    made["way"], made["anonymity"] = post.get("way", ""), post.get("anonymity", "")
    made["panel"] = {name: whole(post.get(f"panel.{name}", "")) for name in ("un", "external")}
    for name in ("tie_break", "review_days", "re_review_days"):
        made[name] = whole(post.get(name, ""))
    days = {kind: whole(text) for kind in DEADLINES if (text := post.get(f"days.{kind}", "").strip())}
    others = {kind: value for kind, value in (rules.get("days") or {}).items() if kind not in DEADLINES}
    made["days"] = others | days
    made["months"] = dict(_months(post, rules.get("months") or {}))
    for group in GROUPS:
        made[group] = _criteria(post, group, made.get(group) or [])
    return made


def _months(post: QueryDict, known: dict[str, int]) -> Iterator[tuple[str, Any]]:
    for key in known:
        text = post.get(f"months.{key}", "").strip()
        if text or ":" not in key:  # a type of document without months is as its kind
            yield key, whole(text)
    added = post.get("months_type", "")
    if added and f"document:{added}" not in known:
        yield f"document:{added}"[:60], whole(post.get("months_added", ""))


def _criteria(post: QueryDict, group: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept, wanted = {}, []
    for place, row in enumerate(rows, 1):
        name = f"{group}.{row['code']}"
        said = {
            "weight": decimal(post.get(f"{name}.weight", "")),
            "required": f"{name}.required" in post,
            "independent": f"{name}.independent" in post,
            "sees": post.get(f"{name}.sees", ""),
        }
        kept[row["code"]] = row | said
        moved = whole(post.get(f"{name}.place", ""))
        wanted.append((row["code"], moved if isinstance(moved, int) else place))
    return [kept[code] for code in put_in_order(wanted) if f"{group}.{code}.remove" not in post]


def criterion_in(post: QueryDict, rules: dict[str, Any], group: str, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the rules with one criterion as the form has it, and that criterion; ``code`` is "" for a new one."""
    made = deepcopy(rules)
    rows = made.setdefault(group, [])
    row = next((each for each in rows if each["code"] == code), None) if code else None
    if row is None:
        row = {
            "code": post.get("code", "").strip()[:40],
            "weight": 1,
            "required": True,
            "independent": False,
            "sees": "submitter",
        }
        rows.append(row)
    row["label"], row["question"], row["levels"] = texts(post, "label"), texts(post, "question"), list(_levels(post))
    if "same_levels" in post:
        for each in (one for name in GROUPS for one in made.get(name) or []):
            each["levels"] = deepcopy(row["levels"])
    return made, row


def _levels(post: QueryDict) -> Iterator[dict[str, Any]]:
    for place in range(SCALE_LIMIT + 2):
        value, words = post.get(f"levels.{place}.value", "").strip(), texts(post, f"levels.{place}")
        if value or words:
            yield {"value": whole(value), "label": words}


def checklist_in(post: QueryDict, rules: dict[str, Any]) -> dict[str, Any]:
    """Return the rules with the checklist as the form has it; a line without words goes."""
    lines = []
    for place in range(MOST_LINES):
        words, code = texts(post, f"checklist.{place}"), post.get(f"checklist.{place}.code", "").strip()[:40]
        if words:
            lines.append({"code": code, "label": words})
    return deepcopy(rules) | {"checklist": lines}
