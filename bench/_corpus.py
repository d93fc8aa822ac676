"""Synthetic resources, the same for everybody who asks with the same seed.

Words are drawn independently by their frequency in each language, so there are no sentences and no topics: good for
speed, worth nothing for relevance. Facets are skewed as in a real library: few values hold most resources.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from string import ascii_lowercase
from typing import Any

import wordfreq

from gcmhub.library import rules
from gcmhub.vocabulary.words import DATA, read_scheme

WORDS = 40_000  # of each language, the most frequent ones
LANGUAGE_SHARES = {"en": 60, "fr": 13, "es": 13, "ru": 5, "ar": 5, "zh": 4}
KIND_SHARES = {"document": 55, "link": 15, "event": 10, "project": 10, "training": 4, "video": 3, "practice": 3}
SCOPE_SHARES = {"global": 14, "multi-regional": 8, "regional": 14, "sub-regional": 6, "national": 52, "local": 6}
COUNTRIES_OF_SCOPE = {"global": 0, "multi-regional": 4, "regional": 3, "sub-regional": 4, "national": 1, "local": 1}
SOURCES = tuple(f"source-{number}" for number in range(1, 9))
YEARS = tuple(str(year) for year in range(2025, 1994, -1))
LETTERS = "abcdefgh"  # of made actions
GROUPS = (
    "objective", "action", "principle", "region", "country", "scope", "kind", "document_type", "language", "source", "year",
)  # fmt: skip
SEVEN = ("objective", "principle", "region", "country", "document_type", "language", "year")


@dataclass(frozen=True, slots=True)
class Made:
    """One resource: texts as lists of words, codes by group, each once."""

    number: int
    language: str
    title: list[str]
    abstract: list[str]
    body: list[str]
    facets: dict[str, tuple[str, ...]]
    published: str
    recommended: int = field(default=0)
    newest: int = field(default=0)

    @property
    def key(self) -> str:
        """The public id."""
        return f"{self.number:012d}"

    def text(self, name: str) -> str:
        """Return title, abstract or body as written: Chinese has no spaces."""
        return ("" if self.language == "zh" else " ").join(getattr(self, name))


class _Choice:
    """Draws from values with given or falling shares."""

    def __init__(self, dice: random.Random, values: Sequence[str], shares: Sequence[float] | None = None) -> None:
        self.dice, self.values = dice, list(values)
        self.heights = list(accumulate(shares or [1 / (place + 2) for place in range(len(self.values))]))

    def one(self) -> str:
        return self.dice.choices(self.values, cum_weights=self.heights)[0]

    def some(self, count: int) -> list[str]:
        return self.dice.choices(self.values, cum_weights=self.heights, k=count)

    def distinct(self, count: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.some(count)))


def frequent_words(language: str) -> dict[str, float]:
    """Return words without signs and figures by frequency, the most frequent first."""
    found: dict[str, float] = {}
    for word, share in wordfreq.get_frequency_dict(language, wordlist="best").items():
        if word.isalpha():
            found[word] = share
            if len(found) == WORDS:
                break
    return found


def _codes(scheme: str) -> list[str]:
    return [row.code for row in read_scheme(scheme) if row.active]


def action_codes() -> list[str]:
    """Return the actions of the vocabulary."""
    return _codes("action") if (DATA / "actions.json").exists() else []


class Corpus:
    """A stream of resources; ``actions`` None makes up eight actions for each objective."""

    def __init__(self, seed: int = 1, actions: Sequence[str] | None = None) -> None:
        self.dice = dice = random.Random(seed)
        self.words = {
            language: _Choice(dice, list(found), list(found.values()))
            for language in LANGUAGE_SHARES
            for found in (frequent_words(language),)
        }
        self.languages = _Choice(dice, list(LANGUAGE_SHARES), list(LANGUAGE_SHARES.values()))
        self.kinds = _Choice(dice, list(KIND_SHARES), list(KIND_SHARES.values()))
        self.scopes = _Choice(dice, list(SCOPE_SHARES), list(SCOPE_SHARES.values()))
        self.principles = _Choice(dice, _codes("principle"))
        self.types = _Choice(dice, _codes("document_type"))
        self.sources, self.years = _Choice(dice, SOURCES), _Choice(dice, YEARS)
        objectives, countries = _codes("objective"), _codes("country")
        dice.shuffle(objectives)
        dice.shuffle(countries)
        self.objectives, self.countries = _Choice(dice, objectives), _Choice(dice, countries)
        if actions is None:
            actions = [f"{objective}{letter}" for objective in objectives for letter in LETTERS]
        self.actions = {
            objective: [code for code in actions if code.rstrip(ascii_lowercase) == objective] for objective in objectives
        }
        self.region = {row.code: row.attributes["region"] for row in read_scheme("country")}

    def documents(self, count: int, *, abstracts: float = 1.0, bodies: float = 0.1) -> Iterator[Made]:
        """Yield resources; ``abstracts`` and ``bodies`` are the shares of resources that have one."""
        dice = self.dice
        for number in range(1, count + 1):
            language = self.languages.one()
            words = self.words[language]
            facets = self._facets(language)
            published = self._published(facets["year"][0])
            scope = facets["scope"][0]
            weight = rules.effective_comprehensiveness(None, objectives=len(facets["objective"]), actions=len(facets["action"]))
            order = rules.recommended_order(scope=scope, comprehensiveness=weight, reviewed=False, published=published)
            yield Made(
                number=number,
                language=language,
                title=words.some(dice.randint(6, 13)),
                abstract=words.some(dice.randint(50, 110)) if dice.random() < abstracts else [],
                body=words.some(dice.randint(200, 600)) if dice.random() < bodies else [],
                facets=facets,
                published=published,
                recommended=rules.place_with_arrival(order, number),
                newest=rules.place_with_arrival(rules.newest_order(published=published), number),
            )

    def _facets(self, language: str) -> dict[str, tuple[str, ...]]:
        dice = self.dice
        kind, scope = self.kinds.one(), self.scopes.one()
        objectives = self.objectives.distinct(dice.choices((1, 2, 3, 5), (58, 25, 13, 4))[0])
        offered = [code for objective in objectives for code in self.actions[objective]]
        actions = dice.sample(offered, min(len(offered), dice.choices((0, 1, 2, 4), (45, 30, 17, 8))[0]))
        most = COUNTRIES_OF_SCOPE[scope]
        countries = self.countries.distinct(dice.randint(1, most)) if most else ()
        regions = dict.fromkeys(region for code in countries if (region := self.region[code]))
        return {
            "objective": objectives,
            "action": tuple(actions),
            "principle": self.principles.distinct(dice.choices((0, 1, 2, 3), (35, 40, 18, 7))[0]),
            "region": tuple(regions),
            "country": (*countries, "global") if scope == "global" else countries,
            "scope": (scope,),
            "kind": (kind,),
            "document_type": (self.types.one(),) if kind in {"document", "link"} else (),
            "language": (language,) if dice.random() < 0.92 else tuple(dict.fromkeys((language, self.languages.one()))),
            "source": (self.sources.one(),),
            "year": (self.years.one(),),
        }

    def _published(self, year: str) -> str:
        parts = (year, f"{self.dice.randint(1, 12):02d}", f"{self.dice.randint(1, 28):02d}")
        return "-".join(parts[: self.dice.choices((1, 2, 3), (20, 20, 60))[0]])


def record_of(made: Made) -> dict[str, Any]:
    """Return a resource in the record format of the hub."""
    texts = {name: {made.language: made.text(name)} for name in ("title", "abstract", "body") if getattr(made, name)}
    facets = made.facets
    return texts | {
        "id": f"made-{made.number}",
        "source": facets["source"][0],
        "kind": facets["kind"][0],
        "document_type": next(iter(facets["document_type"]), ""),
        "languages": list(facets["language"]),
        "objectives": list(facets["objective"]),
        "actions": list(facets["action"]),
        "principles": list(facets["principle"]),
        "scope": facets["scope"][0],
        "countries": [code for code in facets["country"] if code != "global"],
        "published": made.published,
        "publishers": [f"Publisher {made.number % 211}"],
        "url": f"https://made.example/{made.number}",
        "licence": "CC-BY-4.0",
    }
