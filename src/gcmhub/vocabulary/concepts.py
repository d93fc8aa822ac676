"""The thesaurus at work: which concepts a text names, and what else they are called. Pure Python."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter

import Stemmer

from gcmhub.vocabulary.choices import LANGUAGES
from gcmhub.vocabulary.words import Concept, fold, read_thesaurus

QUESTION_WORDS = 24  # longer texts are read word for word only
TEXT_LIMIT = 20_000  # characters of a text that are read
SPELLING, STEM = 0, 1  # the two forms of a word
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_ARABIC_PREFIXES = (
    "\u0648\u0627\u0644",
    "\u0641\u0627\u0644",
    "\u0628\u0627\u0644",
    "\u0643\u0627\u0644",
    "\u0644\u0644",
    "\u0627\u0644",
)

Words = Sequence[tuple[str, str]]


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = Stemmer.Stemmer(language, 0).stemWord
    return stem


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a word in lower case: Russian and Arabic words change too much to be met in one form."""
    if "\u0400" <= word[0] <= "\u052f":
        return fold(_stemmer("russian")(word.replace("\u0451", "\u0435")))
    folded = fold(word)
    if not "\u0600" <= word[0] <= "\u06ff":
        return folded
    prefix = next((each for each in _ARABIC_PREFIXES if folded.startswith(each) and len(folded) - len(each) >= 3), "")
    return fold(_stemmer("arabic")(folded[len(prefix) :]))


def _words(text: str) -> list[tuple[str, str]]:
    spelled = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return [(fold(word), stem_of(word)) for word in re.findall(r"[^\W_]+", spelled) if fold(word)]


@cache
def _concept_index() -> dict[str, tuple[Concept, ...]]:
    """Return the concepts by every name as it is spelled and, where that is not a name itself, by its stem."""
    found: dict[str, dict[Concept, None]] = {}
    stems: dict[str, dict[Concept, None]] = {}
    for concept in read_thesaurus():
        for name in chain.from_iterable(concept.terms.values()):
            words = _words(name)
            found.setdefault(_joined(words), {})[concept] = None
            stems.setdefault(_joined(words, STEM), {})[concept] = None
    return {name: tuple(rows) for name, rows in (stems | found).items()}


@cache
def _longest_name() -> int:
    return max((len(name.split()) for name in _concept_index()), default=1)


def _joined(words: Words, form: int = SPELLING) -> str:
    return " ".join(word[form] for word in words)


def _named(words: Words) -> Iterator[str]:
    """Yield the name that a run of words is, if it is one: as it is spelled, else by its stems."""
    for form in (SPELLING, STEM):
        if (name := _joined(words, form)) in _concept_index():
            yield name
            return


def _names_in(text: str) -> Iterator[str]:
    """Yield every name among the runs of words of a text, and of characters where words are not spaced."""
    words = _words(text)
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _longest_name()) + 1):
            yield from _named(words[start:end])
    for run, _ in words:
        if any("\u3400" <= char <= "\u9fff" for char in run):
            for start in range(len(run)):
                for end in range(start + 2, min(len(run), start + 12) + 1):
                    yield from _named([(run[start:end], "")])
    if len(words) <= QUESTION_WORDS:
        yield from _loose_names(words)


def _loose_names(words: Words) -> Iterator[str]:
    """Yield names of three words and more with one or two words put inside: "recognition of nurses' qualifications"."""
    for left_out in (1, 2):
        for start in range(len(words)):
            for end in range(start + 3 + left_out, min(len(words), start + _longest_name() + left_out) + 1):
                for at in range(start + 1, end - left_out):
                    yield from _named([*words[start:at], *words[at + left_out : end]])


def _is_part(name: str, longer: str) -> bool:
    """Whether a name only speaks as a part of a longer one, like "immigration" in "immigration detention"."""
    return name in longer if "\u3400" <= name[0] <= "\u9fff" else f" {name} " in f" {longer} "


def concepts_in(text: str, limit: int = 8) -> tuple[Concept, ...]:
    """Return the concepts that a text names, the longest names first, no parts of them; for queries and tag suggestions."""
    index = _concept_index()
    names: list[str] = []
    for name in sorted(set(_names_in(text[:TEXT_LIMIT])), key=lambda name: (-len(name), name)):
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
