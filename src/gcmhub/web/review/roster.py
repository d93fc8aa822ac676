"""The roster of reviewers: what it is, for everybody; one's own place on it, for who applies or reviews."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gcmhub.accounts.actions import give_consent
from gcmhub.accounts.queries import has_consented
from gcmhub.core.errors import NotPermitted
from gcmhub.face import roster_words as words
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me, own
from gcmhub.library.errors import Problem
from gcmhub.review.actions import roster as actions
from gcmhub.review.errors import Incomplete, LetterMissing, ReopeningClosed, TooMany
from gcmhub.review.guards import application_complete
from gcmhub.review.lives import ROSTER
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.coverage import balance, coverage
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState
from gcmhub.workflow.queries import history

CONSENT, CONSENT_TEXT = "roster", "2026-11"
PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted, ReopeningClosed)
WRITING = ("started", "info-requested")


@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Show what reviewers do, how one becomes one, and what the roster covers; nobody by name."""
    context = {"coverage": coverage(), "balance": balance(), "words": words}
    return render(request, "web/review/roster.html", context)


def member_of(request: HttpRequest) -> RosterMember | None:
    """Return the place of the person signed in."""
    return RosterMember.objects.filter(user=me(request)).select_related("user").first()


@own("GET")
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own application or membership, and what can be done with it."""
    return own_page(request)


def own_page(request: HttpRequest, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    """Show one's own place; ``problems`` are what a form brought that cannot be taken."""
    member = member_of(request)
    context = {
        "member": member,
        "state": words.STATES[member.state] if member else "",
        "may": ROSTER.actions_of(me(request), member) if member else [],
        "writes": member is not None and member.state in WRITING,
        "missing": missing(member) if member and member.state in WRITING else [],
        "agreed": has_consented(me(request), CONSENT),
        "steps": [(words.STATES[event.to_state], event.at) for event in history("roster", member.public_id) if event.to_state]
        if member
        else [],
        "problems": [(each.field, words.PROBLEMS[each.field]) for each in problems],
        "typed": request.POST,
        "words": words,
    }
    return render(request, "web/review/roster_mine.html", context, status=status)


def missing(member: RosterMember) -> list[tuple[str, Any]]:
    """Return what an application lacks: the name of the page that takes it ("" for this one), and the words."""
    try:
        application_complete(member, {}, member.user)
    except Incomplete as error:
        return [(words.PAGES.get(each.field, ""), words.PROBLEMS[each.field]) for each in error.problems]
    return []


def written(request: HttpRequest, member: RosterMember) -> None:
    """Keep what the form brings."""
    values: dict[str, Any] = {name: request.POST[name] for name in ("statement", "interests") if name in request.POST}
    capacity = request.POST.get("capacity", "")
    if "capacity" in request.POST:
        values["capacity"] = int(capacity) if capacity.isascii() and capacity.isdigit() and len(capacity) < 4 else None
    actions.save_application(member, values, by=me(request))
    member.refresh_from_db()


def submit(request: HttpRequest, member: RosterMember) -> None:
    """Keep the application, and send it."""
    written(request, member)
    if not has_consented(me(request), CONSENT):
        if "consent" not in request.POST:
            raise Incomplete((Problem("consent", "required"),))
        give_consent(me(request), CONSENT, by=me(request), text_version=CONSENT_TEXT, language=current().content)
    actions.submit_application(member, by=me(request))


def begin(request: HttpRequest, member: RosterMember) -> None:
    """Agree to the code of conduct, say how many reviews one can do, and begin."""
    written(request, member)
    if "code_of_conduct" not in request.POST:
        raise Incomplete((Problem("code_of_conduct", "required"),))
    actions.begin_membership(member, by=me(request), code_of_conduct=True)


def renew(request: HttpRequest, member: RosterMember) -> None:
    """Stay for another period."""
    if "code_of_conduct" not in request.POST:
        raise Incomplete((Problem("code_of_conduct", "required"),))
    actions.renew(member, by=me(request), code_of_conduct=True)


def pause(request: HttpRequest, member: RosterMember) -> None:
    """Receive no invitations until a day."""
    text = request.POST.get("until", "").strip()
    try:
        until = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Incomplete((Problem("until", "unknown"),)) from error
    actions.pause(member, by=me(request), until=until)


STEPS: dict[str, Callable[[HttpRequest, RosterMember], object]] = {
    "save": written,
    "submit": submit,
    "begin-membership": begin,
    "renew": renew,
    "pause": pause,
    "resume": lambda request, member: actions.resume(member, by=me(request)),
    "retire": lambda request, member: actions.retire(member, by=me(request)),
    "appeal": lambda request, member: actions.appeal(member, request.POST.get("letter", "")[:10_000], by=me(request)),
}


@own("POST")
def step(request: HttpRequest, name: str) -> HttpResponse:
    """Take one step with one's own place; what is done already or not possible is told and changes nothing."""
    home = url("web:roster-mine")
    try:
        if name == "apply":
            actions.begin_application(by=me(request))
            return HttpResponseRedirect(home)
        member, take = member_of(request), STEPS.get(name)
        if member is None or take is None:
            raise Http404
        take(request, member)
    except Incomplete as error:
        return own_page(request, error.problems, 422)
    except LetterMissing:
        return own_page(request, (Problem("letter", "required"),), 422)
    except TooMany:
        return own_page(request, (Problem("statement", "too-long"),), 422)
    except PASSED:
        return HttpResponseRedirect(f"{home}?passed=1")
    return HttpResponseRedirect(f"{home}?saved=1")
