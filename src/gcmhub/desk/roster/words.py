"""Words of the roster as editors read them, in their language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.choices import LanguageLevel
from gcmhub.desk import words as desk_words
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
SCREENING = {
    "experience": _("Five years of experience or more in what they name"),
    "evidence": _("Publications or work show what they know"),
    "languages": _("They can review in at least one official language"),
    "statement": _("The statement says what they bring"),
    "no-duplicate": _("Nobody applies twice"),
}
SCORES = {
    "depth": _("Depth of expertise"),
    "breadth": _("Breadth, and the gaps that they would fill"),
    "experience": _("Experience"),
    "languages": _("Languages"),
    "integrity": _("Integrity"),
}
ACTS = {
    "screen": _("Begin to screen"),
    "tick": _("Checklist of eligibility"),
    "ask": _("Ask the applicant"),
    "score": _("Your assessment"),
    "admit": _("Admit to the roster"),
    "wait": _("Put on the waiting list"),
    "decline": _("Decline the application"),
    "pause": _("Pause"),
    "resume": _("End the pause"),
    "suspend": _("Suspend"),
    "reinstate": _("Put back on the roster"),
    "remove": _("Remove for good"),
    "retire": _("End the membership or the application"),
}
PASS_ON = _("Save, and pass on to scoring")
LETTER_HINT = _("It stands in the mail to this person, after the reason in their own language.")
SCORE_HINT = _("From 0 (nothing) to 5 (outstanding).")
UNTIL, COMMENT = _("Until which day; empty: until they come back"), _("Comment for the panel, if you like")
TOO_FEW = _("At least two editors have to assess it first.")
ERRORS = desk_words.ERRORS | {
    "too-few-reviews": TOO_FEW,
    "scores-missing": _("Choose a number from 0 to 5 for everything."),
    "until-wrong": _("Name a day in the future."),
    "changed-meanwhile": _(
        "Something happened here since you opened the page. What you typed is kept: look at how things stand now, and send "
        "it again if it still holds."
    ),
    "unknown-address": _("No account has this address as a verified one."),
    "on-the-roster": _("This person has applied already, or is or was on the roster."),
    "oneself": _("Nobody puts themselves on the roster."),
    "capacity": _("Give a number from 0 to 24."),
}
# What was done, by the action of the event; assessments are shown beside, not here.
STEPS = {
    "start": _("Began the application"),
    "restart": _("Began a new application"),
    "enrol": _("Put on the roster without an application"),
    "submit": _("Sent the application"),
    "screen": _("Began to screen"),
    "ask": _("Asked the applicant"),
    "pass-on": _("Passed on to scoring"),
    "admit": _("Admitted to the roster"),
    "wait": _("Put on the waiting list"),
    "decline": _("Declined the application"),
    "begin": _("Agreed to the code of conduct and began"),
    "pause": _("Paused"),
    "resume": _("Ended the pause"),
    "fall-due": _("The membership became due for renewal"),
    "renew": _("Renewed the membership"),
    "retire": _("Ended"),
    "suspend": _("Suspended"),
    "reinstate": _("Put back on the roster"),
    "remove": _("Removed for good"),
    "appeal": _("Appealed"),
}
EXPERTISE_LEVELS = {1: _("has worked with it"), 2: _("knows it well"), 3: _("is consulted on it")}
