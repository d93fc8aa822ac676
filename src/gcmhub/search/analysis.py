"""The one analysis of texts and questions: every engine, the database and brute force use these words.

A word is folded (NFKC, case, accents of Latin letters, loose Arabic spelling) before it is stemmed in the
language of its text. Chinese has no spaces: single characters and pairs of neighbours are its words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from gcmhub.search.stopwords import STOP_WORDS

OTHER = "xx"  # texts in languages without a stemmer of ours
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es", OTHER)
ALGORITHMS = {"ar": "arabic", "en": "english", "fr": "french", "ru": "russian", "es": "spanish"}
SCRIPT_LANGUAGES = {"latin": ("en", "fr", "es"), "cyrillic": ("ru",), "arabic": ("ar",), "han": ("zh",), "other": ()}
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"  # Chinese characters, for a class of a pattern
GRAM = 4  # characters
WORD_LIMIT = 64  # characters; longer runs are no words
QUESTION_LIMIT = 64  # words of a question that are looked for
CACHE_LIMIT = 500_000  # folded words kept for a language

_WORD = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_IS_HAN = re.compile(f"[{HAN}]")
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_LETTERS = str.maketrans("أإآٱةىیکؤئ", "اااا" + "هي" + "يك" + "وي")
_ARABIC_PREFIXES = ("وال", "فال", "بال", "كال", "لل", "ال", "و")
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]{{3,}})[{_QUOTES}]")


@dataclass(frozen=True)
class Word:
    """One word of a question: as asked, and the token that stands for it in texts of each language."""

    surface: str
    tokens: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question taken apart: the words that decide what matches, and what was asked for in quotation marks."""

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[Word, ...], ...] = ()


NOTHING = Asked()


def normalise(text: str) -> str:
    """Return a text in NFKC without case and loose marks; the words of the result are those of the text."""
    if text.isascii():
        return text.casefold()
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _MARKS.sub("", text.casefold())


def script_of(word: str) -> str:
    """Return latin, cyrillic, arabic, han or other by the first letter; figures are latin."""
    first = word[0]
    if first < "\u0250":
        return "latin"
    if "\u0400" <= first <= "\u052f":
        return "cyrillic"
    if "\u0600" <= first <= "\u06ff" or "\u0750" <= first <= "\u077f":
        return "arabic"
    if _IS_HAN.match(first):
        return "han"
    return "latin" if "\u1e00" <= first <= "\u1eff" else "other"


@lru_cache(maxsize=CACHE_LIMIT)
def fold(word: str) -> str:
    """Return a normalised word without accents (Latin), with ё as е, Arabic letters in their loose spelling."""
    script = script_of(word)
    if script == "latin":
        if not word.isascii():
            word = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
            word = word.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("œ", "oe").replace("æ", "ae")
    elif script == "cyrillic":
        word = word.replace("ё", "е")
    elif script == "arabic":
        word = word.translate(_ARABIC_LETTERS)
        if any(char.isdigit() for char in word):
            word = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in word)
    return word[:WORD_LIMIT]


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = Stemmer.Stemmer(ALGORITHMS[language], 0).stemWord
    return stem


def _light_arabic(word: str) -> str:
    # The Snowball stemmer leaves joined conjunctions and prepositions on the word.
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


@lru_cache(maxsize=CACHE_LIMIT)
def token(word: str, language: str) -> str:
    """Return the token of a normalised word in a text of ``language`` (one of ``LANGUAGES``)."""
    folded = fold(word)
    if language not in SCRIPT_LANGUAGES[script_of(word)] or language == "zh":
        return folded
    if language == "ar":
        folded = _light_arabic(folded)
    return _stemmer(language)(folded) or folded


def field_language(language: str) -> str:
    """Return which of ``LANGUAGES`` analyses a text in a BCP 47 primary tag."""
    return language if language in ALGORITHMS or language == "zh" else OTHER


def _han_tokens(run: str) -> Iterator[str]:
    for index, char in enumerate(run):
        yield char
        if index + 1 < len(run):
            yield run[index : index + 2]


