"""What a text suggests about itself: its languages, title, year, objectives and countries. Proposed, never applied.

Sound or nothing: a text that is broken, empty or in another language suggests nothing.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from gcmhub.search.stopwords import STOP_WORDS

WINDOW = 1_500  # characters of which the language is asked together
SHARE = 0.2  # of the windows that a second language has
LETTERS_LEAST = 12
STOP_LEAST, STOP_SHARE, STOP_LEAD = 2, 0.12, 1.35  # stop words, their share of the words, their lead over the next language
# Common words of languages near to ours that ours do not have.
NEIGHBOURS = {
    "pt": frozenset("nao uma os ao em sao pela pelo dos das do da na no tem foi mais seu sua aos nos nas ou".split()),
    "it": frozenset("il che di della dei delle del per gli sono nel nella con una alla dal si le la".split()),
    "de": frozenset("der die und das von zu den mit ist auf fur im eine dem nicht ein als auch".split()),
    "nl": frozenset("de het een van en in op te voor met is niet aan dat zijn door naar bij".split()),
    "ro": frozenset("si de la in pentru din cu pe ale sau prin este care mai".split()),
    "scandinavian": frozenset("og i av til er det som pa den med ikke et en fra ved eller och att".split()),
    "polish-and-others": frozenset("i w na z do nie sie ze przez oraz je se za ili a u od".split()),
}
OTHER_CYRILLIC, OTHER_ARABIC = re.compile("[іїєґўјљњћђѓќ]"), re.compile("[پچژگٹڈڑےں]")
SCRIPTS = {"ar": "\u0600-\u06ff", "zh": "\u3400-\u9fff", "ru": "\u0400-\u04ff", "": "\u3040-\u30ff\uac00-\ud7af\u0900-\u097f"}
TITLE_LINES, TITLE_LEAST, TITLE_MOST = 12, 12, 220  # lines looked at; characters
YEARS_IN = 1_500  # characters at the beginning
YEAR_LEAST = 1990
DATE_LINE = 32  # characters
IN_TITLE = 2.5  # what a word of the title counts, against one of the text
OBJECTIVES_MOST, OBJECTIVE_LEAST, OBJECTIVE_SHARE = 4, 1.0, 0.5
COUNTRIES_MOST, COUNTRY_SHARE = 6, 0.3
FILE_NAME = re.compile(r"\.(docx?|pdf|indd|rtf|odt)\b|^microsoft word|^untitled|^\W*page \d", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in marks if not unicodedata.combining(char))


def language_of(text: str) -> str:
    """Return which of the six languages a piece of text is in; "" for none of them, and for too little text."""
    letters = len(_LETTER.findall(text))
    if letters < LETTERS_LEAST // 3:
        return ""
    shares = {tag: len(re.findall(f"[{signs}]", text)) / letters for tag, signs in SCRIPTS.items()}
    tag = max(shares, key=lambda each: shares[each])
    if shares[tag] > (0.3 if tag == "zh" else 0.6) and shares[""] < 0.02:
        strange = {"ru": OTHER_CYRILLIC, "ar": OTHER_ARABIC}.get(tag)
        return "" if strange and len(strange.findall(text.casefold())) > letters / 200 else tag
    return _latin(text) if letters >= LETTERS_LEAST and max(shares.values()) < 0.3 else ""


def _latin(text: str) -> str:
    """Tell English, French and Spanish by their commonest words, against each other and against their neighbours."""
    words = re.findall(r"[^\W\d_]+", _plain(text))
    if not words:
        return ""
    lists = {tag: STOP_WORDS[tag] for tag in ("en", "fr", "es")} | NEIGHBOURS
    counts = {tag: sum(word in held for word in words) for tag, held in lists.items()}
    best, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    if best in NEIGHBOURS or counts[best] < max(STOP_LEAST, STOP_SHARE * len(words)):
        return ""
    return best if counts[best] >= STOP_LEAD * counts[second] else ""


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages of a text, the one with the most of it first."""
    windows = [text[at : at + WINDOW] for at in range(0, len(text), WINDOW)]
    if len(windows) > 1 and len(windows[-1]) < WINDOW / 3:
        windows[-2:] = ["".join(windows[-2:])]
    found = Counter(language_of(each) for each in windows)
    least = max(1.0, SHARE * sum(found.values()))
    return tuple(tag for tag, times in found.most_common() if tag and times >= least)


