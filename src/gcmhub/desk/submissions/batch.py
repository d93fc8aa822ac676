"""Panels for all submissions that wait for one, proposed together for a managing editor, who confirms each or all."""

import re
from time import monotonic
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.accounts.models import User
from gcmhub.core.errors import HubError
from gcmhub.desk.entry import managing
from gcmhub.desk.submissions import panel_shown as shown
from gcmhub.desk.submissions import panel_words as words
from gcmhub.desk.submissions.panel import stand_of
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.face.submitted import text_of
from gcmhub.review.actions import panel as acts
from gcmhub.review.batch import NoPanelsInTime, SolverMissing
from gcmhub.review.models import Submission
from gcmhub.review.proposals import Slot
from gcmhub.review.queries.batches import MOST, Batch, Roster, propose_all, roster_for, without_panel
from gcmhub.review.queries.candidates import PLACES, Bench
from gcmhub.review.queries.desk import visible_to

NAMED = re.compile(r"[a-z0-9]{1,32}")
SEAT = re.compile(r"(un|external):([A-Za-z0-9_-]{1,32})")


def mine(request: HttpRequest) -> list[Submission]:
    """Return the submissions without a panel that the managing editor sees: none of their own."""
    waiting = without_panel()
    seen = set(visible_to(me(request)).filter(pk__in=[each.pk for each in waiting]).values_list("pk", flat=True))
    return [each for each in waiting if each.pk in seen]


@managing("GET")
def panels(request: HttpRequest) -> HttpResponse:
    """Show what waits for a panel, and on request a proposal for all of it."""
    waiting, context = mine(request), {}
    if waiting and request.GET.get("propose") == "1":
        begun = monotonic()
        try:
            context = batch_shown(propose_all(waiting))
        except SolverMissing:
            context = {"failed": "solver"}
        except NoPanelsInTime:
            context = {"failed": "time"}
        context["seconds"] = monotonic() - begun
    found = {"waiting": [_named(each) for each in waiting], "rows": [], "failed": "", "most": MOST, "words": words}
    return render(request, "desk/panel/batch.html", found | context | {"results": _results(request)})


def _named(submission: Submission) -> dict[str, Any]:
    title, tag = text_of(submission.record.get("title"))
    return {"submission": submission, "title": title, "tag": tag, "since": submission.state_since}


def batch_shown(batch: Batch) -> dict[str, Any]:
    """Return proposals as the page shows them."""
    rows = []
    for row in batch.rows:
        bench = Bench(row.submission, roster=batch.roster)
        people = [(PLACES[seat.slot], bench.candidate(seat.reviewer, seat.slot)) for seat in row.seats]
        rows.append(
            _named(row.submission)
            | {
                "people": [(place, one, shown.why(one, bench)) for place, one in people if one],
                "gaps": [shown.named_gap(gap) for gap in row.gaps],
                "balance_met": row.balance_met,
                "fit": row.affinity / len(row.seats) if row.seats else 0.0,
                "seats": ",".join(f"{seat.slot}:{seat.reviewer}" for seat in row.seats),
                "stand": stand_of(row.submission),
            }
        )
    return {"rows": rows, "floor": batch.floor, "mean": batch.mean}


def _results(request: HttpRequest) -> dict[str, list[tuple[Submission, Any]]]:
    """Return what became of each, from what the answer to the form put into the address."""
    found: dict[str, list[tuple[Submission, Any]]] = {"taken": [], "refused": []}
    for kind, said in found.items():
        parts = [part.partition(":") for part in request.GET.get(kind, "").split(",")[:MOST]]
        known = visible_to(me(request)).filter(public_id__in=[key for key, _, _ in parts if NAMED.fullmatch(key)])
        rows = {each.public_id: each for each in known}
        for key, _, code in parts:
            if key in rows:
                said.append((rows[key], words.REFUSED.get(code, words.REFUSED["passed"])))
    return found


@managing("POST")
def take(request: HttpRequest) -> HttpResponse:
    """Put one proposal on its list, or all; each by itself, with its result."""
    waiting, one = {each.public_id: each for each in mine(request)}, request.POST.get("one", "")
    asked = [one] if one else [key for key in request.POST.getlist("submission")[:MOST] if NAMED.fullmatch(key)]
    taken: list[str] = []
    refused: list[str] = []
    roster = roster_for(list(waiting.values())) if asked else None
    for key in asked:
        found = waiting.get(key)
        if found is None or roster is None or request.POST.get(f"stand-{key}") != stand_of(found):
            refused.append(f"{key}:passed")
            continue
        try:
            code = _take(request, found, roster)
        except HubError as error:
            code = error.code
        (refused if code else taken).append(f"{key}:{code}" if code else key)
    return HttpResponseRedirect(f"{url('desk:panels')}?taken={','.join(taken)}&refused={','.join(refused)}")


def _take(request: HttpRequest, found: Submission, roster: Roster) -> str:
    """Put one panel on its list; returns why it could not be, as a code."""
    bench = Bench(found, roster=roster)
    seats = SEAT.findall(request.POST.get(f"seats-{found.public_id}", "")[:500])
    people = [(PLACES[Slot(slot)], bench.candidate(key, Slot(slot))) for slot, key in seats]
    chosen = [(place, one) for place, one in people if one and not one.obstacles and not one.unwanted]
    if not chosen or len(chosen) < len(seats) or bench.clashes([one.id for _, one in chosen]):
        return "passed"
    users = {user.public_id: user for user in User.objects.filter(public_id__in=[one.id for _, one in chosen])}
    acts.propose_together(
        found, [acts.Seated(users[one.id], place, terms=shown.terms_of(one, bench)) for place, one in chosen], by=me(request)
    )
    if "invite" in request.POST:
        acts.invite_all(found, by=me(request))
    return ""
