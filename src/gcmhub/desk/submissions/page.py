"""The page of one submission: what is offered to whom, what came of it, and what can be done now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch

from gcmhub.desk import words
from gcmhub.desk.entry import editors
from gcmhub.desk.submissions import past, queue_words, shown
from gcmhub.face.delivery import send_privately
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.review.choices import SubmissionState
from gcmhub.review.errors import SubmissionUnknown
from gcmhub.review.models import Submission
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.redaction import seen_by
from gcmhub.workflow.queries import running_deadlines


def submission_or_404(request: HttpRequest, submission_id: str) -> Submission:
    """Return a submission that the editor handles or may come to handle; 404 for every other."""
    rows = visible_to(me(request)).select_related("lead", "track", "rules", "amends", "resource")
    found = rows.filter(public_id=submission_id).first()
    if found is None:
        raise Http404
    return found


@editors("GET")
def submission(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show one submission."""
    return submission_page(request, submission_or_404(request, submission_id))


def submission_page(request: HttpRequest, found: Submission, status: int = 200, **more: Any) -> HttpResponse:
    """Show a submission; ``more`` is what a form brought that cannot be taken."""
    try:
        seen = seen_by(me(request), found)
    except SubmissionUnknown as unknown:
        raise Http404 from unknown
    due = running_deadlines("submission", [found.public_id]).get(found.public_id, {})
    context = {
        "submission": found,
        "seen": seen,
        "state": queue_words.STATES[SubmissionState(found.state)],
        "due": min(due.values(), default=None),
        "tasks": past.task_rows(found.assignments.filter(round=found.round).select_related("reviewer")),
        "history": past.history_rows(found),
        "versions": past.version_rows(found),
        "decisions": past.decision_rows(found),
        "panel": panel_address(found),
        "words": words,
        **shown.work(found, seen),
    }
    return render(request, "desk/submission/page.html", context | more, status=status)


def panel_address(found: Submission) -> str:
    """Return where its panel is put together."""
    try:
        return url("desk:panel", found.public_id)
    except NoReverseMatch:
        return ""


@editors("GET")  # type: ignore[arg-type] # an answer in pieces is one too
def deliver(request: HttpRequest, submission_id: str, file_id: str) -> HttpResponseBase:
    """Send a file of a submission to an editor."""
    seen = seen_by(me(request), submission_or_404(request, submission_id))
    each = next((one for one in seen.files if one.public_id == file_id), None)
    if each is None:
        raise Http404
    language = each.language or current().content
    return send_privately(each.stored, name=each.name, media_type=each.media_type, language=language)
