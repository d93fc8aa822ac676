"""When a mail is tried again, when digests come, what a bounce means, how long things are kept. Values alone decide."""

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# After the first attempt that failed, the second, and so on: a mail is given up after two days and eight attempts.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 720, 1_440))
SENT_KEPT = timedelta(days=30)  # mails that were sent or given up
CONTACT_KEPT = timedelta(days=365)  # messages from readers
BOUNCES_KEPT = timedelta(days=180)
NOTICES_KEPT = timedelta(days=365)  # after they were read
BOUNCES_TO_STOP = 3  # that say never
DIGEST_CAP = 20  # notices in one digest
DIGEST_HOUR = 7  # of UTC, where a person's own hour is not known
NOT_THE_ADDRESS = {"5.2.2", "5.2.3", "5.3.4"}  # a full mailbox, a mail that is too large: the next may be taken
STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)")
UNCONFIRMED_KEPT = timedelta(days=7)  # subscriptions that nobody confirmed
UNCONFIRMED_AT_ONCE = 3  # of one address: a stranger must not fill its box
LATE = timedelta(minutes=10)  # what became public may be committed this long after its clock was read
TICK = timedelta(hours=1)
RESULTS_KEPT = timedelta(days=14)  # of tasks that are done
SUBJECT_LENGTH = 200  # characters


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts (1 or more); None when it is time to give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def next_digest(frequency: str, after: datetime) -> datetime:
    """Return when the news after a moment come: a day, a week or a month later, on the 28th at the latest."""
    if frequency != "monthly":
        return after + timedelta(days=1 if frequency == "daily" else 7)
    return after.replace(year=after.year + after.month // 12, month=after.month % 12 + 1, day=min(after.day, 28))


def next_tick(moment: datetime) -> datetime:
    """Return the next full hour: what is due at an hour is done at its beginning."""
    return moment.replace(minute=0, second=0, microsecond=0) + TICK


def is_final(code: int) -> bool:
    """Return whether a mail server's answer about a recipient or a text means never: 5xx, where 4xx means later."""
    return 500 <= code <= 599


def one_line(text: str) -> str:
    """Return a text without line ends and control characters, as a header of a mail must be."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:SUBJECT_LENGTH]


def status_in(text: str) -> str:
    """Return the first status of RFC 3463 in a text; "" when there is none."""
    found = STATUS.search(text)
    return found[0] if found else ""


def is_hard(status: str) -> bool:
    """Return whether a status says that an address will never take mail; policies (5.7) and full mailboxes do not."""
    return status.startswith("5.") and not status.startswith("5.7.") and status not in NOT_THE_ADDRESS


@lru_cache(maxsize=600)
def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name; None when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones, a path, a name that is too long
        return None


def last_digest(moment: datetime, zone: ZoneInfo | None, hour: int, *, weekly: bool) -> datetime:
    """Return the last time, up to a moment, at which a digest was due: at this hour of the zone (UTC without one).

    Weekly ones are due on Mondays. An hour that a change of clocks leaves out is the one after it.
    """
    local = moment.astimezone(zone or UTC)
    day = local.date() - timedelta(days=local.weekday() if weekly else 0)
    due = datetime.combine(day, time(hour), zone or UTC).astimezone(UTC)
    if due <= moment:
        return due
    return datetime.combine(day - timedelta(days=7 if weekly else 1), time(hour), zone or UTC).astimezone(UTC)
