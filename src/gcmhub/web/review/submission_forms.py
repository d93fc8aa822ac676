"""The steps of the wizard: which fields each holds, and what their forms bring. What was typed is kept, sound or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from gcmhub.library.checks import DETAILS
from gcmhub.review.rules.completeness import HUB_LANGUAGES, STEPS

SUGGESTED = frozenset({"title", "languages", "published", "objectives", "countries"})  # fields that a text may speak for
SUGGESTED_LIMIT = 500  # characters
CALLS_OWN = frozenset({"call"})  # details that the hub fills in itself


@dataclass(frozen=True)
class Field:
    """One field of a step.

    ``group`` is the detail that holds it; ``form`` one of those of ``library.checks.DETAILS`` and choice, codes, lines,
    people, check, long.
    """

    name: str
    form: str
    group: str = ""

    @property
    def key(self) -> str:
        """Return the name of its input, as problems name it."""
        return f"{self.group}.{self.name}" if self.group else self.name


_FIELDS: dict[str, tuple[Field, ...]] = {
    "what": (Field("kind", "choice"), Field("document_type", "choice"), Field("is_network_output", "check")),
    "source": (Field("url", "url"),),
    "describe": (
        Field("title", "texts"), Field("abstract", "texts"), Field("languages", "codes"), Field("published", "text"),
        Field("publishers", "lines"), Field("authors", "people"),
    ),
    "classify": tuple(
        Field(name, "choice" if name == "scope" else "codes")
        for name in ("objectives", "actions", "principles", "scope", "regions", "countries")
    ),
    "rights": (
        Field("licence", "text"), Field("rights_confirmed", "check"), Field("contact", "text"), Field("excluded", "long"),
        Field("note", "long"),
    ),
}  # fmt: skip


def steps_of(kind: str) -> tuple[str, ...]:
    """Return the steps that a submission of a kind takes; only practices answer the criteria for practices."""
    return tuple(step for step in STEPS if step != "practice" or kind == "practice")


def fields_of(step: str, kind: str) -> tuple[Field, ...]:
    """Return the fields of a step; a kind's own details are described with it."""
    found = _FIELDS.get(step, ())
    if kind in DETAILS and step == ("practice" if kind == "practice" else "describe"):
        found += tuple(Field(name, _form(form), kind) for name, form in DETAILS[kind].items() if name not in CALLS_OWN)
    return found


def _form(form: str) -> str:
    return {"names": "lines", "flag": "check", "moment": "text", "date": "text", "zone": "text"}.get(form, form)


def values_in(data: QueryDict, step: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step's form says, by field of the record or declaration; an empty value takes one away."""
    values: dict[str, Any] = {}
    for field in fields_of(step, str(record.get("kind", ""))):
        known = (record.get(field.group) or {}).get(field.name) if field.group else record.get(field.name)
        value = _value(data, field, known)
        if not field.group:
            values[field.name] = value
            continue
        group = values.setdefault(field.group, dict(record.get(field.group) or {}))
        group.pop(field.name, None)
        if value not in (None, "", [], {}, False):
            group[field.name] = value
    return values


def _value(data: QueryDict, field: Field, known: Any) -> Any:
    text = clean(data.get(field.key, ""))
    if field.form == "texts":
        kept = {tag: each for tag, each in (known or {}).items() if tag not in HUB_LANGUAGES}
        typed = {tag: clean(data.get(f"{field.key}.{tag}", "")) for tag in HUB_LANGUAGES}
        return kept | {tag: each for tag, each in typed.items() if each.strip()}
    if field.form == "codes":
        others = [code for code in known or [] if field.name == "languages" and code not in HUB_LANGUAGES]
        return [*dict.fromkeys(clean(code) for code in data.getlist(field.key)), *others]
    if field.form == "check":
        return field.key in data
    if field.form in {"lines", "people"}:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if field.form == "lines":
            return lines
        people = {str(each.get("name", "")): each for each in known or []}
        return [people.get(line, {"name": line}) for line in lines]
    if field.form == "number" and text.strip().isascii() and text.strip().isdigit() and len(text) < 16:
        return int(text)
    return text if field.form == "long" else text.strip()


def with_suggested(values: dict[str, Any], pressed: str) -> dict[str, Any]:
    """Return what a form says and one suggestion, such as ``objectives:18`` or ``title.fr:...``; what stands there stays."""
    key, _, value = pressed.partition(":")
    name, _, tag = key.partition(".")
    value, there = clean(value).strip()[:SUGGESTED_LIMIT], values.get(name)
    if not value or name not in SUGGESTED or name not in values:
        return values
    if isinstance(there, list):
        return values | {name: [*there, *([] if value in there else [value])]}
    if isinstance(there, dict):
        return values | {name: there if there.get(tag) or tag not in HUB_LANGUAGES else {**there, tag: value}}
    return values | {name: there or value}


def clean(text: str) -> str:
    """Return a text with plain line ends and without the one sign that no database takes."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def shown_value(field: Field, record: Mapping[str, Any]) -> Any:
    """Return a value as its input shows it."""
    value = (record.get(field.group) or {}).get(field.name) if field.group else record.get(field.name)
    if field.form == "lines":
        return "\n".join(str(each) for each in value or [])
    if field.form == "people":
        return "\n".join(str(each.get("name", "")) for each in value or [])
    if field.form in {"texts", "codes"}:
        return value or ({} if field.form == "texts" else [])
    return "" if value is None else value
