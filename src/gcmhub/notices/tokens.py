"""Signed names of a person's mails of one kind, for links that work without signing in."""

from django.core.signing import BadSignature, Signer

from gcmhub.accounts.models import User
from gcmhub.notices.errors import EndingUnknown

_signer = Signer(salt="notices of a kind")


def token_of(user: User, kind: str = "") -> str:
    """Return the name of one kind, or of all that can be switched off."""
    return _signer.sign(f"{user.public_id}:{kind}")


def named_by(token: str) -> tuple[User, str]:
    """Return whom and which kind a token names. Raises ``EndingUnknown``."""
    try:
        public_id, _, kind = _signer.unsign(token).partition(":")
        return User.objects.get(public_id=public_id), kind
    except (BadSignature, User.DoesNotExist) as error:
        raise EndingUnknown(token[:40]) from error
