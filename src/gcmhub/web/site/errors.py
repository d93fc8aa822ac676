"""Pages for what cannot be shown."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_path

from gcmhub.face.public_review import tombstone as tombstone_words
from gcmhub.web.site.breakdown import BROKEN

SOON = "30"  # seconds after which a database that was away is worth another look

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 400: the address or the form cannot be read."""
    return render(request, "web/site/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403: this person may not see it."""
    return render(request, "web/site/forbidden.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403: the form has expired."""
    return render(request, "web/site/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404: there is no such page."""
    return render(request, "web/site/not_found.html", status=404)


def gone(request: HttpRequest, tombstone: Mapping[str, Any]) -> HttpResponse:
    """Answer 410 with the ``reason`` and day (``archived_at``) of what was taken off the shelf."""
    sentence, note = tombstone_words(tombstone["reason"])
    context = {"sentence": sentence, "reason": note, "when": tombstone["archived_at"]}
    return render(request, "web/site/gone.html", context, status=410)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database is away, without database, session or templates: they may be what broke."""
    try:
        language = get_language_from_path(request.path_info) or "en"
    except Exception:  # noqa: BLE001 - nothing may fail here
        language = "en"
    headers = {"Cache-Control": "no-store"}
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        log.error("the database does not answer: %s", error)  # the log keeps no answers with 503
        return HttpResponse(BROKEN.get(language, BROKEN["en"]), status=503, headers=headers | {"Retry-After": SOON})
    return HttpResponse(BROKEN.get(language, BROKEN["en"]), status=500, headers=headers)
