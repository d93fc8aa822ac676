"""The panel of a submission: proposed, changed, invited, and how each reviewer's task stands."""

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from gcmhub.accounts.models import User
from gcmhub.core.errors import HubError, NotPermitted
from gcmhub.desk import words as desk_words
from gcmhub.desk.entry import editors, manages
from gcmhub.desk.submissions import panel_shown as shown
from gcmhub.desk.submissions import panel_words as words
from gcmhub.face import review_words
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.face.submitted import text_of
from gcmhub.review.actions import panel as acts
from gcmhub.review.actions import reviewing
from gcmhub.review.errors import DateNotLater, PlaceTaken, ReviewerHasConflict, ReviewerUnavailable
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.queries.candidates import Bench, free_places, is_tie_break
from gcmhub.review.queries.desk import visible_to
from gcmhub.review.queries.panel_state import end_of_day, panel_of
from gcmhub.review.queries.panels import aggregate_of
from gcmhub.review.queries.people import submission_roles
from gcmhub.review.wording.reasons import reason_words
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState, ReasonMissing

HANDLING = frozenset({"lead", "managing-editor"})
PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted, PlaceTaken)  # sent twice, from an old page, or too late
SAID = re.compile(r"[0-9a-z]{12}(:[a-z-]{1,40})?")
DESPITE = 1_000  # characters


def submission_or_404(request: HttpRequest, submission_id: str) -> Submission:
    """Return a submission whose panel the editor puts together; 404 for others'."""
    rows = visible_to(me(request)).select_related("lead", "track", "rules")
    found = rows.filter(public_id=submission_id).first()
    if found is None or HANDLING.isdisjoint(submission_roles(me(request), found)):
        raise Http404
    return found


@editors("GET")
def panel(request: HttpRequest, submission_id: str) -> HttpResponse:
    """Show the panel, and what is proposed for its open places."""
    return panel_page(request, submission_or_404(request, submission_id), request.GET)


def panel_page(request: HttpRequest, found: Submission, asked: QueryDict, status: int = 200, **more: Any) -> HttpResponse:
    """Show the panel of a submission; ``more`` is what a form brought that cannot be taken."""
    by, rows = me(request), panel_of(found)
    may, free = SUBMISSION.actions_of(by, found), free_places(found)
    of_round = [row for row in rows if row.task.round == found.round]
    open_round = found.state in {"assigning", "under-review"}
    one_more = is_tie_break(found, [row.task for row in of_round]) or asked.get("more") == "1"
    wants = open_round and (one_more or bool(free["un"] + free["external"]))
    choice = shown.Choice(Bench(found, one_more=one_more), asked) if wants else None
    told = shown.rows_of(rows, shown.acts_for(by, rows), free)
    title, tag = text_of(found.record.get("title"))
    context: dict[str, Any] = {
        "submission": found,
        "title": title,
        "tag": tag,
        "may": may,
        "stand": shown.standing_of(found, rows),
        "seated": [each for each in told if _is_now(each, found) and not each["task"].rank],
        "waiting": [each for each in told if _is_now(each, found) and each["task"].rank],
        "ended": [each for each in told if each["task"].round == found.round and each["row"].is_ended],
        "earlier": [each for each in told if each["task"].round != found.round],
        "open_round": open_round,
        "one_more": one_more,
        "manages": manages(request),
        "may_add": open_round and bool(free["tie-break"]) and not wants,
        "choice": choice,
        "basis": stand_of(found),
        "excluded": choice.bench.excluded() if choice else [],
        "gaps": [shown.named_gap(gap) for gap in choice.bench.proposal.gaps] if choice else [],
        "why": (lambda one: shown.why(one, choice.bench)) if choice else None,
        "disagrees": found.state == "decision-pending" and bool(aggregate_of(found).disagreements),
        "conflicts": review_words.CONFLICTS,
        "recusals": review_words.RECUSAL_REASONS,
        "reason_words": reason_words,
        "problem_word": shown.problem_word,
        "words": words,
        "results": _results(request.GET, rows),
        "asked": asked,
        "problems": [],
        "opened": "",
        "typed": {},
    }
    return render(request, "desk/panel/panel.html", context | more, status=status)


