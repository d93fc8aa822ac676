"""Words of the pages about tracks: their rules, what is wrong with one, deadlines."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gcmhub.desk.words import ANONYMITY
from gcmhub.face.formats import language_name, named, number, separator
from gcmhub.face.jinja import label
from gcmhub.face.languages import current
from gcmhub.review.rules.track_changes import RuleChange
from gcmhub.review.rules.tracks import RuleRefused, in_language

WAYS = {
    "review": gettext_lazy("A panel of reviewers judges it"),
    "light": gettext_lazy("An editor checks it against a list"),
}
SEES = {
    "submitter": gettext_lazy("Submitters and editors"),
    "editors": gettext_lazy("Editors alone"),
    "public": gettext_lazy("Everybody, once it is published"),
}
FIELDS = {
    "way": gettext_lazy("Way"),
    "panel.un": gettext_lazy("Reviewers of the United Nations"),
    "panel.external": gettext_lazy("External reviewers"),
    "tie_break": gettext_lazy("More reviewers where they disagree"),
    "anonymity": gettext_lazy("Anonymity"),
    "review_days": gettext_lazy("Days for a review"),
    "re_review_days": gettext_lazy("Days for a review of a revision"),
    "days": gettext_lazy("Deadlines"),
    "months": gettext_lazy("Reviewed again after"),
    "criteria": gettext_lazy("Criteria"),
    "practice_criteria": gettext_lazy("Criteria for practices"),
    "checklist": gettext_lazy("Checklist"),
    "label": gettext_lazy("Name"),
    "question": gettext_lazy("Question"),
    "levels": gettext_lazy("Levels"),
    "weight": gettext_lazy("Weight"),
    "required": gettext_lazy("Has to be answered"),
    "independent": gettext_lazy("Shown, but not counted"),
    "sees": gettext_lazy("Who reads the answers"),
    "order": gettext_lazy("Order"),
    "code": gettext_lazy("Code"),
    "note": gettext_lazy("What you change and why"),
}
# Deadlines whose days a track may set; others hang on the date of a review or on the months.
DEADLINES = {
    "draft-reminder": gettext_lazy("Draft: the submitter is reminded"),
    "draft-warning": gettext_lazy("Draft: the submitter is told that it will be deleted"),
    "draft-deletion": gettext_lazy("Draft: it is deleted"),
    "untaken": gettext_lazy("Sent: an editor is made its lead"),
    "triage-reminder": gettext_lazy("With an editor: the lead is reminded"),
    "triage-escalation": gettext_lazy("With an editor: the managing editors are told"),
    "changes-soon": gettext_lazy("Changes asked for: the submitter is reminded"),
    "changes-late": gettext_lazy("Changes asked for: the submitter is reminded after the term"),
    "changes-end": gettext_lazy("Changes asked for: it is withdrawn"),
    "panel-escalation": gettext_lazy("Reviewers being found: the managing editors are told"),
    "invitation-first": gettext_lazy("Invitation: the reviewer is reminded"),
    "invitation-second": gettext_lazy("Invitation: the reviewer is reminded again"),
    "invitation-end": gettext_lazy("Invitation: it expires"),
    "review-end": gettext_lazy("Under review: the round ends"),
    "decision-reminder": gettext_lazy("Decision: the lead is reminded"),
    "decision-escalation": gettext_lazy("Decision: the managing editors are told"),
    "revision-week": gettext_lazy("Revision: the submitter is reminded a week before the term"),
    "revision-soon": gettext_lazy("Revision: the submitter is reminded a day before the term"),
    "revision-late": gettext_lazy("Revision: the submitter is reminded after the term"),
    "revision-end": gettext_lazy("Revision: it is withdrawn"),
    "publication-reminder": gettext_lazy("Accepted: the lead is reminded to publish"),
    "not-confirmed": gettext_lazy("Due for review: the page says since when it was not confirmed"),
    "re-review-end": gettext_lazy("Due for review: it is archived"),
}

NOTE_MISSING = gettext_lazy("Say in a few words what you change and why.")


def problem_text(problem: RuleRefused) -> str:
    """Return what is wrong with a rule, as a sentence."""
    texts = {
        "choice": _("Choose one of the answers."),
        "number": _("Write a whole number from %(least)s to %(most)s."),
        "no-deadline": _("There is no such deadline."),
        "nobody": _("A reviewed track has at least one reviewer."),
        "nothing-asked": _("A reviewed track asks about at least one criterion."),
        "words": _("Write it at least in English."),
        "too-long": _("Write %(least)s characters at most."),
        "code": _("Write a code that is not used yet, of small letters, digits and hyphens."),
        "weight": _("Write a number above 0 and up to %(least)s."),
        "levels": _("Give from %(least)s to %(most)s levels, with whole numbers, each higher than the one before."),
    }
    least, most = (*problem.limits, 0, 0)[:2]
    return texts[problem.code] % {"least": number(least), "most": number(most)}


def days_text(days: int, *, working: bool = False) -> str:
    """Return a length of time in days or working days."""
    shown = {"number": number(days)}
    if working:
        return ngettext("%(number)s working day", "%(number)s working days", days) % shown
    return ngettext("%(number)s day", "%(number)s days", days) % shown


def months_text(months: int) -> str:
    """Return after how many months something is reviewed again."""
    if not months:
        return _("never")
    return ngettext("%(number)s month", "%(number)s months", months) % {"number": number(months)}


def panel_text(un: int, external: int, tie_break: int) -> str:
    """Return who sits on a panel."""
    parts = [
        ngettext("%(number)s of the United Nations", "%(number)s of the United Nations", un) % {"number": number(un)},
        ngettext("%(number)s external", "%(number)s external", external) % {"number": number(external)},
    ]
    if tie_break:
        more = ngettext("%(number)s more where they disagree", "%(number)s more where they disagree", tie_break)
        parts.append(more % {"number": number(tie_break)})
    return separator().join(parts)


def kind_text(key: str) -> str:
    """Return the kind of resource, or kind and type of document, that a key of the months names."""
    kind, _colon, type_ = key.partition(":")
    return label("document_type", type_) if type_ else label("kind", kind)


def path_text(path: tuple[str, ...], names: dict[str, str]) -> str:
    """Return which rule a path leads to; ``names`` are those of criteria and lines of checklists by their codes."""
    if ".".join(path) in FIELDS:
        return str(FIELDS[".".join(path)])
    words = [str(FIELDS.get(path[0], path[0]))]
    if path[0] == "days":
        words.append(str(DEADLINES.get(path[1], path[1])))
    elif path[0] == "months":
        words.append(kind_text(path[1]))
    else:
        if path[1]:
            words.append(names.get(path[1], path[1]))
        words += [str(FIELDS[path[2]])] if path[2] != "code" else []
        words += [language_name(part) if part.isalpha() else part for part in path[3:]]
    return " / ".join(words)


def value_text(change: RuleChange, value: Any, names: dict[str, str]) -> str:
    """Return a value of a rule as readers read it; "" where there is none."""
    if value is None or value == "":
        return ""
    last = change.path[-1]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if last in {"way", "anonymity", "sees"}:
        return str(next(words[value] for words in (WAYS, ANONYMITY, SEES) if value in words))
    if last == "order":
        return separator().join(names.get(each, each) for each in value)
    if change.path[0] == "months":
        return months_text(value)
    if change.path[0] == "days" or last.endswith("_days"):
        return days_text(value)
    if last == "code":
        return names.get(str(value), str(value))
    return number(value) if isinstance(value, int | float) else str(value)


def names_in(rules: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return what criteria and lines of checklists are called in the reader's language, by their codes."""
    rows = [row for each in rules for name in ("criteria", "practice_criteria", "checklist") for row in each.get(name) or []]
    return {str(row.get("code")): in_language(row.get("label") or {}, current().content) for row in rows}


def change_texts(changes: Iterable[RuleChange], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return what changed: the rule, what it was, what it is; "" for what was or is not there."""
    return [
        (path_text(one.path, names), value_text(one, one.before, names), value_text(one, one.after, names)) for one in changes
    ]


def problem_name(name: str, names: dict[str, str]) -> str:
    """Return which rule a problem is with."""
    if name in FIELDS:
        return str(FIELDS[name])
    path = tuple(name.split("."))
    if path[0] in {"panel", "checklist"} or len(path) == 1:
        return str(FIELDS.get(path[0], ""))
    if len(path) == 2:
        return path_text(path, names) if path[0] in {"days", "months"} else names.get(path[1], path[1])
    return named(names.get(path[1], path[1]), str(FIELDS.get(path[2], path[2])))
