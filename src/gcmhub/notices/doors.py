"""Where the pages about notices are: the door that shows them says so, as this room knows no pages."""

from collections.abc import Callable

from django.conf import settings

_endings: list[Callable[[str, str], str]] = []


def register(ending: Callable[[str, str], str]) -> None:
    """Take the function that gives the path of the page which ends the mails that a token names, in a language."""
    _endings[:] = [ending]


def ending(token: str, language: str) -> str:
    """Return the address of that page; "" when the hub has no public one or no door shows it."""
    return f"{settings.HUB_BASE_URL}{_endings[0](token, language)}" if _endings and settings.HUB_BASE_URL else ""
