"""Objectives and guiding principles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.core.clock import now
from gcmhub.face.languages import current
from gcmhub.library.queries import Selection, current_calls, search_resources
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.library.facets import counts
from gcmhub.web.library.places import by_region, map_places, searched_with
from gcmhub.web.library.subjects import mentions, subject

CALLS = 5  # that stand on the page of an objective


@require_safe
def objectives(request: HttpRequest) -> HttpResponse:
    """List the objectives, and the guiding principles."""
    found = search_resources(Selection(page_size=1, language=current().code))
    context = {
        "objectives": vocabulary.terms(Scheme.OBJECTIVE),
        "objective_counts": counts(found, "objective"),
        "principles": vocabulary.terms(Scheme.PRINCIPLE),
        "principle_counts": counts(found, "principle"),
    }
    return render(request, "web/library/objectives.html", context)


@require_safe
def objective(request: HttpRequest, code: str) -> HttpResponse:
    """Show one objective and what the hub holds for it."""
    term = vocabulary.term(Scheme.OBJECTIVE, code)
    if term is None:
        raise Http404
    gathered = subject("objective", code)
    regions = by_region(counts(gathered.found, "country"), current().code)
    context = {
        "term": term,
        "content": current().content,
        "subject": gathered,
        "actions": [row for row in vocabulary.terms(Scheme.ACTION) if row.attributes["objective"] == code],
        "action_counts": counts(gathered.found, "action"),
        "mentions": mentions(code),
        "calls": current_calls(current().code, now(), limit=CALLS, about=(Scheme.OBJECTIVE, code)),
        "places": map_places(regions, searched_with("objective", code)),
    }
    return render(request, "web/library/objective.html", context)


@require_safe
def principles(request: HttpRequest) -> HttpResponse:
    """List the guiding principles."""
    found = search_resources(Selection(page_size=1, language=current().code))
    context = {"principles": vocabulary.terms(Scheme.PRINCIPLE), "principle_counts": counts(found, "principle")}
    return render(request, "web/library/principles.html", context)


@require_safe
def principle(request: HttpRequest, code: str) -> HttpResponse:
    """Show one guiding principle and what the hub holds that follows it."""
    term = vocabulary.term(Scheme.PRINCIPLE, code)
    if term is None:
        raise Http404
    return render(request, "web/library/principle.html", {"term": term, "subject": subject("principle", code)})
