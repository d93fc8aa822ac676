"""What the page of one submission shows of the work: the record as readers will see it, and what only editors read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gcmhub.accounts.queries import organisation_by_id
from gcmhub.face import submission_words as words
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.face.links import resource_url
from gcmhub.face.submitted import SCHEMES, kind_of, text_of
from gcmhub.library.checks import DETAILS
from gcmhub.review.models import Submission
from gcmhub.review.queries.drafts import likenesses, same_files
from gcmhub.review.queries.redaction import Seen
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label

TEXTS = ("title", "abstract", "body")
Fact = tuple[str, list[str]]


def preview(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the texts of a record in every language, the reader's first, its facts and the details of its kind."""
    title, tag = text_of(record.get("title"))
    tags = dict.fromkeys([tag, *(each for name in TEXTS for each in _texts(record, name))])
    return {
        "title": title,
        "tag": tag,
        "kind": kind_of(record),
        "texts": [(each, {name: _texts(record, name).get(each, "") for name in TEXTS}) for each in tags if each],
        "facts": facts_of(record),
        "details": details_of(record),
        "address": _web_address(record),
    }


def _texts(record: Mapping[str, Any], name: str) -> Mapping[str, str]:
    found = record.get(name)
    return found if isinstance(found, Mapping) else {}


def _web_address(record: Mapping[str, Any]) -> str:
    found = str(record.get("url") or "")
    return found if found.startswith(("https://", "http://")) else ""


def facts_of(record: Mapping[str, Any]) -> list[Fact]:
    """Return the facts of a record by the name of the field, those that are there. Values need not be sound."""
    found = [
        ("authors", [str(each.get("name", "")) for each in record.get("authors") or []]),
        ("publishers", [str(each) for each in record.get("publishers") or []]),
        ("published", [str(record.get("published") or "")]),
        ("languages", [language_name(str(code)) for code in record.get("languages") or []]),
        *((name, codes_of(name, record.get(name))) for name in ("objectives", "actions", "principles", "scope", "regions")),
        ("countries", codes_of("countries", record.get("countries"))),
        ("licence", [str(record.get("licence") or "")]),
    ]
    return [(str(words.FIELDS[name]), values) for name, values in found if any(values)]


def codes_of(name: str, value: Any) -> list[str]:
    """Return codes of a field in words."""
    content, codes = current().content, [value] if isinstance(value, str) else value or []
    scheme = Scheme.COUNTRY if name == "countries" else SCHEMES[name]
    named = [(str(code), label(scheme, str(code), content)) for code in codes if code]
    return [f"{code}. {text}" if name == "objectives" else text for code, text in named]


def details_of(record: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a kind adds, with the practice criteria: by the name of the field, texts with their language or ""."""
    kind = str(record.get("kind", ""))
    group = record.get(kind)
    if not isinstance(group, Mapping):
        return []
    rows = [(str(words.FIELDS.get(name, name)), _said(group.get(name))) for name in DETAILS.get(kind, ())]
    return [(name, said) for name, said in rows if said]


def _said(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        return [(str(tag), str(text)) for tag, text in value.items() if text]
    if value is True:
        return [("", _("Yes"))]
    values = value if isinstance(value, list) else [value]
    return [("", str(each)) for each in values if each not in (None, "", False)]


def declared(submission: Submission) -> list[Fact]:
    """Return what is said beside the record, for editors: contact, who should not review, rights, a note."""
    said = submission.declarations
    rows = [(str(words.FIELDS[name]), _lines(said.get(name))) for name in ("contact", "excluded", "note")]
    rows.append((str(words.FIELDS["rights_confirmed"]), [_("Yes")] if said.get("rights_confirmed") else []))
    return [(name, values) for name, values in rows if any(values)]


def _lines(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value or "")]


def organisation_of(submission: Submission) -> tuple[str, str]:
    """Return the name of the submitting organisation and its language; "" without one."""
    body = organisation_by_id(submission.organisation) if submission.organisation else None
    return text_of(body.names) if body else ("", "")


def like_rows(submission: Submission) -> list[tuple[str, str, str]]:
    """Return what may be the same: title, why, address; other submissions with the same file come without address."""
    found = [
        (each.title, str(words.LIKENESSES.get(each.why, "")), resource_url(each.public_id)) for each in likenesses(submission)
    ]
    others = dict.fromkeys(str(file.submission) for file in same_files(submission))
    return found + [(name, str(words.LIKENESSES["file"]), "") for name in others]


def work(submission: Submission, seen: Seen) -> dict[str, Any]:
    """Return the left side of the page: the work and what belongs to it."""
    return {
        "preview": preview(seen.record),
        "declared": declared(submission),
        "organisation": organisation_of(submission),
        "likenesses": like_rows(submission),
        "change": submission.change,
    }
