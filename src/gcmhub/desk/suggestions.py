"""Links that readers suggest: what waits, what it resembles, and the answer to who suggested it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.core.errors import NotPermitted
from gcmhub.desk import words
from gcmhub.desk.entry import editors
from gcmhub.face import submission_words
from gcmhub.face.languages import current, interface, languages
from gcmhub.face.links import resource_url, url
from gcmhub.face.own_pages import me
from gcmhub.face.submitted import choices_of
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.choices import SuggestionState as State
from gcmhub.review.errors import TooMany
from gcmhub.review.models import Suggestion
from gcmhub.review.queries.desk import visible_to as submissions_for
from gcmhub.review.queries.suggested_links import alike_on_shelf, answered_for, same_address, visible_to, waiting_for
from gcmhub.review.rules.suggested_links import LETTER_LIMIT, REASONS
from gcmhub.review.wording.reasons import reason_words
from gcmhub.workflow.errors import NotInThisState, ReasonMissing

SHOWN = 20  # that wait, the oldest; and that were answered lately
ACTS = ("accept", "decline")


@editors("GET")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer, of one objective where one is chosen."""
    return suggestions_page(request)


@editors("POST")
def act(request: HttpRequest, suggestion_id: str, name: str) -> HttpResponse:
    """Take a link up, and lead to its draft; or not, and say why."""
    by = me(request)
    row = visible_to(by).filter(public_id=suggestion_id).first()
    if row is None or name not in ACTS:
        raise Http404
    letter = request.POST.get("letter", "").replace("\r\n", "\n").replace("\x00", "")
    try:
        if name == "accept":
            draft = links.accept(row, by=by)
            return HttpResponseRedirect(url("web:submission-step", draft.public_id, "what"))
        links.decline(row, by=by, reason=request.POST.get("reason", ""), letter=letter)
    except (NotInThisState, NotPermitted):
        return HttpResponseRedirect(f"{url('desk:suggestions')}?passed=1")
    except ReasonMissing as error:
        return suggestions_page(request, 422, refused=row, problem=words.ERRORS[error.code], typed=letter)
    except TooMany:
        problem = words.ERRORS["too-long"] if len(letter) > LETTER_LIMIT else words.TOO_MANY_DRAFTS
        return suggestions_page(request, 422, refused=row, problem=problem, typed=letter)
    return HttpResponseRedirect(f"{url('desk:suggestions')}?done=1")


def suggestions_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page; ``more`` is what a form brought that cannot be taken."""
    by, objectives = me(request), choices_of("objectives")
    chosen = request.GET.get("objective", "")
    chosen = chosen if chosen in dict(objectives) else ""
    waiting = waiting_for(by, chosen)
    answered = list(answered_for(by)[:SHOWN])
    own = set(by_me(request, answered))
    sent = {one.public_id for one in submissions_for(by).filter(pk__in=[row.submission_id for row in answered])}
    context = {
        "rows": shown_rows(list(waiting[:SHOWN])),
        "total": waiting.count(),
        "shown": SHOWN,
        "answered": [(row, words.SUGGESTION_STATES[State(row.state)], _place(row, own, sent)) for row in answered],
        "objectives": objectives,
        "chosen": chosen,
        "reasons": [(code, reason_words(code)) for code in REASONS],
        "limit": LETTER_LIMIT,
        "words": words,
        "refused": None,
        "problem": "",
        "typed": "",
    }
    return render(request, "desk/suggestions.html", context | more, status=status)


def by_me(request: HttpRequest, rows: list[Suggestion]) -> list[str]:
    """Return the public ids of the drafts among these that the editor made."""
    drafts = [row.submission for row in rows if row.submission]
    return [one.public_id for one in drafts if one.people.filter(user=me(request)).exists()]


def _place(row: Suggestion, own: set[str], sent: set[str]) -> str:
    """Return where an editor finds what became of a suggestion; "" where that is not theirs to see."""
    if row.submission is None:
        return ""
    name = row.submission.public_id
    return url("web:submission", name) if name in own else url("desk:submission", name) if name in sent else ""


def shown_rows(rows: list[Suggestion]) -> list[dict[str, Any]]:
    """Return suggestions with their names and what they resemble."""
    known = same_address(rows)
    names = {field: dict(choices_of(field)) for field in ("objectives", "countries")}
    found = []
    for row in rows:
        others, submissions = known[row.pk]
        content = languages()[interface(row.language)].content
        found.append(
            {
                "suggestion": row,
                "tag": content if content != current().content else "",
                "objectives": [names["objectives"].get(code, code) for code in row.objectives],
                "countries": [names["countries"].get(code, code) for code in row.countries],
                "alike": [
                    (each.title, str(submission_words.LIKENESSES[each.why]), resource_url(each.public_id))
                    for each in alike_on_shelf(row.url, row.title, content)
                ],
                "others": [words.SUGGESTION_STATES[State(each.state)] for each in others],
                "submissions": submissions,
            }
        )
    return found
