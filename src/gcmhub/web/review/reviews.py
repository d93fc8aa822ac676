"""A reviewer's own pages: invitations, the review, what came of it. Another's task is not there."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.face import review_words as words
from gcmhub.face.delivery import POLICY, SHOWN
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me, own
from gcmhub.face.submitted import kind_of
from gcmhub.library.errors import Problem
from gcmhub.review.actions import reviewing
from gcmhub.review.choices import AssignmentState as State
from gcmhub.review.errors import (
    DraftChanged,
    Incomplete,
    LetterMissing,
    PlaceTaken,
    ReviewerHasConflict,
    SubmissionUnknown,
    TooMany,
    UndoClosed,
)
from gcmhub.review.models import Assignment
from gcmhub.review.queries.tasks import figures_of, finished_reviews, own_task, tasks_of_reviewer
from gcmhub.review.rules.assignment import USABLE
from gcmhub.web.library.files import CHUNK
from gcmhub.web.review import review_forms as forms
from gcmhub.web.review import review_shown as shown
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState

PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted, PlaceTaken, UndoClosed)  # sent twice, from an old page, or too late


def task_or_404(request: HttpRequest, task_id: str) -> Assignment:
    """Return a task of the person signed in; 404 for everybody else's."""
    try:
        return own_task(me(request), task_id)
    except SubmissionUnknown as unknown:
        raise Http404 from unknown


def to_task(task_id: str, query: str = "") -> HttpResponseRedirect:
    """Lead to the page of a task."""
    return HttpResponseRedirect(f"{url('web:review-task', task_id)}{query}")


@own("GET")
def reviews(request: HttpRequest) -> HttpResponse:
    """Show somebody's tasks as a reviewer, and their figures."""
    lists = shown.task_lists(tasks_of_reviewer(me(request)))
    return render(request, "web/review/reviews.html", {"lists": lists, "figures": figures_of(me(request))})


@own("GET")
def certificate(request: HttpRequest) -> HttpResponse:
    """Show what somebody reviewed and when, to print: kinds of work, no titles."""
    rows = [(kind_of({"kind": kind, "document_type": type_}), when) for kind, type_, when in finished_reviews(me(request))]
    return render(request, "web/review/certificate.html", {"rows": rows, "today": now()})


@own("GET")
def task(request: HttpRequest, task_id: str) -> HttpResponse:
    """Show an invitation, the review to write, or what was sent."""
    found = task_or_404(request, task_id)
    return task_page(request, found)


def task_page(request: HttpRequest, found: Assignment, status: int = 200, **more: Any) -> HttpResponse:
    """Show a task as it stands; ``more`` is what a form brought that cannot be taken."""
    context: dict[str, Any] = {**shown.page_of(found), "problems": [], "typed": {}, "differences": [], "words": words}
    if found.state == State.ACCEPTED:
        values = more.get("values") or shown.values_of(found.review)
        context |= {
            "review": found.review,
            "values": values,
            "questions": shown.questions(shown.criteria_of(found), values["answers"]),
        }
        template = "web/review/write.html"
    elif found.state in USABLE:
        context["own"] = shown.own_review(found)
        template = "web/review/sent.html"
    else:
        template = "web/review/invitation.html"
    return render(request, template, context | more, status=status)


Step = Callable[[Assignment, HttpRequest], None]


def answer(found: Assignment, request: HttpRequest) -> None:
    """Declare conflicts; without any, or once an editor found them minor, accept."""
    if found.conflict_verdict != "minor":
        declared = reviewing.declare_conflicts(found, forms.conflicts_in(request.POST), by=me(request))
        if any(each["yes"] for each in (declared.conflicts or {}).values()):
            return
        found.refresh_from_db()
    reviewing.accept_invitation(found, by=me(request))


def decline(found: Assignment, request: HttpRequest) -> None:
    """Decline an invitation."""
    reason = _reason(request, words.DECLINE_REASONS)
    note, suggests = request.POST.get("note", ""), request.POST.get("suggests", "")
    reviewing.decline_invitation(found, by=me(request), reason=reason, note=note, suggests=suggests)


def undo(found: Assignment, request: HttpRequest) -> None:
    """Take a no back."""
    reviewing.undo_decline(found, by=me(request))


def ask_for_time(found: Assignment, request: HttpRequest) -> None:
    """Ask for more time."""
    reviewing.ask_for_time(found, request.POST.get("time", ""), by=me(request))


def step_down(found: Assignment, request: HttpRequest) -> None:
    """Step down from a task."""
    reason = _reason(request, words.RECUSAL_REASONS)
    reviewing.recuse(found, by=me(request), reason=reason, note=request.POST.get("note", "")[:2_000])


