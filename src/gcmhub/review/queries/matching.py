"""Who could review a submission: the roster as the rules of assignment read it."""

from gcmhub.accounts.models import User
from gcmhub.review.models import Submission
from gcmhub.review.queries.people import conflict_of_editor


def hard_conflicts(reviewer: User, submission: Submission) -> list[str]:
    """Return why somebody must not review a submission, as codes."""
    found = conflict_of_editor(reviewer, submission)
    if submission.lead_id == reviewer.pk:
        return ["lead"]
    return [found] if found else []
