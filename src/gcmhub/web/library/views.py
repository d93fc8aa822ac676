"""Home and resources."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face import schema_org, signposting
from gcmhub.face.citations import STYLES
from gcmhub.face.highwire import citation_tags
from gcmhub.face.languages import current
from gcmhub.face.public_review import public_review
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import Selection, call_answered, current_calls, resource_page, search_resources, upcoming_events
from gcmhub.library.queries.reviewed import latest_reviewed
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.library.events import event_shown
from gcmhub.web.library.facets import counts
from gcmhub.web.library.facts import readers_first, readers_keywords, resource_facts
from gcmhub.web.library.places import by_region, country_options, country_url, map_places
from gcmhub.web.library.player import screen_of
from gcmhub.web.site.errors import gone

LATEST, EVENTS, CALLS = 5, 3, 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the hub holds and the ways into it."""
    language = current().code
    found = search_resources(Selection(order="newest", page_size=LATEST, language=language))
    regions = by_region(counts(found, "country"), language)
    context = {
        "found": found,
        "reviewed": latest_reviewed(language, LATEST),
        "objectives": vocabulary.terms(Scheme.OBJECTIVE),
        "objective_counts": counts(found, "objective"),
        "principles": vocabulary.terms(Scheme.PRINCIPLE),
        "principle_counts": counts(found, "principle"),
        "regions": regions,
        "region_counts": counts(found, "region"),
        "options": country_options(regions, language),
        "places": map_places(regions, country_url),
        "events": upcoming_events(language, now(), EVENTS),
        "calls": current_calls(language, now(), limit=CALLS),
        "described": schema_org.home_node(settings.HUB_BASE_URL),
    }
    return render(request, "web/library/home.html", context)


@require_safe
def resource(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Show everything public of one resource."""
    try:
        page = resource_page(resource_id, current().code)
    except ResourceArchived as archived:
        return gone(request, archived.details)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    screen = screen_of(page)
    context = {
        "page": page,
        "card": page.card,
        "content": current().content,
        "texts": readers_first(page.texts),
        "facts": resource_facts(page),
        "review": public_review(page.peer_review, page.card.review_status),
        "event": event_shown(page.card, now()),
        "call": call_answered(page.card.source, page.details, current().code, now()),
        "keywords": readers_keywords(page.keywords),
        "screen": screen,
        "described": schema_org.resource_node(page),
        "citation_tags": citation_tags(page),
        "citation_styles": tuple(STYLES.values()),
    }
    response = render(request, "web/library/resource.html", context)
    response.headers["Content-Security-Policy"] = screen.policy
    response.headers["Link"] = signposting.header(signposting.page_links(page, settings.HUB_BASE_URL))
    return response
