"""Countries and areas grouped for people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from gcmhub.face.languages import current
from gcmhub.face.links import search_url, url
from gcmhub.face.world_map import Place
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


def country_options(regions: Sequence[Region], language: str) -> Markup:
    """Return the options of a select: Global, then every region with its countries and areas."""
    return _options(language, tuple((region.term.code, tuple(row[0] for row in region.countries)) for region in regions))


@lru_cache(maxsize=64)
def _options(language: str, codes: tuple[tuple[str, tuple[str, ...]], ...]) -> Markup:
    content = vocabulary.content_language(language)
    parts = [f'<option value="global">{escape(vocabulary.label(Scheme.SCOPE, "global", content))}</option>']
    for region, countries in codes:
        parts.append(f'<optgroup label="{escape(vocabulary.label(Scheme.REGION, region, content))}">')
        parts += [
            f'<option value="{code}">{escape(vocabulary.label(Scheme.COUNTRY, code, content))}</option>' for code in countries
        ]
        parts.append("</optgroup>")
    return Markup("".join(parts))  # noqa: S704 - names are escaped above, codes are ours


def map_places(regions: Sequence[Region], address: Callable[[str], str]) -> tuple[Place, ...]:
    """Return what a map links: every country and area of the regions, with the address that ``address`` gives for its code."""
    return tuple(Place(code, name, count, address(code)) for region in regions for code, name, count in region.countries)


@cache
def _country_prefix(language: str) -> str:
    return url("web:country", "0", language=language)[:-2]


def country_url(code: str) -> str:
    """Return the address of a country's page."""
    return f"{_country_prefix(current().code)}{code}/"


def searched_with(group: str, value: str) -> Callable[[str], str]:
    """Return what gives the address of a country's resources under one more choice."""
    base = search_url([(group, value)])
    return lambda code: f"{base}&country={code}"


def flags(country: TermRow) -> tuple[str, ...]:
    """Return the groups of the United Nations that a country belongs to, spelled out."""
    names = {
        "ldc": _("Least developed country"),
        "lldc": _("Landlocked developing country"),
        "sids": _("Small island developing State"),
    }
    return tuple(name for key, name in names.items() if country.attributes.get(key))
