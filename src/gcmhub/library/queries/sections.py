"""The sections of an objective's or a country's page: how many resources of each kind, and the first in the Hub's order."""

from collections.abc import Mapping
from dataclasses import dataclass

from gcmhub.library.choices import Kind
from gcmhub.library.queries.cards import COLLECTION, ResourceCard, card_from
from gcmhub.search import queries as search
from gcmhub.search.queries import Question
from gcmhub.vocabulary import queries as vocabulary

# Links stand under documents; the others under their own kind.
SECTIONS: tuple[tuple[str, ...], ...] = (
    (Kind.DOCUMENT.value, Kind.LINK.value),
    (Kind.EVENT.value,),
    (Kind.PROJECT.value,),
    (Kind.TRAINING.value,),
    (Kind.VIDEO.value,),
    (Kind.PRACTICE.value,),
)


@dataclass(frozen=True)
class Section:
    """Resources of one kind or two; ``kinds`` starts with the one that names the section."""

    kinds: tuple[str, ...]
    total: int
    items: tuple[ResourceCard, ...]


def sections(filters: Mapping[str, tuple[str, ...]], language: str, size: int = 4) -> tuple[Section, ...]:
    """Return every section of what ``filters`` select, empty ones too; at most one query for each."""
    tag = vocabulary.content_language(language)
    made = []
    for kinds in SECTIONS:
        answer = search.find(COLLECTION, Question(filters={**filters, "kind": kinds}, language=tag, limit=size))
        made.append(Section(kinds, answer.total, tuple(card_from(hit.payload, hit.texts, tag) for hit in answer.hits)))
    return tuple(made)
