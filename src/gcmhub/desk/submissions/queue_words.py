"""Words of the queues in the reader's language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.review.choices import SubmissionState as State

QUEUES = {
    "to-take": _("To take"),
    "mine": _("Mine"),
    "overdue": _("Overdue"),
    "needs-reviewers": _("Needs reviewers"),
    "to-decide": _("To decide"),
    "co-signature": _("Waits for a second editor"),
    "appeals": _("Appeals"),
    "to-publish": _("Accepted, to publish"),
    "re-review-due": _("Due for re-review"),
    "open": _("All open"),
    "all": _("All"),
}
STATES = {
    State.SUBMITTED: _("Waits to be taken"),
    State.IN_TRIAGE: _("In triage"),
    State.CHANGES_REQUESTED: _("Changes are asked for"),
    State.ASSIGNING: _("Reviewers are being found"),
    State.UNDER_REVIEW: _("Under review"),
    State.DECISION_PENDING: _("To decide"),
    State.REVISION_REQUESTED: _("A revision is asked for"),
    State.ACCEPTED: _("Accepted, to publish"),
    State.SCHEDULED: _("Publication is scheduled"),
    State.PUBLISHED: _("In the library"),
    State.RE_REVIEW_DUE: _("Due for re-review"),
    State.ARCHIVED: _("Taken out of the library"),
    State.REJECTED: _("Not accepted"),
    State.WITHDRAWN: _("Withdrawn"),
}
