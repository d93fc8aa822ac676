"""What a track rules: who sits on a panel, how secret it is, what is asked, how long things take."""

import re
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
SCALE_LIMIT, LEVEL_LIMIT, PANEL_LIMIT, TIE_LIMIT, TERM_LIMIT, DAYS_LIMIT, MONTHS_LIMIT = 10, 100, 9, 3, 180, 730, 120
WEIGHT_LIMIT, TEXT_LIMIT = 10, 1_000
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REASONS = {
    "choice": "is none of the choices",
    "number": "must be a whole number from {} to {}",
    "no-deadline": "is no kind of deadline",
    "nobody": "a reviewed track has at least one reviewer",
    "nothing-asked": "a reviewed track asks something",
    "words": "needs words, at least in English",
    "too-long": "has at most {} characters",
    "code": "every criterion has a code of its own, of small letters, digits and hyphens",
    "weight": "weighs more than 0 and at most {}",
    "levels": "needs {} to {} levels with whole numbers, each higher than the one before",
}
KINDS_OF_DEADLINES = frozenset(one.kind for one in (*SUBMISSION.deadlines, *ASSIGNMENT.deadlines))


class RuleRefused(ValueError):
    """A value that a rule cannot have: ``name`` says which rule, ``code`` why, ``limits`` between what a number lies.

    ``all`` are this one and those after it, in the order of the rules.
    """

    def __init__(self, name: str, code: str, *limits: int) -> None:
        self.name, self.code, self.limits = name, code, limits
        self.reason = REASONS[code].format(*limits)
        super().__init__(f"{name}: {self.reason}")
        self.all: tuple[RuleRefused, ...] = (self,)


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
    """Read rules as they are stored. Raises ``RuleRefused`` where some are missing or impossible."""
    reader, panel = _Reader(), raw.get("panel") or {}
    way, anonymity = str(raw.get("way", "")), str(raw.get("anonymity", ""))
    if way not in WAYS:
        reader.refuse("way", "choice")
    un = reader.number("panel.un", panel.get("un"), 0, PANEL_LIMIT)
    external = reader.number("panel.external", panel.get("external"), 0, PANEL_LIMIT)
    if way == "review" and not un + external:
        reader.refuse("panel.un", "nobody")
    tie_break = reader.number("tie_break", raw.get("tie_break"), 0, TIE_LIMIT)
    if anonymity not in Anonymity.values:
        reader.refuse("anonymity", "choice")
    review_days = reader.number("review_days", raw.get("review_days"), 1, TERM_LIMIT)
    re_review_days = reader.number("re_review_days", raw.get("re_review_days"), 1, TERM_LIMIT)
    days = reader.numbers("days", raw.get("days") or {}, KINDS_OF_DEADLINES, DAYS_LIMIT)
    months = reader.numbers("months", raw.get("months") or {}, None, MONTHS_LIMIT)
    criteria = reader.criteria("criteria", raw.get("criteria") or [])
    practice_criteria = reader.criteria("practice_criteria", raw.get("practice_criteria") or [])
    if way == "review" and not raw.get("criteria"):
        reader.refuse("criteria", "nothing-asked")
    checklist = reader.checklist(raw.get("checklist") or [])
    if reader.problems:
        first = reader.problems[0]
        first.all = tuple(reader.problems)
        raise first
    return Rules(
        way=way,
        un=un,
        external=external,
        tie_break=tie_break,
        anonymity=Anonymity(anonymity),
        review_days=review_days,
        re_review_days=re_review_days,
        criteria=criteria,
        practice_criteria=practice_criteria,
        checklist=checklist,
        days=days,
        months=months,
    )


class _Reader:
    """Reads values and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[RuleRefused] = []

    def refuse(self, name: str, code: str, *limits: int) -> None:
        self.problems.append(RuleRefused(name, code, *limits))

    def number(self, name: str, value: object, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(name, "number", least, most)
            return least
        return value

    def numbers(self, name: str, values: Mapping[str, Any], known: frozenset[str] | None, most: int) -> dict[str, int]:
        for key in values:
            if known is not None and key not in known:
                self.refuse(f"{name}.{key}", "no-deadline")
        return {key: self.number(f"{name}.{key}", value, 0, most) for key, value in values.items()}

    def texts(self, name: str, values: Mapping[str, Any], *, needed: bool = True) -> None:
        """Refuse texts that are too long, and where they are needed those that are missing in English."""
        if needed and not values.get("en"):
            self.refuse(f"{name}.en", "words")
        for language, text in values.items():
            if not isinstance(text, str) or len(text) > TEXT_LIMIT:
                self.refuse(f"{name}.{language}", "too-long", TEXT_LIMIT)

    def code(self, name: str, code: str, known: list[str]) -> None:
        if not CODE.fullmatch(code) or code in known:
            self.refuse(f"{name}.code", "code")

    def checklist(self, rows: list[Mapping[str, Any]]) -> tuple[tuple[str, Texts], ...]:
        known: list[str] = []
        for place, row in enumerate(rows):
            code = str(row.get("code") or "")
            self.code(f"checklist.{place}", code, known)
            self.texts(f"checklist.{place}", row.get("label") or {})
            known.append(code)
        return tuple((str(row.get("code") or ""), row.get("label") or {}) for row in rows)

    def criteria(self, name: str, rows: list[Mapping[str, Any]]) -> tuple[Criterion, ...]:
        found: list[Criterion] = []
        for row in rows:
            code, levels, weight = str(row.get("code") or ""), row.get("levels") or [], row.get("weight", 1)
            here = f"{name}.{code}"
            self.code(here, code, [one.code for one in found])
            self.texts(f"{here}.label", row.get("label") or {})
            self.texts(f"{here}.question", row.get("question") or {}, needed=False)
            self.levels(here, levels)
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= WEIGHT_LIMIT:
                self.refuse(f"{here}.weight", "weight", WEIGHT_LIMIT)
                weight = 1
            if row.get("sees", "submitter") not in SEES:
                self.refuse(f"{here}.sees", "choice")
            found.append(
                Criterion(
                    code=code,
                    label=row.get("label") or {},
                    question=row.get("question") or {},
                    levels=tuple(Level(one.get("value"), one.get("label") or {}) for one in levels),
                    weight=float(weight),
                    required=bool(row.get("required", True)),
                    independent=bool(row.get("independent", False)),
                    sees=str(row.get("sees", "submitter")),
                )
            )
        return tuple(found)

    def levels(self, here: str, levels: list[Mapping[str, Any]]) -> None:
        values = [one.get("value") for one in levels]
        whole = [
            value for value in values if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LEVEL_LIMIT
        ]
        if not 2 <= len(values) <= SCALE_LIMIT + 1 or whole != values or whole != sorted(set(whole)):
            self.refuse(f"{here}.levels", "levels", 2, SCALE_LIMIT + 1)
        for place, one in enumerate(levels):
            self.texts(f"{here}.levels.{place}", one.get("label") or {})


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
