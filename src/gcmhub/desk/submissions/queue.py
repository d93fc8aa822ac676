"""Queues of submissions: what waits for whom; filters that are kept, steps for many at once, the same as CSV."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from gcmhub.core.errors import HubError
from gcmhub.desk.entry import editors, manages
from gcmhub.desk.submissions import bulk
from gcmhub.desk.submissions.queue_shown import COLUMNS, cells_of, page_of, query_of
from gcmhub.desk.tables import csv_file
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.review.actions.filters import discard_filter, keep_filter
from gcmhub.review.errors import Incomplete, TooMany
from gcmhub.review.queries.queues import Wanted, found


@editors("GET")
def queue(request: HttpRequest) -> HttpResponse:
    """Show one queue of the submissions that an editor may see, narrowed as asked."""
    answer = bulk.told(me(request), request.GET.get("told", "")) if "told" in request.GET else None
    return _page(request, request.GET, told=answer, done=request.GET.get("done", ""))


def _page(request: HttpRequest, asked: QueryDict, status: int = 200, **more: Any) -> HttpResponse:
    """Show a queue; ``more`` is what came of a form, or what is wrong with it."""
    context = {
        "told": None,
        "done": "",
        "problem": "",
        "chosen": (),
        "named": "",
        "manages": manages(request),
        "acts": bulk.NAMES,
    }
    context |= page_of(me(request), Wanted.read(asked), asked.get("page", ""))
    return render(request, "desk/queue.html", context | more, status=status)


def _back(request: HttpRequest) -> QueryDict:
    """Return the queue that a form was sent from."""
    return QueryDict(request.POST.get("back", "")[:4_000].removeprefix("?"))


def _to(wanted: Wanted, **more: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(url("desk:queue") + query_of(wanted, 1, **more))


@editors("POST")
def carry_out(request: HttpRequest) -> HttpResponse:
    """Take one step with every submission that was ticked, and say what came of each."""
    back, ids = _back(request), request.POST.getlist("submission")
    name, lead = request.POST.get("act", ""), request.POST.get("lead", "")
    try:
        answer = bulk.carry_out(name, ids, by=me(request), lead=lead)
    except bulk.Chosen as missing:
        return _page(request, back, 422, problem=bulk.REFUSALS[missing.code], chosen=ids)
    return _to(Wanted.read(back), told=answer)


@editors("POST")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a queue and what it is narrowed to under a name."""
    back = _back(request)
    wanted = Wanted.read(back)
    try:
        keep_filter(request.POST.get("name", ""), dict(wanted.pairs), by=me(request))
    except (Incomplete, TooMany) as refusal:
        return _page(request, back, 422, problem=_sentence(refusal), named=request.POST.get("name", "")[:80])
    return _to(wanted, done="kept")


@editors("POST")
def discard(request: HttpRequest) -> HttpResponse:
    """Forget a filter. One that is gone already stays gone."""
    number = request.POST.get("filter", "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    discard_filter(int(number), by=me(request))
    return _to(Wanted.read(_back(request)), done="discarded")


def _sentence(refusal: HubError) -> Any:
    return bulk.REFUSALS["name-missing" if isinstance(refusal, Incomplete) else refusal.code]


@editors("GET")
def table(request: HttpRequest) -> HttpResponse:
    """Send the whole of a queue, narrowed as asked, as CSV."""
    return csv_file("submissions", COLUMNS, cells_of(found(me(request), Wanted.read(request.GET))))
