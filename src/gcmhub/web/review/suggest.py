"""Suggesting a link: by anybody whose address is confirmed. None of these pages is kept, and strangers get no cookie."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gcmhub.accounts.queries import primary_address
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.reader import person
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.choices import SuggestionState
from gcmhub.review.errors import SuggestionUnknown, TooMany
from gcmhub.review.models import Suggestion
from gcmhub.review.queries.suggested_links import alike_on_shelf
from gcmhub.web.notices.guard import new_token, takes_more
from gcmhub.web.review import submission_shown as shown
from gcmhub.web.review.suggest_form import LinkForm, codes_in
from gcmhub.web.site.address import base_of
from gcmhub.workflow.errors import NotInThisState

METHODS = ["GET", "HEAD", "POST"]
PAGE = "web/review/suggest.html"


@csrf_exempt  # where nobody is signed in no cookie is set: the form's own token takes the place of Django's
@never_cache
@require_http_methods(METHODS)
def suggest(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in as a link says; take a link from who is signed in, or ask the owner of an address."""
    return _own(request) if person(request) else _answer(request, None)


@csrf_protect
def _own(request: HttpRequest) -> HttpResponse:
    return _answer(request, person(request))


def _answer(request: HttpRequest, who: Any) -> HttpResponse:
    address, site = primary_address(who) if who else "", base_of(request)
    context = {"who": who, "address": address, "open": bool(address) if who else bool(site), "likenesses": []}
    if request.method != "POST" or not context["open"]:
        given = {"url": request.GET.get("url", "")[:2_000].replace("\0", ""), **codes_in(request.GET)}
        return render(request, PAGE, context | {"form": LinkForm(initial=given, signed_in=bool(who)), "token": new_token()})
    form, status = LinkForm(request.POST, signed_in=bool(who)), 422
    if form.is_valid():
        said = form.said()
        context["likenesses"] = (
            [] if "anyway" in request.POST else alike_on_shelf(said["url"], said["title"], current().content)
        )
        if context["likenesses"]:
            status = 409
        elif problem := _taken(request, who, form, site):
            form.add_error(None, problem)
            status = 429
        else:
            return HttpResponseRedirect(url("web:suggest-thanks" if who else "web:suggest-asked"))
    context |= {"form": form, "token": form.next_token, "likenesses": shown.like_rows(context["likenesses"])}
    return render(request, PAGE, context, status=status)


def _taken(request: HttpRequest, who: Any, form: LinkForm, site: str) -> str:
    """Hand a suggestion to the room; returns why it was not taken, "" when it was."""
    if not takes_more(request):
        return _("Many messages came from your network just now. What you wrote is still here: send it later.")
    try:
        links.suggest(
            email=form.cleaned_data.get("email", ""), language=current().code, site=site, by=who, **form.said()
        )  # fmt: skip
    except TooMany:
        return _("You suggested many links today. Please send this one tomorrow.")
    return ""


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same whatever the Hub knows of the address."""
    return render(request, "web/review/suggest_asked.html")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, and what happens now."""
    return render(request, "web/review/suggest_thanks.html")


@csrf_exempt  # the token in the address is the proof
@never_cache
@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed, and do it, or delete it, on a press of a button: programs that check mails open every link."""
    try:
        if request.method == "POST" and "delete" in request.POST:
            return _taken_back(request, token)
        row = links.confirm(token) if request.method == "POST" else links.suggestion_of(token)
    except SuggestionUnknown:
        return render(request, "web/review/suggest_unknown.html", {"deleted": False}, status=404)
    if request.method == "POST":
        return HttpResponseRedirect(url("web:suggest-thanks"))
    return _told(request, row)


def _taken_back(request: HttpRequest, token: str) -> HttpResponse:
    """Delete what waits; what an editor has answered meanwhile stays, and its page says so."""
    try:
        links.take_back(token)
    except NotInThisState:
        return _told(request, links.suggestion_of(token), status=409)
    return render(request, "web/review/suggest_unknown.html", {"deleted": True})


def _told(request: HttpRequest, row: Suggestion, status: int = 200) -> HttpResponse:
    confirmed = row.state != SuggestionState.UNCONFIRMED
    answered = row.state not in {SuggestionState.UNCONFIRMED, SuggestionState.WAITING}
    context = {"suggestion": row, "confirmed": confirmed, "answered": answered}
    return render(request, "web/review/suggest_confirm.html", context, status=status)