def _reason(request: HttpRequest, known: Mapping[str, Any]) -> str:
    reason = request.POST.get("reason", "")
    if reason not in known:
        raise Incomplete((Problem("reason", "reason"),))
    return reason


STEPS: dict[str, Step] = {
    "answer": answer,
    "decline": decline,
    "undo": undo,
    "more-time": ask_for_time,
    "step-down": step_down,
}


@own("POST")
def step(request: HttpRequest, task_id: str, name: str) -> HttpResponse:
    """Take one step with a task; what was taken already, or is no longer possible, is told and changes nothing."""
    found = task_or_404(request, task_id)
    take = STEPS.get(name)
    if take is None:
        raise Http404
    try:
        take(found, request)
    except Incomplete as error:
        return _again(request, task_id, name, error.problems)
    except LetterMissing:
        return _again(request, task_id, name, (Problem("time", "words"),))
    except (*PASSED, ReviewerHasConflict):
        return to_task(task_id, "?passed=1")
    return to_task(task_id, f"?done={name}")


def _again(request: HttpRequest, task_id: str, name: str, problems: tuple[Problem, ...]) -> HttpResponse:
    """Show the page again with what is missing; what was typed stays."""
    found = task_or_404(request, task_id)
    return task_page(request, found, 422, problems=shown.missing(problems, ()), typed=request.POST, opened=name)


@own("POST")
def save(request: HttpRequest, task_id: str) -> HttpResponse:
    """Keep a review as it is typed; send it when that was asked for."""
    found = task_or_404(request, task_id)
    criteria = shown.criteria_of(found)
    values, quiet = forms.review_in(request.POST, criteria), "HX-Request" in request.headers
    try:
        _keep(found, values, request)
    except DraftChanged:
        if quiet:
            return _status(request, found, "changed")
        return _both(request, task_id, values)
    except PASSED:
        return _status(request, found, "passed") if quiet else to_task(task_id, "?passed=1")
    except (Incomplete, TooMany) as error:
        problems = error.problems if isinstance(error, Incomplete) else (Problem("for_submitter", "too-long"),)
        if quiet:
            return _status(request, found, "refused")
        return task_page(request, found, 422, values=values, problems=shown.missing(problems, criteria))
    if quiet:
        return _status(request, task_or_404(request, task_id), "saved")
    if "send" in request.POST:
        return send(request, task_id)
    return to_task(task_id, "?saved=1")


def _keep(found: Assignment, values: Mapping[str, Any], request: HttpRequest) -> None:
    """Save; a form that is behind and says the same as what is there is no conflict."""
    try:
        reviewing.save_review(found, values, by=me(request), revision=forms.revision_in(request.POST))
    except DraftChanged:
        found.review.refresh_from_db()
        if shown.values_of(found.review) != values:
            raise


def _both(request: HttpRequest, task_id: str, values: Mapping[str, Any]) -> HttpResponse:
    """Show what was typed here, beside what was saved elsewhere; saving again keeps what is in the form."""
    found = task_or_404(request, task_id)
    found_there = shown.differences(values, shown.values_of(found.review), shown.criteria_of(found))
    return task_page(request, found, 409, values=values, differences=found_there)


def _status(request: HttpRequest, found: Assignment, state: str) -> HttpResponse:
    """Answer an autosave: a sentence, and the number of the draft that the form now stands on."""
    context = {"state": state, "review": found.review, "at": now()}
    return render(request, "web/review/_saved.html", context)


def send(request: HttpRequest, task_id: str) -> HttpResponse:
    """Send a review; what is missing is listed with the way to it."""
    found = task_or_404(request, task_id)
    try:
        reviewing.submit_review(found, by=me(request), language=current().content)
    except Incomplete as error:
        return task_page(request, found, 422, problems=shown.missing(error.problems, shown.criteria_of(found)))
    except PASSED:
        return to_task(task_id, "?passed=1")
    return to_task(task_id, "?done=send")


@own("GET")  # type: ignore[arg-type] # an answer in pieces is one too
def deliver(request: HttpRequest, task_id: str, file_id: str, name: str) -> HttpResponseBase:
    """Send the reviewer's copy of a file, under the name that the reviewer may know."""
    page = shown.page_of(task_or_404(request, task_id))
    each = next((one["file"] for one in page["files"] if one["file"].public_id == file_id and one["address"]), None)
    if each is None or each.name != name:
        raise Http404
    path = Path(settings.MEDIA_ROOT) / each.stored
    if not path.is_file():
        raise Http404
    response = StreamingHttpResponse(chunks_of(path) if request.method != "HEAD" else iter(()))
    response.headers["Content-Type"] = SHOWN.get(each.media_type, each.media_type or "application/octet-stream")
    response.headers["Content-Length"] = str(path.stat().st_size)
    disposition = content_disposition_header(each.media_type not in SHOWN, each.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
