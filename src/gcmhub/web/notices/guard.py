"""What keeps programs from filling the contact form, without a third party, a puzzle or a cookie."""

from allauth.core import ratelimit
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from gcmhub.core.clock import now
from gcmhub.core.ids import new_id

FASTEST = 3  # seconds that a person needs at least to write something
LONGEST = 86_400  # seconds that a form may lie open
_signer = Signer(salt="contact form")


def new_token() -> str:
    """Return a signed text that says when the form was handed out."""
    return _signer.sign(f"{new_id()}.{int(now().timestamp())}")


def age_of(token: str) -> float | None:
    """Return how many seconds ago a form was handed out; None when it was not, or more than a day ago."""
    try:
        moment = int(_signer.unsign(token).partition(".")[2])
    except (BadSignature, ValueError):
        return None
    age = now().timestamp() - moment
    return age if age <= LONGEST else None


def takes_more(request: HttpRequest) -> bool:
    """Count one message for the reader's network address; False when there were too many of late."""
    return bool(ratelimit.consume(request, action="contact"))
