"""A person's own pages. All are private: for the person signed in, in no cache."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gcmhub.accounts.actions import (
    delete_person,
    end_membership,
    export_person,
    join_organisation,
    withdraw_consent,
)
from gcmhub.accounts.errors import AlreadyMember, ConsentNeeded, ConsentNotGiven, LastAdministrator, OrganisationRefused
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import (
    addresses_of,
    consents_of,
    memberships_of,
    organisation_by_id,
    roles_of,
    search_organisations,
)
from gcmhub.core.clock import today
from gcmhub.face.links import url
from gcmhub.face.own_pages import me, own
from gcmhub.web.accounts import forms, shown
from gcmhub.web.accounts.saving import add_and_join, save_expertise, save_profile


def sent(request: HttpRequest) -> Any:
    """Return what a form sent; None when a page is asked for."""
    return request.POST if request.method == "POST" else None


def closed(request: HttpRequest, **_: object) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 404: this door is not open."""
    raise Http404


@own("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is of a person: the sections, the roles."""
    held = roles_of(me(request))
    context = {"roles": shown.roles(held), "addresses": addresses_of(me(request)), "edits": not EDITORS.isdisjoint(held)}
    return render(request, "web/accounts/home.html", context)


@own("GET", "POST")
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save what a person says of themselves."""
    form = forms.ProfileForm(sent(request), initial=shown.profile_values(me(request)))
    if request.method == "POST" and form.is_valid() and save_profile(me(request), form):
        return HttpResponseRedirect(f"{url('account_profile', language=form.cleaned_data['language'])}?saved=1")
    status = 422 if form.errors else 200
    return render(request, "web/accounts/profile.html", {"form": form, **shown.profile_choices()}, status=status)


@own("GET", "POST")
def expertise(request: HttpRequest) -> HttpResponse:
    """Show and save what a person knows: objectives, languages, publications."""
    rows = shown.expertise_rows(me(request), sent(request))
    if request.method == "POST" and (problem := save_expertise(me(request), rows)) is None:
        return HttpResponseRedirect(f"{url('account_expertise')}?saved=1")
    context = {**rows, **shown.expertise_choices(), "problem": problem if request.method == "POST" else None}
    return render(request, "web/accounts/expertise.html", context, status=422 if context["problem"] else 200)


def organisations_page(request: HttpRequest, form: Any = None, problem: str = "") -> HttpResponse:
    """Show where a person works, and what was found of a name."""
    asked = request.GET.get("q", "")[:200]
    context = {
        "memberships": shown.memberships(memberships_of(me(request), since=shown.EVER)),
        "asked": asked,
        "found": shown.organisations(search_organisations(asked)) if asked.strip() else [],
        "form": form or forms.OrganisationForm(initial={"organisation_name": asked}),
        "problem": problem,
        "choices": shown.organisation_choices(),
        "today": today().isoformat(),
    }
    return render(request, "web/accounts/organisations.html", context, status=422 if form or problem else 200)


@own("GET")
def organisations(request: HttpRequest) -> HttpResponse:
    """Show where a person works; look for an organisation by its name."""
    return organisations_page(request)


@own("POST")
def join(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Write down that the person works for an organisation that is known."""
    organisation, form = organisation_by_id(organisation_id), forms.MembershipForm(request.POST)
    if organisation is None:
        raise Http404
    values = form.cleaned_data if form.is_valid() else {}
    try:
        join_organisation(me(request), organisation, by=me(request), **values)
    except AlreadyMember:
        pass  # sent twice
    except OrganisationRefused as error:
        return organisations_page(request, problem=shown.refusal(error))
    return HttpResponseRedirect(url("account_organisations"))


@own("POST")
def add(request: HttpRequest) -> HttpResponse:
    """Name an organisation that is not known yet, and join it."""
    form = forms.OrganisationForm(request.POST)
    if not form.is_valid():
        return organisations_page(request, form)
    try:
        add_and_join(me(request), form)
    except OrganisationRefused as error:
        return organisations_page(request, form, shown.refusal(error))
    return HttpResponseRedirect(url("account_organisations"))


@own("POST")
def leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership today."""
    membership = memberships_of(me(request)).filter(pk=membership_id).first()
    if membership is None:
        raise Http404
    end_membership(membership, by=me(request))
    return HttpResponseRedirect(url("account_organisations"))


@own("GET")
def consents(request: HttpRequest) -> HttpResponse:
    """Show what a person agreed to, and let them withdraw it."""
    return render(request, "web/accounts/consents.html", {"rows": shown.consents(consents_of(me(request)))})


@own("POST")
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Withdraw a consent."""
    try:
        withdraw_consent(me(request), purpose, by=me(request))
    except ConsentNeeded:
        return HttpResponseRedirect(url("account_delete"))
    except ConsentNotGiven:
        pass  # sent twice
    return HttpResponseRedirect(url("account_consents"))


@own("GET")
@reauthentication_required  # type: ignore[untyped-decorator] # allauth's
def export(request: HttpRequest) -> HttpResponse:
    """Give a person everything that the hub keeps of them, as one file of JSON."""
    found = export_person(me(request), by=me(request))
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{today():%Y-%m-%d}.json"'
    return response


@own("GET", "POST")
@reauthentication_required  # type: ignore[untyped-decorator] # allauth's
def delete(request: HttpRequest) -> HttpResponse:
    """Tell what goes and what stays, and delete the account."""
    form, last = forms.DeletionForm(sent(request)), False
    if request.method == "POST" and form.is_valid():
        try:
            delete_person(me(request), by=me(request))
        except LastAdministrator:
            last = True
        else:
            logout(request)
            return HttpResponseRedirect(url("account_deleted"))
    status = 409 if last else 422 if form.errors else 200
    return render(request, "web/accounts/delete.html", {"form": form, "last": last}, status=status)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that an account is gone."""
    return render(request, "web/accounts/deleted.html")


class PasskeyLogin(LoginWebAuthnView):
    """Sign-in by passkey; one that is not known leads back to the page, which says so."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 - allauth's signature
        """Lead back."""
        return HttpResponseRedirect(f"{url('account_login')}?passkey=unknown")


passkey_login = never_cache(PasskeyLogin.as_view())
