"""A submitter's own pages: the start, the wizard, what became of it. Another's submission is not there."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.face import submission_words as words
from gcmhub.face.delivery import send_privately
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me, own
from gcmhub.face.submitted import choices_of
from gcmhub.library.files import FileRefused
from gcmhub.review.actions import drafts, people, publishing, submitting
from gcmhub.review.choices import Audience, Change
from gcmhub.review.choices import SubmissionState as State
from gcmhub.review.errors import (
    AddressInvalid,
    AppealClosed,
    CallClosed,
    DraftChanged,
    Incomplete,
    InvitedAlready,
    LetterMissing,
    NotChanged,
    PointsOpen,
    ReopeningClosed,
    TooMany,
)
from gcmhub.review.models import Submission
from gcmhub.review.queries.drafts import likenesses, problems_of, takes_answers
from gcmhub.review.queries.people import may_edit
from gcmhub.review.queries.suggestions import suggested_for
from gcmhub.review.rules.completeness import HUB_LANGUAGES, STEPS
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import terms
from gcmhub.web.review import submission_forms as forms
from gcmhub.web.review import submission_shown as shown
from gcmhub.web.review.review_forms import revision_in
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState

PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted, AppealClosed, ReopeningClosed)  # sent twice, or too late
KEPT = "gcmhub.typed"  # what a form held whose session had ended, through the log-in
KEPT_LIMIT = 60_000  # characters
AROUND_A_FILE = 100_000  # bytes of a form besides its file


def submission_or_404(request: HttpRequest, submission_id: str) -> Submission:
    """Return a submission of the person signed in; 404 for everybody else's."""
    found = shown.own_submissions(me(request)).filter(public_id=submission_id).first()
    if found is None:
        raise Http404
    return found


