"""Lists of one kind of resource: practices, projects, training, videos."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now, today
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.words import stage
from gcmhub.library.queries import ResourceCard, current_calls, search_resources
from gcmhub.web.library.choices import choice_context, read_choice
from gcmhub.web.library.facts import Fact, card_facts
from gcmhub.web.library.pagination import Pagination
from gcmhub.web.library.search import refused_page
from gcmhub.web.library.selection import EncodingBroken, SelectionRefused, pairs_of
from gcmhub.web.site.errors import bad_request

CALLS = 5  # that stand beside the practices
GROUPS = ("objective", "country", "region", "language")


@dataclass(frozen=True)
class Listing:
    """A list of one kind and which details its cards show."""

    kind: str
    details: tuple[str, ...]


LISTINGS = {
    "practices": Listing("practice", ("status", "dates", "implementer", "partners")),
    "projects": Listing("project", ("status", "dates", "partners", "donors")),
    "training": Listing("training", ("mode", "duration", "level", "cost", "certificate", "provider")),
    "videos": Listing("video", ("duration", "captions")),
}


def card_rows(card: ResourceCard, made: Listing) -> tuple[Fact, ...]:
    """Return the facts that a card of the list shows."""
    details = dict(card.details)
    status = stage(str(details.get("status", "")), str(details.get("start", "")), str(details.get("end", "")), today())
    return card_facts(card.kind, details | ({"status": status} if status else {}), made.details)


@require_safe
def kind_list(request: HttpRequest, name: str) -> HttpResponse:
    """List the resources of one kind in the Hub's order."""
    address = url(f"web:{name}")
    try:
        choice = read_choice(request, GROUPS)
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, address)
    made = LISTINGS[name]
    found = search_resources(replace(choice, filters={**choice.filters, "kind": (made.kind,)}))
    pairs = pairs_of(choice)
    pagination = Pagination(found.total, choice.page, found.page_size, pairs)
    context = {
        "listing": made,
        "name": name,
        "found": found,
        "rows": [(card, card_rows(card, made)) for card in found.items],
        "pagination": pagination,
        "pairs": pairs,
        "calls": current_calls(current().code, now(), limit=CALLS) if name == "practices" else (),
        **choice_context(found, choice, GROUPS, address),
    }
    return render(request, "web/library/kind.html", context, status=404 if choice.page > pagination.last else 200)
