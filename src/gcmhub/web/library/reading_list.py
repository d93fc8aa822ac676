"""A reader's own list: its address names the resources, the browser keeps it, the hub stores nothing."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.library.queries import cards
from gcmhub.web.library.selection import query_of

LIMIT = 100  # resources of a list
_ID = re.compile(r"[a-z0-9-]{1,40}")


@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show the resources that the address names, in its order."""
    named = [each for each in dict.fromkeys(request.GET.getlist("id")) if _ID.fullmatch(each)][:LIMIT]
    found = cards(named, current().code)
    context = {
        "cards": [(card, address([each.id for each in found if each.id != card.id])) for card in found],
        "gone": len(named) - len(found),
        "named": named,
    }
    return render(request, "web/library/reading_list.html", context)


def address(ids: list[str]) -> str:
    """Return the address of a list."""
    return url("web:reading-list") + query_of([("id", each) for each in ids])
