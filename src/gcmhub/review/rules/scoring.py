"""What reviews say together. A total decides nothing: it is shown beside its range."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from gcmhub.review.choices import Recommendation, Slot

DISAGREEING_RANGE = 3  # steps between the lowest and the highest answer to one criterion
KINDEST_FIRST = (Recommendation.ACCEPT, Recommendation.MINOR, Recommendation.MAJOR, Recommendation.REJECT)


@dataclass(frozen=True)
class Finding:
    """One submitted review, as far as it is counted. ``answers`` by criterion; None where it does not apply."""

    slot: str
    recommendation: str
    answers: Mapping[str, int | None]
    confidence: int | None = None
    must_not_publish: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether it says anything of the work."""
        return self.recommendation in KINDEST_FIRST


@dataclass(frozen=True)
class Summary:
    """Answers to one criterion: how many, their median and their range; None without any."""

    code: str
    count: int
    median: float | None
    low: int | None
    high: int | None

    @property
    def is_disputed(self) -> bool:
        """Whether reviewers are far apart."""
        return self.low is not None and self.high is not None and self.high - self.low >= DISAGREEING_RANGE


@dataclass(frozen=True)
class Aggregate:
    """What all usable reviews of a round say. ``total`` is the mean of medians by weight, on the scale of the criteria."""

    usable: int
    recommendations: Mapping[str, int]
    criteria: tuple[Summary, ...]
    total: float | None
    disagreements: tuple[str, ...]

    def as_values(self) -> dict[str, Any]:
        """Return it as JSON, for the record of a decision."""
        return {
            "usable": self.usable,
            "recommendations": dict(self.recommendations),
            "criteria": {one.code: [one.count, one.median, one.low, one.high] for one in self.criteria},
            "total": self.total,
            "disagreements": list(self.disagreements),
        }


def aggregate(findings: Iterable[Finding], weights: Mapping[str, float]) -> Aggregate:
    """Sum up the reviews of a round. ``weights`` of the criteria that enter the total; others are shown only."""
    usable = [one for one in findings if one.is_usable]
    codes = list(dict.fromkeys([*weights, *(code for one in usable for code in one.answers)]))
    criteria = tuple(_summary(code, usable) for code in codes)
    counted = [(one.median, weights[one.code]) for one in criteria if one.median is not None and one.code in weights]
    weight = sum(share for _, share in counted)
    recommendations = {word.value: sum(one.recommendation == word for one in usable) for word in KINDEST_FIRST}
    return Aggregate(
        usable=len(usable),
        recommendations={word: count for word, count in recommendations.items() if count},
        criteria=criteria,
        total=round(sum(value * share for value, share in counted) / weight, 2) if weight else None,
        disagreements=disagreements(usable, criteria),
    )


def _summary(code: str, findings: Sequence[Finding]) -> Summary:
    values = sorted(value for one in findings if (value := one.answers.get(code)) is not None)
    if not values:
        return Summary(code, 0, None, None, None)
    return Summary(code, len(values), float(median(values)), values[0], values[-1])


def disagreements(findings: Sequence[Finding], criteria: Iterable[Summary]) -> tuple[str, ...]:
    """Return what asks for one more reviewer, as codes: ``recommendations``, ``must-not-publish``, codes of criteria."""
    found = []
    words = {one.recommendation for one in findings}
    if Recommendation.ACCEPT in words and Recommendation.REJECT in words:
        found.append("recommendations")
    if any(one.must_not_publish for one in findings):
        found.append("must-not-publish")
    return (*found, *(one.code for one in criteria if one.is_disputed))


def is_enough(findings: Iterable[Finding], *, un: int, external: int, late: bool) -> bool:
    """Say whether a round may close: all places have a usable review, or, once it is late, two with one of the UN's."""
    usable = [one for one in findings if one.is_usable]
    of_un = sum(one.slot == Slot.UN for one in usable)
    if of_un >= un and len(usable) >= un + external:
        return True
    return late and len(usable) >= min(2, un + external) and of_un >= min(1, un)