def title_of(text: str) -> str:
    """Return the first lines of a text that read like a title; "" where none do."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()[:TITLE_LINES]]
    for place, line in enumerate(lines):
        if not _reads_like_title(line):
            continue
        title = line
        for more in lines[place + 1 : place + 3]:  # a title goes on where its line breaks off
            if not _goes_on(title, more) or len(title) + len(more) > TITLE_MOST:
                break
            title = f"{title} {more}"
        return title.rstrip(" .,;:") if len(title) <= TITLE_MOST else ""
    return ""


def _reads_like_title(line: str) -> bool:
    letters = _LETTER.findall(line)
    han = re.search("[\u3400-\u9fff]", line)
    if len(line) < (6 if han else TITLE_LEAST) or len(line) > TITLE_MOST or len(letters) < 0.6 * len(line.replace(" ", "")):
        return False
    if FILE_NAME.search(line) or "@" in line or "://" in line or line[0].islower():
        return False
    return bool(han) or len(line.split()) >= 3


def _goes_on(title: str, line: str) -> bool:
    if not line or title.endswith((".", "?", "!", "。")):
        return False
    last = _plain(title.rsplit(maxsplit=1)[-1])
    joins = title.endswith((",", ":", "-", "–", "—")) or any(last in STOP_WORDS[tag] for tag in ("en", "fr", "es", "ru", "ar"))
    return joins or line[0].islower()


def year_of(text: str, this_year: int) -> str:
    """Return the year that the beginning of a text names as its own; "" where several could be meant, or none.

    Its own is the year of a copyright, or one in a short line, as a date on a cover is; years in sentences are others'.
    """
    start = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text[:YEARS_IN])
    marked = re.findall(r"(?:©|\(c\)|copyright)[^\d\n]{0,40}((?:19|20)\d\d)(?!\d)", start, re.IGNORECASE)
    short = [line for line in start.splitlines() if len(line) <= DATE_LINE]
    for years in (marked, [year for line in short for year in _YEAR.findall(line)]):
        own = {year for year in years if YEAR_LEAST <= int(year) <= this_year}
        if own:
            return own.pop() if len(own) == 1 else ""
    return ""


def objectives_of(
    title: Mapping[str, int], text: Mapping[str, int], objectives: Mapping[str, Sequence[str]], offered: Collection[str]
) -> tuple[str, ...]:
    """Return the objectives whose words a text uses most, at most four, in the order of their score.

    ``title`` and ``text`` count concepts by code; ``objectives`` says which objectives a concept is a word of. One of
    several objectives counts less, and the tenth time a word is said less than the first.
    """
    scores: Counter[str] = Counter()
    for code in {*title, *text}:
        theirs = [each for each in objectives[code] if each in offered]
        said = IN_TITLE * (code in title) + math.log2(1 + text.get(code, 0))
        for each in theirs:
            scores[each] += said / len(theirs)  # type: ignore[assignment] # a score is no whole number
    best = max(scores.values(), default=0)
    ranked = sorted(scores, key=lambda each: (-scores[each], int(each)))
    return tuple(each for each in ranked if scores[each] >= max(OBJECTIVE_LEAST, OBJECTIVE_SHARE * best))[:OBJECTIVES_MOST]


def countries_of(title: Mapping[str, int], text: Mapping[str, int]) -> tuple[str, ...]:
    """Return the countries that a text is about: those of its title, and those that it names again and again."""
    scores = Counter(text)
    for code in title:
        scores[code] += 3
    best = max(scores.values(), default=0)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    return tuple(code for code in ranked if code in title or scores[code] >= max(1, COUNTRY_SHARE * best))[:COUNTRIES_MOST]
