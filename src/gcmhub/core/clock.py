"""The one place that reads the time, so that tests can hold it still."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current moment in UTC."""
    return timezone.now()  # noqa: TID251 - the one place


def today() -> date:
    """Return the current date in UTC."""
    return now().date()
