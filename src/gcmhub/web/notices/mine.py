"""What a person was told. Nothing counts as read by being looked at: programs look too."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gcmhub.accounts.queries import roles_of
from gcmhub.face.links import url
from gcmhub.face.reader import person
from gcmhub.notices import queries
from gcmhub.notices.actions import mark_read
from gcmhub.notices.permissions import may_read_outbox
from gcmhub.web.library.pagination import Pagination

SIZE = 30


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List a person's notices, unread ones first."""
    user = person(request)
    pages = Paginator(queries.notice_rows(user), SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "notices": queries.told(list(page.object_list)),
        "unread": queries.unread_count(user),
        "reads_outbox": may_read_outbox(roles_of(user)),
        "stopped": queries.stopped_addresses_of(user),
        "pagination": Pagination(pages.count, page.number, SIZE, ()),
    }
    return render(request, "web/notices/mine.html", context)


@login_required
@never_cache
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of them when none is named."""
    number = request.POST.get("notice", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    mark_read(person(request), *([int(number)] if number else []))
    return HttpResponseRedirect(url("web:notices"))
