"""Pages that are one person's own: for who is signed in, kept by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gcmhub.accounts.models import User

View = Callable[..., HttpResponse]


def own(*methods: str) -> Callable[[View], View]:
    """Let a view answer the person signed in alone, with ``methods``, and let nobody keep the answer."""

    def wrap(view: View) -> View:
        @never_cache
        @login_required
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        return wrapped

    return wrap


def me(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast("User", request.user)
