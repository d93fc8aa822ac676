"""From a document to the fields that every engine holds: words made by the one analysis, parted by spaces."""

from collections import defaultdict
from dataclasses import dataclass

from gcmhub.search import analysis
from gcmhub.search.engine import Document

GRAM_WORDS = 3_000  # of each text, whose grams are kept
OFFERED_WORDS = 600  # of each text, that are offered against typing errors


@dataclass(frozen=True)
class Fields:
    """``title`` and ``text`` (title, abstract, body and file together) by language of analysis, the rest as it is."""

    title: dict[str, str]
    text: dict[str, str]
    grams: str
    completions: tuple[str, ...]  # folded words of titles, each once
    words: tuple[str, ...]  # folded words against which typing errors are held, each once


def fields_of(document: Document) -> Fields:
    """Analyse a document once for an engine."""
    title: dict[str, list[str]] = defaultdict(list)
    text: dict[str, list[str]] = defaultdict(list)
    grams: list[str] = []
    completions: dict[str, None] = {}
    words: dict[str, None] = {}
    for each in document.texts:
        language = analysis.field_language(each.language)
        split = analysis.split(each.text)
        joined = " ".join(analysis.tokens_of(split, language))
        text[language].append(joined)
        if each.field == "file":
            continue
        surfaces = dict.fromkeys(analysis.surfaces_of(split[:OFFERED_WORDS]))
        words |= surfaces
        if each.field == "title":
            title[language].append(joined)
            completions |= surfaces
        grams.append(analysis.grams_of(split[:GRAM_WORDS]))
    return Fields(
        title={language: " ".join(parts) for language, parts in title.items()},
        text={language: " ".join(parts) for language, parts in text.items()},
        grams=" ".join(grams),
        completions=tuple(word for word in completions if len(word) > 1),
        words=tuple(word for word in words if len(word) > 3 and not word.isdigit()),
    )


def held_tokens(document: Document) -> frozenset[str]:
    """Return every token of a document as ``language:token``: what the match set is decided on."""
    return frozenset(
        f"{language}:{token}"
        for each in document.texts
        for language in (analysis.field_language(each.language),)
        for token in analysis.tokens(each.text, language)
    )
