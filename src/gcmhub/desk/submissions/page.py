"""The page of one submission: the work, what came of it, and what can be done now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import ngettext

from gcmhub.core.errors import HubError, NotPermitted
from gcmhub.desk import words
from gcmhub.desk.entry import editors
from gcmhub.desk.submissions import findings, past, queue_words, shown
from gcmhub.desk.submissions.acts import ACTS, REVIEW_ACTS, WRITING, FieldMissing, is_done, points
from gcmhub.desk.submissions.offers import classification, offers, waiting_refusal
from gcmhub.face.delivery import send_privately
from gcmhub.face.formats import number
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.face.submitted import text_of
from gcmhub.review.choices import SubmissionState
from gcmhub.review.errors import AppealClosed, SubmissionUnknown, UndoClosed
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.panels import standing_of
from gcmhub.review.queries.redaction import seen_by
from gcmhub.review.rules.assignment import USABLE
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState
from gcmhub.workflow.queries import running_deadlines

PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted, AppealClosed, UndoClosed)  # sent twice, from an old page, or too late
FIELD_OF = {
    "letter-missing": "letter", "reason-missing": "reason", "points-missing": "points", "not-publishable": "checklist",
    "editor-has-conflict": "lead", "person-missing": "lead", "track-missing": "track", "date-not-later": "day",
    "text-missing": "text", "objectives-missing": "objectives",
}  # fmt: skip
TYPED = frozenset({"letter", "points", "note", "why", "text", "released"})


def submission_or_404(request: HttpRequest, submission_id: str) -> Submission:
    """Return a submission that the editor handles or may come to handle; 404 for every other."""
    rows = visible_to(me(request)).select_related("lead", "track", "rules", "amends", "resource").prefetch_related("people")
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
    context: dict[str, Any] = {
        "submission": found,
        "seen": seen,
        "state": queue_words.STATES[SubmissionState(found.state)],
        "due": min(due.values(), default=None),
        "standing": [words.STANDING[code] for code in standing_of(found)],
        "appeal": past.appeal_of(found),
        "offers": offers(me(request), found),
        "waiting": waiting_refusal(found),
        "together": findings.together(found),
        "reviews": findings.review_list(me(request), found),
        "tasks": past.task_rows(found.assignments.filter(round=found.round).select_related("reviewer")),
        "history": past.history_rows(found),
        "versions": past.version_rows(found),
        "decisions": past.decision_rows(found),
        "words": words,
        "opened": "",
        "typed": None,
        "problem": "",
        "wrong": "",
        **shown.work(found, seen),
    }
    return render(request, "desk/submission/page.html", context | more, status=status)


@editors("GET")
def classify(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show the form of the classification, which is long."""
    return classification_page(request, submission_or_404(request, submission_id))


def classification_page(request: HttpRequest, found: Submission, status: int = 200, **more: Any) -> HttpResponse:
    """Show the classification to whom it is to correct now; everybody else is led back."""
    if not any(offer.name == "classify" for offer in offers(me(request), found)):
        return to_page(found.public_id)
    title, tag = text_of(seen_by(me(request), found).record.get("title"))
    context = {"submission": found, "title": title, "tag": tag, "fields": classification(found), "words": words}
    context |= {"typed": None, "problem": "", "wrong": ""}
    return render(request, "desk/submission/classification.html", context | more, status=status)


@editors("POST")
def act(request: HttpRequest, submission_id: str, name: str) -> HttpResponse:
    """Do one thing with a submission. What was done already, or is no longer possible, is told and changes nothing."""
    found = submission_or_404(request, submission_id)
    take = ACTS.get(name) or WRITING.get(name)
    if take is None:
        raise Http404
    if name in ACTS and (late := _late(request, found, name)):
        return late
    try:
        take(found, request.POST, me(request))
    except PASSED:
        return to_page(submission_id, "?passed=1")
    except HubError as error:
        return refused(request, submission_id, name, error.code)
    return to_page(submission_id, f"?done={name}{'#conversation' if name in WRITING else ''}")


def stand_of(found: Submission) -> str:
    """Return on what a form stands: how many steps were taken, how often the record was saved."""
    return f"{found.version}.{found.revision}"


def to_page(submission_id: str, query: str = "") -> HttpResponseRedirect:
    """Lead to the page of a submission."""
    return HttpResponseRedirect(f"{url('desk:submission', submission_id)}{query}")


def _late(request: HttpRequest, found: Submission, name: str) -> HttpResponse | None:
    """Answer a form of an old page, or of an act that is not the editor's now; None for one that may be taken.

    Words that were typed are kept where they can still be sent.
    """
    offer = next((each for each in offers(me(request), found) if each.name == name), None)
    if offer is None or is_done(found, name, request.POST):
        return to_page(found.public_id, "?passed=1")
    if request.POST.get("stand") == stand_of(found):
        return None
    if not offer.closed and any(request.POST.get(field, "").strip() for field in TYPED):
        return refused(request, found.public_id, name, "changed-meanwhile", status=409)
    return to_page(found.public_id, "?passed=1")


def refused(request: HttpRequest, submission_id: str, opened: str, code: str, status: int = 422) -> HttpResponse:
    """Show the page again with the form as it was typed, and why it cannot be taken."""
    found = submission_or_404(request, submission_id)
    problem = words.ERRORS.get(code, words.NOT_NOW)
    more = {"opened": opened, "typed": request.POST, "problem": problem, "wrong": FIELD_OF.get(code, "")}
    if opened in {"ask-minor", "ask-major"}:
        more["understood"] = _understood(request.POST)
    page = classification_page if opened == "classify" else submission_page
    return page(request, found, status, **more)


def _understood(data: QueryDict) -> str:
    """Return how many points a text was read as, as a sentence; "" for one that is too long to be taken."""
    try:
        count = len(points(data))
    except FieldMissing:
        return ""
    text = ngettext("%(count)s point was understood.", "%(count)s points were understood.", count)
    return text % {"count": number(count)}


@editors("POST")
def review_act(request: HttpRequest, submission_id: str, task_id: str, name: str) -> HttpResponse:
    """Do one thing with a review that was sent."""
    found = submission_or_404(request, submission_id)
    rows = Assignment.objects.filter(submission=found, state__in=USABLE).select_related("submission", "review", "reviewer")
    task, take = rows.filter(public_id=task_id).first(), REVIEW_ACTS.get(name)
    if take is None or not found.assignments.filter(public_id=task_id).exists():
        raise Http404
    if task is None or request.POST.get("stand") != str(task.version):
        return to_page(submission_id, "?passed=1")
    try:
        take(task, request.POST, me(request))
    except PASSED:
        return to_page(submission_id, "?passed=1")
    except HubError as error:
        return refused(request, submission_id, f"{name}-{task_id}", error.code)
    return to_page(submission_id, f"?done={name}#review-{task_id}")


@editors("GET")  # type: ignore[arg-type] # an answer in pieces is one too
def deliver(request: HttpRequest, submission_id: str, file_id: str) -> HttpResponseBase:
    """Send a file of a submission to an editor."""
    seen = seen_by(me(request), submission_or_404(request, submission_id))
    each = next((one for one in seen.files if one.public_id == file_id), None)
    if each is None:
        raise Http404
    language = each.language or current().content
    return send_privately(each.stored, name=each.name, media_type=each.media_type, language=language)
