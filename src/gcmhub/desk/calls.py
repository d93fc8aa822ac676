"""Calls for practices in the back office: made, changed, opened, closed, withdrawn; what answers one, ranked."""

import json
from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from gcmhub.accounts.queries import names_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.desk import call_forms as forms
from gcmhub.desk import call_words as words
from gcmhub.desk import words as desk_words
from gcmhub.desk.entry import editors, manages, managing
from gcmhub.desk.submissions.queue_words import STATES
from gcmhub.desk.tables import csv_file
from gcmhub.desk.track_forms import whole
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current, languages
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.face.review_words import RECOMMENDATIONS
from gcmhub.face.submission_words import DECISIONS
from gcmhub.face.submitted import choices_of, text_of
from gcmhub.library.call_records import read_call
from gcmhub.library.errors import CallKnown, RecordRefused
from gcmhub.library.imports import known_words
from gcmhub.library.models import Call, CallTerm
from gcmhub.library.queries.calls import call_card
from gcmhub.review.actions import calls as acts
from gcmhub.review.errors import LetterMissing, NotChanged
from gcmhub.review.queries.calls import Answer, Answers, answer_counts, answers_to
from gcmhub.review.rules.ranking import put_in_order
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState
from gcmhub.workflow.queries import history

COLUMNS = (
    "place", "rank_by_score", "tied", "shortlisted", "reference", "title", "title_language", "state", "decision", "score",
    "reviews", "recommendations", "countries", "page",
)  # fmt: skip
PASSED = (NotInThisState, NotPermitted, ChangedMeanwhile)


def _whole() -> QuerySet[Call]:
    return Call.objects.prefetch_related("texts", Prefetch("terms", CallTerm.objects.select_related("term")))


def call_or_404(call_id: str) -> Call:
    """Return a call, drafts and withdrawn ones too; 404 where there is none."""
    found = _whole().filter(public_id=call_id).first()
    if found is None:
        raise Http404
    return found


@editors("GET")
def calls(request: HttpRequest) -> HttpResponse:
    """Show every call: drafts first, then what is not over, then what is."""
    found = list(_whole())
    counts = answer_counts([one.public_id for one in found])
    order = list(words.STANDINGS)
    rows = [
        {"call": one, "card": _card(one), "standing": acts.standing(one), "answers": counts.get(one.public_id, 0)}
        for one in found
    ]
    rows.sort(key=lambda row: (order.index(row["standing"]), -row["call"].closes_at.timestamp()))
    return render(request, "desk/calls.html", {"rows": rows, "words": words, "manages": manages(request)})


def _card(call: Call) -> Any:
    return call_card(call, current().content, now())


@editors("GET")
def call(request: HttpRequest, call_id: str) -> HttpResponse:
    """Show one call: where it stands, what can be done, what answers it, what was done."""
    return _page(request, call_or_404(call_id))


def _page(request: HttpRequest, found: Call, status: int = 200, **more: Any) -> HttpResponse:
    answers = answers_to(found.public_id, me(request))
    context: dict[str, Any] = {
        "call": found,
        "card": _card(found),
        "standing": acts.standing(found),
        "may": acts.offered(me(request), found),
        "ranks": acts.may_rank(me(request), found),
        "answers": answers,
        "rows": _rows(answers),
        "past": _past(found),
        "problems": {},
        "typed": {},
        "wished": None,
        "words": words,
    }
    return render(request, "desk/call.html", context | more, status=status)


def _rows(answers: Answers) -> list[dict[str, Any]]:
    rows = []
    for one in answers.rows:
        title, tag = text_of(one.submission.record.get("title"))
        found = one.found
        said = [(RECOMMENDATIONS[code], count) for code, count in found.recommendations.items()]  # type: ignore[index] # its values
        state = STATES.get(one.submission.state, one.submission.state)  # type: ignore[call-overload] # its values
        decision = DECISIONS.get(one.decision, "")
        rows.append({"answer": one, "title": title, "tag": tag, "state": state, "decision": decision, "said": said})
    return rows


def _past(found: Call) -> list[dict[str, Any]]:
    events = list(history(acts.LIFE, found.public_id))
    names = names_of({event.actor for event in events})
    rows = []
    for event in reversed(events):
        who = desk_words.THE_HUB if event.actor == SYSTEM else names.get(event.actor, desk_words.SOMEBODY)
        said = json.loads(event.payload or "{}")
        why = said.get("why") or said.get("reason") or ""
        rows.append({"at": event.at, "who": who, "what": words.EVENTS.get(event.action, event.action), "why": why})
    return rows


