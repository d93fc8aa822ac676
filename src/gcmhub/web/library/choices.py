"""Lists narrowed by a few groups: one choice a group, the whole state in the address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from gcmhub.face.formats import number
from gcmhub.face.languages import current
from gcmhub.library.queries import FacetValue, Found, Selection, facet_label
from gcmhub.web.library.facets import Chip, chips, titles, value_label
from gcmhub.web.library.selection import SelectionRefused, read_selection


@dataclass(frozen=True)
class Choice:
    """One group as a select: rows of value, label with the count, and whether it is chosen."""

    name: str
    title: str
    options: tuple[tuple[str, str, bool], ...]


def read_choice(request: HttpRequest, groups: Collection[str]) -> Selection:
    """Read the selection of a list that only ``groups`` narrow; other groups of the address are left alone.

    Raises ``SelectionRefused``, ``EncodingBroken``.
    """
    try:
        selection = read_selection(request)
    except SelectionRefused as refused:
        told = tuple(each for each in refused.refusals if each.parameter in {*groups, "page"})
        if told:
            raise SelectionRefused(told, tuple(pair for pair in refused.pairs if pair[0] in groups)) from refused
        raise
    filters = {group: values for group, values in selection.filters.items() if group in groups}
    return replace(selection, text="", filters=filters, year_from=None, year_to=None, order=None)


def choices(found: Found, selection: Selection, groups: Collection[str]) -> tuple[Choice, ...]:
    """Return the groups of a list that have something to choose, every value with its count."""
    names, made = titles(), []
    for group in groups:
        chosen = selection.filters.get(group, ())
        values = list(found.facets.get(group, ()))
        present = {each.value for each in values}
        values += [FacetValue(value, facet_label(group, value, current().code), 0) for value in chosen if value not in present]
        options = tuple(
            (each.value, f"{value_label(group, each.value)} ({number(each.count)})", each.value in chosen) for each in values
        )
        if options:
            made.append(Choice(group, names[group], options))
    return tuple(made)


def choice_context(found: Found, selection: Selection, groups: Collection[str], address: str) -> Mapping[str, object]:
    """Return what ``_choices.html`` reads: the selects, the chips, the bare list."""
    made: tuple[Chip, ...] = chips(selection, address)
    return {"choices": choices(found, selection, groups), "chips": made, "address": address, "clear_url": address}
