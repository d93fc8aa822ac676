"""Calls for practices in the reader's words: when they open and close, how long that is."""

from datetime import timedelta

from babel.dates import get_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from gcmhub.face.formats import date_of, event_time, number
from gcmhub.face.languages import current
from gcmhub.library.queries import CallCard
from gcmhub.library.times import has_clock


def deadline_text(call: CallCard) -> str:
    """Return how long a call is open or until it opens, as a sentence; "" when it is closed."""
    shown = {"number": number(call.days)}
    if call.phase == "open":
        if call.days == 0:
            return _("Closes today")
        return ngettext("Closes in %(number)s day", "Closes in %(number)s days", call.days) % shown
    if call.phase == "coming":
        if call.days == 0:
            return _("Opens today")
        return ngettext("Opens in %(number)s day", "Opens in %(number)s days", call.days) % shown
    return ""


def phase_text(phase: str) -> str:
    """Return where a call stands, as a sentence."""
    return {"open": _("This call is open."), "coming": _("This call opens later."), "closed": _("This call is closed.")}[phase]


def opening_time(call: CallCard) -> Markup:
    """Return when a call opens, in its own zone."""
    if has_clock(call.opens):
        return event_time(call.opens, "", call.timezone)
    return date_of(call.times.start)


def closing_time(call: CallCard) -> Markup:
    """Return when a call closes, in its own zone, which is named."""
    end = call.times.end
    if has_clock(call.closes) or end is None:
        return event_time(call.closes, "", call.timezone)
    zone = get_timezone_name(end - timedelta(seconds=1), width="long", locale=current().locale)
    text = escape(_("%(day)s, at the end of the day (%(zone)s)"))
    return text % {"day": date_of(end - timedelta(days=1)), "zone": Markup("<bdi>{}</bdi>").format(zone)}
