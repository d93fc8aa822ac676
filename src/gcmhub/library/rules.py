"""The order of the Hub and what follows from values alone. No Django here."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

SCOPE_RANK = {"global": 0, "multi-regional": 1, "regional": 2, "sub-regional": 3, "national": 4, "local": 5}
UNKNOWN_SCOPE_RANK = 5
DATE_BITS, DATE_MAX = 23, 2**23 - 1
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def published_value(published: str) -> int:
    """Return a number that grows with the date, 0 without one.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD. A coarser date comes before the finer
    ones of the same year or month. Raises ``ValueError`` when it is no such date.
    """
    if not published:
        return 0
    match = _DATE.fullmatch(published)
    if not match:
        raise ValueError(f"not YYYY, YYYY-MM or YYYY-MM-DD: {published!r}")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    date(year, month if match[2] else 1, day if match[3] else 1)  # raises ValueError on 2021-02-30
    return (year * 13 + month) * 32 + day


def effective_scope(scope: str, *, regions: Sequence[str], countries: Sequence[str]) -> str:
    """Return the scope used for the order: the given one, else what places imply, else ''."""
    if scope:
        return scope
    if len(regions) > 1:
        return "multi-regional"
    if len(countries) == 1:
        return "national"
    return "regional" if regions or countries else ""


def effective_comprehensiveness(given: int | None, *, objectives: int, actions: int) -> int:
    """Return 1 to 3: the reviewer's figure, else by how much of the GCM the resource covers.

    3 from five objectives or six actions on, 2 from two objectives or three actions on, else 1.
    """
    if given is not None:
        return given
    if objectives >= 5 or actions >= 6:
        return 3
    return 2 if objectives >= 2 or actions >= 3 else 1


def breadth(*, scope: str, comprehensiveness: int) -> int:
    """Return 0 (local, narrow) to 9 (global, comprehensive): what the Hub shows first.

    Source: the Hub orders "more comprehensive and global resources" before others; both
    criteria weigh alike, so a resource at least as good in both and better in one leads.
    """
    return 2 * (comprehensiveness - 1) + (5 - SCOPE_RANK.get(scope, UNKNOWN_SCOPE_RANK))


def recommended_order(*, scope: str, comprehensiveness: int, reviewed: bool, published: str) -> int:
    """Return the place in the Hub's order, 0 to 2**33 - 1; lower comes first.

    Breadth, then comprehensiveness, scope, peer reviewed first, newest first. What is still
    equal stands in the order of arrival (``place_with_arrival``).
    """
    if not 1 <= comprehensiveness <= 3:
        raise ValueError(f"comprehensiveness must be 1 to 3, got {comprehensiveness}")
    order = 9 - breadth(scope=scope, comprehensiveness=comprehensiveness)
    order = order << 2 | 3 - comprehensiveness
    order = order << 3 | SCOPE_RANK.get(scope, UNKNOWN_SCOPE_RANK)
    order = order << 1 | (0 if reviewed else 1)
    return order << DATE_BITS | DATE_MAX - published_value(published)


def newest_order(*, published: str) -> int:
    """Return the place by date, newest first, undated last; 0 to 2**23 - 1."""
    return DATE_MAX - published_value(published)


def place_with_arrival(order: int, arrival: int) -> int:
    """Make an order total: ``arrival`` (the row number, below 2**30) breaks its ties."""
    return order << 30 | arrival


def rank_codes(
    *, scope: str, objectives: int, actions: int, review_status: str, reviewed_year: int | None, published: str
) -> tuple[str, ...]:
    """Return why a resource stands where it stands, as codes in the order of their weight.

    ``scope:global``, ``actions:5`` or ``objectives:2``, ``peer-reviewed:2021``, ``imported``, ``checked`` or
    ``not-reviewed``, ``published:2022``.
    """
    codes = [f"scope:{scope}" if scope else "scope:unknown"]
    codes.append(f"actions:{actions}" if actions else f"objectives:{objectives}")
    if review_status == "reviewed":
        codes.append(f"peer-reviewed:{reviewed_year}" if reviewed_year else "peer-reviewed")
    else:
        codes.append(review_status if review_status in {"imported", "checked"} else "not-reviewed")
    if published:
        codes.append(f"published:{published[:4]}")
    return tuple(codes)


def pick_language(available: Iterable[str], preferred: str) -> str | None:
    """Return the reader's language when there, else the first (original) one, else None."""
    languages = list(available)
    return preferred if preferred in languages else next(iter(languages), None)


def orcid_is_sound(orcid: str) -> bool:
    """Check form and ISO 7064 mod 11-2 digit of ``0000-0000-0000-000X``."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", orcid, re.ASCII):
        return False
    total = 0
    for digit in orcid[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return orcid[-1] == "0123456789X"[(12 - total % 11) % 11]


def call_phase(opens_at: datetime, closes_at: datetime, now: datetime) -> str:
    """Return ``coming``, ``open`` (from ``opens_at`` on, before ``closes_at``) or ``closed``; all are aware moments."""
    if now >= closes_at:
        return "closed"
    return "open" if now >= opens_at else "coming"


def days_until(moment: datetime, now: datetime, zone: tzinfo) -> int:
    """Return how many midnights of ``zone`` lie between ``now`` and the last instant before ``moment``: 0 is today.

    Before midnight means the day that ends there. Negative when that day is over.
    """
    last = (moment - timedelta(microseconds=1)).astimezone(zone)
    return (last.date() - now.astimezone(zone).date()).days
