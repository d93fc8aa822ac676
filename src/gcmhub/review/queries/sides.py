"""On which side of submissions people stand: two accounts on opposite sides of one are not merged."""

from collections.abc import Iterable

from django.db.models import Q

from gcmhub.accounts.models import User
from gcmhub.review.models import Assignment, Decision, RosterMember, Submission, SubmissionPerson
from gcmhub.review.queries.people import joined


def against_merging(one: User, other: User) -> list[str]:
    """Return why two accounts must stay apart: codes, each with the submission that it is about."""
    found = [f"both-on-roster {one.public_id}"] if RosterMember.objects.filter(user__in=(one, other)).count() > 1 else []
    two = {one.public_id, other.public_id}
    signed = Decision.objects.filter(decided_by__in=two, cosigned_by__in=two).select_related("submission")
    found += _told("two-signatures", {row.submission_id for row in signed})
    sides = [(_submitted(user), _led(user), _reviewed(user)) for user in (one, other)]
    for (submits, leads, _), (_, others_lead, others_review) in (sides, reversed(sides)):
        found += _told("submits-and-judges", submits & (others_lead | others_review))
        found += _told("leads-and-reviews", leads & others_review)
    return list(dict.fromkeys(found))


def _told(code: str, keys: Iterable[int]) -> list[str]:
    return [f"{code} {each}" for each in Submission.objects.filter(pk__in=list(keys)).order_by("pk")]


def _submitted(user: User) -> set[int]:
    rows = SubmissionPerson.objects.filter(user=user).values_list("submission_id", flat=True)
    left = Submission.objects.filter(public_id__in=list(joined(user))).values_list("pk", flat=True)
    return {*rows, *left}


def _led(user: User) -> set[int]:
    rows = Decision.objects.filter(Q(decided_by=user.public_id) | Q(cosigned_by=user.public_id))
    return {*Submission.objects.filter(lead=user).values_list("pk", flat=True), *rows.values_list("submission_id", flat=True)}


def _reviewed(user: User) -> set[int]:
    return set(Assignment.objects.filter(reviewer=user).values_list("submission_id", flat=True))
