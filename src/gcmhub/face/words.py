"""Words of records that come as plain text, in the reader's language where the Hub knows them."""

import re
from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gcmhub.face.formats import language_name, number, separator
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

_LENGTH = re.compile(r"(\d{1,4}) (hour|day|week|month)s?", re.ASCII)
_BETWEEN = re.compile(r", | or | and ")


def _known() -> dict[str, str]:
    return {
        "planned": _("Planned"),
        "ongoing": _("Ongoing"),
        "completed": _("Completed"),
        "mostly completed": _("Mostly completed"),
        "suspended": _("Suspended"),
        "pipeline": _("Planned"),
        "implementation": _("Ongoing"),
        "finalisation": _("Being completed"),
        "closed": _("Completed"),
        "cancelled": _("Cancelled"),
        "online": _("Online"),
        "worldwide": _("Worldwide"),
        "in person": _("In person"),
        "classroom": _("In a classroom"),
        "blended": _("Partly online, partly in person"),
        "self-study": _("Self-study"),
        "self-paced": _("At your own pace"),
        "free": _("Free of charge"),
        "introductory": _("Introductory"),
        "intermediate": _("Intermediate"),
        "advanced": _("Advanced"),
    }


def word(text: str) -> str:
    """Return a text of a record in the reader's language when every part of it is known, else "" ."""
    known = _known()
    parts = [known.get(part) for part in _BETWEEN.split(text.strip().lower())]
    return separator().join(part for part in parts if part) if all(parts) else ""


@cache
def _languages() -> dict[str, str]:
    """Return the codes of languages by their English names."""
    return {row.labels["en"].lower(): row.code for row in vocabulary.terms(Scheme.LANGUAGE)}


def languages_of(text: str) -> str:
    """Return languages, told by codes or English names, in the reader's language; "" when one of them is not known."""
    known = _languages()
    codes = [known.get(part.lower(), part) for part in _BETWEEN.split(text.strip())]
    names = [language_name(code) for code in codes]
    return separator().join(names) if all(name != code for name, code in zip(names, codes, strict=True)) else ""


def length(text: str) -> str:
    """Return a length of time such as "5 days" in the reader's language, "" when it is told in another way."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if not match:
        return ""
    count, shown = int(match[1]), {"number": number(int(match[1]))}
    forms = {
        "hour": ngettext("%(number)s hour", "%(number)s hours", count),
        "day": ngettext("%(number)s day", "%(number)s days", count),
        "week": ngettext("%(number)s week", "%(number)s weeks", count),
        "month": ngettext("%(number)s month", "%(number)s months", count),
    }
    return forms[match[2]] % shown


def stage(status: str, start: str, end: str, today: date) -> str:
    """Return where a project or practice stands: what its record says, else what its dates (YYYY[-MM[-DD]]) say, else ""."""
    if status:
        return status
    now = today.isoformat()
    if end and end < now[: len(end)]:
        return "completed"
    if start and start > now[: len(start)]:
        return "planned"
    return "ongoing" if start and end else ""
