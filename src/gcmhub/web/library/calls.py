"""Calls for practices: the list, one call, their feed, a deadline for calendars."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face.calendars import CONTENT_TYPE, deadline_calendar
from gcmhub.face.calls import closing_time
from gcmhub.face.feeds import FEEDS, Channel, Entry, feed_of
from gcmhub.face.formats import named
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.library.errors import CallUnknown, CallWithdrawn
from gcmhub.library.queries import CallCard, CallPage, call_page, current_calls, find_calls
from gcmhub.library.queries.cards import LocalText
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.cache import etag_of
from gcmhub.web.library.choices import read_choice
from gcmhub.web.library.pagination import Pagination
from gcmhub.web.library.search import refused_page
from gcmhub.web.library.selection import EncodingBroken, SelectionRefused
from gcmhub.web.site.address import base_of
from gcmhub.web.site.errors import bad_request

CURRENT, CLOSED, NEWS = 100, 20, 50  # calls that are not over on the page, closed ones on a page, calls in a feed


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls that are open, those that open later, and the closed ones, the latest first."""
    try:
        choice = read_choice(request, ())
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, url("web:calls"))
    moment, language = now(), current().code
    first = (choice.page - 1) * CLOSED
    standing = current_calls(language, moment, limit=CURRENT) if choice.page == 1 else ()
    closed = find_calls(language, moment, phases=("closed",), first=first, size=CLOSED)
    pagination = Pagination(closed.total, choice.page, CLOSED, ())
    context = {
        "open": [each for each in standing if each.phase == "open"],
        "coming": [each for each in standing if each.phase == "coming"],
        "found": closed,
        "pagination": pagination,
    }
    return render(request, "web/library/calls.html", context, status=404 if choice.page > pagination.last else 200)


def _page(call_id: str) -> CallPage:
    """Return the call at an address. Raises ``Http404``, ``CallWithdrawn``."""
    try:
        return call_page(call_id, current().code, now())
    except CallUnknown as unknown:
        raise Http404 from unknown


def _gone(request: HttpRequest, withdrawn: CallWithdrawn) -> HttpResponse:
    context = {"reason": withdrawn.details["reason"], "when": withdrawn.details["withdrawn_at"]}
    return render(request, "web/library/call_withdrawn.html", context, status=410)


@require_safe
def call(request: HttpRequest, call_id: str) -> HttpResponse:
    """Show everything public of one call."""
    try:
        page = _page(call_id)
    except CallWithdrawn as withdrawn:
        return _gone(request, withdrawn)
    return render(request, "web/library/call.html", {"page": page, "call": page.card})


@require_safe
def deadline(request: HttpRequest, call_id: str) -> HttpResponse:
    """Answer the closing of one call as a calendar."""
    try:
        card = _page(call_id).card
    except CallWithdrawn as withdrawn:
        return _gone(request, withdrawn)
    base = settings.HUB_BASE_URL  # without one there is no address that calendars could open
    response = HttpResponse(deadline_calendar(card, base + url("web:call", card.id) if base else ""), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="call-{card.id}.ics"'
    return _validated(request, response)


@require_safe
def call_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer the calls as a feed of a kind of ``FEEDS``, the latest announced first."""
    base, language, name = base_of(request), current(), _(settings.HUB_NAME)
    found = sorted(find_calls(language.code, now(), size=NEWS).items, key=_announced, reverse=True)
    channel = Channel(
        title=f"{name} - {_('Calls for practices')}",
        description=_("Calls for practices: what is asked for, by whom, and until when."),
        page=base + url("web:calls"),
        address=base + url(f"web:calls-{kind}"),
        publisher=name,
    )
    body = feed_of(kind, map(_entry, found), channel, language, lambda public_id: base + url("web:call", public_id))
    response = HttpResponse(body, content_type=FEEDS[kind].content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    return _validated(request, response)


def _announced(card: CallCard) -> datetime:
    return card.public_since


def _entry(card: CallCard) -> Entry:
    """Return a call for a feed; its deadline stands before a summary in the language of the feed."""
    tag, summary = current().content, card.summary
    closes = named(_("Deadline"), closing_time(card).striptags())
    if summary is None or summary.language == tag:
        summary = LocalText(f"{closes}\n\n{summary.text}" if summary else closes, tag)
    return Entry(
        id=card.id,
        title=card.title,
        summary=summary,
        labels=tuple(vocabulary.label(Scheme.OBJECTIVE, code, tag) for code in card.objectives),
        names=(card.organiser,),
        public_since=card.public_since,
        updated_at=card.updated_at,
    )


def _validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["ETag"] = etag = etag_of(response.content)
    return get_conditional_response(request, etag=etag, response=response) or response
