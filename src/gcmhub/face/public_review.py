"""What is public of a resource's review and of its changes, in the reader's language.

A record may come from an import: what is not of the known shape is left out. Nothing here tells a reviewer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from gcmhub.face import submission_words as words
from gcmhub.face.formats import day, language_name, named, number, separator
from gcmhub.face.languages import current
from gcmhub.library.choices import Kind
from gcmhub.review.queries.public import track_name
from gcmhub.review.rules.submission import ARCHIVE_REASONS
from gcmhub.review.wording.reasons import reason_words
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label

MANY = 99  # a record that names more of anything is not ours


@dataclass(frozen=True)
class Changed:
    """A change after publication: the day, and what changed as a sentence."""

    day: Markup
    text: str


@dataclass(frozen=True)
class PublicReview:
    """Names and values of the review, the day since which nobody confirmed the resource, the changes, latest first."""

    rows: tuple[tuple[str, Markup], ...]
    not_confirmed_since: Markup
    changes: tuple[Changed, ...]


def public_review(said: Mapping[str, Any], status: str) -> PublicReview:
    """Return what a resource's page says of its review; ``said`` is ``Resource.peer_review``."""
    rows = tuple(_rows(said)) if status in {"reviewed", "checked"} else ()
    changes = said.get("changes")
    told = [_changed(row) for row in changes[-MANY:] if isinstance(row, Mapping)] if isinstance(changes, list) else []
    known = tuple(row for row in reversed(told) if row)
    return PublicReview(rows, _day(said.get("not_confirmed_since")), known)


def _rows(said: Mapping[str, Any]) -> Iterator[tuple[str, Markup]]:
    if who := reviewers(said.get("reviewers")):
        yield _("Reviewers"), escape(who)
    if mode := _modes().get(str(said.get("mode"))):
        yield _("Way of review"), escape(mode)
    if rounds := _count(said.get("rounds")):
        yield _("Rounds"), escape(number(rounds))
    track = said.get("track")
    if isinstance(track, str) and (name := track_name(track[:16], current().content)):
        version = _count(said.get("rules"))
        text = _("%(track)s, rules version %(number)s")
        yield _("Track"), escape(text % {"track": name, "number": number(version)} if version else name)
    for key, name in (("decided", _("Decided")), ("date", _("Included")), ("confirmed", _("Last confirmed"))):
        if moment := _day(said.get(key)):
            yield name, moment


def reviewers(said: Any) -> str:
    """Return who reviewed, in aggregate; "" when nobody did or it is not known."""
    if isinstance(said, Mapping):
        un, outside = _count(said.get("un")), _count(said.get("external"))
    else:
        un, outside = 0, _count(said)
    if not un + outside:
        return ""
    total = ngettext("%(shown)s reviewer", "%(shown)s reviewers", un + outside) % {"shown": number(un + outside)}
    parts = []
    if un:
        text = ngettext("%(shown)s from the United Nations", "%(shown)s from the United Nations", un)
        parts.append(text % {"shown": number(un)})
    if outside:
        text = ngettext("%(shown)s from outside the United Nations", "%(shown)s from outside the United Nations", outside)
        parts.append(text % {"shown": number(outside)})
    return named(total, separator().join(parts)) if isinstance(said, Mapping) else total


def _modes() -> dict[str, str]:
    return {
        "open": _("Open: everybody learns the names"),
        "single": _("Single blind: those who submit do not learn who reviews"),
        "double": _("Double blind: neither side learns who the other is"),
        "editor": _("By an editor of the Hub, without a panel"),
    }


def _changed(row: Mapping[str, Any]) -> Changed | None:
    moment, names = _day(row.get("date")), _changes()
    if not moment or row.get("what") not in names:
        return None
    name = names[str(row["what"])]
    tongues = [language_name(str(tag)[:16]) for tag in _list(row.get("languages"))]
    fields = tongues or [field_name(str(field)) for field in _list(row.get("fields"))]
    return Changed(moment, named(name, separator().join(fields)) if fields else name)


def _changes() -> dict[str, str]:
    return {"new-version": _("New version"), "translation": _("Translation added"), "correction": _("Correction")}


def field_name(field: str) -> str:
    """Return the name of a field of the record format, or of the details of a kind."""
    more = {
        "body": _("Full text"),
        "identifiers": _("Identifiers"),
        "keywords": _("Keywords"),
        "relations": _("Related resources and versions"),
    }
    if field in Kind.values:
        return label(Scheme.KIND, field, current().content)
    return str(more.get(field) or words.FIELDS.get(field, field))


def tombstone(reason: str) -> tuple[str, str]:
    """Return why a resource was taken out: a sentence for a code of the first line, and what else was written."""
    code, _sep, note = reason.partition("\n")
    return (reason_words(code), note) if code in ARCHIVE_REASONS else ("", reason)


def _day(value: Any) -> Markup:
    """Return a day for the page; nothing for what is no day."""
    try:
        return day(date.fromisoformat(value[:10]).isoformat()) if isinstance(value, str) else Markup()
    except ValueError:
        return Markup()


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MANY else 0


def _list(value: Any) -> list[Any]:
    return value[:MANY] if isinstance(value, list) else []