def split(text: str) -> list[str]:
    """Return the normalised words of a text, cut to ``WORD_LIMIT``, and its runs of Chinese characters, in their order."""
    words = _WORD.findall(normalise(text))
    # What follows remembers words: whole, a reader's endless ones would fill the memory.
    return [word if len(word) <= WORD_LIMIT or _IS_HAN.match(word) else word[:WORD_LIMIT] for word in words]


def tokens_of(words: Iterable[str], language: str) -> list[str]:
    """Return the tokens of ``split`` words of a text, stop words too; ``language`` is a BCP 47 primary tag."""
    analysed = field_language(language)
    found: list[str] = []
    for word in words:
        if _IS_HAN.match(word):
            found.extend(_han_tokens(word))
        else:
            found.append(token(word, analysed))
    return found


def tokens(text: str, language: str) -> list[str]:
    """Return the tokens of a text in their order."""
    return tokens_of(split(text), language)


def surfaces_of(words: Iterable[str]) -> list[str]:
    """Return ``split`` words folded and unstemmed: what suggestions continue and typing errors are compared with."""
    return [word[:WORD_LIMIT] if _IS_HAN.match(word) else fold(word) for word in words]


def surface_words(text: str) -> list[str]:
    """Return the folded, unstemmed words of a text."""
    return surfaces_of(split(text))


def _word(surface: str) -> Word:
    if _IS_HAN.match(surface):
        return Word(surface, dict.fromkeys(LANGUAGES, surface))
    return Word(surface, {language: token(surface, language) for language in LANGUAGES})


def _surfaces(text: str) -> list[str]:
    """Split a question: words as they are, Chinese runs into pairs of characters, a lone character alone."""
    found: list[str] = []
    for word in split(text):
        if _IS_HAN.match(word) and len(word) > 1:
            found.extend(word[index : index + 2] for index in range(len(word) - 1))
        else:
            found.append(word)
    return found


def _stop_word_counts(surfaces: list[str]) -> dict[str, int]:
    return {language: sum(fold(word) in words for word in surfaces) for language, words in STOP_WORDS.items()}


def _without_stop_words(surfaces: list[str]) -> list[str]:
    """Leave out the stop words of the language whose stop words the question holds most of."""
    counts = _stop_word_counts(surfaces)
    most = max(counts.values(), default=0)
    if not most:
        return surfaces
    stop = frozenset().union(*(STOP_WORDS[language] for language, count in counts.items() if count == most))
    return [word for word in surfaces if fold(word) not in stop] or surfaces


def ask(text: str) -> Asked:
    """Take a question apart. Its stop words do not decide what matches, unless it holds nothing else."""
    kept = list(dict.fromkeys(_without_stop_words(_surfaces(text))))[:QUESTION_LIMIT]
    phrases = []
    for quoted in _QUOTED.findall(text)[:4]:
        words = tuple(_word(surface) for surface in _phrase_surfaces(quoted)[:QUESTION_LIMIT])
        if len(words) > 1:
            phrases.append(words)
    return Asked(tuple(_word(surface) for surface in kept), tuple(phrases))


def _phrase_surfaces(text: str) -> list[str]:
    # A phrase follows the tokens of a text one by one, so Chinese keeps its single characters here.
    found: list[str] = []
    for word in split(text):
        found.extend(_han_tokens(word) if _IS_HAN.match(word) else (word,))
    return found


@lru_cache(maxsize=CACHE_LIMIT)
def _word_grams(word: str) -> str:
    folded = fold(word)
    return " ".join(folded[index : index + GRAM] for index in range(max(1, len(folded) - GRAM + 1)))


def grams_of(words: Iterable[str]) -> str:
    """Return the runs of four characters inside ``split`` words, parted by spaces; Chinese has none.

    They only refine the order: a stemmer misses what they still see as alike.
    """
    return " ".join(_word_grams(word) for word in words if not _IS_HAN.match(word))


def grams(text: str) -> str:
    """Return the runs of four characters inside the words of a text."""
    return grams_of(split(text))


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages that a question seems to be in, by its stop words; none when it holds no stop word."""
    counts = _stop_word_counts(_surfaces(text))
    most = max(counts.values(), default=0)
    return tuple(language for language, count in counts.items() if count == most) if most else ()
