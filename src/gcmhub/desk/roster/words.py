"""Words of the roster as editors read them, in their language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.choices import LanguageLevel
from gcmhub.face import roster_words
from gcmhub.review.choices import RosterState as R

STATES = {
    R.STARTED: _("Begun, not sent yet"),
    R.SUBMITTED: _("To screen"),
    R.SCREENING: _("Being screened"),
    R.INFO_REQUESTED: _("Waits for the applicant"),
    R.PANEL_SCORING: _("To score"),
    R.WAITLISTED: _("On the waiting list"),
    R.ONBOARDING: _("Admitted, not begun yet"),
    R.ACTIVE: _("Active"),
    R.PAUSED: _("Paused"),
    R.RENEWAL_DUE: _("Renewal due"),
    R.SUSPENDED: _("Suspended"),
    R.DECLINED: _("Not accepted"),
    R.RETIRED: _("Ended"),
    R.REMOVED: _("Removed"),
}
FOR_THE_DESK = (R.SUBMITTED, R.SCREENING, R.PANEL_SCORING)
LISTS = tuple(state for state in STATES if state != R.STARTED)
ORIGINS = roster_words.ORIGINS
SORTS = {"waiting": _("Longest in this state first"), "name": _("By name")}
LANGUAGE_LEVELS = {
    LanguageLevel.READ: _("reads it"),
    LanguageLevel.REVIEW: _("reviews texts in it"),
    LanguageLevel.WRITE: _("writes reviews in it"),
}
COLUMNS = (
    "id", "name", "state", "since", "united_nations", "objectives", "languages", "capacity", "taken_on_in_half_a_year",
    "reviews_sent", "reviews_in_time", "admitted", "renew_by",
)  # fmt: skip
