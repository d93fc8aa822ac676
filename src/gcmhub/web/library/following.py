"""Lists of resources as something to follow: the query of a search page is the selection."""

from dataclasses import replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from gcmhub.face.formats import separator
from gcmhub.face.links import resource_url, url
from gcmhub.library.queries import Selection, search_resources
from gcmhub.notices.topics import News, Topic
from gcmhub.web.library.facets import chips
from gcmhub.web.library.selection import pairs_of, query_of, selection_of

NAME, SHOWN = "resources", 20


def query_to_follow(selection: Selection) -> str:
    """Return a selection as it is followed: without order and page."""
    return query_of(pairs_of(replace(selection, order=None))).removeprefix("?")


def title_of(selection: Selection) -> str:
    """Return what a list is called in the current language: its words and its filters."""
    labels = [*([selection.text] if selection.text else []), *(chip.label for chip in chips(selection, ""))]
    return separator().join(labels) or _("All resources")


def _title(query: str, language: str) -> str:
    with override(language):
        return title_of(selection_of(QueryDict(query)))


def _path(query: str, language: str) -> str:
    return url("web:search", language=language) + (f"?{query}" if query else "")


def _news(query: str, language: str, since: datetime, until: datetime) -> News:
    with override(language):
        selection = replace(selection_of(QueryDict(query)), since=since, until=until, order="recommended", page_size=SHOWN)
        found = search_resources(selection)
        return News(found.total, tuple((card.title.text, resource_url(card.id)) for card in found.items))


RESOURCES = Topic(
    name=NAME,
    title=_title,
    path=_path,
    news=_news,
    confirmation=lambda token, language: url("web:follow-confirm", token, language=language),
    ending=lambda token, language: url("web:follow-end", token, language=language),
)
