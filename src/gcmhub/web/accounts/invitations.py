"""Taking an invitation up: a page tells what it is, a click on it takes it up. Reading the page changes nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from gcmhub.accounts.actions import claim_invitation
from gcmhub.accounts.errors import InvitationClaimed, InvitationExpired, InvitationUnknown
from gcmhub.accounts.queries import invitation_by_token
from gcmhub.core.errors import HubError
from gcmhub.face.links import url

# purpose: where a person goes after taking it up, given the id of its object; the pages of each room add theirs
DESTINATIONS: dict[str, Callable[[str], str]] = {}
STATUS: dict[type[HubError], int] = {InvitationUnknown: 404, InvitationExpired: 410, InvitationClaimed: 409}


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds it; take it up for the person signed in."""
    context: dict[str, Any] = {"token": token, "row": None, "problem": ""}
    try:
        if request.method == "POST":
            if not request.user.is_authenticated:
                return redirect_to_login(request.path)
            row = claim_invitation(token, by=request.user)
            return HttpResponseRedirect(destination_of(row.purpose, row.object_id))
        context["row"] = invitation_by_token(token)
    except HubError as error:
        context["problem"] = error.code
        status = STATUS.get(type(error), 409)
    else:
        status = 200
    response = render(request, "web/accounts/invitation.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


def destination_of(purpose: str, object_id: str) -> str:
    """Return where a person goes after taking an invitation up."""
    find = DESTINATIONS.get(purpose)
    return find(object_id) if find else url("account_home")
