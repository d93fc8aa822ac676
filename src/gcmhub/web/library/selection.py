"""A reader's choice in the address of a page: read strictly, written in one canonical way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from gcmhub.face.languages import current
from gcmhub.library.queries import GROUPS, OPEN_GROUPS, Selection
from gcmhub.vocabulary import queries as vocabulary

FILTERS = tuple(group for group in GROUPS if group != "year")
ORDERS = ("recommended", "relevance", "newest")
TEXT_LIMIT, VALUE_LIMIT, VALUES_LIMIT, PAGE_LIMIT = 500, 200, 300, 1_000_000
PAGE_SIZE = 20
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")  # U+FFFD: what was no UTF-8
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Refusal:
    """A parameter that cannot be used, and why, in the reader's language."""

    parameter: str
    value: str
    reason: str


class SelectionRefused(Exception):
    """Some parameters cannot be used; ``pairs`` are the others."""

    def __init__(self, refusals: tuple[Refusal, ...], pairs: Pairs) -> None:
        super().__init__("; ".join(f"{each.parameter}: {each.reason}" for each in refusals))
        self.refusals, self.pairs = refusals, pairs


class EncodingBroken(Exception):
    """The address holds control characters or is not UTF-8."""


def allowed(group: str) -> frozenset[str] | None:
    """Return the values that a group takes, None when any."""
    if group in OPEN_GROUPS:
        return None
    codes = vocabulary.codes(group)
    return codes | {"global"} if group == "country" else codes


class _Reader:
    """Reads the query of one request and gathers what it refuses."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.refusals: list[Refusal] = []
        if any(_BROKEN.search(text) for name, values in query.lists() for text in (name, *values)):
            raise EncodingBroken

    def refuse(self, parameter: str, value: str, reason: str) -> None:
        self.refusals.append(Refusal(parameter, value[:80], reason))

    def text(self, name: str) -> str:
        value = " ".join(self.query.get(name, "").split())
        if len(value) > TEXT_LIMIT:
            self.refuse(name, value, _("The text is longer than %(limit)s characters.") % {"limit": TEXT_LIMIT})
            return ""
        return value

    def values(self, group: str) -> tuple[str, ...]:
        known = allowed(group)
        kept = []
        for value in dict.fromkeys(self.query.getlist(group)[:VALUES_LIMIT]):
            if not value:
                continue
            if (known is not None and value not in known) or len(value) > VALUE_LIMIT:
                self.refuse(group, value, _("There is no such value."))
            else:
                kept.append(value)
        return tuple(kept)

    def number(self, name: str, low: int, high: int) -> int | None:
        value = self.query.get(name, "").strip()
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 9 and low <= int(value) <= high):
            self.refuse(name, value, _("It must be a whole number from %(low)s to %(high)s.") % {"low": low, "high": high})
            return None
        return int(value)

    def order(self) -> str | None:
        value = self.query.get("sort", "")
        if value and value not in ORDERS:
            self.refuse("sort", value, _("There is no such value."))
            return None
        return value or None


def read_selection(request: HttpRequest) -> Selection:
    """Read the selection of an address. Raises ``SelectionRefused``, ``EncodingBroken``."""
    return selection_of(request.GET)


def selection_of(query: QueryDict) -> Selection:
    """Read a selection; parameters that a search does not know are left alone.

    Raises ``SelectionRefused``, ``EncodingBroken``.
    """
    reader = _Reader(query)
    selection = Selection(
        text=reader.text("q"),
        filters={group: values for group in FILTERS if group in query and (values := reader.values(group))},
        year_from=reader.number("year_from", 0, 9999),
        year_to=reader.number("year_to", 0, 9999),
        order=reader.order(),
        page=reader.number("page", 1, PAGE_LIMIT) or 1,
        page_size=PAGE_SIZE,
        language=current().code,
    )
    if reader.refusals:
        raise SelectionRefused(tuple(reader.refusals), pairs_of(selection))
    return selection


def pairs_of(selection: Selection) -> Pairs:
    """Return the selection as parameters in their canonical order, without the page."""
    pairs = [("q", selection.text)] if selection.text else []
    pairs += [(group, value) for group in FILTERS for value in selection.filters.get(group, ())]
    pairs += [
        (name, str(value))
        for name, value in (("year_from", selection.year_from), ("year_to", selection.year_to))
        if value is not None
    ]
    default = "relevance" if selection.text else "recommended"
    if selection.order and selection.order != default:
        pairs.append(("sort", selection.order))
    return tuple(pairs)


def query_of(pairs: Iterable[tuple[str, object]], page: int = 1) -> str:
    """Return a query string with its question mark; nothing for nothing."""
    rows = [*pairs, *((("page", page),) if page > 1 else ())]
    return f"?{urlencode(rows)}" if rows else ""
