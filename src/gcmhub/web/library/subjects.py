"""What the pages of an objective, a principle, a region and a country have in common."""

from dataclasses import dataclass

from gcmhub.face.languages import current
from gcmhub.face.links import search_url, url
from gcmhub.library.queries import Found, Selection, search_resources
from gcmhub.library.queries.sections import Section, sections
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.web.library.facets import counts
from gcmhub.web.library.selection import query_of

Row = tuple[str, str, int]  # label, address, resources


@dataclass(frozen=True)
class Subject:
    """What the hub holds under one term."""

    found: Found  # totals and facets; its items are not shown
    sections: tuple[Section, ...]
    group: str
    code: str

    def section_url(self, section: Section) -> str:
        """Return the address of everything in a section."""
        return search_url([(self.group, self.code), *(("kind", kind) for kind in section.kinds)])

    @property
    def follow_url(self) -> str:
        """Return the address where everything under the term can be followed."""
        return url("web:follow") + query_of([(self.group, self.code)])

    def rows(self, group: str, *, empty: bool = False) -> list[Row]:
        """Return the terms of another group with the address of what they share with this one; ``empty``: those at none too."""
        counted, content = counts(self.found, group), current().content
        return [
            (
                f"{row.code}. {row.labels[content]}" if group == Scheme.OBJECTIVE and row.code != "0" else row.labels[content],
                search_url([(self.group, self.code), (group, row.code)]),
                counted.get(row.code, 0),
            )
            for row in vocabulary.terms(group)
            if empty or counted.get(row.code)
        ]


def subject(group: str, code: str) -> Subject:
    """Return what the hub holds under a term: totals, and the first four of every kind in the Hub's order."""
    filters, language = {group: (code,)}, current().code
    found = search_resources(Selection(filters=filters, page_size=1, language=language))
    return Subject(found, sections(filters, language), group, code)


def mentions(objective: str) -> list[tuple[int, str]]:
    """Return the paragraphs of other objectives that speak of this one too, with the codes of those objectives."""
    term = vocabulary.term(Scheme.OBJECTIVE, objective)
    paragraphs = term.attributes.get("mentioned_in", ()) if term else ()
    at = {row.attributes.get("paragraph"): row.code for row in vocabulary.terms(Scheme.OBJECTIVE)}
    return [(paragraph, at[paragraph]) for paragraph in paragraphs]
