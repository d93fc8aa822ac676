"""What a track rules: who sits on a panel, how secret it is, what is asked, how long things take."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gcmhub.review.choices import Anonymity
from gcmhub.review.rules.assignment import MACHINE as ASSIGNMENT
from gcmhub.review.rules.submission import MACHINE as SUBMISSION

Texts = Mapping[str, str]
SEES = ("submitter", "editors", "public")  # who reads the answers to a criterion
WAYS = ("review", "light")
SCALE_LIMIT, PANEL_LIMIT, DAYS_LIMIT, MONTHS_LIMIT = 10, 9, 730, 120
KINDS_OF_DEADLINES = frozenset(one.kind for one in (*SUBMISSION.deadlines, *ASSIGNMENT.deadlines))


class RuleRefused(ValueError):
    """A value that a rule cannot have; ``name`` says which rule."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True)
class Level:
    """One step of a scale and what it means, by language."""

    value: int
    label: Texts


@dataclass(frozen=True)
class Criterion:
    """What reviewers are asked. ``independent`` ones are shown and enter no total."""

    code: str
    label: Texts
    question: Texts
    levels: tuple[Level, ...]
    weight: float = 1.0
    required: bool = True
    independent: bool = False
    sees: str = "submitter"


@dataclass(frozen=True)
class Rules:
    """One version of a track's rules.

    ``days`` replaces default days of deadlines by kind, ``months`` says when a published resource is reviewed again: by
    kind, or kind and type as ``document:resolution``; 0 is never.
    """

    way: str
    un: int
    external: int
    tie_break: int
    anonymity: Anonymity
    review_days: int
    re_review_days: int
    criteria: tuple[Criterion, ...]
    practice_criteria: tuple[Criterion, ...] = ()
    checklist: tuple[tuple[str, Texts], ...] = ()
    days: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)

    def criteria_for(self, kind: str) -> tuple[Criterion, ...]:
        """Return what is asked about a resource of a kind."""
        return self.practice_criteria if kind == "practice" and self.practice_criteria else self.criteria

    def months_for(self, kind: str, document_type: str) -> int:
        """Return after how many months a resource is reviewed again; 0 for never."""
        return self.months.get(f"{kind}:{document_type}", self.months.get(kind, 24))


def read_rules(raw: Mapping[str, Any]) -> Rules:
    """Read rules as they are stored. Raises ``RuleRefused`` for the first that is missing or impossible."""
    panel = raw.get("panel") or {}
    anonymity = str(raw.get("anonymity", ""))
    if raw.get("way") not in WAYS:
        raise RuleRefused("way", f"must be one of {', '.join(WAYS)}")
    if anonymity not in Anonymity.values:
        raise RuleRefused("anonymity", f"must be one of {', '.join(Anonymity.values)}")
    rules = Rules(
        way=str(raw["way"]),
        un=_number("panel.un", panel.get("un"), 0, PANEL_LIMIT),
        external=_number("panel.external", panel.get("external"), 0, PANEL_LIMIT),
        tie_break=_number("tie_break", raw.get("tie_break"), 0, 3),
        anonymity=Anonymity(anonymity),
        review_days=_number("review_days", raw.get("review_days"), 1, 180),
        re_review_days=_number("re_review_days", raw.get("re_review_days"), 1, 180),
        criteria=_criteria("criteria", raw.get("criteria") or []),
        practice_criteria=_criteria("practice_criteria", raw.get("practice_criteria") or []),
        checklist=tuple((str(one["code"]), one["label"]) for one in raw.get("checklist") or []),
        days=_numbers("days", raw.get("days") or {}, KINDS_OF_DEADLINES, DAYS_LIMIT),
        months=_numbers("months", raw.get("months") or {}, None, MONTHS_LIMIT),
    )
    if rules.way == "review" and not rules.un + rules.external:
        raise RuleRefused("panel", "a reviewed track has at least one reviewer")
    if rules.way == "review" and not rules.criteria:
        raise RuleRefused("criteria", "a reviewed track asks something")
    return rules


def _number(name: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise RuleRefused(name, f"must be a whole number from {least} to {most}")
    return value


def _numbers(name: str, values: Mapping[str, Any], known: frozenset[str] | None, most: int) -> dict[str, int]:
    for key in values:
        if known is not None and key not in known:
            raise RuleRefused(f"{name}.{key}", "is no kind of deadline")
    return {key: _number(f"{name}.{key}", value, 0, most) for key, value in values.items()}


def _criteria(name: str, rows: list[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    found: list[Criterion] = []
    for row in rows:
        code, levels, weight = str(row.get("code") or ""), row.get("levels") or [], row.get("weight", 1)
        if not code or code in {one.code for one in found}:
            raise RuleRefused(name, "every criterion has a code of its own")
        if not (row.get("label") or {}).get("en"):
            raise RuleRefused(f"{name}.{code}", "needs words, at least in English")
        if not 2 <= len(levels) <= SCALE_LIMIT + 1 or [one["value"] for one in levels] != sorted(
            {one["value"] for one in levels}
        ):
            raise RuleRefused(f"{name}.{code}", f"needs 2 to {SCALE_LIMIT + 1} levels, each higher than the one before")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 10:
            raise RuleRefused(f"{name}.{code}", "weighs more than 0 and at most 10")
        if row.get("sees", "submitter") not in SEES:
            raise RuleRefused(f"{name}.{code}", f"is read by one of {', '.join(SEES)}")
        found.append(
            Criterion(
                code=code,
                label=row["label"],
                question=row.get("question") or {},
                levels=tuple(Level(one["value"], one["label"]) for one in levels),
                weight=float(weight),
                required=bool(row.get("required", True)),
                independent=bool(row.get("independent", False)),
                sees=str(row.get("sees", "submitter")),
            )
        )
    return tuple(found)


def months_after(moment: datetime, months: int) -> datetime:
    """Return the moment so many months later, on the last day of a month that is too short."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def frozen(criteria: tuple[Criterion, ...], language: str) -> list[dict[str, Any]]:
    """Return what is kept with a review: the criteria as they were asked, in the language in which they were read."""
    return [
        {
            "code": one.code,
            "label": in_language(one.label, language),
            "question": in_language(one.question, language),
            "levels": [[level.value, in_language(level.label, language)] for level in one.levels],
            "weight": one.weight,
            "required": one.required,
            "independent": one.independent,
            "sees": one.sees,
        }
        for one in criteria
    ]


def in_language(texts: Texts, language: str) -> str:
    """Return a text in the language, else in English, else in any."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