def _is_now(each: dict[str, Any], found: Submission) -> bool:
    return each["task"].round == found.round and not each["row"].is_ended


def _results(asked: QueryDict, rows: list[Any]) -> dict[str, list[tuple[str, Any]]]:
    """Return who was invited and who was not, and why, from what the answer to a form put into the address."""
    names = {row.task.public_id: row.task.reviewer.name for row in rows}
    found: dict[str, list[tuple[str, Any]]] = {"invited": [], "refused": []}
    for kind, said in found.items():
        for part in filter(SAID.fullmatch, asked.get(kind, "").split(",")[:30]):
            task, _, code = part.partition(":")
            if task in names:
                said.append((names[task], words.REFUSED.get(code, words.REFUSED[""]) if kind == "refused" else ""))
    return found


def to_page(submission_id: str, query: str = "") -> HttpResponseRedirect:
    """Lead to the page of a panel."""
    return HttpResponseRedirect(f"{url('desk:panel', submission_id)}{query}")


# ------------------------------------------------ steps with the whole panel


@editors("POST")
def step(request: HttpRequest, submission_id: str, name: str) -> HttpResponse:
    """Do one thing with the panel. What was done already, or is no longer possible, is told and changes nothing."""
    found = submission_or_404(request, submission_id)
    take = STEPS.get(name)
    if take is None:
        raise Http404
    try:
        return take(request, found)
    except ReasonMissing:
        return panel_page(request, found, request.GET, 422, problems=[desk_words.ERRORS["reason-missing"]], opened=name)
    except PASSED:
        return to_page(submission_id, "?passed=1")
    except HubError as error:
        text = desk_words.ERRORS.get(error.code, desk_words.NOT_NOW)
        return panel_page(request, submission_or_404(request, submission_id), request.GET, 422, problems=[text], opened=name)


def take_panel(request: HttpRequest, found: Submission) -> HttpResponse:
    """Put the panel that was chosen on the list, and invite it where that was asked for."""
    if request.POST.get("stand") != stand_of(found):
        return to_page(found.public_id, "?passed=1")
    choice = shown.Choice(Bench(found, one_more=request.POST.get("more") == "1"), request.POST)
    despite = request.POST.get("despite", "").strip()[:DESPITE]
    found_wrong = choice.problems()
    if "listed" in found_wrong:
        return to_page(found.public_id, "?passed=1")
    if not found_wrong and choice.is_unwanted and not despite:
        found_wrong = ["despite"]
    if found_wrong:
        problems = [shown.problem_word(code) for code in found_wrong]
        return panel_page(request, found, request.POST, 422, problems=problems, typed=request.POST, opened="take")
    people = [(seat, one) for seat, one in (*choice.people(choice.seats), *choice.people(choice.alternates)) if one]
    users = {user.public_id: user for user in User.objects.filter(public_id__in=[one.id for _, one in people])}
    seats = [
        acts.Seated(users[one.id], seat.place, rank=seat.rank, terms=shown.terms_of(one, choice.bench, despite))
        for seat, one in people
    ]
    acts.propose_together(found, seats, by=me(request))
    if "invite" in request.POST:
        return invite_panel(request, found)
    return to_page(found.public_id, "?done=take")


def stand_of(found: Submission) -> str:
    """Return on what a proposal stands: the round, how many steps were taken, how many tasks there are of it."""
    return f"{found.round}.{found.version}.{found.assignments.count()}"


def invite_panel(request: HttpRequest, found: Submission) -> HttpResponse:
    """Invite everybody who is on the list for a place; each with its result."""
    done = acts.invite_all(found, by=me(request))
    if not done:
        return to_page(found.public_id, "?passed=1")
    invited = [task.public_id for task, error in done if error is None]
    refused = [f"{task.public_id}:{_why(error)}" for task, error in done if error is not None]
    return to_page(found.public_id, f"?invited={','.join(invited)}&refused={','.join(refused)}")


