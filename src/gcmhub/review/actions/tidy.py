"""Taking out what never was the hub's own."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.accounts.queries import addresses_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import delete_resources
from gcmhub.review.models import RosterMember, Submission, Suggestion
from gcmhub.review.queries.drafts import SOURCE


@transaction.atomic
def delete_everything_of(people: Iterable[User], *, by: Any) -> int:
    """Remove what people began, with what was published of it, links they suggested, their places on the roster.

    For people who do not exist: demonstrations. Their events stay in the record. Returns how many submissions there were.
    """
    if by != SYSTEM:
        raise NotPermitted("only the operator takes demonstrations out")
    everybody = list(people)
    keys = [one.pk for one in everybody]
    rows = Submission.objects.filter(people__user__in=keys, people__is_owner=True)
    names = list(rows.values_list("public_id", flat=True))
    numbers = list(rows.values_list("pk", flat=True))
    Submission.objects.filter(pk__in=numbers).delete()
    delete_resources(SOURCE, by=by, only=names)
    RosterMember.objects.filter(user__in=keys).delete()
    Suggestion.objects.filter(email__in=[address for one in everybody for address in addresses_of(one)]).delete()
    return len(names)
