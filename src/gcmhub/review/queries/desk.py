"""What editors see of the whole desk: the visibility rule of submissions, once for every queue, report and export."""

from django.db.models import Q, QuerySet

from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.models import RoleGrant, User
from gcmhub.accounts.queries import roles_of
from gcmhub.core.json_lists import holds_any
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.queries.people import joined
from gcmhub.review.rules.assignment import HOLDING


def visible_to(by: User) -> QuerySet[Submission]:
    """Return the submissions that somebody handles or may come to handle.

    Managing editors see all that was ever sent; editors those of their objectives and those they lead; nobody what they
    submit, submitted with others or review themselves, and nobody a draft. Agrees with ``people.submission_roles``.
    """
    held = roles_of(by)
    sent = Submission.objects.exclude(state=SubmissionState.DRAFT).exclude(reference=None).exclude(people__user=by)
    sent = sent.exclude(public_id__in=joined(by))
    sent = sent.exclude(pk__in=Assignment.objects.filter(reviewer=by, state__in=HOLDING).values("submission"))
    if HubRole.MANAGING_EDITOR in held:
        return sent
    if HubRole.EDITOR not in held:
        return sent.none()
    grants = RoleGrant.objects.filter(user=by, role=HubRole.EDITOR, revoked_at=None).values_list("objectives", flat=True)
    if not all(grants):  # a grant for no objective in particular is one for all
        return sent
    theirs = sorted({each for objectives in grants for each in objectives})
    without = Q(record__objectives=None) | Q(record__objectives=[])
    return sent.filter(Q(lead=by) | holds_any("record", "objectives", theirs) | without)
