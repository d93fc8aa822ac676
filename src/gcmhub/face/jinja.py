"""The Jinja environment of every page."""

from typing import Any

from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from gcmhub.face import calls, cards, crawlers, formats, fragments, links, notes, reader, schema_org, sentences, world_map
from gcmhub.face.change_words import change_of
from gcmhub.face.languages import current, languages
from gcmhub.notices.queries import unread_count
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme


def label(scheme: str, code: str) -> str:
    """Return the label of a term in the current language."""
    return vocabulary.label(scheme, code, current().content)


def rank_reason(reason: Any) -> str:
    """Return why a resource stands where it stands, in the current language."""
    return sentences.rank_reason_text(reason, current().code)


def kind_plural(code: str) -> str:
    """Return what readers call many resources of a kind."""
    term = vocabulary.term(Scheme.KIND, code)
    return str(term.attributes["plural"][current().content]) if term else code


def svg_of(picture: str) -> Markup:
    """Return a picture drawn by this process as HTML; without the XML declaration, hidden from screen readers."""
    return Markup(picture[picture.index("<svg") :].replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704 - our own QR code


def environment(**options: Any) -> Environment:
    """Make the environment; Django gives the loader and escapes by default."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)  # noqa: S701 - Django's backend sets autoescape
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)  # type: ignore[attr-defined]
    made.globals.update(
        action_letter=formats.action_letter,
        closing_time=calls.closing_time,
        deadline_text=calls.deadline_text,
        opening_time=calls.opening_time,
        phase_text=calls.phase_text,
        date_of=formats.date_of,
        day=formats.day,
        duration=formats.duration,
        event_line=cards.event_line,
        event_time=formats.event_time,
        identifier=links.identifier,
        json_ld=schema_org.script,
        kept=fragments.kept,
        kind_plural=kind_plural,
        svg_of=svg_of,
        facts_line=cards.facts_line,
        change_of=change_of,
        file_line=cards.file_line,
        kind_line=cards.kind_line,
        shown=cards.shown,
        file_url=links.file_url,
        first_page_url=links.first_page_url,
        foreign=formats.foreign,
        frame=reader.frame,
        label=label,
        language_name=formats.language_name,
        languages=languages,
        notes_for=notes.notes_for,
        named=formats.named,
        number=formats.number,
        official_text=links.official_text,
        origin_text=sentences.origin_text,
        rank_reason=rank_reason,
        relation_text=sentences.relation_text,
        resource_url=links.resource_url,
        review_statement=sentences.review_statement,
        search_url=links.search_url,
        separator=formats.separator,
        size=formats.size,
        static=links.static,
        unfollowed=crawlers.unfollowed,
        unread_count=unread_count,
        url=links.url,
        map_legend=world_map.legend,
        world_map=world_map.world_map,
    )
    return made
