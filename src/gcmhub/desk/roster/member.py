"""The page of one place on the roster: who it is, what they did, what can be done now. Nobody looks after their own."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.accounts.choices import Sector
from gcmhub.accounts.models import Profile
from gcmhub.accounts.queries import memberships_of, names_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import HubError, NotPermitted
from gcmhub.desk import words as desk_words
from gcmhub.desk.entry import editors
from gcmhub.desk.roster import words
from gcmhub.desk.roster.acts import ACTS, IN_CHECKLIST, offers
from gcmhub.face.account_words import SECTORS
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.face.submitted import text_of
from gcmhub.review.choices import AssignmentState, RosterState
from gcmhub.review.lives import ROSTER
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.coverage import coverage
from gcmhub.review.queries.roster import gaps_filled, places_for, scores_seen, standing_of, tasks_seen
from gcmhub.review.rules.roster import SCORES
from gcmhub.review.wording.reasons import reason_words
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState
from gcmhub.workflow.queries import history, running_deadlines

PASSED = (NotInThisState, ChangedMeanwhile, NotPermitted)  # sent twice, from an old page, or not theirs to do
FIELD_OF = {
    "letter-missing": "letter", "reason-missing": "reason", "not-publishable": "checklist", "scores-missing": SCORES[0],
    "until-wrong": "until",
}  # fmt: skip
APPLYING = frozenset(
    {
        RosterState.SUBMITTED,
        RosterState.SCREENING,
        RosterState.INFO_REQUESTED,
        RosterState.PANEL_SCORING,
        RosterState.WAITLISTED,
    }
)
TYPED = frozenset({"letter", "note"})
EVER = date(1900, 1, 1)


def member_or_404(request: HttpRequest, member_id: str) -> RosterMember:
    """Return a place that the editor looks after; 404 for one's own, and for an application that was not sent."""
    found = places_for(me(request)).filter(public_id=member_id).first()
    if found is None:
        raise Http404
    return found


@editors("GET")
def member(request: HttpRequest, member_id: str) -> HttpResponse:
    """Show one place on the roster."""
    return member_page(request, member_or_404(request, member_id))


def member_page(request: HttpRequest, found: RosterMember, status: int = 200, **more: Any) -> HttpResponse:
    """Show a place; ``more`` is what a form brought that cannot be taken."""
    by = me(request)
    due = running_deadlines("roster", [found.public_id]).get(found.public_id, {})
    context: dict[str, Any] = {
        "member": found,
        "state": words.STATES[RosterState(found.state)],
        "due": min(due.values(), default=None),
        "offers": offers(by, found),
        "passes_on": IN_CHECKLIST in ROSTER.actions_of(by, found),
        "scores": scores_seen(by, found),
        "criteria": words.SCORES,
        "standing": standing_of(found.user),
        "tasks": task_rows(request, found),
        "history": history_rows(found),
        "gaps": gaps_of(found) if found.state in APPLYING else None,
        "words": words,
        "opened": "",
        "typed": None,
        "problem": "",
        "wrong": "",
        **profile_of(found),
    }
    return render(request, "desk/roster/member.html", context | more, status=status)


def profile_of(found: RosterMember) -> dict[str, Any]:
    """Return what a person says of what they know; nothing that balance looks at."""
    user, language = found.user, current().content
    profile = Profile.objects.filter(user=user).first()
    texts = profile.biography if profile else {}
    tag = next((one for one in (language, "en", *texts) if texts.get(one)), "")
    return {
        "sector": SECTORS[Sector(profile.sector)] if profile and profile.sector else "",
        "years": profile.years_of_experience if profile else None,
        "orcid": profile.orcid if profile else "",
        "biography": (texts.get(tag, ""), tag),
        "expertise": list(user.expertise.all()),
        "tongues": list(user.language_skills.all()),
        "memberships": [(one, one.organisation.name_in(language)) for one in memberships_of(user, since=EVER)],
        "publications": list(user.publications.all()),
    }


def task_rows(request: HttpRequest, found: RosterMember) -> list[dict[str, Any]]:
    """Return the tasks of a reviewer on submissions that the editor handles, the latest first."""
    rows = []
    for task in tasks_seen(me(request), found):
        title, tag = text_of(task.submission.record.get("title"))
        state = desk_words.TASKS[AssignmentState(task.state)]
        rows.append({"task": task, "title": title, "tag": tag, "state": state, "submission": task.submission})
    return rows


def history_rows(found: RosterMember) -> list[dict[str, Any]]:
    """Return what happened, the latest first. Who assessed, and how, is not in it."""
    events = [event for event in history("roster", found.public_id) if event.action in words.STEPS]
    names = names_of({event.actor for event in events})
    return [
        {
            "at": event.at,
            "who": desk_words.THE_HUB if event.actor == SYSTEM else names.get(event.actor) or desk_words.SOMEBODY,
            "what": words.STEPS[event.action],
            "reason": reason_words(event.reason) if event.reason else "",
            "letter": str(json.loads(event.payload).get("letter", "")) if event.payload else "",
            "is_appeal": event.action == "appeal",
        }
        for event in reversed(events)
    ]


def gaps_of(found: RosterMember) -> list[tuple[str, str, list[str]]]:
    """Return which gaps of the roster somebody would fill: objective, language, regions."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for objective, language, region in gaps_filled(coverage(), found.user):
        rows[objective, language].append(region)
    return [(*key, regions) for key, regions in rows.items()]


@editors("POST")
def act(request: HttpRequest, member_id: str, name: str) -> HttpResponse:
    """Do one thing with a place. What was done already, or is no longer possible, is told and changes nothing."""
    found, take = member_or_404(request, member_id), ACTS.get(name)
    if take is None:
        raise Http404
    if request.POST.get("stand") != str(found.version):
        return _late(request, found, name)
    try:
        take(found, request.POST, me(request))
    except PASSED:
        return to_page(member_id, "?passed=1")
    except HubError as error:
        return refused(request, member_id, name, error.code)
    return to_page(member_id, f"?done={name}")


def to_page(member_id: str, query: str) -> HttpResponseRedirect:
    """Lead to the page of a place."""
    return HttpResponseRedirect(f"{url('desk:roster-member', member_id)}{query}")


def _late(request: HttpRequest, found: RosterMember, name: str) -> HttpResponse:
    """Answer a form of an old page: words that were typed are kept where they can still be sent, nothing is done."""
    typed = any(request.POST.get(field, "").strip() for field in TYPED)
    if typed and any(offer.name == name and not offer.closed for offer in offers(me(request), found)):
        return refused(request, found.public_id, name, "changed-meanwhile", status=409)
    return to_page(found.public_id, "?passed=1")


def refused(request: HttpRequest, member_id: str, opened: str, code: str, status: int = 422) -> HttpResponse:
    """Show the page again with the form as it was typed, and why it cannot be taken."""
    problem = words.ERRORS.get(code, desk_words.NOT_NOW)
    more = {"opened": opened, "typed": request.POST, "problem": problem, "wrong": FIELD_OF.get(code, "")}
    return member_page(request, member_or_404(request, member_id), status, **more)
