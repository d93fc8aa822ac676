"""Tracks in the back office: their rules in words, and the forms with which managing editors change them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.desk import track_forms as forms
from gcmhub.desk import track_words as words
from gcmhub.desk.entry import editors, manages, managing
from gcmhub.face.languages import current, languages
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.review.actions.tracks import amend_track
from gcmhub.review.errors import LetterMissing, NotChanged, RuleUnknown, TrackUnknown
from gcmhub.review.models import Track
from gcmhub.review.queries.tracks import all_tracks, track_named, versions_of
from gcmhub.review.rules.assignment import MACHINE as ASSIGNMENT
from gcmhub.review.rules.submission import MACHINE as SUBMISSION
from gcmhub.review.rules.track_changes import changes_between
from gcmhub.review.rules.tracks import RuleRefused, in_language, read_rules
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.workflow.errors import ChangedMeanwhile

SPANS = {one.kind: one.after for one in (*SUBMISSION.deadlines, *ASSIGNMENT.deadlines)}
BLANK_LINES = 2


def track_or_404(code: str) -> Track:
    """Return a track; 404 where there is none of this code."""
    try:
        return track_named(code)
    except TrackUnknown as unknown:
        raise Http404 from unknown


def name_of(track: Track) -> str:
    """Return what a track is called in the reader's language."""
    return in_language(track.names, current().content)


@editors("GET")
def tracks(request: HttpRequest) -> HttpResponse:
    """Show every track with its rules in short."""
    rows = [{"track": one, "name": name_of(one), "rules": read_rules(one.present.rules)} for one in all_tracks()]
    return render(request, "desk/tracks.html", {"rows": rows, "words": words})


@editors("GET")
def track(request: HttpRequest, track: str) -> HttpResponse:
    """Show the rules of a track in words, and the versions before."""
    found = track_or_404(track)
    versions = versions_of(found)
    names = words.names_in(each.version.rules for each in versions)
    history = [(each, words.change_texts(each.changes, names)) for each in versions]
    rules = versions[0].version.rules
    context = {"versions": history, "rules": read_rules(rules), "deadlines": _deadlines(rules), "manages": manages(request)}
    return _page(request, found, "track", context)


def _deadlines(rules: dict[str, Any]) -> list[tuple[str, str, str, Any]]:
    """Return the deadlines that a track may set: kind, what it is, its default, what the track says."""
    given = rules.get("days") or {}
    return [
        (kind, str(name), words.days_text(SPANS[kind].days, working=SPANS[kind].working), given.get(kind))
        for kind, name in words.DEADLINES.items()
    ]


def _page(request: HttpRequest, found: Track, page: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    given = {"track": found, "name": name_of(found), "words": words, "in_language": in_language, "tags": _tags()}
    return render(request, f"desk/{page}.html", given | context, status=status)


def _tags() -> list[str]:
    return [each.content for each in languages().values()]


def _editor(request: HttpRequest, found: Track, page: str, made: dict[str, Any], more: dict[str, Any]) -> HttpResponse:
    """Show a form about a track, or take what it brings: refused input comes back with what was typed."""
    present = found.present
    context: dict[str, Any] = {"rules": made, "version": present.number, "note": request.POST.get("note", ""), "problems": {}}
    if request.method != "POST":
        return _page(request, found, page, context | more)
    on = forms.whole(request.POST.get("version", ""))
    try:
        amend_track(found, made, by=me(request), note=context["note"], on=on if isinstance(on, int) else 0)
    except NotChanged:
        return HttpResponseRedirect(f"{url('desk:track', found.code)}?same=1")
    except RuleUnknown as error:
        names, base = words.names_in([made]), f"{more.get('base', '')}."  # a form of one criterion names it in no field
        rows = [(one.name.removeprefix(base), one) for one in _problems(error)]
        context["problems"] = {name: words.problem_text(one) for name, one in rows}
        context["listed"] = [(name, words.problem_name(one.name, names)) for name, one in rows]
        return _page(request, found, page, context | more, 422)
    except LetterMissing:
        context |= {"problems": {"note": words.NOTE_MISSING}, "listed": [("note", words.FIELDS["note"])]}
        return _page(request, found, page, context | more, 422)
    except ChangedMeanwhile:
        context["meanwhile"] = _meanwhile(found, on)
        return _page(request, found, page, context | more, 409)
    return HttpResponseRedirect(f"{url('desk:track', found.code)}?saved=1")


def _problems(error: RuleUnknown) -> tuple[RuleRefused, ...]:
    found = error.details["problems"]
    return found if isinstance(found, tuple) else ()


def _meanwhile(found: Track, on: Any) -> list[tuple[str, str, str]]:
    """Return what was changed since the version that a form stands on."""
    before = found.versions.filter(number=on).first() if isinstance(on, int) else None
    if before is None:
        return []
    rules = [before.rules, found.present.rules]
    return words.change_texts(changes_between(*rules), words.names_in(rules))


@managing("GET", "POST")
def rules(request: HttpRequest, track: str) -> HttpResponse:
    """Change who sits on the panel, terms, months, and which criteria count how much."""
    found = track_or_404(track)
    present = found.present.rules
    made = forms.rules_in(request.POST, present) if request.method == "POST" else present
    types = [(one.code, words.kind_text(f"document:{one.code}")) for one in vocabulary.terms(Scheme.DOCUMENT_TYPE)]
    more = {"deadlines": _deadlines(made), "types": types, "groups": forms.GROUPS, "typed": request.POST}
    return _editor(request, found, "track_rules", made, more)


@managing("GET", "POST")
def criterion(request: HttpRequest, track: str, group: str, criterion: str) -> HttpResponse:
    """Change the words and levels of a criterion, or add one (``new``)."""
    found, code = track_or_404(track), "" if criterion == "new" else criterion
    made = found.present.rules
    row = next((each for each in made.get(group) or [] if each["code"] == code), None)
    if group not in forms.GROUPS or (code and row is None):
        raise Http404
    if request.method == "POST":
        made, row = forms.criterion_in(request.POST, made, group, code)
    row = row or {"code": "", "label": {}, "question": {}, "levels": _levels_of(made)}
    more = {"group": group, "criterion": criterion, "row": row, "base": f"{group}.{row['code']}", "new": not code}
    return _editor(request, found, "track_criterion", made, more | {"blank": BLANK_LINES})


def _levels_of(rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the levels with which a new criterion begins: those of the first."""
    return next((row["levels"] for group in forms.GROUPS for row in rules.get(group) or []), [])


@managing("GET", "POST")
def checklist(request: HttpRequest, track: str) -> HttpResponse:
    """Change the list against which an editor checks what goes the light way."""
    found = track_or_404(track)
    made = found.present.rules
    if request.method == "POST":
        made = forms.checklist_in(request.POST, made)
    return _editor(request, found, "track_checklist", made, {"blank": BLANK_LINES})
