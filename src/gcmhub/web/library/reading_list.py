"""A reader's own list: its address names the resources, the browser keeps it, the hub stores nothing."""

import json
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import resource_url, url
from gcmhub.face.listings import chosen as listing
from gcmhub.library.queries import cards
from gcmhub.library.queries.references import references
from gcmhub.web.library.formats import FORMATS, JSON, kept, sent
from gcmhub.web.library.search import refused_page
from gcmhub.web.library.selection import Refusal, SelectionRefused, query_of
from gcmhub.web.site.address import base_of

LIMIT = 100  # resources of a list
OFFERED = ("csv", "bib", "ris", "json")  # of the formats of lists; a list of one's own has no news
_ID = re.compile(r"[a-z0-9-]{1,40}")


@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show the resources that the address names, in its order, or send them in the format that it names.

    ``before`` names the list from which this one was shortened, so that a reader can go back to it.
    """
    asked, before = _ids(request, "id"), _ids(request, "before")
    named, language = asked[:LIMIT], current().code
    wanted = request.GET.get("format", "")
    if wanted in OFFERED:
        return _in_format(request, named, wanted)
    if wanted not in {"", "html"}:
        refusal = Refusal("format", wanted[:80], _("There is no such value."))
        return refused_page(request, SelectionRefused((refusal,), _pairs(named)), url("web:reading-list"))
    found = cards(named, language)
    ids = [card.id for card in found]
    context = {
        "cards": [(card, [each for each in ids if each != card.id]) for card in found],
        "gone": len(named) - len(found),
        "named": named,
        "ids": ids,
        "limit": LIMIT,
        "left_off": len(asked) - len(named),
        "before": before[:LIMIT],
        "taken": len(set(before[:LIMIT]) - set(named)),
        "address": address,
        "formats": [(FORMATS[code], address(ids, format=code)) for code in OFFERED],
    }
    return render(request, "web/library/reading_list.html", context)


def _ids(request: HttpRequest, name: str) -> list[str]:
    return [each for each in dict.fromkeys(request.GET.getlist(name)) if _ID.fullmatch(each)]


def _pairs(ids: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(("id", each) for each in ids)


def address(ids: list[str], before: tuple[str, ...] | list[str] = (), **more: str) -> str:
    """Return the address of a list; ``before``: of the list that it was made from, for the way back."""
    return url("web:reading-list") + query_of((*_pairs(ids), *(("before", each) for each in before), *more.items()))


def _in_format(request: HttpRequest, named: list[str], wanted: str) -> HttpResponse:
    base = base_of(request)
    if wanted == "json":
        shown, language = cards(named, current().code), current().code
        body, media_type = json.dumps(listing(shown, language), ensure_ascii=False, separators=(",", ":")), JSON
    else:
        body, media_type = kept(wanted, references(named, current().code), lambda public_id: base + resource_url(public_id))
    return sent(request, body, media_type, wanted, base + address(named))