def _why(error: HubError) -> str:
    return str(error.details.get("why") or error.code)


def begin_short(request: HttpRequest, found: Submission) -> HttpResponse:
    """Let the review begin with fewer."""
    acts.begin_short(found, by=me(request), reason=request.POST.get("reason", ""))
    return to_page(found.public_id, "?done=begin-short")


def add_tie_breaker(request: HttpRequest, found: Submission) -> HttpResponse:
    """Open the round again for one more reviewer."""
    acts.add_tie_breaker(found, by=me(request))
    return to_page(found.public_id, "?done=tie-break")


def review_again(request: HttpRequest, found: Submission) -> HttpResponse:
    """Open a round for what is published and due."""
    acts.review_again(found, by=me(request))
    return to_page(found.public_id, "?done=again")


STEPS: dict[str, Callable[[HttpRequest, Submission], HttpResponse]] = {
    "take": take_panel,
    "invite": invite_panel,
    "begin-short": begin_short,
    "tie-break": add_tie_breaker,
    "again": review_again,
}


# ------------------------------------------------ steps with one reviewer's task


@editors("POST")
def task_step(request: HttpRequest, submission_id: str, task_id: str, name: str) -> HttpResponse:
    """Do one thing with one reviewer's task; a form of an old page changes nothing."""
    found = submission_or_404(request, submission_id)
    task = found.assignments.select_related("reviewer", "submission").filter(public_id=task_id).first()
    take = TASK_STEPS.get(name)
    if take is None or task is None:
        raise Http404
    if request.POST.get("version") != str(task.version):
        return to_page(submission_id, "?passed=1")
    task.submission = found
    try:
        take(task, request)
    except ReasonMissing:
        problem = desk_words.ERRORS["reason-missing"]
    except DateNotLater:
        problem = words.DATE_NOT_LATER
    except (ReviewerUnavailable, ReviewerHasConflict) as error:
        problem = words.REFUSED.get(_why(error), words.REFUSED[""])
    except PASSED:
        return to_page(submission_id, "?passed=1")
    else:
        return to_page(submission_id, f"?done={name}#task-{task_id}")
    fresh = submission_or_404(request, submission_id)
    more = {"problems": [problem], "opened": f"{name}-{task_id}", "typed": request.POST}
    return panel_page(request, fresh, request.GET, 422, **more)


def invite(task: Assignment, request: HttpRequest) -> None:
    """Invite one: from the list, or an alternate out of turn."""
    (acts.invite_alternate if task.rank else acts.invite)(task, by=me(request))


def extend(task: Assignment, request: HttpRequest) -> None:
    """Move the date of a review."""
    until = end_of_day(request.POST.get("until", ""))
    if until is None:
        raise DateNotLater(str(task))
    if until == task.due_at:
        raise ChangedMeanwhile(str(task))
    acts.extend(task, until, by=me(request))


def cancel(task: Assignment, request: HttpRequest) -> None:
    """End a task."""
    reason = request.POST.get("reason", "")
    if reason not in words.CANCEL_REASONS:
        raise ReasonMissing("cancel asks for a reason", reasons=tuple(words.CANCEL_REASONS))
    acts.cancel(task, by=me(request), reason=reason)


TASK_STEPS: dict[str, Callable[[Assignment, HttpRequest], Any]] = {
    "invite": invite,
    "back": lambda task, request: acts.put_back(task, by=me(request)),
    "first": lambda task, request: acts.make_first(task, by=me(request)),
    "extend": extend,
    "recuse": lambda task, request: reviewing.recuse(task, by=me(request), reason=request.POST.get("reason", "")),
    "cancel": cancel,
    "minor": lambda task, request: reviewing.judge_conflict(task, by=me(request)),
}
