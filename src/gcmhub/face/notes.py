"""Notes that a page owes its readers because of a name that it shows."""

from functools import cache

from gcmhub.face.languages import current
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme


@cache
def _noted(content: str) -> tuple[tuple[str, str], ...]:
    rows = vocabulary.terms(Scheme.COUNTRY)
    return tuple((row.labels[content], row.attributes["note"][content]) for row in rows if row.attributes.get("note"))


def notes_for(page: str) -> tuple[str, ...]:
    """Return the note of every country or area with one whose name stands in the text of a page."""
    return tuple(note for name, note in _noted(current().content) if name in page)
