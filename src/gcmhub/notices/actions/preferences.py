"""What people wish to hear by mail, and when."""

from collections.abc import Mapping

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.notices.choices import DIGESTS, Pace
from gcmhub.notices.errors import KindUnknown, TimeZoneUnknown
from gcmhub.notices.mails import kinds, optional_kind, template_named, template_names
from gcmhub.notices.models import DigestHour, Notice, Preference
from gcmhub.notices.rules import zone_named


@transaction.atomic
def set_pace(user: User, kind: str, pace: Pace) -> None:
    """Write down when mails of a kind come. What waits for a digest goes with the wish. Raises ``KindUnknown``."""
    if optional_kind(kind) is None:
        raise KindUnknown(kind)
    Preference.objects.update_or_create(user=user, kind=kind, defaults={"pace": pace})
    names = [name for name in template_names() if template_named(name).kind == kind]
    waiting = Notice.objects.filter(user=user, template__in=names).exclude(pace="")
    if pace in DIGESTS:
        waiting.update(pace=pace)
    elif pace == Pace.NEVER:
        waiting.update(pace="")


@transaction.atomic
def end_mails(user: User, kind: str = "") -> None:
    """End mails of one kind, or of all that can be switched off; of a kind that is gone there is nothing to end."""
    for each in kinds():
        if each.optional and kind in {"", each.name}:
            set_pace(user, each.name, Pace.NEVER)


def set_digest_hour(user: User, time_zone: str, hour: int) -> None:
    """Write down at which hour (0 to 23) of which zone digests come. Raises ``TimeZoneUnknown``, ``ValueError``."""
    if zone_named(time_zone) is None:
        raise TimeZoneUnknown(time_zone)
    if not 0 <= hour <= 23:
        raise ValueError(f"no hour of a day: {hour}")
    DigestHour.objects.update_or_create(user=user, defaults={"time_zone": time_zone, "hour": hour})


@transaction.atomic
def set_preferences(user: User, paces: Mapping[str, Pace], time_zone: str, hour: int) -> None:
    """Write down all that a person wishes; without a time zone digests come at the hour of those whose zone is not known.

    Raises ``KindUnknown``, ``TimeZoneUnknown``, ``ValueError``.
    """
    for kind, pace in paces.items():
        set_pace(user, kind, pace)
    if time_zone:
        set_digest_hour(user, time_zone, hour)
    else:
        DigestHour.objects.filter(user=user).delete()
