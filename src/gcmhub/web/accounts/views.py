"""What allauth would show and the hub does not."""

from django.http import Http404, HttpRequest, HttpResponse


def closed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 404: this door is not open."""
    raise Http404
