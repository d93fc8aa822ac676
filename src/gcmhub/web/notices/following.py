"""Following a list by mail: ask, confirm, end. None of these pages is kept, and none needs a cookie."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.notices import subscriptions
from gcmhub.notices.choices import Frequency
from gcmhub.notices.errors import SubscriptionUnknown
from gcmhub.notices.topics import topic
from gcmhub.web.library.following import NAME, query_to_follow, title_of
from gcmhub.web.library.formats import format_links
from gcmhub.web.library.search import refused_page
from gcmhub.web.library.selection import EncodingBroken, SelectionRefused, pairs_of, read_selection
from gcmhub.web.notices.forms import SubscriptionForm
from gcmhub.web.notices.guard import new_token, takes_more
from gcmhub.web.site.address import base_of
from gcmhub.web.site.errors import bad_request

METHODS = ["GET", "HEAD", "POST"]
LONGEST = 2_000  # characters of a selection


@csrf_exempt  # nobody is known here and no cookie is set: the form's own token takes the place of Django's
@never_cache
@require_http_methods(METHODS)
def follow(request: HttpRequest) -> HttpResponse:
    """Show the ways to follow a list; ask the owner of an address whether news shall come to it."""
    try:
        selection = read_selection(request)
    except EncodingBroken:
        return bad_request(request)
    except SelectionRefused as refused:
        return refused_page(request, refused, url("web:follow"))
    query, site = query_to_follow(selection), base_of(request)
    context = {
        "title": title_of(selection),
        "query": f"?{query}" if query else "",
        "feeds": [each for each in format_links(pairs_of(selection)) if each[2] in {"rss", "atom"}],
        "by_mail": bool(site) and len(query) <= LONGEST,
        "frequencies": frequencies(),
    }
    if request.method != "POST" or not context["by_mail"]:
        form = SubscriptionForm(initial={"frequency": Frequency.WEEKLY})
        return render(request, "web/notices/follow.html", context | {"form": form, "token": new_token()})
    form, status = SubscriptionForm(request.POST), 422
    if form.is_valid():
        if takes_more(request):
            subscriptions.subscribe(
                email=form.cleaned_data["email"],
                topic=NAME,
                selection=query,
                frequency=form.cleaned_data["frequency"],
                language=current().code,
                site=site,
            )
            return HttpResponseRedirect(url("web:follow-asked"))
        form.add_error(None, _("Many messages came from your network just now. What you wrote is still here: send it later."))
        status = 429
    return render(request, "web/notices/follow.html", context | {"form": form, "token": form.next_token}, status=status)


def frequencies() -> list[tuple[str, str]]:
    """Return the code and the name of each frequency."""
    names = {Frequency.DAILY: _("Every day"), Frequency.WEEKLY: _("Every week"), Frequency.MONTHLY: _("Every month")}
    return [(str(code), name) for code, name in names.items()]


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the same whether the address was known or not."""
    return render(request, "web/notices/follow_asked.html")


@csrf_exempt  # the token in the address is the proof
@never_cache
@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed, and do it on a press of the button: programs that check mails open every link."""
    frequency = request.GET.get("frequency", "")
    return _answer(
        request, token, "web/notices/follow_confirm.html", lambda: subscriptions.confirm(token, frequency), frequency
    )


@csrf_exempt  # RFC 8058: the mail program posts here without having been here
@never_cache
@require_http_methods(METHODS)
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription, on a press of the button or by the mail program."""
    return _answer(request, token, "web/notices/follow_end.html", lambda: subscriptions.end(token), "daily")


def _answer(request: HttpRequest, token: str, template: str, act: Callable[[], object], frequency: str) -> HttpResponse:
    if frequency not in Frequency.values:
        raise Http404
    try:
        row = subscriptions.subscription_of(token)
    except SubscriptionUnknown:
        return render(request, "web/notices/follow_unknown.html", status=404)
    known = topic(row.topic)
    context = {
        "title": known.title(row.selection, current().code),
        "path": known.path(row.selection, current().code),
        "frequency": dict(frequencies())[frequency],
        "done": request.method == "POST",
    }
    if request.method == "POST":
        act()
    return render(request, template, context)
