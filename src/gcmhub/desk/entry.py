"""Who may come in: editors, and for some pages managing editors alone. Everybody else finds nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gcmhub.accounts.choices import Role
from gcmhub.accounts.permissions import EDITORS, KEEPS_ORGANISATIONS
from gcmhub.accounts.queries import roles_of
from gcmhub.face.own_pages import View, me, own
from gcmhub.review.queries.suggested_links import waiting_for


def _for(roles: frozenset[str], methods: tuple[str, ...]) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @own(*methods)
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.held = roles_of(me(request))  # type: ignore[attr-defined] # for the menu
            if roles.isdisjoint(request.held):  # type: ignore[attr-defined]
                raise PermissionDenied
            request.waiting_links = lambda: waiting_for(me(request)).count()  # type: ignore[attr-defined] # for the menu
            return view(request, *args, **kwargs)

        return wrapped

    return wrap


def editors(*methods: str) -> Callable[[View], View]:
    """Let a view answer editors and managing editors, with ``methods``; 403 for others, the log-in for nobody."""
    return _for(EDITORS, methods)


def managing(*methods: str) -> Callable[[View], View]:
    """Let a view answer managing editors, with ``methods``; 403 for others, the log-in for nobody."""
    return _for(frozenset({Role.MANAGING_EDITOR}), methods)


def keepers(*methods: str) -> Callable[[View], View]:
    """Let a view answer managing editors and administrators, with ``methods``; 403 for others, the log-in for nobody."""
    return _for(KEEPS_ORGANISATIONS, methods)


def manages(request: HttpRequest) -> bool:
    """Say whether a managing editor asks."""
    return Role.MANAGING_EDITOR in roles_of(me(request))
