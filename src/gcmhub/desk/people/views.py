"""Find somebody, grant and revoke roles, verify organisations and focal points. Actions guard; here is who may come in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gcmhub.accounts.actions import grant_role, revoke_role, verify_focal_point, verify_organisation
from gcmhub.accounts.choices import Role
from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import GRANTED_BY, may_grant
from gcmhub.accounts.queries import (
    addresses_of,
    focal_points_to_verify,
    grants_of,
    memberships_of,
    names_of,
    organisation_by_id,
    person_by_id,
    roles_of,
    search_people,
    unverified_organisations,
)
from gcmhub.core.errors import HubError
from gcmhub.desk.entry import keepers
from gcmhub.desk.people import words
from gcmhub.face.account_words import ORGANISATION_TYPES, ROLES
from gcmhub.face.languages import current
from gcmhub.face.links import url
from gcmhub.face.own_pages import me
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import codes

SHOWN = 50  # rows of a list that waits


@keepers("GET")
def people(request: HttpRequest) -> HttpResponse:
    """Show who was searched for, and what waits to be verified."""
    return people_page(request)


def people_page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page; ``more`` is what a form brought that cannot be taken."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = search_people(text) if text else []
    waiting = unverified_organisations()
    context: dict[str, Any] = {
        "text": text,
        "found": [(one, [ROLES[Role(grant.role)] for grant in grants_of(one)]) for one in found],
        "organisations": [(one, one.name_in(current().content)) for one in waiting[:SHOWN]],
        "waiting": waiting.count(),
        "focal_points": [(one, one.organisation.name_in(current().content)) for one in focal_points_to_verify()[:SHOWN]],
        "types": ORGANISATION_TYPES,
        "me": me(request),
        "problem": "",
        "opened": "",
        "typed": None,
    }
    return render(request, "desk/people/people.html", context | more, status=status)


def person_or_404(person_id: str) -> User:
    """Return somebody who has not left."""
    found = person_by_id(person_id)
    if found is None:
        raise Http404
    return found


@keepers("GET")
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show one person: addresses, roles, organisations."""
    return person_page(request, person_or_404(person_id))


def person_page(request: HttpRequest, found: User, status: int = 200, **more: Any) -> HttpResponse:
    """Show a person; ``more`` is what a form brought that cannot be taken."""
    by, grants = me(request), list(grants_of(found))
    held = roles_of(by)
    names = names_of({grant.granted_by for grant in grants})
    context: dict[str, Any] = {
        "person": found,
        "addresses": addresses_of(found),
        "grants": [
            {
                "grant": one,
                "role": ROLES[Role(one.role)],
                "by": names.get(one.granted_by, ""),
                "mine": may_grant(by, held, one.role),
            }
            for one in grants
        ],
        "grantable": [(role, ROLES[Role(role)]) for role in GRANTED_BY if may_grant(by, held, role)] if found.is_active else [],
        "memberships": [(one, one.organisation.name_in(current().content)) for one in memberships_of(found)],
        "objectives": sorted(codes(Scheme.OBJECTIVE), key=int),
        "problem": "",
        "typed": None,
    }
    return render(request, "desk/people/person.html", context | more, status=status)


@keepers("POST")
def grant(request: HttpRequest, person_id: str) -> HttpResponse:
    """Trust somebody with a role, for all objectives or those that are ticked."""
    found = person_or_404(person_id)
    role, objectives = request.POST.get("role", ""), request.POST.getlist("objectives")
    try:
        grant_role(found, role, by=me(request), objectives=objectives)
    except HubError as error:
        return _refused(request, found, "role-not-granted" if not role else error.code)
    return HttpResponseRedirect(f"{url('desk:person', person_id)}?done=1")


@keepers("POST")
def revoke(request: HttpRequest, person_id: str) -> HttpResponse:
    """End a role of somebody."""
    found = person_or_404(person_id)
    try:
        revoke_role(found, request.POST.get("role", ""), by=me(request))
    except HubError as error:
        return _refused(request, found, error.code)
    return HttpResponseRedirect(f"{url('desk:person', person_id)}?done=1")


def _refused(request: HttpRequest, found: User, code: str) -> HttpResponse:
    problem = words.ERRORS.get(code, words.NOT_NOW)
    return person_page(request, found, 422, problem=problem, typed=request.POST)


@keepers("POST")
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Confirm that an organisation is what it says, with the domains of its addresses."""
    found = organisation_by_id(organisation_id)
    if found is None:
        raise Http404
    domains = request.POST.get("domains", "").replace("\x00", "")[:2_000].split()
    try:
        verify_organisation(found, by=me(request), domains=domains)
    except HubError as error:
        return _verification_refused(request, organisation_id, error)
    return HttpResponseRedirect(f"{url('desk:people')}?done=1")


@keepers("POST")
def focal_point(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Confirm that somebody is the focal point of an organisation."""
    found = focal_points_to_verify().filter(pk=membership_id).first()
    if found is None:  # confirmed already, or withdrawn
        return HttpResponseRedirect(f"{url('desk:people')}?passed=1")
    try:
        verify_focal_point(found, by=me(request))
    except HubError as error:
        return _verification_refused(request, str(membership_id), error)
    return HttpResponseRedirect(f"{url('desk:people')}?done=1")


def _verification_refused(request: HttpRequest, opened: str, error: HubError) -> HttpResponse:
    code = str(error.details.get("field") or error.code)
    return people_page(request, 422, problem=words.ERRORS.get(code, words.NOT_NOW), opened=opened, typed=request.POST)
