"""What reviewers found: each review whole, and what those of the present round say together."""

from typing import Any

from gcmhub.accounts.models import User
from gcmhub.desk import words
from gcmhub.face.languages import current
from gcmhub.face.review_words import CONFIDENCE, RECOMMENDATIONS
from gcmhub.face.submitted import review_rows
from gcmhub.review.choices import Recommendation, Role
from gcmhub.review.lives import ASSIGNMENT
from gcmhub.review.models import Submission
from gcmhub.review.queries.panels import aggregate_of, rules_of
from gcmhub.review.queries.people import submission_roles
from gcmhub.review.rules.assignment import USABLE
from gcmhub.review.rules.tracks import in_language


def together(submission: Submission) -> dict[str, Any] | None:
    """Return what the reviews of the present round say together, and where they differ; None without any."""
    found = aggregate_of(submission)
    if not found.usable:
        return None
    content = current().content
    criteria = rules_of(submission).criteria_for(str(submission.record.get("kind", "")))
    labels = {one.code: in_language(one.label, content) for one in criteria}
    return {
        "usable": found.usable,
        "recommendations": [(RECOMMENDATIONS[Recommendation(word)], count) for word, count in found.recommendations.items()],
        "criteria": [(labels.get(one.code, one.code), one) for one in found.criteria if one.count],
        "total": found.total,
        "differ": [words.DISAGREEMENTS.get(code, labels.get(code, code)) for code in found.disagreements],
    }


def review_list(by: User, submission: Submission) -> list[dict[str, Any]]:
    """Return the reviews that were sent, of the latest round first, with what an editor may do with each."""
    rows = submission.assignments.filter(state__in=USABLE).select_related("review", "reviewer")
    roles = submission_roles(by, submission) & {Role.LEAD, Role.MANAGING_EDITOR}  # towards every task but one's own
    return [_review(task, roles if task.reviewer_id != by.pk else frozenset()) for task in rows.order_by("-round", "number")]


def _review(task: Any, roles: frozenset[str]) -> dict[str, Any]:
    review = task.review
    answers = [{**criterion, **review.answers.get(criterion["code"], {})} for criterion in review.form]
    return {
        "task": task,
        "review": review,
        "name": task.reviewer.name,
        "slot": words.SLOTS[task.slot],
        "state": words.TASKS[task.state],
        "rows": review_rows({"answers": answers}),
        "recommendation": RECOMMENDATIONS[Recommendation(review.recommendation)] if review.recommendation else "",
        "confidence": CONFIDENCE.get(review.confidence, ""),
        "actions": [way.action for way in ASSIGNMENT.machine.ways_from(task.state, roles)],
        "releases": bool(roles),
    }
