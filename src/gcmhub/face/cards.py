"""A resource in a list, ready for the page: every text chosen and escaped. Lists are long, so this is plain Python."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from gcmhub.face.formats import (
    day,
    event_time,
    file_format,
    foreign,
    language_name,
    marked,
    marked_title,
    number,
    separator,
    size,
)
from gcmhub.face.languages import Language, current
from gcmhub.face.links import resource_url
from gcmhub.face.sentences import rank_reason_text
from gcmhub.face.words import word
from gcmhub.library.queries import FileCard, ResourceCard
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

LETTERS = {
    "ar": re.compile("[\u0621-\u064a]{3}"),
    "zh": re.compile("[\u4e00-\u9fff]{3}"),
    "ru": re.compile("[\u0410-\u044f]{3}"),
}
PLACES, TAGS, PUBLISHERS = 3, 6, 2  # how many a card names before it counts
GAP = Markup(" ")  # pieces bring their own ellipses


@dataclass(frozen=True)
class ShownCard:
    """What a list shows of a resource."""

    kind: str
    url: str
    title: Markup | str
    title_attributes: Markup
    text: Markup | str
    text_attributes: Markup
    facts: Markup
    why: str


def shown(card: ResourceCard) -> ShownCard:
    """Return the card as a list in the current language shows it: what matched is marked, other languages are named."""
    language = current()
    title_matches = card.highlights.get("title")
    text: Markup | str = ""
    attributes = Markup()
    snippet = card.highlights.get("abstract") or (
        () if title_matches else card.highlights.get("body") or card.highlights.get("file") or ()
    )
    if snippet:
        text = GAP.join(marked(piece) for piece in snippet)
        attributes = foreign(_language_of(text, card, language), language)
    elif card.abstract:
        text, attributes = card.abstract.text, foreign(card.abstract.language, language)
    return ShownCard(
        kind=kind_line(card, language),
        url=resource_url(card.id, language),
        title=marked_title(card.title.text, title_matches) if title_matches else card.title.text,
        title_attributes=foreign(card.title.language, language),
        text=text,
        text_attributes=attributes,
        facts=facts_line(card, language),
        why=rank_reason_text(card.rank_reason, language.code),
    )


def _language_of(text: str, card: ResourceCard, language: Language) -> str:
    """Return which of a resource's languages a piece of it is in: by its letters, among equals the reader's."""
    written = next((tag for tag, letters in LETTERS.items() if letters.search(text)), "")
    if written:
        return written
    tags = [tag for tag in (card.title.language, *card.languages) if tag not in LETTERS]
    return language.content if language.content in tags else next(iter(tags), language.content)


def kind_line(card: ResourceCard, language: Language | None = None) -> str:
    """Return the type of a document, else the kind."""
    content = (language or current()).content
    if card.document_type:
        return vocabulary.label(Scheme.DOCUMENT_TYPE, card.document_type, content)
    return vocabulary.label(Scheme.KIND, card.kind, content)


def facts_line(card: ResourceCard, language: Language | None = None) -> Markup:
    """Return publisher, date, places, languages, file and review as a row of spans."""
    language = language or current()
    parts = []
    if card.publishers:
        parts.append(f"<span><bdi>{escape(separator(language).join(card.publishers[:PUBLISHERS]))}</bdi></span>")
    start = card.details.get("start") if card.kind == "event" else None
    if start:
        when = event_time(start, card.details.get("end", ""), card.details.get("timezone", ""), language)
        parts.append(f"<span>{when}</span>")
        if card.details.get("place"):
            place = word(card.details["place"]) or card.details["place"]
            parts.append(f"<span><bdi>{escape(place)}</bdi></span>")
    elif card.published:
        parts.append(f"<span>{day(card.published, language)}</span>")
    if places := _places(card, language):
        parts.append(f"<span>{escape(places)}</span>")
    parts.extend(f'<span class="lang">{escape(language_name(tag, language))}</span>' for tag in card.languages[:TAGS])
    if card.files:
        more = f" +{number(len(card.files) - 1, language)}" if len(card.files) > 1 else ""
        parts.append(f"<span>{escape(file_line(card.files[0], language))}{more}</span>")
    if card.review_status == "reviewed":
        reviewed = _("Peer reviewed")  # outside the f-string, where its extraction would miss it
        parts.append(f'<span class="badge">{escape(reviewed)}</span>')
    return Markup("".join(parts))  # noqa: S704 - every part is escaped above


def event_line(card: ResourceCard) -> Markup:
    """Return place, online, host and languages of an event as a row of spans; its time stands elsewhere."""
    language, details = current(), card.details
    online, place = _("Online"), details.get("place", "")
    place = word(place) or place
    parts = [f"<span><bdi>{escape(place)}</bdi></span>"] if place else []
    if details.get("online_url") and place != online:
        parts.append(f"<span>{escape(online)}</span>")
    if host := details.get("host") or separator(language).join(card.publishers[:PUBLISHERS]):
        parts.append(f"<span><bdi>{escape(host)}</bdi></span>")
    if card.countries and (places := _places(card, language)):
        parts.append(f"<span>{escape(places)}</span>")
    parts.extend(f'<span class="lang">{escape(language_name(tag, language))}</span>' for tag in card.languages[:TAGS])
    if details.get("recording_url"):
        recording = _("Recording")
        parts.append(f'<span class="badge">{escape(recording)}</span>')
    return Markup("".join(parts))  # noqa: S704 - every part is escaped above


def _places(card: ResourceCard, language: Language) -> str:
    if card.countries:
        names = (vocabulary.label(Scheme.COUNTRY, code, language.content) for code in card.countries[:PLACES])
        more = f" +{number(len(card.countries) - PLACES, language)}" if len(card.countries) > PLACES else ""
        return separator(language).join(names) + more
    if card.scope == "global":
        return vocabulary.label(Scheme.SCOPE, "global", language.content)
    return separator(language).join(vocabulary.label(Scheme.REGION, code, language.content) for code in card.regions)


def file_line(file: FileCard, language: Language | None = None) -> str:
    """Return format, size and pages of a file."""
    language = language or current()
    parts = [file_format(file.media_type, file.name or file.url) or _("File")]
    if file.size:
        parts.append(size(file.size))
    if file.pages:
        parts.append(ngettext("%(shown)s page", "%(shown)s pages", file.pages) % {"shown": number(file.pages, language)})
    return separator(language).join(parts)
