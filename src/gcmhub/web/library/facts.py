"""What a resource's page says of it besides its texts: rows of a name and values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from gcmhub.face.formats import day, duration, event_time, number
from gcmhub.face.languages import current
from gcmhub.face.links import link
from gcmhub.face.submission_words import FIELDS
from gcmhub.face.words import languages_of, length, word
from gcmhub.library.queries import ResourcePage, ResourceText
from gcmhub.library.rules import pick_language

WORDS = frozenset({"status", "mode", "cost", "level", "place"})  # details whose texts often are words that the Hub knows


@dataclass(frozen=True)
class Fact:
    """A name and its values, ready for the page."""

    name: str
    values: tuple[Markup, ...]


@dataclass(frozen=True)
class Passage:
    """A titled text of a practice, in the reader's language or the first there is."""

    name: str
    text: str
    language: str


@dataclass(frozen=True)
class Facts:
    """What the kind adds: short facts, and long texts."""

    rows: tuple[Fact, ...]
    passages: tuple[Passage, ...]


NAMES = FIELDS | {"dates": gettext_lazy("Dates")}
ROWS = frozenset(
    "dates start end place online_url host agenda imrf registration_url recording_url budget donors partners iati_identifier "
    "status mode duration cost level provider certificate language captions transcript host_url implementer focal_point "
    "beneficiaries".split()
)
PASSAGES = (
    "challenge actions_taken results evidence innovation replicability sustainability principles_adherence lessons "
    "building_blocks".split()
)


def readers_first(texts: Sequence[ResourceText]) -> tuple[ResourceText, ...]:
    """Return the texts that say something, the reader's language first."""
    said = [text for text in texts if text.title or text.abstract or text.body]
    return tuple(sorted(said, key=lambda text: text.language != current().content))


def readers_keywords(keywords: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return the keywords in the reader's language, else in the first there is, each with its language."""
    tag = pick_language(keywords, current().content)
    return tuple((word, tag) for word in keywords[tag]) if tag else ()


def resource_facts(page: ResourcePage) -> Facts:
    """Return the facts and texts that a resource's kind adds."""
    return detail_facts(page.card.kind, page.details)


def detail_facts(kind: str, details: Mapping[str, Any]) -> Facts:
    """Return the facts and texts of sound details of a kind."""
    passages = []
    for key in PASSAGES:
        texts = details.get(key)
        if isinstance(texts, Mapping) and texts:
            tag = pick_language(texts, current().content) or ""
            passages.append(Passage(str(NAMES[key]), texts[tag], tag))
    rows = tuple(Fact(str(NAMES[key]), values) for key, values in _rows(kind, details) if key in ROWS and values)
    return Facts(rows, tuple(passages))


def card_facts(kind: str, details: Mapping[str, Any], keys: Sequence[str]) -> tuple[Fact, ...]:
    """Return the short facts that a card shows, in the order of ``keys``; ``dates`` are start and end as one."""
    rows = dict(_rows(kind, details))
    start, end = details.get("start", ""), details.get("end", "")
    if kind != "event" and (start or end):
        rows["dates"] = (span(start, end),)
    return tuple(Fact(str(NAMES[key]), rows[key]) for key in keys if rows.get(key))


def span(start: str, end: str) -> Markup:
    """Return the time from one date to another, either of which may be open."""
    if start and end:
        return Markup(" \N{EN DASH} ").join((day(start), day(end)))
    text = _("from %(date)s") if start else _("until %(date)s")
    return escape(text) % {"date": day(start or end)}


def _rows(kind: str, details: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    """Yield the short facts in their order; start and end of an event are one."""
    if kind == "event" and details.get("start"):
        yield "start", (event_time(details["start"], details.get("end", ""), details.get("timezone", "")),)
    for key, value in details.items():
        if not isinstance(value, Mapping) and not (kind == "event" and key in {"start", "end", "timezone"}):
            yield key, tuple(_value(key, each, details) for each in (value if isinstance(value, list) else [value]))


def _known(key: str, text: str) -> str:
    """Return a detail's text in the reader's language where the Hub knows its words, else ""."""
    if key in {"language", "captions"}:
        return languages_of(text)
    if key == "duration":
        return length(text)
    return word(text) if key in WORDS else ""


def _value(key: str, value: Any, details: Mapping[str, Any]) -> Markup:
    """Return one value as its field is read."""
    if isinstance(value, bool):
        return escape(_("Yes") if value else _("No"))
    if isinstance(value, int | float):
        if key == "duration":
            return escape(duration(value))
        currency = details.get("currency", "") if key == "budget" else ""
        return Markup("<bdi>{}</bdi>").format(f"{number(value)} {currency}".strip())
    if value.startswith(("http://", "https://")):
        return link(value)
    if key in {"start", "end"}:
        return day(value)
    if known := _known(key, value):
        return escape(known)
    return Markup("<bdi>{}</bdi>").format(value)
