"""Words of the pages about calls for practices: where one stands, what was done, what is wrong with a form."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gcmhub.desk.words import ERRORS
from gcmhub.library.errors import Problem

STANDINGS = {
    "draft": gettext_lazy("Draft: only editors see it"),
    "coming": gettext_lazy("Opens later"),
    "open": gettext_lazy("Open"),
    "closed": gettext_lazy("Closed"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
EVENTS = {
    "announce": gettext_lazy("Made"),
    "amend": gettext_lazy("Changed"),
    "publish": gettext_lazy("Shown to every reader"),
    "open": gettext_lazy("Opened before its date"),
    "close": gettext_lazy("Closed before its date"),
    "withdraw": gettext_lazy("Withdrawn"),
    "rank": gettext_lazy("Answers ranked or shortlisted"),
}
FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In short"),
    "asked": gettext_lazy("What is asked for"),
    "criteria": gettext_lazy("What is looked at"),
    "original": gettext_lazy("Written first in"),
    "kinds": gettext_lazy("Kinds of resources"),
    "objectives": gettext_lazy("Objectives"),
    "regions": gettext_lazy("Regions"),
    "countries": gettext_lazy("Countries"),
    "opens": gettext_lazy("Opening"),
    "closes": gettext_lazy("Deadline"),
    "timezone": gettext_lazy("Time zone"),
    "contact": gettext_lazy("Contact for questions"),
    "organiser": gettext_lazy("Who asks"),
    "reason": gettext_lazy("Why it is withdrawn"),
    "why": gettext_lazy("Why this order or choice"),
}
PLACE_BAD = gettext_lazy("Write a place from 1 to the number of answers.")
WHY_MISSING = gettext_lazy("Say why: it is kept in the history.")


def problem_text(problem: Problem) -> str:
    """Return what is wrong with a field of a call, as a sentence."""
    name, reason = problem.field.split(".")[0], problem.reason
    if reason == "is required":
        return _("An answer is needed here.")
    if reason.startswith("is longer than"):
        return str(ERRORS["too-long"])
    return {
        "opens": _("Write a day as 2027-03-31, or a time as 2027-03-31T09:00."),
        "closes": _("It has to close after it opens.")
        if reason == "is not after the opening"
        else _("Write a day as 2027-03-31, or a time as 2027-03-31T09:00."),
        "timezone": _("Write the name of a time zone, such as Africa/Nairobi."),
        "contact": _("Write an e-mail address, or an address on the web."),
        "original": _("Choose a language in which there is a title."),
    }.get(name) or _("The Hub cannot read this value. Please correct it.")
