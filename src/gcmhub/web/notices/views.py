"""Writing to the hub."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.notices.actions import record_contact
from gcmhub.web.notices.forms import ContactForm
from gcmhub.web.notices.guard import new_token, takes_more
from gcmhub.web.notices.topics import offers_resource, subject_of

PAGE = "web/notices/contact.html"


@csrf_exempt  # nobody is known here and no cookie is set: the form's own token takes the place of Django's
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show the form, about what ``page`` or ``topic`` name; keep what is sent. What was typed stays when parts are missing."""
    if request.method != "POST":
        form = ContactForm(initial={"page": request.GET.get("page", "")[:500], "subject": subject_of(request.GET)})
        return render(request, PAGE, {"form": form, "token": new_token(), "offers": offers_resource(request.GET)})
    form, status = ContactForm(request.POST), 422
    if form.is_valid():
        if takes_more(request):
            record_contact(**form.written(), language=current().code)
            return HttpResponseRedirect(url("web:contact_sent"))
        form.add_error(None, _("Many messages came from your network just now. What you wrote is still here: send it later."))
        status = 429
    return render(request, PAGE, {"form": form, "token": form.next_token, "offers": False}, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say thank you."""
    return render(request, "web/notices/sent.html")
