"""Which mails there are, and how one is written: as text and as HTML, in the language and direction of who reads it.

Rooms above make theirs known with ``register`` when the hub starts. Their words are functions of plain values.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from babel.dates import format_date
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from gcmhub.notices.choices import Pace
from gcmhub.notices.errors import TemplateUnknown
from gcmhub.notices.rules import one_line

LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
LOCALES = {"zh-hans": "zh_Hans", "en": "en_GB"}
TAGS = {"zh-hans": "zh-Hans"}
# Mail programs drop style sheets; what stands here needs none to be read, and no side is named.
LETTER = "max-width:38em;margin:0 auto;padding:1.5em 1em;font-family:system-ui,'Segoe UI',Tahoma,sans-serif;line-height:1.6"
BUTTON = "display:inline-block;padding:.6em 1.2em;border-radius:4px;background:#0b5394;color:#ffffff;text-decoration:none"
QUOTE = "margin:1em 0;padding:.5em 1em;background:#f2f2ee"
SMALL = "font-size:.875em;color:#555555"


class Quote(str):
    """A paragraph in the words of a person: they may be in any language and direction."""

    __slots__ = ()


class Mail(NamedTuple):
    """What a mail says in one language. ``paragraphs`` are plain text, ``action`` the words on its link, if it has one.

    ``reason`` says why it comes ("because you follow ..."); mails of optional kinds must have one.
    """

    subject: str
    paragraphs: tuple[str, ...]
    action: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Kind:
    """What people may wish to hear at another pace, or not at all; what is not ``optional`` always comes at once."""

    name: str
    title: Callable[[], str]  # in the current language
    optional: bool = False
    pace: Pace = Pace.NOW  # until the person says otherwise


@dataclass(frozen=True)
class Template:
    """A mail by its name. ``words`` takes the mail's values by name; without a kind it goes to addresses, not to people."""

    name: str
    words: Callable[..., Mail]
    kind: str = ""


class Written(NamedTuple):
    """A mail whole."""

    subject: str
    text: str
    html: str


_kinds: dict[str, Kind] = {}
_templates: dict[str, Template] = {}


def register(*, kinds: Iterable[Kind] = (), templates: Iterable[Template] = ()) -> None:
    """Make kinds and templates known. Raises ``ValueError`` for a name that is taken or a kind that nobody made known."""
    for kind in kinds:
        if _kinds.setdefault(kind.name, kind) != kind:
            raise ValueError(f"two kinds of notices are named {kind.name}")
    for template in templates:
        if template.kind and template.kind not in _kinds:
            raise ValueError(f"{template.name}: there is no kind {template.kind}")
        if _templates.setdefault(template.name, template) != template:
            raise ValueError(f"two mails are named {template.name}")


def kinds() -> list[Kind]:
    """Return all kinds, in the order in which they were made known."""
    return list(_kinds.values())


def kind_of(template: str) -> Kind | None:
    """Return the kind of a mail; None when it goes to addresses only. Raises ``TemplateUnknown``."""
    return _kinds.get(template_named(template).kind)


def optional_kind(name: str) -> Kind | None:
    """Return a kind that can be switched off."""
    kind = _kinds.get(name)
    return kind if kind and kind.optional else None


def template_names() -> list[str]:
    """Return the names of all mails."""
    return sorted(_templates)


def template_named(name: str) -> Template:
    """Return one template. Raises ``TemplateUnknown``."""
    if name not in _templates:
        raise TemplateUnknown(name)
    return _templates[name]


def interface(language: str) -> str:
    """Return a language of the interface: the one that was asked for, or English."""
    return language if language in dict(settings.LANGUAGES) else "en"


def words(template: str, values: Mapping[str, Any]) -> Mail:
    """Return what a mail says in the current language. Raises ``TemplateUnknown``; ``TypeError`` for other values than its."""
    return template_named(template).words(**values)


def day(value: str | date) -> str:
    """Return a date, or its ISO form, as mails write it in the current language."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    language = get_language() or "en"
    return format_date(moment, "long", locale=LOCALES.get(language, language))


def absolute(path: str, language: str) -> str:
    """Return the address of a page in a language; ``path`` begins with a slash and names no language."""
    return f"{settings.HUB_BASE_URL}/{interface(language)}{path}"


def write(template: str, language: str, values: Mapping[str, Any], *, action_url: str = "", ending: str = "") -> Written:
    """Return a mail in a language; ``ending`` is where mails of this kind are switched off.

    Raises ``TemplateUnknown``, and ``ValueError`` when a mail of an optional kind does not say why it comes.
    """
    with override(language):
        mail = words(template, values)
        kind = kind_of(template)
        if kind and kind.optional and not mail.reason:
            raise ValueError(f"{template} is optional and says no reason")
        subject = one_line(f"{mail.subject} - {_(settings.HUB_NAME)}")
        return Written(subject, _text(mail, action_url, ending), _html(subject, mail, action_url, ending))


def _text(mail: Mail, action_url: str, ending: str) -> str:
    parts = [_("Hello,"), *mail.paragraphs]
    if action_url:
        parts.append(f"{_action(mail)}\n{action_url}")
    if mail.reason:
        parts.append(mail.reason)
    if ending:
        parts.append(_("No more of these mails: %(link)s") % {"link": ending})
    parts.append("\n".join(line for line in ("-- ", _(settings.HUB_NAME), settings.HUB_BASE_URL) if line))
    return "\n\n".join(parts) + "\n"


def _action(mail: Mail) -> str:
    return mail.action or _("Open in the Hub")


def _html(subject: str, mail: Mail, action_url: str, ending: str) -> str:
    language = get_language() or "en"
    tongue = f'lang="{TAGS.get(language, language)}" dir="{"rtl" if get_language_bidi() else "ltr"}"'
    parts = [_paragraph(each) for each in (_("Hello,"), *mail.paragraphs)]
    if action_url:
        parts += [
            f'<p><a href="{escape(action_url)}" style="{BUTTON}">{escape(_action(mail))}</a></p>',
            f'<p style="{SMALL}">{_linked(action_url)}</p>',
        ]
    foot = [escape(_(settings.HUB_NAME)), _linked(settings.HUB_BASE_URL), escape(mail.reason)]
    if ending:
        foot.append(f'<a href="{escape(ending)}">{escape(_("No more of these mails"))}</a>')
    lines = "<br>\n".join(line for line in foot if line)
    parts.append(f'<hr>\n<p style="{SMALL}">{lines}</p>')
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html {tongue}>\n<head><meta charset="utf-8"><title>{escape(subject)}</title></head>\n'
        f'<body {tongue}>\n<div {tongue} style="{LETTER}">\n{body}\n</div>\n</body>\n</html>\n'
    )


def _paragraph(text: str) -> str:
    lines = "<br>\n".join(_linked(line) for line in text.splitlines())
    return f'<blockquote dir="auto" style="{QUOTE}">{lines}</blockquote>' if isinstance(text, Quote) else f"<p>{lines}</p>"


def _linked(text: str) -> str:
    """Return a line as HTML, escaped; addresses in it are links, written from left to right."""
    done, place = [], 0
    for found in LINK.finditer(text):
        address = escape(found[0])
        done += [escape(text[place : found.start()]), f'<a href="{address}" dir="ltr">{address}</a>']
        place = found.end()
    return "".join([*done, escape(text[place:])])
