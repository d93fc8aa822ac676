"""Queues of submissions: what waits for whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gcmhub.desk.entry import editors
from gcmhub.desk.submissions.queue_shown import page_of
from gcmhub.face.own_pages import me
from gcmhub.review.queries.queues import Wanted


@editors("GET")
def queue(request: HttpRequest) -> HttpResponse:
    """Show one queue of the submissions that an editor may see, narrowed as asked."""
    shown = page_of(me(request), Wanted.read(request.GET), request.GET.get("page", ""))
    return render(request, "desk/queue.html", shown)
