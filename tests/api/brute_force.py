"""What the contract says a listing holds, computed from the tables of the library row by row: nothing of the search is used
but the one analysis that makes words of texts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gcmhub.library.models import Classification, Resource, ResourceFile, ResourceText
from gcmhub.search import analysis


@dataclass(frozen=True)
class Row:
    """A published resource: its values by facet group, its year, its words as language:token."""

    id: str
    values: Mapping[str, frozenset[str]]
    year: int | None
    words: frozenset[str]


def read_rows() -> list[Row]:
    """Return every published resource as the database has it now."""
    codes, words = defaultdict(lambda: defaultdict(set)), defaultdict(set)
    for resource, scheme, code in Classification.objects.values_list("resource", "term__scheme", "term__code"):
        codes[resource][scheme].add(code)
    for text in ResourceText.objects.all():
        for value in (text.title, text.abstract, text.body):
            words[text.resource_id].update(_words(value, text.language))
    for file in ResourceFile.objects.select_related("resource"):
        languages = file.resource.languages
        words[file.resource_id].update(_words(file.text, file.language or (languages[0] if languages else "en")))
    rows = []
    for resource in Resource.objects.filter(state="published"):
        values = codes[resource.pk]
        if resource.scope == "global":
            values["country"].add("global")
        for name, value in (
            ("scope", resource.scope),
            ("kind", resource.kind),
            ("document_type", resource.document_type),
            ("source", resource.source),
            ("year", resource.published[:4]),
        ):
            values[name] = {value} if value else set()
        values["language"] = set(resource.languages)
        for language, text in _more_texts(resource):
            words[resource.pk].update(_words(text, language))
        year = int(resource.published[:4]) if resource.published else None
        found = {name: frozenset(held) for name, held in values.items()}
        rows.append(Row(resource.external_id, found, year, frozenset(words[resource.pk])))
    return rows


def _words(text: str, language: str) -> Iterator[str]:
    field = analysis.field_language(language)
    return (f"{field}:{token}" for token in analysis.tokens(text, language))


def _more_texts(resource: Resource) -> Iterator[tuple[str, str]]:
    for language, keywords in resource.keywords.items():
        yield from ((language, keyword) for keyword in keywords)
    for value in resource.details.values():
        if isinstance(value, dict):
            yield from value.items()


def holds(row: Row, question: str) -> bool:
    """Say whether a resource holds any word of a question that is no stop word."""
    asked = analysis.ask(question).words
    return any(f"{language}:{token}" in row.words for word in asked for language, token in word.tokens.items())


def count(
    rows: Sequence[Row],
    groups: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    *,
    low: int | None,
    high: int | None,
    question: str,
) -> tuple[set[str], dict[str, dict[str, int]]]:
    """Return the ids that a selection gives, and the counts of every group, each without its own choice."""
    ids: set[str] = set()
    counts: dict[str, Counter[str]] = {group: Counter() for group in groups}
    for row in rows:
        if (low is not None and (row.year is None or row.year < low)) or (
            high is not None and (row.year is None or row.year > high)
        ):
            continue
        if question and not holds(row, question):
            continue
        failed = {group for group, values in wanted.items() if values and not row.values.get(group, frozenset()) & set(values)}
        if not failed:
            ids.add(row.id)
        for group in groups:
            if not failed - {group}:
                counts[group].update(row.values.get(group, ()))
    return ids, {group: dict(found) for group, found in counts.items()}
