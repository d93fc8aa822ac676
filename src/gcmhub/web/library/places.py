"""Countries and areas grouped for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.words import TermRow


@dataclass(frozen=True)
class Region:
    """A region with its countries and areas in the alphabet of the reader, each with its count."""

    term: TermRow
    countries: tuple[tuple[str, str, int], ...]  # code, name, resources


def by_region(counted: Mapping[str, int], language: str) -> tuple[Region, ...]:
    """Return the regions with the countries and areas that are offered, and any other that has resources."""
    content = vocabulary.content_language(language)
    rows = [row for row in vocabulary.sorted_countries(language) if row.active or counted.get(row.code)]
    return tuple(
        Region(
            region,
            tuple(
                (row.code, row.labels[content], counted.get(row.code, 0))
                for row in rows
                if row.attributes["region"] == region.code
            ),
        )
        for region in vocabulary.terms(Scheme.REGION)
    )


def flags(country: TermRow) -> tuple[str, ...]:
    """Return the groups of the United Nations that a country belongs to, spelled out."""
    names = {
        "ldc": _("Least developed country"),
        "lldc": _("Landlocked developing country"),
        "sids": _("Small island developing State"),
    }
    return tuple(name for key, name in names.items() if country.attributes.get(key))
