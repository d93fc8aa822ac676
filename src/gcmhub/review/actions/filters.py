"""What editors keep of their queues."""

from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import roles_of
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library.errors import Problem
from gcmhub.review.errors import Incomplete, TooMany
from gcmhub.review.models import SavedFilter

LIMIT = 30  # of one person
LONGEST = 80


@transaction.atomic
def keep_filter(name: str, wanted: dict[str, Any], *, by: User) -> SavedFilter:
    """Keep a queue and its filters under a name; what was kept under it before is replaced.

    Raises ``Incomplete`` without a name, ``TooMany`` and ``NotPermitted``.
    """
    _guard(by)
    name = " ".join(name.replace("\x00", "").split())[:LONGEST]
    if not name:
        raise Incomplete((Problem("name", "required"),))
    held = SavedFilter.objects.filter(owner=by)
    if not held.filter(name=name).exists() and held.count() >= LIMIT:
        raise TooMany(str(LIMIT))
    kept, _ = SavedFilter.objects.update_or_create(owner=by, name=name, defaults={"wanted": wanted, "made_at": now()})
    return kept


def discard_filter(number: int, *, by: User) -> bool:
    """Forget one of somebody's own filters; False when it is not there."""
    _guard(by)
    return bool(SavedFilter.objects.filter(owner=by, pk=number).delete()[0])


def _guard(by: User) -> None:
    if roles_of(by).isdisjoint(EDITORS):
        raise NotPermitted("queues are the editors'")
