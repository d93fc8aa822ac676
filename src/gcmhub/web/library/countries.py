"""Countries and areas, and regions."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.library.queries import Selection, search_resources
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.library.facets import counts
from gcmhub.web.library.places import by_region, country_options, country_url, flags, map_places
from gcmhub.web.library.subjects import subject


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
    language = current().code
    found = search_resources(Selection(page_size=1, language=language))
    regions = by_region(counts(found, "country"), language)
    context = {
        "regions": regions,
        "options": country_options(regions, language),
        "region_counts": counts(found, "region"),
        "places": map_places(regions, country_url),
    }
    return render(request, "web/library/countries.html", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show one country or area and what the hub holds for it."""
    term = vocabulary.term(Scheme.COUNTRY, code)
    if term is None:
        raise Http404
    context = {"term": term, "subject": subject("country", code), "flags": flags(term)}
    return render(request, "web/library/country.html", context)


@require_safe
def regions(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Lead to the countries and areas, which stand by region."""
    return HttpResponsePermanentRedirect(url("web:countries"))


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show one region and what the hub holds for it and for its countries and areas."""
    term = vocabulary.term(Scheme.REGION, code)
    if term is None:
        raise Http404
    gathered = subject("region", code)
    places = next(each for each in by_region(counts(gathered.found, "country"), current().code) if each.term is term)
    context = {"term": term, "subject": gathered, "places": map_places([places], country_url)}
    return render(request, "web/library/region.html", context)
