"""What readers ask of the shared words; answered from memory."""

from functools import cache

from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.concepts import concepts_in, expansions
from gcmhub.vocabulary.mentions import concepts_named, countries_named
from gcmhub.vocabulary.models import Term
from gcmhub.vocabulary.words import TermRow, fold, read_scheme

__all__ = [
    "codes",
    "concepts_in",
    "concepts_named",
    "content_language",
    "countries_named",
    "expansions",
    "label",
    "region_of",
    "resolve_country",
    "sorted_countries",
    "term",
    "term_numbers",
    "terms",
]

CONTENT_LANGUAGE = {"zh-hans": "zh"}


def content_language(interface: str) -> str:
    """Return the language of content for an interface language: ``zh-hans`` is ``zh``."""
    return CONTENT_LANGUAGE.get(interface, interface)


def terms(scheme: str) -> tuple[TermRow, ...]:
    """Return every term of a scheme in its order, active or not."""
    return read_scheme(scheme)


@cache
def _index(scheme: str) -> dict[str, TermRow]:
    return {row.code: row for row in read_scheme(scheme)}


def term(scheme: str, code: str) -> TermRow | None:
    """Return one term, None when the scheme has no such code."""
    return _index(scheme).get(code)


def codes(scheme: str) -> frozenset[str]:
    """Return every code of a scheme."""
    return frozenset(_index(scheme))


def label(scheme: str, code: str, language: str) -> str:
    """Return the label in a language of content or of the interface; the code itself when unknown."""
    row = _index(scheme).get(code)
    return row.labels[content_language(language)] if row else code


@cache
def sorted_countries(language: str) -> tuple[TermRow, ...]:
    """Return every country and area in the alphabetical order of a language."""
    return tuple(sorted(read_scheme(Scheme.COUNTRY), key=lambda row: row.attributes["sort"][content_language(language)]))


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in read_scheme(Scheme.COUNTRY):
        for name in (row.code, row.attributes["iso2"], *row.labels.values(), *row.attributes["aliases"]):
            if name and fold(name):
                names.setdefault(fold(name), row.code)
    return names


def resolve_country(name: str) -> str | None:
    """Return the code for a code, a name in any of the six languages or a known alias; never a guess."""
    if name in _index(Scheme.COUNTRY):
        return name
    return _country_names().get(fold(name))


def region_of(country: str) -> str | None:
    """Return the region of a country, None for one without (Antarctica)."""
    row = term(Scheme.COUNTRY, country)
    return row.attributes["region"] if row else None


def term_numbers() -> dict[tuple[str, str], int]:
    """Return the row number of every term by scheme and code, in one query."""
    return {(scheme, code): pk for pk, scheme, code in Term.objects.values_list("pk", "scheme", "code")}
