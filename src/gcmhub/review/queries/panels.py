"""The panel of a submission, as rules need it."""

from gcmhub.core.clock import now
from gcmhub.library.choices import State
from gcmhub.review.choices import AssignmentState, Slot, SubmissionState
from gcmhub.review.models import Assignment, Decision, Submission
from gcmhub.review.rules import assignment as task_rules
from gcmhub.review.rules.scoring import Aggregate, Finding, aggregate
from gcmhub.review.rules.standing import Task, standing
from gcmhub.review.rules.tracks import Rules, read_rules


def rules_of(submission: Submission) -> Rules:
    """Return the rules that a submission is handled under."""
    return read_rules(submission.rules.rules)


def tasks_of(submission: Submission) -> list[Task]:
    """Return the reviewers' tasks of the present round."""
    rows = submission.assignments.filter(round=submission.round).select_related("review")
    return [
        Task(
            slot=row.slot,
            rank=row.rank,
            state=row.state,
            since=row.state_since,
            due_at=row.due_at,
            is_usable=row.state in task_rules.USABLE,
        )
        for row in rows
    ]


def findings_of(submission: Submission) -> list[Finding]:
    """Return the reviews of the present round that were submitted."""
    rows = Assignment.objects.filter(submission=submission, round=submission.round, state__in=task_rules.USABLE)
    return [
        Finding(
            slot=row.slot,
            recommendation=row.review.recommendation,
            answers={code: answer.get("value") for code, answer in row.review.answers.items()},
            confidence=row.review.confidence,
            must_not_publish=row.review.must_not_publish,
        )
        for row in rows.select_related("review")
    ]


def aggregate_of(submission: Submission) -> Aggregate:
    """Return what the reviews of the present round say together."""
    criteria = rules_of(submission).criteria_for(str(submission.record.get("kind", "")))
    return aggregate(findings_of(submission), {one.code: one.weight for one in criteria if not one.independent})


def standing_of(submission: Submission) -> list[str]:
    """Return what a submission waits for, as codes, most pressing first."""
    rules = rules_of(submission)
    disputed = bool(aggregate_of(submission).disagreements) if submission.state == "decision-pending" else False
    tasks = tasks_of(submission)
    extra = sum(task.slot == "tie-break" for task in tasks if task.state in task_rules.HOLDING)
    return standing(submission.state, tasks, now(), un=rules.un, external=rules.external + extra, disagreement=disputed)


def panel_wanted(submission: Submission) -> tuple[int, int]:
    """Return how many of the UN's and of others the present round wants, with those added to break a tie."""
    rules = rules_of(submission)
    held = task_rules.HOLDING
    added = submission.assignments.filter(round=submission.round, slot=Slot.TIE_BREAK, state__in=held).count()
    return rules.un, rules.external + added


def last_decision(submission: Submission) -> Decision | None:
    """Return the decision that stands: taken, in effect and not undone."""
    return submission.decisions.filter(takes_effect_at__isnull=False, undone_at=None).last()


def on_shelf(submission: Submission) -> bool:
    """Say whether the resource that it brought is published now."""
    return submission.resource is not None and submission.resource.state == State.PUBLISHED


def appeal_waits(submission: Submission) -> bool:
    """Say whether an appeal against its rejection has no answer yet."""
    return submission.state == SubmissionState.REJECTED and bool(submission.appealed_at and not submission.appeal_settled_at)


def next_number(submission: Submission) -> int:
    """Return under which number the next reviewer is spoken of, the same in every round."""
    numbers = submission.assignments.values_list("number", flat=True)
    return max(numbers, default=0) + 1


def number_of(submission: Submission, reviewer_id: int) -> int:
    """Return the number of a reviewer of this submission, from an earlier round if there was one."""
    known = submission.assignments.filter(reviewer=reviewer_id).values_list("number", flat=True).first()
    return known or next_number(submission)


def invited_number(submission: Submission, reviewer_id: int) -> int:
    """Return the number of a reviewer who is invited: that of an earlier round, else the next after those invited so far."""
    invited = submission.assignments.exclude(token_hash="")  # whoever was invited ever has the secret of a link
    known = invited.filter(reviewer=reviewer_id).values_list("number", flat=True).first()
    return known or max(invited.values_list("number", flat=True), default=0) + 1


def accepted_count(submission: Submission) -> int:
    """Return how many of the present round have accepted."""
    agreed = (AssignmentState.ACCEPTED, AssignmentState.SUBMITTED, AssignmentState.CONFIRMED)
    return submission.assignments.filter(round=submission.round, state__in=agreed).count()
