"""What mails about notices a person wants, and the link that ends them without signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gcmhub.face.links import url
from gcmhub.face.reader import person
from gcmhub.notices import queries
from gcmhub.notices.actions import end_mails, set_preferences
from gcmhub.notices.errors import EndingUnknown
from gcmhub.notices.mails import optional_kind
from gcmhub.notices.tokens import named_by
from gcmhub.web.notices.forms import PreferencesForm

METHODS = ["GET", "HEAD", "POST"]


@login_required
@never_cache
@require_http_methods(METHODS)
def preferences(request: HttpRequest) -> HttpResponse:
    """Show the kinds of notices with when their mails come, and take what the person wishes."""
    user = person(request)
    paces = queries.paces_of(user)
    form = PreferencesForm(paces, queries.digest_hour_of(user), request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_preferences(user, form.paces(), form.cleaned_data["time_zone"], int(form.cleaned_data["hour"]))
        return HttpResponseRedirect(f"{url('web:notice-preferences')}?saved=1")
    context = {
        "form": form,
        "always": [kind.title() for kind, _pace in paces if not kind.optional],
        "saved": "saved" in request.GET and not form.is_bound,
    }
    return render(request, "web/notices/preferences.html", context, status=422 if form.is_bound else 200)


@csrf_exempt  # RFC 8058: the mail program posts here without having been here; the token is the proof
@never_cache
@require_http_methods(METHODS)
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End a person's mails of a kind, or all that can be switched off, on a press of the button or by the mail program."""
    try:
        user, name = named_by(token)
    except EndingUnknown:
        return render(request, "web/notices/follow_unknown.html", status=404)
    kind = optional_kind(name)
    if request.method == "POST":
        end_mails(user, name)
    title = kind.title() if kind else _("All mails that can be switched off")
    return render(request, "web/notices/end.html", {"title": title, "done": request.method == "POST"})
