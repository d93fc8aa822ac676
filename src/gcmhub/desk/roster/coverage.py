"""What the roster covers, where it has gaps, and how it is made up beside what it should be."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from babel.numbers import format_percent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gcmhub.desk.entry import editors
from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.face.roster_words import GENDERS, ORIGINS
from gcmhub.review.queries.coverage import Balance, Coverage, balance, coverage
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label


@dataclass(frozen=True)
class Table:
    """One language: for every objective how many active members cover each region; ``gaps`` are the cells with nobody."""

    language: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def gaps(self) -> int:
        """How many cells nobody covers."""
        return sum(count == 0 for _, counts in self.rows for count in counts)


def table_of(found: Coverage, language: str) -> Table:
    """Return objectives by regions in one language."""
    return Table(
        language,
        tuple((one, tuple(found.count(one, language, region) for region in found.regions)) for one in found.objectives),
    )


@dataclass(frozen=True)
class Meter:
    """One share of the active roster; ``count`` is None where few people would be told apart."""

    name: Any
    count: int | None
    share: Fraction | None
    target: Fraction | None

    @property
    def percent(self) -> str:
        """The share as the language writes it."""
        return percent(self.share)

    @property
    def aimed(self) -> str:
        """The target as the language writes it."""
        return percent(self.target)

    @property
    def width(self) -> int:
        """The share in hundredths."""
        return round(100 * (self.share or 0))


def percent(share: Fraction | None) -> str:
    """Return a share as the current language writes it; nothing for none."""
    return "" if share is None else str(format_percent(round(float(share), 2), locale=current().locale))


PANEL = {"un": Fraction(1, 3), "external": Fraction(2, 3)}  # one of the UN and two from outside sit on a panel
PARITY = {"woman": Fraction(1, 2), "man": Fraction(1, 2)}


def meters(found: Balance) -> list[tuple[Any, Any, list[Meter]]]:
    """Return the groups of the balance: name, what the target means ("" without one), and their shares."""
    total = found.total or 0

    def meter(name: Any, count: int | None, target: Fraction | None) -> Meter:
        return Meter(name, count, Fraction(count, total) if count is not None and total else None, target)

    even, language = Fraction(1, len(found.regions) or 1), current().content
    return [
        (
            _("Origin"),
            _("A panel has one reviewer of the United Nations and two from outside; the roster in the same proportion."),
            [meter(name, found.origin.get(code, 0), PANEL[code]) for code, name in ORIGINS.items()],
        ),
        (
            _("Gender"),
            _("As many women as men. Only of those who agreed to be counted; never of anybody alone."),
            [meter(name, found.gender.get(code, 0), PARITY.get(code)) for code, name in GENDERS.items()],
        ),
        (
            _("Regions of experience"),
            _("An even share for each region, at least; people may know several."),
            [meter(label(Scheme.REGION, code, language), count, even) for code, count in found.regions.items()],
        ),
        (
            _("Languages they review in"),
            "",
            [meter(language_name(code), count, None) for code, count in found.languages.items()],
        ),
    ]


@editors("GET")
def page(request: HttpRequest) -> HttpResponse:
    """Show the coverage in one language at a time, the gaps of every language in numbers, and the balance."""
    found = coverage()
    tables = [table_of(found, language) for language in found.languages]
    chosen = next((each for each in tables if each.language == request.GET.get("language")), None)
    worst = max(tables, key=lambda each: each.gaps)
    context = {
        "coverage": found,
        "tables": tables,
        "shown": chosen or worst,
        "cells": len(found.objectives) * len(found.regions),
        "meters": meters(balance()),
    }
    return render(request, "desk/roster/coverage.html", context)
