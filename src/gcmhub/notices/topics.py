"""What can be followed: each kind of list is made known by who can read it, as this room knows nothing of lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class News:
    """What is new in a list: exact total, and the first titles with the paths of their pages."""

    total: int
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Topic:
    """A kind of list. Each takes a selection in the topic's own words, and a language."""

    name: str
    title: Callable[[str, str], str]  # what the list is called
    path: Callable[[str, str], str]  # where it is shown
    news: Callable[[str, str, datetime, datetime], News]  # what became public from a moment on and before another
    confirmation: Callable[[str, str], str]  # path of the page that confirms the subscription of a token, in a language
    ending: Callable[[str, str], str]  # path of the page that ends it


_topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    """Make a topic known; whoever can read its lists calls it when ready."""
    _topics[topic.name] = topic


def topic(name: str) -> Topic:
    """Return one topic; raises ``KeyError``."""
    return _topics[name]
