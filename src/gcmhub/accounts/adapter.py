"""What the hub asks of allauth."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 - the type that allauth hands over


class HubAccountAdapter(DefaultAccountAdapter):
    """Sign-up as the operator wishes; addresses under the hub's own name."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Whether people can make an account themselves."""
        return bool(settings.HUB_SIGN_UP)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Keep nothing for a later page: each page says itself what has become of what was asked."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address in the mail about a forgotten password."""
        return public(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the address in the mail about a new address."""
        return public(super().get_email_confirmation_url(request, emailconfirmation))


def public(found: str) -> str:
    """Return an address under the hub's own name where it has one: a Host header is what a client says."""
    if not settings.HUB_BASE_URL:
        return found
    return f"{settings.HUB_BASE_URL}{urlunsplit(urlsplit(found)._replace(scheme='', netloc=''))}"
