"""The search page, whole and in part."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from gcmhub.face.formats import named, separator
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.sentences import concept_name
from gcmhub.library.queries import Found, Selection, search_resources
from gcmhub.web.library.facets import chips, counts, groups, titles, value_label, years
from gcmhub.web.library.formats import format_links, in_format, read_format
from gcmhub.web.library.pagination import Pagination
from gcmhub.web.library.selection import EncodingBroken, SelectionRefused, pairs_of, query_of, read_selection
from gcmhub.web.site.errors import bad_request

RETRIES = 6  # filters that an empty page tries to drop
OFFERED = ("objective", "country")  # what the offer of a missing resource names


@dataclass(frozen=True)
class Retreat:
    """What to drop from a search that finds nothing, and how many resources that gives."""

    label: str
    url: str
    total: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a selection finds; only the results when htmx asks, the list alone in the format that is asked for."""
    try:
        selection = read_selection(request)
        chosen = read_format(request, pairs_of(selection))
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, url("web:search"))
    if chosen and (response := in_format(request, selection, chosen)):
        return response
    found = search_resources(selection)
    pagination = Pagination(found.total, selection.page, found.page_size, pairs_of(selection))
    status = 404 if selection.page > pagination.last and selection.page > 1 else 200
    part = request.headers.get("HX-Request") == "true"
    response = render(
        request,
        "web/library/found.html" if part else "web/library/search.html",
        search_context(selection, found) | {"pagination": pagination, "part": part},
        status=status if not part else 200,
    )
    return push_url(response, url("web:search") + query_of(pairs_of(selection), selection.page)) if part else response


def refused_page(request: HttpRequest, refused: SelectionRefused, address: str) -> HttpResponse:
    """Say what of an address cannot be used, and link the list at ``address`` without it."""
    context = {"refusals": refused.refusals, "address": address + query_of(refused.pairs), "titles": titles()}
    return render(request, "web/library/refused.html", context, status=422)


def search_context(selection: Selection, found: Found) -> dict[str, object]:
    """Return what the templates of a search read."""
    address = url("web:search")
    own = current().content
    in_own = counts(found, "language").get(own, 0) if own not in selection.filters.get("language", ()) else 0
    return {
        "selection": selection,
        "found": found,
        "groups": groups(found, selection),
        "years": years(found, selection, address),
        "chips": chips(selection, address),
        "formats": format_links(pairs_of(selection), selection.page),
        "follow_url": url("web:follow") + query_of(pairs_of(replace(selection, order=None))),
        "clear_url": address + query_of((("q", selection.text),) if selection.text else ()),
        "own_language": own,
        "in_own": in_own,
        "corrections": tuple((text, address + query_of((("q", text),))) for text in found.suggestions),
        "widened": widening(found),
        "offered": [(group, code) for group in OFFERED for code in selection.filters.get(group, ())],
        "retreats": retreats(selection, address) if not found.total else (),
    }


def widening(found: Found) -> dict[str, tuple[str, ...]]:
    """Return which words joined a meagre answer: corrected ones, and related ones from the thesaurus."""
    rows = [tuple(row.split(":", 1)) for row in found.widened]
    related = (concept_name(row[1]) for row in rows if row[0] == "thesaurus")
    return {
        "typo": tuple(row[1] for row in rows if row[0] == "typo"),
        "thesaurus": tuple(dict.fromkeys(related)),
    }


def retreats(selection: Selection, address: str) -> tuple[Retreat, ...]:
    """Return which part of a search without results could be dropped, the most helpful first."""
    tries: list[tuple[str, Selection]] = []
    names = titles()
    for group, values in selection.filters.items():
        rest = {name: kept for name, kept in selection.filters.items() if name != group}
        label = separator().join(value_label(group, value) for value in values)
        tries.append((named(names[group], label), replace(selection, filters=rest, page=1)))
    if selection.year_from is not None or selection.year_to is not None:
        tries.append((names["year"], replace(selection, year_from=None, year_to=None, page=1)))
    if selection.text and tries:
        tries.append((named(_("Words"), selection.text), replace(selection, text="", page=1)))
    made = [
        Retreat(label, address + query_of(pairs_of(each)), search_resources(replace(each, page_size=1)).total)
        for label, each in tries[:RETRIES]
    ]
    return tuple(sorted((each for each in made if each.total), key=lambda each: -each.total))
