"""Facet groups and chips as a search page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from gcmhub.face.formats import language_name, named, number
from gcmhub.face.languages import current
from gcmhub.library.queries import FacetValue, Found, Selection, facet_label
from gcmhub.web.library.selection import Pairs, pairs_of, query_of

ORDER = ("objective", "country", "region", "kind", "document_type", "language", "action", "principle", "scope", "source")
OPEN = frozenset({"objective", "kind"})
LONG = 12  # rows from which on a list can be filtered by typing


@dataclass(frozen=True)
class Group:
    """One facet group: its rows as HTML, how many there are, whether it stands open."""

    name: str
    title: str
    rows: Markup
    size: int
    chosen: int
    is_open: bool


@dataclass(frozen=True)
class Chip:
    """One choice of the reader, named with its group, and the address without it."""

    label: str
    url: str


def titles() -> dict[str, str]:
    """Return what readers call the groups."""
    return {
        "objective": _("Objective"),
        "country": _("Country or area"),
        "region": _("Region"),
        "kind": _("Kind of resource"),
        "document_type": _("Type of document"),
        "language": _("Language of the resource"),
        "action": _("Action"),
        "principle": _("Guiding principle"),
        "scope": _("Geographic scope"),
        "source": _("Source"),
        "year": _("Year"),
    }


def value_label(group: str, value: str) -> str:
    """Return a value as rows and chips show it: objectives and actions with their number."""
    if group == "language":
        return language_name(value)
    text = facet_label(group, value, current().code)
    return f"{value}. {text}" if group in {"objective", "action"} and value != "0" else text


@lru_cache(maxsize=16_384)
def _row(group: str, value: str, label: str, *, checked: bool) -> str:
    name = Markup("<bdi>{}</bdi>").format(label) if group == "source" else escape(label)  # sources stand in no language
    return (
        f'<li><label><input type="checkbox" name="{group}" value="{escape(value)}"{" checked" if checked else ""}>'
        f" <span>{name}</span> <i>"
    )


def _rows(group: str, values: Sequence[FacetValue], chosen: tuple[str, ...]) -> Markup:
    numbered = group in {"objective", "action"}
    language = current()
    parts = []
    for each in values:
        label = f"{each.value}. {each.label}" if numbered and each.value != "0" else each.label
        if group == "language" and each.label == each.value:
            label = language_name(each.value, language)
        start = _row(group, each.value, label, checked=each.value in chosen)
        parts.append(f"{start}{number(each.count, language)}</i></label></li>")
    return Markup("".join(parts))  # noqa: S704 - values and labels are escaped in _row


def groups(found: Found, selection: Selection) -> tuple[Group, ...]:
    """Return the groups of an answer in the order of the page; a chosen value stays, even at zero."""
    names = titles()
    made = []
    for group in ORDER:
        chosen = selection.filters.get(group, ())
        values = list(found.facets.get(group, ()))
        present = {each.value for each in values}
        values += [FacetValue(value, facet_label(group, value, current().code), 0) for value in chosen if value not in present]
        if values:
            rows = _rows(group, values, chosen)
            made.append(Group(group, names[group], rows, len(values), len(chosen), bool(chosen) or group in OPEN))
    return tuple(made)


def years(found: Found, selection: Selection, address: str) -> tuple[tuple[str, int, str], ...]:
    """Return years, the latest first, with their counts and the address of the search in that year alone."""
    pairs = (pair for pair in pairs_of(selection) if pair[0] not in {"year_from", "year_to"})
    base = query_of(pairs)
    base = f"{address}{base}&" if base else f"{address}?"
    return tuple(
        (each.value, each.count, f"{base}year_from={each.value}&year_to={each.value}") for each in found.facets.get("year", ())
    )


def chips(selection: Selection, address: str) -> tuple[Chip, ...]:
    """Return the reader's choices, each with the address of the search without it."""
    pairs, names = pairs_of(selection), titles()
    made = [
        Chip(named(names[group], value_label(group, value)), address + query_of(_without(pairs, group, value)))
        for group, values in selection.filters.items()
        for value in values
    ]
    bounds = (("year_from", selection.year_from, _("from %(year)s")), ("year_to", selection.year_to, _("to %(year)s")))
    made += [
        Chip(named(names["year"], text % {"year": year}), address + query_of(_without(pairs, name)))
        for name, year, text in bounds
        if year is not None
    ]
    return tuple(made)


def _without(pairs: Pairs, name: str, value: str = "") -> Pairs:
    return tuple(pair for pair in pairs if pair[0] != name or (value and pair[1] != value))


def counts(found: Found, group: str) -> Mapping[str, int]:
    """Return the counts of a group by value."""
    return {each.value: each.count for each in found.facets.get(group, ())}
