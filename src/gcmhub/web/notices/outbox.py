"""The outbox for managing editors: whoever walks through the hub without a mail server reads its mails here."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gcmhub.accounts.queries import roles_of
from gcmhub.face.languages import languages
from gcmhub.face.reader import person
from gcmhub.notices import queries
from gcmhub.notices.choices import MessageState
from gcmhub.notices.mails import template_names
from gcmhub.notices.permissions import may_read_outbox
from gcmhub.web.library.pagination import Pagination

SIZE = 30
FILTERS = ("state", "template", "language", "recipient")


@login_required
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List mails, the newest first, narrowed by what was chosen."""
    if not may_read_outbox(roles_of(person(request))):
        raise PermissionDenied
    chosen = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in FILTERS}
    pages = Paginator(queries.outbox(**chosen), SIZE)
    page = pages.get_page(request.GET.get("page"))
    names = state_names()
    context = {
        "mails": [(row, names[queries.state_of(row)]) for row in page.object_list],
        "total": pages.count,
        "chosen": chosen,
        "states": names,
        "templates": template_names(),
        "tongues": languages(),
        "pagination": Pagination(pages.count, page.number, SIZE, tuple(pair for pair in chosen.items() if pair[1])),
    }
    return render(request, "web/notices/outbox.html", context)


def state_names() -> dict[str, str]:
    """Return what each state of a mail is called."""
    return {
        str(MessageState.QUEUED): _("Waiting to be sent"),
        queries.HELD: _("Held back"),
        str(MessageState.SENT): _("Sent"),
        str(MessageState.FAILED): _("Given up"),
        str(MessageState.WITHDRAWN): _("Withdrawn"),
        str(MessageState.STOPPED): _("Address stopped"),
    }
