"""What answers a call for practices, with what the reviews say of it."""

from collections import defaultdict
from dataclasses import dataclass

from gcmhub.accounts.models import User
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Assignment, CallRanking, Decision, Submission
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.rules.assignment import USABLE
from gcmhub.review.rules.ranking import Place, ranked
from gcmhub.review.rules.scoring import Aggregate, Finding, aggregate
from gcmhub.review.rules.tracks import read_rules


@dataclass(frozen=True)
class Answer:
    """A submission that answers a call: what its latest reviews say together, how it was decided, where it stands."""

    submission: Submission
    found: Aggregate
    decision: str  # code of the decision that stands, "" without one
    place: Place
    shortlisted: bool


@dataclass(frozen=True)
class Answers:
    """What answers a call, in its order. ``hidden`` are those that this editor has no business with."""

    rows: tuple[Answer, ...]
    drafts: int
    hidden: int
    revision: int
    by_hand: bool


def sent_to(call: str) -> list[str]:
    """Return the public ids of what answers a call and was not withdrawn, the first sent first."""
    rows = Submission.objects.filter(call=call).exclude(reference=None)
    rows = rows.exclude(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN])
    return list(rows.order_by("submitted_at", "pk").values_list("public_id", flat=True))


def answers_to(call: str, by: User) -> Answers:
    """Return what answers a call as far as an editor handles it. Seven queries, however many there are."""
    ranking = CallRanking.objects.filter(call=call).first()
    every = sent_to(call)
    rows = visible_to(by).filter(public_id__in=every).select_related("track", "rules", "lead")
    submissions = {row.public_id: row for row in rows}
    shown = [key for key in every if key in submissions]
    found = _aggregates(list(submissions.values()))
    scores = {key: found[submissions[key].pk].total for key in shown}
    decisions = Decision.objects.filter(submission__in=rows, takes_effect_at__isnull=False, undone_at=None)
    decided = dict(decisions.order_by("pk").values_list("submission", "kind"))
    shortlist = set(ranking.shortlist) if ranking else set()
    return Answers(
        rows=tuple(
            Answer(
                submission=submissions[place.key],
                found=found[submissions[place.key].pk],
                decision=decided.get(submissions[place.key].pk, ""),
                place=place,
                shortlisted=place.key in shortlist,
            )
            for place in ranked(scores, ranking.order if ranking else ())
        ),
        drafts=Submission.objects.filter(call=call, state=SubmissionState.DRAFT).count(),
        hidden=len(every) - len(shown),
        revision=ranking.revision if ranking else 0,
        by_hand=bool(ranking and ranking.order),
    )


def answer_counts(calls: list[str]) -> dict[str, int]:
    """Return how many submissions answer each call, drafts and withdrawn ones left out; calls without any are left out."""
    counts: defaultdict[str, int] = defaultdict(int)
    rows = Submission.objects.filter(call__in=calls).exclude(reference=None)
    for call in rows.exclude(state__in=[SubmissionState.DRAFT, SubmissionState.WITHDRAWN]).values_list("call", flat=True):
        counts[call] += 1
    return dict(counts)


def _aggregates(submissions: list[Submission]) -> dict[int, Aggregate]:
    """Return what the reviews of the latest round with any say together, by the key of the submission."""
    tasks = Assignment.objects.filter(submission__in=submissions, state__in=USABLE).select_related("review").order_by("pk")
    rounds: dict[int, dict[int, list[Finding]]] = {row.pk: {} for row in submissions}
    for task in tasks:
        answers = {code: answer.get("value") for code, answer in task.review.answers.items()}
        finding = Finding(slot=task.slot, recommendation=task.review.recommendation, answers=answers)
        rounds[task.submission_id].setdefault(task.round, []).append(finding)
    made = {}
    for row in submissions:
        by_round = rounds[row.pk]
        criteria = read_rules(row.rules.rules).criteria_for(str(row.record.get("kind", "")))
        weights = {one.code: one.weight for one in criteria if not one.independent}
        made[row.pk] = aggregate(by_round[max(by_round)] if by_round else [], weights)
    return made
