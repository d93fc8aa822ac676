"""Where a text answers the question: short pieces of it with ``<mark>`` around the words that match."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from html import escape

from gcmhub.search import analysis
from gcmhub.search.analysis import Word

PIECE = 240  # characters of a piece
PIECES = 2  # of one field
READ = 60_000  # characters of a text that are looked through
LOOKS = 30_000_000  # characters looked at for one question, each counted once for every beginning of a word: half a second
FIELDS = ("title", "abstract", "body", "file")

# As the analysis takes words, with the marks that it leaves out still inside them.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
_RAW = re.compile(f"[{analysis.HAN}]+|[^\\W_{analysis.HAN}](?:[\\w{_MARKS}](?<![_{analysis.HAN}]))*")
_IS_HAN = re.compile(f"[{analysis.HAN}]")
_OUTSIDE = re.compile(f"(?:[\\W_](?<![{_MARKS}])|[{analysis.HAN}])+")  # signs and Chinese, which end a word of letters
_NOT_HAN = re.compile(f"[^{analysis.HAN}]+")
_MARK = re.compile(f"[{_MARKS}]")

Span = tuple[int, int, str]


class Marker:
    """Marks the words of one question in any number of texts."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.wanted: dict[str, set[str]] = {language: set() for language in analysis.LANGUAGES}
        for word in words:
            for language, token in word.tokens.items():
                self.wanted[language].add(token)
        self.starts = _starts(frozenset().union(*self.wanted.values()))
        self.known: dict[tuple[str, str], str] = {}
        self.looks = LOOKS

    def spans(self, text: str, language: str) -> list[Span]:
        """Return (start, end, token) of every word that matches, in order, as far as the question may cost."""
        found: dict[int, Span] = {}
        reach = min(len(text), READ, self.looks // max(1, len(self.starts)))
        self.looks -= reach * len(self.starts)
        plain = text[:reach].lower() if text.isascii() else None
        for start in self.starts:
            places = _places(plain, start) if plain is not None else _written_places(text, start, reach)
            for span in self._spans(places, text, analysis.field_language(language)):
                found[span[0]] = span
        return [found[start] for start in sorted(found)]

    def _spans(self, places: Iterable[int], text: str, analysed: str) -> Iterator[Span]:
        wanted, known, end = self.wanted[analysed], self.known, 0
        for place in places:
            if place < end:
                continue
            match = _RAW.match(text, _beginning(text, place, end))
            if match is None:
                continue
            raw, end = match[0], match.end()
            if _IS_HAN.match(raw):
                yield from _han_spans(match.start(), raw, wanted)
                continue
            token = known.get((analysed, raw))
            if token is None:
                token = known[analysed, raw] = analysis.token(analysis.normalise(raw) or raw, analysed)
            if token in wanted:
                yield match.start(), end, token

    def highlights(self, texts: Sequence[Sequence[str]], language: str) -> dict[str, list[str]]:
        """Return pieces of HTML by field; ``texts`` are rows of (field, language, text), the reader's language first."""
        found: dict[str, list[str]] = {}
        for name, tag, text in sorted(texts, key=lambda row: row[1] != language):
            if name not in found and (spans := self.spans(text, tag)):
                found[name] = [mark(text, 0, len(text), spans)] if name == "title" else pieces(text, spans)
        return {name: found[name] for name in FIELDS if name in found}


def _starts(tokens: frozenset[str]) -> list[str]:
    """Return what words of these tokens begin with, after any prefix.

    A stem keeps the first letters of its word, but not always the last one.
    """
    return sorted({token if _IS_HAN.match(token) else token[: max(2, min(3, len(token) - 1))] for token in tokens})


def _places(plain: str, start: str) -> Iterator[int]:
    """Return where a start stands in a text of plain letters: no pattern is needed for those."""
    place = plain.find(start)
    while place >= 0:
        yield place
        place = plain.find(start, place + 1)


def _written_places(text: str, start: str, reach: int) -> Iterator[int]:
    return (match.start() for match in _candidates(start).finditer(text, 0, reach))


@lru_cache(maxsize=4096)
def _candidates(start: str) -> re.Pattern[str]:
    """Return a pattern of a start in every way in which it may be written.

    To look closely at the words that hold it is six times faster than to look at all words of a text.
    """
    return re.compile("".join(map(_written, start)), re.IGNORECASE)


@cache
def _written(letter: str) -> str:
    """Return a pattern of every way in which a folded letter may be written."""
    return f"[{re.escape(letter)}{''.join(_ways_to_write().get(letter, ()))}][{_MARKS}]*"


@cache
def _ways_to_write() -> dict[str, list[str]]:
    ways: dict[str, list[str]] = {}
    for block in (range(0xC0, 0x250), range(0x400, 0x530), range(0x620, 0x700), range(0x1E00, 0x1F00)):
        for letter in map(chr, block):
            folded = analysis.fold(analysis.normalise(letter) or letter)
            # A ligature such as \u0153 is found by the first letter that it stands for.
            if folded and folded[0] != letter:
                ways.setdefault(folded[0], []).append(letter)
    return ways


def _beginning(text: str, place: int, end: int) -> int:
    """Return where the word that holds ``place`` begins, not before ``end``."""
    start = max(end, text.rfind(" ", end, place) + 1)
    outside = _NOT_HAN if _IS_HAN.match(text, place) else _OUTSIDE
    for sign in outside.finditer(text, start, place):
        start = sign.end()
    while start < place and _MARK.match(text, start):
        start += 1
    return start


def _han_spans(start: int, run: str, wanted: set[str]) -> list[Span]:
    pairs = [(start + index, start + index + 2, run[index : index + 2]) for index in range(len(run) - 1)]
    found = [span for span in pairs if span[2] in wanted]
    if not found:
        found = [(start + index, start + index + 1, char) for index, char in enumerate(run) if char in wanted]
    return found


def pieces(text: str, spans: Sequence[Span]) -> list[str]:
    """Return the pieces of a text that hold most different words, in the order of the text."""
    chosen: list[tuple[int, int]] = []
    left = list(spans)
    while left and len(chosen) < PIECES:
        start, end = _window(text, left)
        chosen.append((start, end))
        left = [span for span in left if span[1] <= start or span[0] >= end]
    return [mark(text, start, end, spans) for start, end in sorted(chosen)]


def _window(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    best, best_value, first = 0, (0, 0), 0
    counts: dict[str, int] = {}
    for index, (_, end, token) in enumerate(spans):
        counts[token] = counts.get(token, 0) + 1
        while first < index and end - spans[first][0] > PIECE:
            counts[spans[first][2]] -= 1
            if not counts[spans[first][2]]:
                del counts[spans[first][2]]
            first += 1
        value = (len(counts), index - first + 1)
        if value > best_value:
            best, best_value = first, value
    start = max(0, spans[best][0] - PIECE // 4)
    if start:
        space = text.find(" ", start, spans[best][0])
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + PIECE)
    if end < len(text):
        space = text.rfind(" ", spans[best][1], end)
        end = space if space > start else end
    return start, end


def mark(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """Return a part of a text as HTML, with an ellipsis where it was cut."""
    parts, at = ["\u2026" if start else ""], start
    for first, right, _ in spans:
        if right <= at or right > end:
            continue
        left = max(first, at)
        parts += [escape(text[at:left], quote=False), "<mark>", escape(text[left:right], quote=False), "</mark>"]
        at = right
    parts += [escape(text[at:end], quote=False), "\u2026" if end < len(text) else ""]
    return "".join(parts).replace("</mark><mark>", "")
