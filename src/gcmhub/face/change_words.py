"""Changes of what is published, in the reader's language: which there are, why something is taken out, what differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gcmhub.face.formats import language_name, separator
from gcmhub.face.languages import current
from gcmhub.face.public_review import field_name
from gcmhub.face.submission_words import FIELDS
from gcmhub.face.submitted import SCHEMES, text_of
from gcmhub.library.choices import Kind
from gcmhub.review.choices import Change
from gcmhub.review.models import Submission
from gcmhub.review.queries.changes import difference
from gcmhub.review.rules.changes import Difference
from gcmhub.review.rules.completeness import TAKEDOWN_REASONS
from gcmhub.review.wording.reasons import reason_words
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label

CHANGES = {
    Change.CORRECTION: (_("A correction"), _("Something on its page is wrong or no longer true. An editor looks at it.")),
    Change.TRANSLATION: (
        _("A translation"),
        _("You add its title, its description or its files in one more language. An editor looks at it."),
    ),
    Change.NEW_VERSION: (
        _("A new version"),
        _("The work itself has a new edition that takes the place of this one. It is reviewed as the first was."),
    ),
    Change.TAKEDOWN: (
        _("That it is taken out of the library"),
        _("An editor looks at your reason. If it is taken out, a page with the reason stays at its address."),
    ),
}
NAMES = {
    Change.CORRECTION: _("A correction of what is published"),
    Change.TRANSLATION: _("A translation of what is published"),
    Change.NEW_VERSION: _("A new version of what is published"),
    Change.TAKEDOWN: _("A request to take down what is published"),
}
WHAT = {"added": _("Added"), "removed": _("Taken away"), "changed": _("Changed")}


@dataclass(frozen=True)
class DifferenceShown:
    """One row: the name of the field with its language, what happened to it, both values as text, their language."""

    name: str
    what: str
    before: str
    after: str
    language: str
    meanwhile: bool


@dataclass(frozen=True)
class ChangeShown:
    """What a submission changes of what is published: which change, of what, why it is to go, every value that differs."""

    name: str
    title: str
    tag: str
    reason: str
    rows: list[DifferenceShown]


def change_of(submission: Submission) -> ChangeShown | None:
    """Return what a submission changes, for who may see all of its record; None for something new."""
    resource = submission.amends
    if resource is None:
        return None
    title, tag = text_of({text.language: text.title for text in resource.texts.all() if text.title})
    name = str(NAMES[Change(submission.change)])
    code = str(submission.declarations.get("reason", ""))
    reason = reason_words(code) if code in TAKEDOWN_REASONS else ""
    return ChangeShown(name, title, tag, reason, differences_shown(difference(submission)))


def takedown_reasons() -> list[tuple[str, str]]:
    """Return why something may be taken out at somebody's request: codes and sentences."""
    return [(code, reason_words(code)) for code in TAKEDOWN_REASONS]


def differences_shown(rows: Iterable[Difference]) -> list[DifferenceShown]:
    """Return what differs as a page shows it."""
    return [_shown(row) for row in rows]


def _shown(row: Difference) -> DifferenceShown:
    group, *rest = row.field.split(".")
    tag = rest.pop() if rest and group not in Kind.values else rest.pop() if len(rest) > 1 else ""
    name = str(FIELDS.get(rest[0], rest[0])) if rest else field_name(group)
    return DifferenceShown(
        name=f"{name} ({language_name(tag)})" if tag else name,
        what=str(WHAT[row.what]),
        before=_text(group, row.before),
        after=_text(group, row.after),
        language=tag,
        meanwhile=row.meanwhile,
    )


def _text(name: str, value: Any) -> str:
    """Return a value of the record format as text: codes by their names, files by theirs."""
    if value is None:
        return ""
    if isinstance(value, list):
        return separator().join(_text(name, each) for each in value)
    if isinstance(value, Mapping):
        parts = [str(value[key]) for key in ("title", "path", "name", "url", "value", "id") if value.get(key)]
        tongue = language_name(str(value["language"])) if value.get("language") else ""
        return separator().join([*parts[:1], *([tongue] if tongue else [])])
    if name == "countries":
        return label(Scheme.COUNTRY, str(value), current().content)
    if name == "languages":
        return language_name(str(value))
    return label(SCHEMES[name], str(value), current().content) if name in SCHEMES else str(value)
