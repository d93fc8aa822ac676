"""A published resource is to change: who is signed in says how, and goes on with a draft of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.core.errors import NotPermitted
from gcmhub.face import change_words as words
from gcmhub.face.links import url
from gcmhub.face.own_pages import me, own
from gcmhub.face.submitted import text_of
from gcmhub.library.models import Resource
from gcmhub.review.actions import changing
from gcmhub.review.choices import Change
from gcmhub.review.errors import Incomplete, TooMany
from gcmhub.review.queries.changes import own_change, published_resource
from gcmhub.web.review.submission_forms import clean

NOTE_LIMIT = 5_000  # characters


@own("GET", "POST")
def change(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Ask what is to change and begin it; a request to take the resource out is sent from here."""
    resource = published_resource(resource_id)
    if resource is None:
        raise Http404
    if request.method != "POST":
        return change_page(request, resource)
    wanted = request.POST.get("change", "")
    reason, note = request.POST.get("reason", ""), clean(request.POST.get("note", ""))[:NOTE_LIMIT]
    try:
        if wanted == Change.TAKEDOWN:
            asked = changing.request_takedown(resource, reason=reason, note=note, by=me(request))
            return HttpResponseRedirect(f"{url('web:submission', asked.public_id)}?done=send")
        draft = changing.begin_change(resource, wanted, by=me(request))
    except Incomplete as error:
        problems = [problem.field for problem in error.problems]
        return change_page(request, resource, 422, wanted=wanted, reason=reason, note=note, problems=problems)
    except (NotPermitted, TooMany) as error:
        problems = [error.code if wanted in Change.values else "change"]
        return change_page(request, resource, 422, wanted=wanted, reason=reason, note=note, problems=problems)
    return HttpResponseRedirect(url("web:submission-step", draft.public_id, "describe"))


def change_page(request: HttpRequest, resource: Resource, status: int = 200, **typed: Any) -> HttpResponse:
    """Show the choice; ``typed`` is what a form brought that cannot be taken, and the names of what is wrong."""
    title, tag = text_of({text.language: text.title for text in resource.texts.all() if text.title})
    asked = own_change(request.user, resource, Change.TAKEDOWN)
    said = asked.declarations if asked else {}
    context = {
        "resource": resource,
        "title": title,
        "tag": tag,
        "choices": words.CHANGES.items(),
        "reasons": words.takedown_reasons(),
        "begun": [(each, words.CHANGES[each][0]) for each in words.CHANGES if own_change(request.user, resource, each)],
        "wanted": Change.TAKEDOWN if asked else "",
        "reason": said.get("reason", ""),
        "note": said.get("note", ""),
        "problems": [],
        "limit": NOTE_LIMIT,
    }
    return render(request, "web/review/change.html", context | typed, status=status)
