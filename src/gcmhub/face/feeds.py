"""Lists of resources as RSS 2.0 and Atom (RFC 4287)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from gcmhub.face.languages import Language, languages
from gcmhub.library.queries.cards import LocalText, shorten
from gcmhub.library.queries.references import Reference
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

NAMES = UUID("6f0d7c6e-52b1-4f0c-9b0f-0d8f4a0c7d52")  # under which identifiers of entries are made; never changed
SUMMARY = 1_000  # characters of an abstract
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself: addresses are absolute."""

    title: str
    description: str
    page: str
    address: str
    publisher: str


@dataclass(frozen=True)
class Entry:
    """What a feed says of one thing; ``id`` is its public id."""

    id: str
    title: LocalText
    summary: LocalText | None
    labels: tuple[str, ...]
    names: tuple[str, ...]
    public_since: datetime
    updated_at: datetime


class Rss(Rss201rev2Feed):
    """RSS 2.0; every author is a ``dc:creator``."""

    content_type = "application/rss+xml; charset=utf-8"

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an item and its authors."""
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name, {"xmlns:dc": "http://purl.org/dc/elements/1.1/"})


class Atom(Atom1Feed):
    """Atom; an entry names its language and every author."""

    content_type = "application/atom+xml; charset=utf-8"

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the attributes of an entry."""
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write an entry and its authors."""
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


FEEDS: dict[str, type[Rss | Atom]] = {"rss": Rss, "atom": Atom}


def feed(
    kind: str, references: Iterable[Reference], channel: Channel, language: Language, address: Callable[[str], str]
) -> str:
    """Return references as a feed of a kind of ``FEEDS``; ``address`` gives the absolute address of a page by public id."""
    entries = (
        Entry(
            id=each.id,
            title=each.title,
            summary=each.abstract,
            labels=tuple(_labels(each, language)),
            names=tuple(name for name, _ in each.authors) or each.publishers,
            public_since=each.public_since,
            updated_at=each.updated_at,
        )
        for each in references
    )
    return feed_of(kind, entries, channel, language, address)


def feed_of(kind: str, entries: Iterable[Entry], channel: Channel, language: Language, address: Callable[[str], str]) -> str:
    """Return entries as a feed of a kind of ``FEEDS``; ``address`` gives the absolute address of a page by public id.

    Entries keep their identifier in every language, feed and address of the Hub.
    """
    made: SyndicationFeed = FEEDS[kind](
        title=writable(channel.title),
        link=channel.page,
        description=writable(channel.description),
        language=language.tag,
        feed_url=channel.address,
        feed_guid=_name(urlsplit(channel.address)._replace(scheme="", netloc="").geturl()),
        author_name=channel.publisher,
    )
    for each in entries:
        made.add_item(
            title=title(each.title.text) if kind == "rss" else writable(each.title.text),
            link=address(each.id),
            description=escape(writable(shorten(each.summary.text, SUMMARY))) if each.summary else "",  # both read it as HTML
            unique_id=_name(each.id),
            unique_id_is_permalink=False,
            pubdate=each.public_since,
            updateddate=each.updated_at,
            categories=[writable(label) for label in each.labels],
            authors=[writable(name) for name in each.names],
            language=_tag(each.title.language),
        )
    return made.writeString("utf-8")


def _name(of: str) -> str:
    return f"urn:uuid:{uuid5(NAMES, of)}"


def _labels(each: Reference, language: Language) -> Iterable[str]:
    tag = language.content
    yield vocabulary.label(Scheme.KIND, each.kind, tag)
    yield from (vocabulary.label(Scheme.OBJECTIVE, code, tag) for code in each.objectives)
    yield from (vocabulary.label(Scheme.COUNTRY, code, tag) for code in each.countries)


def _tag(content: str) -> str:
    return next((each.tag for each in languages().values() if each.content == content), content)


def title(text: str) -> str:
    """Return a title for RSS, which does not say whether it is text or HTML: nothing in it may be taken for a tag."""
    return escape(writable(text)) if "<" in text else writable(text)


def writable(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)
