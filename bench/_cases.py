"""What the search benchmark asks, drawn from the documents themselves so that every question has an answer."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from _corpus import GROUPS, LANGUAGE_SHARES, SEVEN, Made, frequent_words

COMMON = slice(60, 600)  # places by frequency of the words that are asked: no stop words, as common as a library's own subject
RARER = slice(600, 6_000)
SECOND_FILTERS = ("document_type", "region", "country", "kind", "scope", "year", "source")
SPACED = ("en", "fr", "es", "ru", "ar")


@dataclass(frozen=True)
class Case:
    """One question. ``words`` are the typed ones, for peers that want them apart."""

    typed: str = ""
    words: tuple[str, ...] = ()
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[str, ...] = GROUPS
    offset: int = 0
    prefix: str = ""
    phrase: bool = False
    typo: bool = False
    cold: bool = False


class Cases:
    """Questions about a sample of the documents, the same for the same seed."""

    def __init__(self, sample: list[Made], count: int, seed: int = 7) -> None:
        self.sample, self.count, self.dice = sample, count, random.Random(seed)
        known = {language: list(frequent_words(language)) for language in LANGUAGE_SHARES}
        self.known = {language: frozenset(words) for language, words in known.items()}
        self.common = {language: {word for word in words[COMMON] if len(word) > 1} for language, words in known.items()}
        self.rarer = {language: set(words[RARER]) for language, words in known.items()}

    def groups(self) -> dict[str, list[Case]]:
        """Return the questions by the name of what they measure."""
        filtered = self._draw(self._filtered)
        return {
            "word, 2 filters, snippets, all 11 groups": filtered,
            "word, 2 filters, snippets, 7 groups": [replace(case, groups=SEVEN) for case in filtered],
            "rarer word, 2 filters, snippets, all groups": self._draw(lambda made: self._filtered(made, self.rarer)),
            "word, no filter, snippets, all groups": self._draw(self._word),
            "everything, all groups, cold": [Case(cold=True)] * 40,
            "everything, all groups, from the cache": [Case()] * self.count,
            "two words": self._draw(self._two_words),
            "phrase in quotes": self._draw(self._phrase),
            "typing error": self._draw(self._typing_error),
            "suggestions": self._draw(self._prefix),
            "word, offset 2000": [replace(case, offset=2000) for case in self._draw(self._word)],
            "2 filters, no word, all groups": [replace(case, typed="", words=(), cold=True) for case in filtered],
        }

    def _draw(self, make: Callable[[Made], Case | None]) -> list[Case]:
        found: list[Case] = []
        while len(found) < self.count:
            if case := make(self.dice.choice(self.sample)):
                found.append(case)
        return found

    def _words(self, made: Made, count: int, known: Mapping[str, set[str]]) -> list[str]:
        found = list(dict.fromkeys(word for word in made.abstract if word in known[made.language]))
        return self.dice.sample(found, count) if len(found) >= count else []

    def _word(self, made: Made, known: Mapping[str, set[str]] | None = None) -> Case | None:
        words = self._words(made, 1, known or self.common)
        return Case(words[0], tuple(words), made.language) if words else None

    def _filtered(self, made: Made, known: Mapping[str, set[str]] | None = None) -> Case | None:
        case, group = self._word(made, known), self.dice.choice(SECOND_FILTERS)
        if case is None or not made.facets[group]:
            return None
        objectives = [self.dice.choice(made.facets["objective"])]
        if self.dice.random() < 1 / 3:
            objectives += self.dice.choice(self.sample).facets["objective"]
        return replace(
            case, filters={"objective": tuple(dict.fromkeys(objectives)), group: (self.dice.choice(made.facets[group]),)}
        )

    def _two_words(self, made: Made) -> Case | None:
        words = self._words(made, 2, self.common)
        return Case(" ".join(words), tuple(words), made.language) if words else None

    def _phrase(self, made: Made) -> Case | None:
        if made.language not in SPACED:
            return None
        pairs = [
            pair
            for pair in zip(made.title, made.title[1:], strict=False)
            if all(word in self.common[made.language] for word in pair)
        ]
        if not pairs:
            return None
        words = self.dice.choice(pairs)
        return Case(f'"{" ".join(words)}"', words, made.language, phrase=True)

    def _typing_error(self, made: Made) -> Case | None:
        words = [word for word in made.title if len(word) >= 6]
        if made.language not in SPACED or not words:
            return None
        word = self.dice.choice(words)
        place = self.dice.randrange(2, len(word) - 1)
        wrong = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return None if wrong in self.known[made.language] else Case(wrong, (wrong,), made.language, typo=True)

    def _prefix(self, made: Made) -> Case | None:
        words = [word for word in made.title if len(word) >= 5]
        if made.language not in SPACED or not words:
            return None
        word = self.dice.choice(words)
        return Case(prefix=word[: self.dice.randint(3, 4)], language=made.language)
