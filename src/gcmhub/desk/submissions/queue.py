"""Queues of submissions: what waits for whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gcmhub.desk.entry import editors
from gcmhub.face.own_pages import me
from gcmhub.review.queries.desk import visible_to


@editors("GET")
def queue(request: HttpRequest) -> HttpResponse:
    """Show the submissions that an editor may see, the latest first."""
    rows = visible_to(me(request)).select_related("track").order_by("-submitted_at", "-pk")[:100]
    return render(request, "desk/queue.html", {"rows": rows})
