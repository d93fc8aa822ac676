"""When a mail is tried again, how long messages are kept, what one line is. Values alone decide."""

from datetime import datetime, timedelta

# After the first attempt that failed, the second, and so on: a mail is given up after two days and eight attempts.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 720, 1_440))
SENT_KEPT = timedelta(days=30)  # mails that were sent or given up
CONTACT_KEPT = timedelta(days=365)  # messages from readers
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


def is_final(code: int) -> bool:
    """Return whether a mail server's answer about a recipient or a text means never: 5xx, where 4xx means later."""
    return 500 <= code <= 599


def one_line(text: str) -> str:
    """Return a text without line ends and control characters, as a header of a mail must be."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:SUBJECT_LENGTH]
