"""Where the pages of this room are, for links in mails. Doors make them known; a room knows no addresses."""

from collections.abc import Mapping

_places: dict[str, str] = {}


def register(places: Mapping[str, str]) -> None:
    """Make paths known, without the language; ``{}`` stands for the public id."""
    _places.update(places)


def place(name: str, public_id: str = "") -> str:
    """Return the path of a page; the home page's where no door has such a page."""
    return _places.get(name, "/").replace("{}", public_id)
