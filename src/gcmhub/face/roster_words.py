"""Words of the roster's pages in the reader's language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "started": _("Begun, not sent yet"),
    "submitted": _("Sent: an editor looks at it within ten working days"),
    "screening": _("An editor is looking at it"),
    "info-requested": _("Waits for an answer from you"),
    "panel-scoring": _("Members of the panel are assessing it"),
    "waitlisted": _("On the waiting list"),
    "declined": _("Not accepted"),
    "onboarding": _("Admitted: one step is left"),
    "active": _("Active"),
    "paused": _("Paused: you receive no invitations"),
    "renewal-due": _("Waits for you to renew it"),
    "retired": _("Ended"),
    "suspended": _("Suspended"),
    "removed": _("Removed"),
}
PROBLEMS = {
    "expertise": _("Name at least one objective that you know."),
    "languages": _("Name the languages in which you can review."),
    "sector": _("Say from which side of the field you come."),
    "statement": _("Say in 100 to 10,000 characters what you bring."),
    "capacity": _("Give a number from 0 to 24."),
    "consent": _("The application needs your consent."),
    "code_of_conduct": _("Agree to the code of conduct to go on."),
    "until": _("Give a day in the future, as 2027-03-31, or none."),
    "letter": _("Say why, in a few words."),
}
PAGES = {"expertise": "account_expertise", "languages": "account_expertise", "sector": "account_profile"}
ORIGINS = {"un": _("From the United Nations"), "external": _("From outside")}
GENDERS = {"woman": _("Women"), "man": _("Men"), "other": _("Other"), "unknown": _("Not given")}
CONDUCT = (
    _("I judge the work, not the people, and give reasons that help to better it."),
    _("I name every conflict of interest before I accept, and as soon as I find one later."),
    _("What I read stays with me: I neither pass it on nor use it before it is published."),
    _("I write the review myself and give no text of others to a service that keeps it."),
    _("I keep to the dates that I accept, or say in time that I cannot."),
    _("I do not try to find out who is anonymous, and do not tell who I am where I am."),
    _("I treat people of every origin, gender, belief and view with the same respect."),
)
