"""A query as OpenSearch is asked it, and what its answer says. No requests are made here."""

import json
import math
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from gcmhub.search.analysis import LANGUAGES, Word
from gcmhub.search.engine import EngineAway, Query
from gcmhub.search.weights import FIRST_TIER, GRAM_WEIGHT, OTHER_LANGUAGE, PHRASE_WEIGHT, TITLE_WEIGHT, breadth_weight

FACET_LIMIT = 60_000  # values of a group, below search.max_buckets; more are refused, never cut off
CLAUSES = 1_000  # of one query, below indices.query.bool.max_clause_count
HIGHEST = 45.0  # score of one word: BM25's factor 2.2 times the rarity of one text in a milliard
YEARS = "within years"  # stands among the groups of filters; no facet is called so
Json = dict[str, Any]


class Question:
    """One query as the cluster is asked it."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.words = query.asked.words
        self.scored = query.order == "relevance" and bool(self.words or query.joined)
        self.tier = 0.0  # what the score of documents with all words is raised by
        self.bounds: dict[str, Json] = {
            group: {"terms": {f"facet_{group}": list(values)}} for group, values in query.filters.items() if values
        }
        if query.year_from is not None or query.year_to is not None:
            years = {"gte": query.year_from, "lte": query.year_to}
            limits = {name: max(-9999, min(99999, year)) for name, year in years.items() if year is not None}
            self.bounds[YEARS] = {"range": {"year": limits}}

    def body(self) -> Json:
        """Return the question without page and counts."""
        order: list[Json] = [{"_score": "desc"}] if self.scored else []
        order.append({"newest" if self.query.order == "newest" else "recommended": "asc"})
        return {
            "query": self.by_relevance() if self.scored else all_of(self.match()),
            "post_filter": all_of(list(self.bounds.values())),
            "sort": order,
            "_source": False,
        }

    def parameters(self, body: Json) -> dict[str, str]:
        """Return how it is asked.

        One question always asks the same copies of the shards: others may score a little differently, which would
        repeat hits from page to page. Scores count words over the whole index, not shard by shard.
        """
        same = {"preference": f"q{zlib.crc32(json.dumps(body['query']).encode())}"}
        return same | ({"search_type": "dfs_query_then_fetch"} if self.scored else {})

    def hits(self, rows: Sequence[Json]) -> tuple[tuple[str, float | None], ...]:
        """Return keys with their scores, which are None in the other orders."""
        return tuple((row["_id"], self.score(row["sort"][0]) if self.scored else None) for row in rows)

    # -- what matches

    def match(self) -> list[Json]:
        """Return visibility and the match set of the words."""
        frame: list[Json] = [{"term": {"audience": self.query.audience}}]
        if self.query.without:
            frame.append({"bool": {"must_not": {"ids": {"values": list(self.query.without)}}}})
        if not self.words and not self.query.joined:
            return frame
        groups = [all_of([_held((word,)) for word in group]) for group in self.query.joined]
        return [*frame, {"bool": {"should": [*([_held(self.words)] if self.words else []), *groups]}}]

    # -- what comes first

    def by_relevance(self) -> Json:
        """Return documents with all the words, then those with some, each by weighted score."""
        clauses, bound = self.scoring()
        weighted = {
            "query": {"bool": {"filter": self.match(), "should": clauses}},
            "field_value_factor": {"field": "weight", "missing": 1.0},
        }
        query: Json = {"bool": {"must": [{"function_score": weighted}]}}
        if self.words and (len(self.words) > 1 or self.query.joined):
            # Above every score, and a power of two so that little of the scores is rounded off.
            self.tier = 2.0 ** math.ceil(math.log2(bound))
            every = all_of([_held((word,)) for word in self.words])
            query["bool"]["should"] = [{"constant_score": {"filter": every, "boost": self.tier}}]
        return query

    def score(self, score: float) -> float:
        """Return a score as every engine gives it."""
        if self.tier:
            return score - self.tier + FIRST_TIER if score >= self.tier else score
        return score + FIRST_TIER if self.words else score

    def scoring(self) -> tuple[list[Json], float]:
        """Return the clauses of the score, the weightiest first and as many as a query may have, and what none exceeds."""
        clauses, bound = [], 0.0
        room = CLAUSES - 2 * len(self.words) - sum(len(group) for group in self.query.joined)
        for clause, count, weight in self.parts():
            room -= count
            if room < 0:
                break
            clauses.append(clause)
            bound += weight
        return clauses, bound * HIGHEST * breadth_weight(9)

    def parts(self) -> Iterator[tuple[Json, int, float]]:
        """Yield clause, number of its parts and weight: words, related words, phrases, titles, runs of characters."""
        query = self.query
        for word in self.words:
            yield self.best("text", word), len(word.tokens), 1.0
        for group in query.joined:
            every = {"bool": {"must": [self.best("text", word) for word in group]}}
            yield every, sum(len(word.tokens) for word in group), float(len(group))
        for phrase in query.asked.phrases:
            tokens = {language: " ".join(word.tokens[language] for word in phrase) for language in LANGUAGES}
            runs = [{"match_phrase": {f"text_{language}": run}} for language, run in tokens.items()]
            yield {"dis_max": {"queries": runs, "boost": PHRASE_WEIGHT}}, len(runs), PHRASE_WEIGHT * len(phrase)
        for word in self.words:
            yield self.best("title", word, TITLE_WEIGHT), len(word.tokens), TITLE_WEIGHT
        for gram in dict.fromkeys(query.grams.split()):
            yield {"term": {"grams": {"value": gram, "boost": GRAM_WEIGHT}}}, 1, GRAM_WEIGHT

    def best(self, field: str, word: Word, weight: float = 1.0) -> Json:
        """Return the best of a word's languages; those that the question does not seem to be in weigh less."""
        terms = []
        for language, token in word.tokens.items():
            strange = self.query.languages and language not in self.query.languages
            boost = weight * (OTHER_LANGUAGE if strange else 1.0)
            terms.append({"term": {f"{field}_{language}": {"value": token, "boost": boost}}})
        return {"dis_max": {"queries": terms}}

    # -- counts

    def counts(self) -> Json:
        """Return what is counted: each group without its own choice, and which words are held at all."""
        groups: dict[str, list[str]] = {}
        for group in self.query.facets:
            groups.setdefault(group if group in self.bounds else "", []).append(group)
        wanted: Json = {
            f"without {own}": {
                "filter": all_of([bound for group, bound in self.bounds.items() if group != own]),
                "aggs": {group: {"terms": {"field": f"facet_{group}", "size": FACET_LIMIT}} for group in names},
            }
            for own, names in groups.items()
        }
        if self.words:
            wanted["held"] = {"filters": {"filters": [_held((word,)) for word in self.words]}}
        return wanted

    def facets(self, counted: Json) -> dict[str, dict[str, int]]:
        """Return every value's count; raises ``EngineAway`` where a count is not exact."""
        found = {}
        for group in self.query.facets:
            values = counted[f"without {group if group in self.bounds else ''}"][group]
            if values["sum_other_doc_count"] or values["doc_count_error_upper_bound"]:
                raise EngineAway(f"too many values of {group} to count")
            found[group] = {bucket["key"]: bucket["doc_count"] for bucket in values["buckets"]}
        return found

    def unheld(self, counted: Json) -> tuple[str, ...]:
        """Return the words that no visible text holds."""
        if not self.words:
            return ()
        buckets = counted["held"]["buckets"]
        return tuple(word.surface for word, bucket in zip(self.words, buckets, strict=True) if not bucket["doc_count"])


def all_of(clauses: list[Json]) -> Json:
    """Return what matches all of the clauses; it has no score."""
    return {"bool": {"filter": clauses}}


def _held(words: Sequence[Word]) -> Json:
    """Return what matches texts that hold any of the words; it has no score."""
    return {"terms": {"held": [f"{language}:{token}" for word in words for language, token in word.tokens.items()]}}