def to_page(submission_id: str, query: str = "") -> HttpResponseRedirect:
    """Lead to the page of a submission."""
    return HttpResponseRedirect(f"{url('web:submission', submission_id)}{query}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """Tell what the Hub takes, and begin a draft for who is signed in."""
    given = request.POST if request.method == "POST" else request.GET
    values = _prefilled(given)
    call, problem = given.get("call", "")[:12], ""
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(url("web:submit"))
        try:
            draft = drafts.begin_draft(by=me(request), call=call, record_values=values)
        except (NotPermitted, TooMany, CallClosed) as error:
            problem = error.code
        else:
            return HttpResponseRedirect(url("web:submission-step", draft.public_id, "what"))
    closed = bool(call) and not takes_answers(call)  # an old link: what the form begins answers no call then
    context = {
        "values": values,
        "call": "" if closed else call,
        "closed": closed,
        "kinds": choices_of("kind"),
        "problem": problem,
    }
    context["next"] = request.get_full_path() if request.method != "POST" else url("web:submit")
    return render(request, "web/review/submit.html", context, status=422 if problem else 200)


def _prefilled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a link or the form says of the draft to begin: codes that there are, an address."""
    values: dict[str, Any] = {}
    for name, field, scheme in (
        ("kind", "kind", Scheme.KIND), ("objective", "objectives", Scheme.OBJECTIVE), ("country", "countries", Scheme.COUNTRY)
    ):  # fmt: skip
        code = str(given.get(name, ""))
        if code in {row.code for row in terms(scheme)}:
            values[field] = code if field == "kind" else [code]
    if address := forms.clean(str(given.get("url", "")))[:2_000]:
        values["url"] = address
    return values


@own("GET")
def submissions(request: HttpRequest) -> HttpResponse:
    """Show what somebody submits."""
    rows = shown.list_rows(list(shown.own_submissions(me(request))[:200]))
    return render(request, "web/review/submissions.html", {"rows": rows})


@own("GET")
def submission(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show where a submission stands and what can be done."""
    return submission_page(request, submission_or_404(request, submission_id))


def submission_page(request: HttpRequest, found: Submission, status: int = 200, **more: Any) -> HttpResponse:
    """Show a submission; ``more`` is what a form brought that cannot be taken."""
    context = {**shown.page_of(found, me(request)), "typed": {}, "problem": ""}
    return render(request, "web/review/submission.html", context | more, status=status)


def refuse_large(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer a body over the limit with 413 before it is read; only then may anything look into the form."""
    guarded = csrf_protect(view)

    @csrf_exempt
    def wrapped(request: HttpRequest, submission_id: str, step: str) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.method == "POST" and length.isdigit() and int(length) > settings.HUB_UPLOAD_LIMIT + AROUND_A_FILE:
            return too_large(request, submission_id, step)
        return guarded(request, submission_id, step)

    return wrapped


@own("POST")
def too_large(request: HttpRequest, submission_id: str, step: str) -> HttpResponse:
    """Tell that a file is too large; what the draft holds stays."""
    found = submission_or_404(request, submission_id)
    if step not in STEPS:
        raise Http404
    if not may_edit(request.user, found):
        return to_page(found.public_id, "?passed=1")
    return step_page(request, found, step, 413, refused="too-large")


@refuse_large
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, submission_id: str, step: str) -> HttpResponseBase:
    """Show and save one step of the wizard. Whose session has ended signs in and finds what they typed."""
    if not request.user.is_authenticated:
        if request.method == "POST" and sum(len(value) for row in request.POST.lists() for value in row[1]) < KEPT_LIMIT:
            request.session[KEPT] = {"path": request.path, "body": request.POST.urlencode()}
        return redirect_to_login(request.path)
    found = submission_or_404(request, submission_id)
    if step not in STEPS:
        raise Http404
    if found.change == Change.TAKEDOWN and found.amends:
        return HttpResponseRedirect(url("web:change", found.amends.public_id))
    if not may_edit(request.user, found):
        return to_page(found.public_id, "?passed=1" if request.method == "POST" else "")
    if request.method != "POST":
        return step_page(request, found, step, **_kept(request, found, step))
    if "upload" in request.POST:
        return _upload(request, found, step)
    return _save(request, found, step)


def _kept(request: HttpRequest, found: Submission, step: str) -> dict[str, Any]:
    """Return what was typed before the log-in, if it was on this page."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEPT]
    data = QueryDict(kept["body"], encoding="utf-8")
    return {"values": forms.values_in(data, step, found.record | found.declarations), "restored": True}


def step_page(request: HttpRequest, found: Submission, step: str, status: int = 200, **more: Any) -> HttpResponse:
    """Show a step; ``values`` among ``more`` are what was typed and is not saved."""
    record = {**found.record, **found.declarations, **more.pop("values", {})}
    problems = problems_of(found) if step == "check" or request.GET.get("check") else []
    steps = forms.steps_of(str(record.get("kind", "")))
    place = steps.index(step) if step in steps else 0
    suggested = suggested_for(found) if step in {"describe", "classify"} else None
    context: dict[str, Any] = {
        "submission": found,
        "step": step,
        "steps": steps,
        "before": steps[place - 1] if place else "",
        "rows": shown.field_rows(step, record, problems, suggested),
        "waits": bool(suggested and suggested.waits),
        "files": list(found.files.filter(removed_at=None)) if step in {"source", "check"} else [],
        "problems": shown.problem_rows(found, problems) if step == "check" else [],
        "likenesses": shown.like_rows(likenesses(found)) if step == "check" else [],
        "review": [(each, shown.field_rows(each, record, ())) for each in steps[:-1]] if step == "check" else [],
        "limit": settings.HUB_UPLOAD_LIMIT,
        "differences": [],
        "refused": "",
        "restored": False,
        "words": words,
        "languages_of_hub": choices_of("languages"),
    }
    return render(request, "web/review/step.html", context | more, status=status)


def _save(request: HttpRequest, found: Submission, step: str) -> HttpResponse:
    """Keep what a step says, then go on to the next; an autosave is answered by a sentence."""
    quiet = "HX-Request" in request.headers
    values = forms.values_in(request.POST, step, found.record | found.declarations)
    values = forms.with_suggested(values, request.POST.get("add", ""))
    try:
        found = drafts.save_draft(found, values, by=me(request), revision=revision_in(request.POST))
    except DraftChanged:
        found.refresh_from_db()
        there: dict[str, Any] = {**found.record, **found.declarations}
        other = shown.differences(step, {**there, **values}, there)
        if other:
            if quiet:
                return _status(request, found, "changed")
            return step_page(request, found, step, 409, values=values, differences=other)
    except TooMany:
        if quiet:
            return _status(request, found, "refused")
        return step_page(request, found, step, 422, values=values, refused="too-long")
    except PASSED:
        return _status(request, found, "passed") if quiet else to_page(found.public_id, "?passed=1")
    if quiet:
        return _status(request, found, "saved")
    steps = forms.steps_of(str(found.record.get("kind", "")))
    place = steps.index(step) if step in steps else 0
    if "stay" in request.POST:
        return to_page(found.public_id, "?saved=1")
    if "add" in request.POST:
        name = request.POST["add"].partition(":")[0].partition(".")[0]
        anchor = name if name in forms.SUGGESTED | {"actions"} else ""
        return HttpResponseRedirect(f"{url('web:submission-step', found.public_id, step)}#{anchor}")
    return HttpResponseRedirect(url("web:submission-step", found.public_id, steps[min(place + 1, len(steps) - 1)]))


def _status(request: HttpRequest, found: Submission, state: str) -> HttpResponse:
    context = {"state": state, "review": found, "at": now()}
    return render(request, "web/review/_saved_draft.html", context)


def _upload(request: HttpRequest, found: Submission, step: str) -> HttpResponse:
    """Keep the files that a form brings; one that is refused is told, the others are kept."""
    language = request.POST.get("language", "")
    language = language if language in HUB_LANGUAGES else ""
    refused = ""
    given = request.FILES.getlist("file")
    for each in given:
        try:
            drafts.add_file(found, cast("BinaryIO", each.file), each.name or "", by=me(request), language=language)
        except FileRefused:
            refused = "too-large" if (each.size or 0) > settings.HUB_UPLOAD_LIMIT else "empty"
        except TooMany:
            refused = "too-many"
    if refused or not given:
        status = 413 if refused == "too-large" else 422
        return step_page(request, found, step, status, refused=refused or "no-file")
    return HttpResponseRedirect(f"{url('web:submission-step', found.public_id, step)}?added=1#files")


Act = Callable[[Submission, HttpRequest], Any]


def _remove_file(found: Submission, request: HttpRequest) -> None:
    file = found.files.filter(public_id=request.POST.get("file", "")).first()
    if file is None:
        raise Http404
    drafts.remove_file(file, by=me(request))


def _write(found: Submission, request: HttpRequest) -> None:
    text = forms.clean(request.POST.get("text", ""))
    if text.strip():
        submitting.write_remark(found, text, audience=Audience.SUBMITTER, by=me(request))


def _answers(request: HttpRequest) -> list[str]:
    return [forms.clean(text) for text in request.POST.getlist("answer")]


def _send(found: Submission, request: HttpRequest) -> None:
    """Send a draft, a changed draft or a revision, whatever is due."""
    if found.state == State.DRAFT:
        submitting.submit(found, by=me(request))
    elif found.state == State.CHANGES_REQUESTED:
        submitting.resubmit(found, by=me(request), note=forms.clean(request.POST.get("note", ""))[:20_000])
    else:
        if "answer" in request.POST:
            submitting.keep_responses(found, _answers(request), by=me(request))
        last = found.decisions.filter(undone_at=None).last()
        submitting.return_revision(found, last.responses if last else [], by=me(request))


def _appeal(found: Submission, request: HttpRequest) -> None:
    letter = forms.clean(request.POST.get("letter", ""))[:20_000]
    if not letter.strip():
        raise LetterMissing(str(found))
    submitting.appeal(found, letter, by=me(request))


ACTS: dict[str, Act] = {
    "invite": lambda found, request: people.invite_to_submit(found, forms.clean(request.POST.get("email", "")), by=me(request)),
    "take-back": lambda found, request: people.take_back(found, request.POST.get("invitation", ""), by=me(request)),
    "remove-person": lambda found, request: people.remove_person(found, request.POST.get("person", ""), by=me(request)),
    "leave": lambda found, request: people.leave(found, by=me(request)),
    "remove-file": _remove_file,
    "write": _write,
    "send": _send,
    "keep": lambda found, request: submitting.keep_responses(found, _answers(request), by=me(request)),
    "withdraw": lambda found, request: submitting.withdraw(
        found, by=me(request), note=forms.clean(request.POST.get("note", ""))[:2_000]
    ),
    "appeal": _appeal,
    "attest": lambda found, request: publishing.attest(found, by=me(request)),
    "reopen": lambda found, request: submitting.reopen(found, by=me(request)),
    "discard": lambda found, request: drafts.discard_draft(found, by=me(request)),
}


@own("POST")
def act(request: HttpRequest, submission_id: str, name: str) -> HttpResponse:
    """Do one thing with a submission; what was done already, or is no longer possible, is told and changes nothing."""
    found = submission_or_404(request, submission_id)
    take = ACTS.get(name)
    if take is None:
        raise Http404
    try:
        take(found, request)
    except Incomplete:
        return HttpResponseRedirect(f"{url('web:submission-step', submission_id, 'check')}?check=1")
    except (LetterMissing, PointsOpen, NotChanged, CallClosed, AddressInvalid, InvitedAlready, TooMany) as error:
        again = submission_or_404(request, submission_id)
        return submission_page(request, again, 422, typed=request.POST, problem=error.code)
    except PASSED:
        return to_page(submission_id, "?passed=1")
    if name in {"discard", "leave"}:
        return HttpResponseRedirect(f"{url('web:submissions')}?{'deleted' if name == 'discard' else 'left'}=1")
    if name in {"invite", "take-back", "remove-person"}:
        return to_page(submission_id, f"?done={name}#people")
    if name == "remove-file":
        return HttpResponseRedirect(f"{url('web:submission-step', submission_id, 'source')}#files")
    return to_page(submission_id, f"?done={name}")


@own("GET")
def deliver(request: HttpRequest, submission_id: str, file_id: str) -> Any:
    """Send a file of a submission to one of those who submit it."""
    found = submission_or_404(request, submission_id)
    each = found.files.filter(public_id=file_id, removed_at=None).first()
    if each is None:
        raise Http404
    language = each.language or current().content
    return send_privately(each.stored, name=each.original_name, media_type=each.media_type, language=language)
