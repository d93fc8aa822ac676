"""What the hub asks of allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest  # noqa: TID251 - the type that allauth hands over


class HubAccountAdapter(DefaultAccountAdapter):
    """Sign-in only for now; sign-up opens with the submission of resources."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody can sign up on their own yet."""
        return False
