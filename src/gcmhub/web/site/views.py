"""Entry by language, about, and the health of the process."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from gcmhub.search import queries as search
from gcmhub.web.site.readiness import migrations_pending

COOKIES = {
    "language": settings.LANGUAGE_COOKIE_NAME,
    "csrf": settings.CSRF_COOKIE_NAME,
    "session": settings.SESSION_COOKIE_NAME,
}
TEXT = "text/plain; charset=utf-8"


@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the reader's language: by cookie, then by what the browser accepts."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/{f'?{query}' if query else ''}")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def chinese(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the whole path is used
    """Lead ``/zh/`` to ``/zh-hans/``."""
    return HttpResponsePermanentRedirect("/zh-hans/" + request.get_full_path().removeprefix("/zh").lstrip("/"))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the hub is, how it orders and reviews, in which languages, under which terms."""
    return render(request, "web/site/about.html", {"base_url": settings.HUB_BASE_URL})


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Say who reviews, what is looked at, and what a reader sees of it."""
    return render(request, "web/site/review.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested, what is not known, and how to report a barrier."""
    return render(request, "web/site/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the hub keeps of its readers, why, and for how long."""
    return render(request, "web/site/privacy.html", {"cookies": COOKIES})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer that the process lives."""
    return HttpResponse("ok", content_type=TEXT, headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 200 when migrations are in and the index has caught up, else 503 with what is missing."""
    if migrations_pending():
        body: dict[str, object] = {"ready": False, "migrations": "pending"}
    else:
        lag = search.index_lag()
        body = {"ready": lag == 0, "index_lag": lag}
    return JsonResponse(body, status=200 if body["ready"] else 503, headers={"Cache-Control": "no-store"})
