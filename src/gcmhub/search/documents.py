"""Documents as rows of the outbox and back."""

import secrets
from datetime import datetime

from gcmhub.search import analysis
from gcmhub.search.engine import Document, Text
from gcmhub.search.fields import held_tokens
from gcmhub.search.models import Entry

STAMP_BITS = 62
SHORT = frozenset({"title", "abstract"})  # texts that listings show


def new_stamp() -> int:
    """Return a number that no other write has used."""
    return secrets.randbits(STAMP_BITS)


def entry_of(collection: str, document: Document, changed_at: datetime) -> Entry:
    """Return the row of a document, waiting for the indexer."""
    titles = dict.fromkeys(
        word for text in document.texts if text.field == "title" for word in analysis.surface_words(text.text)
    )
    return Entry(
        collection=collection,
        key=document.key,
        texts=[[text.field, text.language, text.text] for text in document.texts if text.field in SHORT],
        bodies=[[text.field, text.language, text.text] for text in document.texts if text.field not in SHORT],
        facets={group: list(values) for group, values in document.facets.items()},
        year=document.year,
        breadth=document.breadth,
        recommended=document.recommended,
        newest=document.newest,
        audiences=list(document.audiences),
        payload=dict(document.payload),
        words=f" {' '.join(sorted(held_tokens(document)))} ",
        titles=f" {' '.join(titles)} ",
        gone=False,
        waiting=True,
        stamp=new_stamp(),
        changed_at=changed_at,
    )


def document_of(entry: Entry) -> Document:
    """Return the document of a row, without its payload."""
    return Document(
        key=entry.key,
        texts=tuple(Text(*row) for row in (*entry.texts, *entry.bodies)),
        facets={group: tuple(values) for group, values in entry.facets.items()},
        year=entry.year,
        breadth=entry.breadth,
        recommended=entry.recommended,
        newest=entry.newest,
        audiences=tuple(entry.audiences),
    )
