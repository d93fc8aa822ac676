"""Numbers, dates, sizes and names of languages, as readers of the current language write them."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from gcmhub.face.languages import Language, current, direction, languages
from gcmhub.library.checks import moment
from gcmhub.library.times import has_clock, zone_of
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

FORMATS = {
    "application/pdf": "PDF",
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/zip": "ZIP",
    "application/epub+zip": "EPUB",
    "text/plain": "TXT",
    "text/markdown": "TXT",
    "text/csv": "CSV",
    "text/html": "HTML",
}


ARABIC_LETTERS = dict(zip("abcdefghijklmn", "أ ب ج د هـ و ز ح ط ي ك ل م ن".split(), strict=True))
SEPARATORS = {"ar": "\N{ARABIC COMMA} ", "zh": "\N{IDEOGRAPHIC COMMA}"}


def separator(language: Language | None = None) -> str:
    """Return what stands between the parts of a list."""
    return SEPARATORS.get((language or current()).content, ", ")


def named(name: str, value: str) -> str:
    """Return a name with its value, with the colon of the language."""
    return _("%(name)s: %(value)s") % {"name": name, "value": value}


@lru_cache(maxsize=65_536)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


def number(value: float, language: Language | None = None) -> str:
    """Return a number grouped as the language groups it."""
    return _number(value, (language or current()).locale)


@lru_cache(maxsize=16_384)
def _day(published: str, locale: Locale) -> str:
    parts = [int(part) for part in published.split("-")]
    if len(parts) == 1:
        return published
    day = datetime(*parts, *([1] if len(parts) == 2 else []))  # type: ignore[arg-type]  # noqa: DTZ001 - a date
    if len(parts) == 2:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day.date(), "long", locale=locale)


@lru_cache(maxsize=16_384)
def _time(published: str, locale: Locale) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(published, _day(published, locale))


def day(published: str, language: Language | None = None) -> Markup:
    """Return ``<time>`` for YYYY, YYYY-MM or YYYY-MM-DD; nothing for nothing."""
    return _time(published, (language or current()).locale) if published else Markup()


def date_of(when: datetime) -> Markup:
    """Return ``<time>`` for the day of an aware moment."""
    return day(when.date().isoformat())


def event_time(start: str, end: str = "", zone: str = "", language: Language | None = None) -> Markup:
    """Return when an event is, in its own zone; ``start`` and ``end`` are ISO 8601, a day without a time stays a day."""
    language = language or current()
    first, last = _local(start, zone), _local(end or start, zone)
    if not has_clock(start) and not has_clock(end) and last.date() > first.date():
        days = format_interval(first.date(), last.date(), "yMMMMd", locale=language.locale)
        return Markup('<time datetime="{}">{}</time>').format(start, days)
    text = Markup('<time datetime="{}">{}</time>').format(
        _machine(first, start), _moment(first, language, clock=has_clock(start))
    )
    if end and last > first:
        same_day = first.date() == last.date() and has_clock(end)
        until = _clock(last, language) if same_day else _moment(last, language, clock=has_clock(end))
        text += Markup(' \N{EN DASH} <time datetime="{}">{}</time>').format(_machine(last, end), until)
    if zone_of(zone) and has_clock(start):
        text += Markup(" <bdi>({})</bdi>").format(get_timezone_name(first, width="long", locale=language.locale))
    return text


def _machine(when: datetime, value: str) -> str:
    """Return a moment with its offset, so that programs need not know its zone; a day stays a day."""
    return when.isoformat() if has_clock(value) else value


def _local(value: str, zone: str) -> datetime:
    known = zone_of(zone)
    when = moment(value, zone if known else "")
    return when.astimezone(known) if known and has_clock(value) else when


def _moment(when: datetime, language: Language, *, clock: bool) -> str:
    text = str(format_date(when.date(), "long", locale=language.locale))
    return f"{text}{separator(language)}{_clock(when, language)}" if clock else text


def _clock(when: datetime, language: Language) -> str:
    return str(format_time(when.time(), "short", locale=language.locale))


def size(count: int | None) -> str:
    """Return a number of bytes in the unit that reads best."""
    if count is None:
        return ""
    if count < 1_000_000:
        return _("%(number)s KB") % {"number": number(max(1, round(count / 1_000)))}
    return _("%(number)s MB") % {"number": number(round(count / 1_000_000, 1))}


def duration(seconds: float) -> str:
    """Return a length of time in minutes, or in hours and minutes."""
    minutes = max(1, round(seconds / 60))
    text = ngettext("%(number)s minute", "%(number)s minutes", minutes % 60) % {"number": number(minutes % 60)}
    if minutes < 60:
        return text
    hours = ngettext("%(number)s hour", "%(number)s hours", minutes // 60) % {"number": number(minutes // 60)}
    return f"{hours} {text}" if minutes % 60 else hours


def action_letter(letter: str) -> str:
    """Return the letter of an action as the language's official text counts."""
    return ARABIC_LETTERS.get(letter, letter) if current().content == "ar" else letter


def file_format(media_type: str, name: str = "") -> str:
    """Return the short name of a file's format, in capitals."""
    known = FORMATS.get(media_type)
    suffix = Path(name.partition("?")[0].rsplit("/", 1)[-1]).suffix[1:].upper()
    return known or (suffix if suffix.isalnum() and len(suffix) <= 5 else "")


@lru_cache(maxsize=4_096)
def _language_name(tag: str, content: str, locale: Locale) -> str:
    name = vocabulary.label(Scheme.LANGUAGE, tag, content)
    return name if name != tag else str(locale.languages.get(tag, tag))


def language_name(tag: str, language: Language | None = None) -> str:
    """Return what readers of the current language call a language."""
    language = language or current()
    return _language_name(tag, language.content, language.locale)


@lru_cache(maxsize=4_096)
def _foreign(tag: str, content: str) -> Markup:
    if not tag or tag == content:
        return Markup()
    html_tag = next((each.tag for each in languages().values() if each.content == tag), tag)
    return Markup(' lang="{}" dir="{}"').format(html_tag, direction(tag))


def foreign(tag: str, language: Language | None = None) -> Markup:
    """Return the ``lang`` and ``dir`` attributes of a text in another language; nothing in the reader's own."""
    return _foreign(tag, (language or current()).content)


def marked(fragment: str) -> Markup:
    """Return a highlight as HTML; anything but ``<mark>`` in it is shown as text."""
    bare = fragment.replace("<mark>", "").replace("</mark>", "")
    return Markup.escape(fragment) if "<" in bare or ">" in bare else Markup(fragment)  # noqa: S704 - only marks are left


def marked_title(title: str, highlights: Sequence[str]) -> Markup | str:
    """Return the title with what matched marked, when one of its highlights is the whole title; else the title."""
    for fragment in highlights:
        shown = marked(fragment)
        if shown.striptags() == " ".join(title.split()):
            return shown
    return title
