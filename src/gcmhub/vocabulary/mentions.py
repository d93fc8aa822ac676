"""How often a text names the concepts of the thesaurus, and countries and areas. Pure Python."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.concepts import stem_of
from gcmhub.vocabulary.words import Concept, fold, read_scheme, read_thesaurus

SHORT = 4  # letters; shorter Latin, Cyrillic and Arabic names, and stems, are met in other words too easily
# Names that are everyday words or given names in one of the languages: a meeting, that, financial, a garment, a county.
EVERYDAY = frozenset({"reunion", "maurice", "dominique", "grenade", "granada", "jersey", "того", "مالي", "man"})
_LOOSE_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass
class _Names:
    """Names by their folded words, and by their stems; ``longest`` in words and in Chinese characters."""

    spelled: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, set[str]] = field(default_factory=dict)
    longest: int = 1
    longest_han: int = 1

    def add(self, name: str, code: str) -> None:
        words = list(_words(name))
        if not words:
            return
        self.spelled.setdefault(" ".join(fold(word) for word in words), set()).add(code)
        stem = " ".join(stem_of(word) for word in words)
        if len(stem) >= SHORT:
            self.stems.setdefault(stem, set()).add(code)
        self.longest = max(self.longest, len(words))
        if _HAN.search(name):
            self.longest_han = max(self.longest_han, len(name))

    def named_by(self, spelled: Iterable[str], stems: str) -> set[str]:
        return next((self.spelled[name] for name in spelled if name in self.spelled), None) or self.stems.get(stems) or set()


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text as they are written, without loose marks."""
    plain = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", text))
    return (word for word in _WORD.findall(plain) if fold(word))


def _without_prefix(word: str) -> tuple[str, ...]:
    """Return a word, and what it is without an Arabic conjunction or preposition that is written on to it."""
    if word[0] not in "وفبلك":
        return (word,)
    if word.startswith("لل"):
        return word, f"ال{word[2:]}"
    return word, word[1:], *((f"ال{word[3:]}",) if word[1:3] == "لل" else ())


@cache
def _concept_names() -> _Names:
    names = _Names()
    for concept in read_thesaurus():
        for name in chain.from_iterable(concept.terms.values()):
            names.add(name, concept.code)
    return names


@cache
def _concepts() -> Mapping[str, Concept]:
    return {concept.code: concept for concept in read_thesaurus()}


@cache
def _country_names() -> _Names:
    names = _Names()
    for row in read_scheme(Scheme.COUNTRY):
        for name in {*row.labels.values(), *row.attributes["aliases"]}:
            folded = fold(name)
            if folded not in EVERYDAY and (len(folded) >= SHORT or _HAN.search(name)):
                names.add(name, row.code)
    return names


def _count(text: str, names: _Names, *, capital: bool) -> Counter[str]:
    """Count names from the left, the longest first, none inside another.

    With ``capital`` a name in letters that have capitals begins with one.
    """
    found: Counter[str] = Counter()
    words = list(_words(text))
    folded = [fold(word) for word in words]
    stems = [stem_of(word.casefold()) for word in words]
    at = 0
    while at < len(words):
        if _HAN.search(words[at]):
            _count_han(folded[at], names, found)
            at += 1
            continue
        step = 1
        if not capital or not words[at][0].islower():
            for length in range(min(names.longest, len(words) - at), 0, -1):
                rest = folded[at + 1 : at + length]
                spelled = (" ".join([first, *rest]) for first in _without_prefix(folded[at]))
                if codes := names.named_by(spelled, " ".join(stems[at : at + length])):
                    found.update(codes)
                    step = length
                    break
        at += step
    return found


def _count_han(run: str, names: _Names, found: Counter[str]) -> None:
    at = 0
    while at < len(run):
        step = 1
        for length in range(min(names.longest_han, len(run) - at), 1, -1):
            if codes := names.spelled.get(run[at : at + length]):
                found.update(codes)
                step = length
                break
        at += step


def concepts_named(text: str) -> dict[Concept, int]:
    """Return the concepts that a text names in any of the six languages, and how often."""
    return {_concepts()[code]: times for code, times in _count(text, _concept_names(), capital=False).items()}


def countries_named(text: str) -> dict[str, int]:
    """Return the codes of countries and areas that a text names in any of the six languages, and how often."""
    return dict(_count(text, _country_names(), capital=True))
