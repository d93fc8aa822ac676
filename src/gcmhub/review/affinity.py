"""How well a reviewer fits a work: shared terms first, then texts in a shared language, level and past quality. Pure Python.

Terms know no language, texts do: two texts are compared only within one language.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

from gcmhub.search.analysis import tokens

LEVELS = 3  # the highest level of expertise in an objective
NEAREST = 3  # texts of a reviewer that count
NOISE = 0.1  # cosine; texts that are all further away than that are not spread over the whole scale
FEW = 50  # texts; among fewer no word is too common
COMMON = 0.2  # of the texts; words in more of them say nothing of one
SHELVED = 6  # rosters and languages whose texts are kept in memory
ANALYSED = 1_000  # texts whose words are kept in memory


@dataclass(frozen=True)
class Expertise:
    """What a reviewer knows: levels 1-3 by objective, terms, texts by language, mean quality of past reviews (0-1)."""

    objectives: Mapping[str, int] = field(default_factory=dict)
    principles: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    document_types: frozenset[str] = frozenset()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quality: float | None = None


@dataclass(frozen=True)
class Subject:
    """What a work is about: its terms, and one text by language."""

    objectives: frozenset[str] = frozenset()
    principles: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    document_type: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AffinityWeights:
    """What each part of an affinity weighs; they need not add up to 1. ``facets``: what a shared term weighs by its kind."""

    terms: float = 0.5
    text: float = 0.2
    level: float = 0.2
    quality: float = 0.1
    facets: Mapping[str, float] = field(
        default_factory=lambda: {"objective": 1.0, "country": 0.5, "region": 0.5, "principle": 0.4, "type": 0.3}
    )


@dataclass(frozen=True, slots=True)
class Affinity:
    """The parts of an affinity, each 0-1, and their weighted mean ``total``.

    ``text`` is None without texts in a shared language, ``quality`` without past reviews: the mean of the others stands in.
    ``shared`` are the shared terms as (facet, code), the rarest first.
    """

    total: float
    terms: float
    text: float | None
    level: float
    quality: float | None
    shared: tuple[tuple[str, str], ...]


class Profiles:
    """What is counted once over a roster: how rare each term is, and the texts by language as vectors."""

    def __init__(self, roster: Mapping[str, Expertise]) -> None:
        self.roster = dict(sorted(roster.items()))
        self._terms = {key: frozenset(_terms_of(expertise)) for key, expertise in self.roster.items()}
        self._holders = Counter(term for terms in self._terms.values() for term in terms)
        self._texts: dict[str, _Texts] = {}
        known = [expertise.quality for expertise in self.roster.values() if expertise.quality is not None]
        self._mean_quality = math.fsum(known) / len(known) if known else 0.5

    def rarity(self, term: tuple[str, str]) -> float:
        """Return the inverse document frequency of a (facet, code) in the roster, at least 1."""
        return 1 + math.log((1 + len(self.roster)) / (1 + self._holders[term]))

    def affinities(
        self, subject: Subject, weights: AffinityWeights | None = None, *, among: Collection[str] | None = None
    ) -> dict[str, Affinity]:
        """Return the affinity of reviewers of the roster with a subject; ``among``: only of these. Raises ``KeyError``."""
        weights = weights or AffinityWeights()
        asked = {term: weights.facets.get(term[0], 0) * self.rarity(term) for term in _terms_of(subject)}
        whole = math.fsum(asked.values())
        ranked = sorted(asked, key=lambda term: (-asked[term], term))
        levels = {code: self.rarity(("objective", code)) for code in sorted(subject.objectives)}
        similar = self.similarities(subject)
        mean_text = math.fsum(similar.values()) / len(similar) if similar else 0.0
        weighed = weights.terms + weights.text + weights.level + weights.quality
        found = {}
        for key in self.roster if among is None else among:
            expertise, mine = self.roster[key], self._terms[key]
            shared = tuple([term for term in ranked if term in mine])
            terms = sum([asked[term] for term in shared]) / whole if whole else 0.0
            level = _level(expertise.objectives, levels)
            text, quality = similar.get(key), expertise.quality
            total = (
                weights.terms * terms
                + weights.text * (mean_text if text is None else text)
                + weights.level * level
                + weights.quality * (self._mean_quality if quality is None else quality)
            ) / weighed
            found[key] = Affinity(total, terms, text, level, quality, shared)
        return found

    def _texts_in(self, language: str) -> "_Texts":
        # Counted when it is first asked for: most rosters have languages in which no work comes.
        if language not in self._texts:
            owned = tuple((key, text) for key, expertise in self.roster.items() for text in expertise.texts.get(language, ()))
            self._texts[language] = texts_of(language, owned)
        return self._texts[language]

    def similarities(self, subject: Subject) -> dict[str, float]:
        """Return how near the texts of reviewers are to a subject's, 1 for the nearest of the roster.

        The cosine of a reviewer is the mean of the ``NEAREST`` texts, in the shared language where it is highest. Who has
        no text in a shared language is left out.
        """
        best: dict[str, float] = {}
        for language, text in sorted(subject.texts.items()):
            if text.strip():
                for key, cosine in self._texts_in(language).cosines(text).items():
                    best[key] = max(cosine, best.get(key, 0.0))
        nearest = max(NOISE, *best.values()) if best else NOISE
        return {key: cosine / nearest for key, cosine in best.items()}


class _Texts:
    """The texts of one language, by owner, as TF-IDF vectors of length 1 over words and pairs of neighbours, held by word."""

    def __init__(self, language: str, texts: Iterable[tuple[str, str]]) -> None:
        self.language = language
        counted: list[Counter[str]] = []
        self._spans: list[tuple[str, int, int]] = []  # an owner's texts stand together
        for owner, own in groupby(texts, key=itemgetter(0)):
            start = len(counted)
            counted += filter(None, (count_grams(text, language) for _, text in own))
            if len(counted) > start:
                self._spans.append((owner, start, len(counted)))
        self._count = len(counted)
        self._holders = Counter(gram for counts in counted for gram in counts)
        self._most = COMMON * self._count if self._count >= FEW else self._count
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, counts in enumerate(counted):
            for gram, weight in self._vector(counts):
                self._postings[gram].append((number, weight))

    def _vector(self, counts: Counter[str]) -> list[tuple[str, float]]:
        texts = 1 + self._count
        held = [(gram, count, self._holders[gram]) for gram, count in counts.items()]
        weights = [(gram, count * (1 + math.log(texts / (1 + by)))) for gram, count, by in held if by <= self._most]
        length = math.sqrt(math.fsum(weight * weight for _, weight in weights))
        return [(gram, weight / length) for gram, weight in weights]

    def cosines(self, text: str) -> dict[str, float]:
        """Return the mean cosine of the nearest texts of every owner with a text."""
        cosines = [0.0] * self._count
        for gram, weight in self._vector(count_grams(text, self.language)):
            for number, other in self._postings.get(gram, ()):
                cosines[number] += weight * other
        found = {}
        for owner, start, end in self._spans:
            nearest = cosines[start:end] if end - start <= NEAREST else sorted(cosines[start:end], reverse=True)[:NEAREST]
            found[owner] = sum(nearest) / len(nearest)
        return found


@lru_cache(maxsize=SHELVED)
def texts_of(language: str, texts: tuple[tuple[str, str], ...]) -> _Texts:
    """Return texts of a language by owner, ready to be compared; those of a roster that did not change are counted once."""
    return _Texts(language, texts)


@lru_cache(maxsize=ANALYSED)
def count_grams(text: str, language: str) -> Counter[str]:
    """Return how often each word and each pair of neighbours stands in a text; Chinese words are pairs already."""
    words = tokens(text, language)
    counts = Counter(words)
    if language != "zh":
        counts.update(f"{one} {other}" for one, other in pairwise(words))
    return counts


def _terms_of(of: Expertise | Subject) -> Iterator[tuple[str, str]]:
    types = of.document_types if isinstance(of, Expertise) else {of.document_type} - {""}
    facets = (("objective", of.objectives), ("principle", of.principles), ("country", of.countries), ("region", of.regions))
    for facet, codes in (*facets, ("type", types)):
        yield from ((facet, code) for code in codes)


def _level(levels: Mapping[str, int], asked: Mapping[str, float]) -> float:
    """Return the mean level in the objectives asked for, the rare ones counting more, as 0-1."""
    reached = sum([weight * min(levels.get(code, 0), LEVELS) for code, weight in asked.items()])
    return reached / LEVELS / sum(asked.values()) if asked else 0.0
