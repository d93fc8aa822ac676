"""What every page's frame needs to know of its reader and of itself."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

from gcmhub.face.crawlers import narrowed
from gcmhub.face.languages import Language, current, languages

DEFAULT_NAME = gettext_noop("Migration Network Hub")  # a hub of another name keeps it in every language


@dataclass(frozen=True)
class Alternate:
    """The same page in another language; ``path`` is its address without the query."""

    language: Language
    url: str
    path: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """The frame of a page: its language, the same page in the others, who is signed in, how addresses of the hub begin.

    ``path`` is the address without a language and without the query.
    """

    language: Language
    path: str
    alternates: tuple[Alternate, ...]
    person: Any
    hub_name: str
    base_url: str
    narrowed: bool  # by a choice of the reader


def frame(request: HttpRequest) -> Frame:
    """Return the frame of the page that answers ``request``; reads no session where no session cookie came."""
    language = current()
    path = request.get_full_path()
    prefix = path[1:].partition("?")[0].partition("/")[0]
    rest = path[len(prefix) + 1 :] if prefix in languages() else "/"
    bare = rest.partition("?")[0]
    return Frame(
        language=language,
        path=bare,
        alternates=tuple(
            Alternate(each, f"/{each.code}{rest}", f"/{each.code}{bare}", each is language) for each in languages().values()
        ),
        person=person(request),
        hub_name=gettext(settings.HUB_NAME),
        base_url=settings.HUB_BASE_URL,
        narrowed=narrowed(request),
    )


def person(request: HttpRequest) -> Any:
    """Return who is signed in, None for everybody else."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