@managing("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Make a call, as a draft or for every reader."""
    raw = forms.blank()
    if request.method != "POST":
        return _form(request, raw)
    raw = forms.raw_in(request.POST, raw)
    try:
        made = acts.announce(read_call(raw, known_words()), by=me(request), publish="publish" in request.POST)
    except RecordRefused as error:
        return _form(request, raw, error=error)
    except CallKnown:  # the form was sent twice
        made = Call.objects.get(source=raw["source"], external_id=raw["id"])
    return _to(made, "?done=announce")


@managing("GET", "POST")
def edit(request: HttpRequest, call_id: str) -> HttpResponse:
    """Change what a call says, and when it opens and closes."""
    found = call_or_404(call_id)
    raw = forms.raw_of(found)
    if "amend" not in acts.offered(me(request), found):
        return _to(found, "?passed=1")
    if request.method != "POST":
        return _form(request, raw, found)
    raw = forms.raw_in(request.POST, raw)
    on = whole(request.POST.get("version", ""))
    try:
        acts.amend(found, read_call(raw, known_words()), by=me(request), on=on if isinstance(on, int) else 0)
    except RecordRefused as error:
        return _form(request, raw, found, error=error)
    except NotChanged:
        return _to(found, "?same=1")
    except ChangedMeanwhile:
        return _form(request, raw, found, meanwhile=True)
    except NotInThisState:
        return _to(found, "?passed=1")
    return _to(found, "?done=amend")


def _form(
    request: HttpRequest,
    raw: dict[str, Any],
    found: Call | None = None,
    *,
    error: RecordRefused | None = None,
    meanwhile: bool = False,
) -> HttpResponse:
    problems = {one.field: words.problem_text(one) for one in (error.problems if error else ())}
    tags = [each.content for each in languages().values()]
    context: dict[str, Any] = {
        "raw": raw,
        "call": found,
        "card": _card(found) if found else None,
        "problems": problems,
        "listed": [(name, words.FIELDS.get(name.split(".")[0], "")) for name in problems],
        "meanwhile": meanwhile,
        "tags": tags,
        "originals": [(tag, language_name(tag)) for tag in tags],
        "choices": {
            "kinds": choices_of("kind"),
            **{name: choices_of(name) for name in ("objectives", "regions", "countries")},
        },
        "words": words,
    }
    return render(request, "desk/call_form.html", context, status=422 if problems else 409 if meanwhile else 200)


def _to(found: Call, query: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{url('desk:call', found.public_id)}{query}")


ACTS: dict[str, Callable[..., Call]] = {
    "publish": acts.publish,
    "open": acts.open_now,
    "close": acts.close_now,
    "withdraw": acts.withdraw,
}


@managing("POST")
def act(request: HttpRequest, call_id: str, name: str) -> HttpResponse:
    """Take one step with a call; what was taken already is told and changes nothing."""
    found, step = call_or_404(call_id), ACTS.get(name)
    if step is None:
        raise Http404
    said = {"reason": request.POST.get("reason", "")} if name == "withdraw" else {}
    try:
        step(found, by=me(request), **said)
    except LetterMissing:
        problems = {"reason": desk_words.ERRORS["text-missing"]}
        return _page(request, found, 422, problems=problems, typed=request.POST, listed=[("reason", words.FIELDS["reason"])])
    except PASSED:
        return _to(found, "?passed=1")
    return _to(found, f"?done={name}")


@editors("POST")
def rank(request: HttpRequest, call_id: str) -> HttpResponse:
    """Put the answers in an order and shortlist some; ``by_score`` gives up the order."""
    found, post = call_or_404(call_id), request.POST
    answers = answers_to(found.public_id, me(request))
    places, problems = _places(post, answers)
    chosen, kept = post.getlist("shortlist"), {"typed": post, "wished": set(post.getlist("shortlist"))}
    if problems and "by_score" not in post:
        return _page(request, found, 422, problems=problems, listed=[(name, "") for name in problems], **kept)
    by_hand = "by_score" not in post and (answers.by_hand or _moved(places))
    on = whole(post.get("revision", ""))
    said = {"revision": on if isinstance(on, int) else -1}
    try:
        acts.rank_answers(
            found, put_in_order(places) if by_hand else [], chosen, by=me(request), why=post.get("why", ""), **said
        )
    except NotChanged:
        return _to(found, "?same=1")
    except LetterMissing:
        missing = {"why": words.WHY_MISSING}
        return _page(request, found, 422, problems=missing, listed=[("why", words.FIELDS["why"])], **kept)
    except ChangedMeanwhile:
        return _page(request, found, 409, meanwhile=True, **kept)
    except NotPermitted:
        return _to(found, "?passed=1")
    return _to(found, "?done=rank")


def _places(post: QueryDict, answers: Answers) -> tuple[list[tuple[str, int]], dict[str, Any]]:
    """Return the places that a form wishes for, in the order in which it showed them, and what is wrong with some.

    What was sent since the form was opened stands at the end: the same form sent twice says the same.
    """
    known = [one.submission.public_id for one in answers.rows]
    shown = [key for key in dict.fromkeys(post.get("shown", "").split()) if key in known]
    places, problems = [], {}
    for stood, key in enumerate([*shown, *(key for key in known if key not in shown)], 1):
        wanted = whole(post.get(f"place.{key}", str(stood)))
        if not isinstance(wanted, int) or not 1 <= wanted <= len(known):
            problems[f"place.{key}"] = words.PLACE_BAD
            wanted = stood
        places.append((key, wanted))
    return places, problems


def _moved(places: list[tuple[str, int]]) -> bool:
    return any(wanted != stood for stood, (_key, wanted) in enumerate(places, 1))


@editors("GET")
def table(request: HttpRequest, call_id: str) -> HttpResponse:
    """Give the answers as CSV, in their order."""
    found = call_or_404(call_id)
    answers = answers_to(found.public_id, me(request))
    return csv_file(f"call-{found.public_id}", COLUMNS, map(_cells, answers.rows))


def _cells(one: Answer) -> tuple[object, ...]:
    title, tag = text_of(one.submission.record.get("title"))
    said = " ".join(f"{code}:{count}" for code, count in one.found.recommendations.items())
    place, submission = one.place, one.submission
    return (
        *(place.place, place.rank, int(place.tied), int(one.shortlisted), submission.reference, title, tag),
        *(submission.state, one.decision, one.found.total, one.found.usable, said),
        *(" ".join(submission.record.get("countries") or []), url("desk:submission", submission.public_id)),
    )
