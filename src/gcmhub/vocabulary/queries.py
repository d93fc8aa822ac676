"""What readers ask of the shared words; answered from memory."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from operator import itemgetter

from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.models import Term
from gcmhub.vocabulary.words import Concept, TermRow, fold, read_scheme, read_thesaurus

CONTENT_LANGUAGE = {"zh-hans": "zh"}
QUESTION_WORDS = 24  # longer texts are read word for word only


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


def term_rows() -> dict[tuple[str, str], Term]:
    """Return the row of every term by scheme and code, in one query."""
    return {(row.scheme, row.code): row for row in Term.objects.all()}


@cache
def _concept_index() -> dict[str, tuple[Concept, ...]]:
    found: dict[str, list[Concept]] = {}
    for concept in read_thesaurus():
        for names in concept.terms.values():
            for name in names:
                rows = found.setdefault(fold(name), [])
                if concept not in rows:
                    rows.append(concept)
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _longest_name() -> int:
    return max((len(name.split()) for name in _concept_index()), default=1)


def _stretches(text: str) -> Iterator[str]:
    """Yield every run of words of a text, and every run of characters where words are not spaced."""
    tokens = fold(text).split()
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _longest_name()) + 1):
            yield " ".join(tokens[start:end])
    for token in tokens:
        if any("\u3400" <= char <= "\u9fff" for char in token):
            for start in range(len(token)):
                for end in range(start + 2, min(len(token), start + 12) + 1):
                    yield token[start:end]


def _loose_stretches(text: str) -> Iterator[str]:
    """Yield runs of three words and more with one or two left out inside: "recognition of nurses' qualifications"."""
    tokens = fold(text).split()
    if len(tokens) > QUESTION_WORDS:
        return
    for left_out in (1, 2):
        for start in range(len(tokens)):
            for end in range(start + 3 + left_out, min(len(tokens), start + _longest_name() + left_out) + 1):
                for at in range(start + 1, end - left_out):
                    yield " ".join(tokens[start:at] + tokens[at + left_out : end])


def _is_part(name: str, longer: str) -> bool:
    """Whether a name only speaks as a part of a longer one, like "immigration" in "immigration detention"."""
    return name in longer if "\u3400" <= name[0] <= "\u9fff" else f" {name} " in f" {longer} "


def concepts_in(text: str, limit: int = 8) -> tuple[Concept, ...]:
    """Return the concepts that a text names, the longest names first, no parts of them; for queries and tag suggestions."""
    index = _concept_index()
    stretches = chain(_stretches(text[:20_000]), _loose_stretches(text[:20_000]))
    known = {stretch for stretch in stretches if stretch in index}
    names: list[str] = []
    for name in sorted(known, key=lambda name: (-len(name), name)):
        if not any(_is_part(name, longer) for longer in names):
            names.append(name)
    found = dict.fromkeys(concept for name in names for concept in index[name])
    return tuple(found)[:limit]


def expansions(text: str, limit: int = 24) -> tuple[tuple[str, str, str], ...]:
    """Return (words, language, source) for the other names of the concepts in a query, preferred names first.

    ``source`` is ``thesaurus:<code>``, so that an answer can say where a word came from.
    """
    asked = fold(text)
    rows = [
        (rank, (name, language, f"thesaurus:{concept.code}"))
        for concept in concepts_in(text, limit=4)
        for language in LANGUAGES
        for rank, name in enumerate(concept.terms[language])
        if fold(name) != asked
    ]
    rows.sort(key=itemgetter(0))  # a name in every language before the second in any
    return tuple(row for _, row in rows[:limit])
