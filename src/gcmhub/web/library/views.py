"""Home, objectives, countries and resources."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face import schema_org, signposting
from gcmhub.face.highwire import citation_tags
from gcmhub.face.languages import current
from gcmhub.face.links import search_url, url
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import Found, Selection, resource_page, search_resources, upcoming_events
from gcmhub.library.queries.sections import Section, sections
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.library.events import event_shown
from gcmhub.web.library.facets import counts
from gcmhub.web.library.facts import readers_first, readers_keywords, resource_facts
from gcmhub.web.library.places import by_region, flags
from gcmhub.web.site.errors import gone

LATEST, EVENTS = 5, 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the hub holds and the ways into it."""
    language = current().code
    found = search_resources(Selection(order="newest", page_size=LATEST, language=language))
    context = {
        "found": found,
        "objectives": vocabulary.terms(Scheme.OBJECTIVE),
        "objective_counts": counts(found, "objective"),
        "regions": by_region(counts(found, "country"), language),
        "events": upcoming_events(language, now(), EVENTS),
        "described": schema_org.home_node(settings.HUB_BASE_URL),
    }
    return render(request, "web/library/home.html", context)


@require_safe
def objectives(request: HttpRequest) -> HttpResponse:
    """List the objectives."""
    found = search_resources(Selection(page_size=1, language=current().code))
    context = {"objectives": vocabulary.terms(Scheme.OBJECTIVE), "objective_counts": counts(found, "objective")}
    return render(request, "web/library/objectives.html", context)


@require_safe
def objective(request: HttpRequest, code: str) -> HttpResponse:
    """Show one objective and what the hub holds for it."""
    term = vocabulary.term(Scheme.OBJECTIVE, code)
    if term is None:
        raise Http404
    filters = {"objective": (code,)}
    found = search_resources(Selection(filters=filters, page_size=1, language=current().code))
    actions = [row for row in vocabulary.terms(Scheme.ACTION) if row.attributes["objective"] == code]
    context = {
        "term": term,
        "content": current().content,
        "found": found,
        "actions": actions,
        "action_counts": counts(found, "action"),
        "region_rows": region_rows(found, "objective", code),
        **section_context("objective", code),
    }
    return render(request, "web/library/objective.html", context)


def section_context(group: str, code: str) -> dict[str, object]:
    """Return what the sections of an objective's or a country's page read."""

    def section_url(section: Section) -> str:
        return search_url([(group, code), *(("kind", kind) for kind in section.kinds)])

    return {"sections": sections({group: (code,)}, current().code), "section_url": section_url}


def region_rows(found: Found, group: str, code: str) -> list[tuple[str, str, int]]:
    """Return every region with the address of its resources and how many they are, none included."""
    counted, content = counts(found, "region"), current().content
    return [
        (row.labels[content], search_url([(group, code), ("region", row.code)]), counted.get(row.code, 0))
        for row in vocabulary.terms(Scheme.REGION)
    ]


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """List countries and areas by region; a chosen one leads to its page."""
    chosen = request.GET.get("country", "")
    if chosen == "global":
        return HttpResponseRedirect(f"{url('web:search')}?scope=global")
    if chosen:
        if vocabulary.term(Scheme.COUNTRY, chosen) is None:
            raise Http404
        return HttpResponseRedirect(url("web:country", chosen))
    found = search_resources(Selection(page_size=1, language=current().code))
    context = {"regions": by_region(counts(found, "country"), current().code)}
    return render(request, "web/library/countries.html", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show one country or area and what the hub holds for it."""
    term = vocabulary.term(Scheme.COUNTRY, code)
    if term is None:
        raise Http404
    filters = {"country": (code,)}
    found = search_resources(Selection(filters=filters, page_size=1, language=current().code))
    context = {
        "term": term,
        "content": current().content,
        "found": found,
        "flags": flags(term),
        "objective_rows": [(value.value, value.count) for value in found.facets["objective"]],
        **section_context("country", code),
    }
    return render(request, "web/library/country.html", context)


@require_safe
def resource(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Show everything public of one resource."""
    try:
        page = resource_page(resource_id, current().code)
    except ResourceArchived as archived:
        return gone(request, archived.details)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    context = {
        "page": page,
        "card": page.card,
        "content": current().content,
        "texts": readers_first(page.texts),
        "facts": resource_facts(page),
        "event": event_shown(page.card, now()),
        "keywords": readers_keywords(page.keywords),
        "described": schema_org.resource_node(page),
        "citation_tags": citation_tags(page),
    }
    response = render(request, "web/library/resource.html", context)
    response.headers["Link"] = signposting.header(signposting.page_links(page, settings.HUB_BASE_URL))
    return response
