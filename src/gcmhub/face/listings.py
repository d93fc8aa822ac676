"""Lists of resources as JSON and CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gcmhub.face.languages import Language
from gcmhub.face.sentences import rank_reason_text
from gcmhub.library.queries import Found, ResourceCard
from gcmhub.library.queries.references import Reference
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

CSV = "text/csv; charset=utf-8"
MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else
FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # what a cell may not begin with, full-width signs too
COLUMNS = (
    "id", "page", "url", "kind", "document_type", "title", "title_language", "abstract", "languages", "published", "authors",
    "publishers", "scope", "objectives", "actions", "principles", "regions", "countries", "country_names", "identifiers",
    "licence", "review_status", "source",
)  # fmt: skip


def item(card: ResourceCard, language: str) -> dict[str, Any]:
    """Return a resource as a listing sends it."""
    return {
        "id": card.id,
        "source": card.source,
        "external_id": card.external_id,
        "kind": card.kind,
        "document_type": card.document_type or None,
        "title": card.title.text,
        "language": card.title.language,
        "languages": card.languages,
        "abstract": card.whole_abstract.text if card.whole_abstract else None,
        "url": card.url or None,
        "published": card.published or None,
        "scope": card.scope or None,
        "objectives": card.objectives,
        "countries": card.countries,
        "rank_reason": {"text": rank_reason_text(card.rank_reason, language), "codes": card.rank_reason.codes},
        "score": card.score,
        "highlights": {name: list(parts) for name, parts in card.highlights.items()},
    }


def chosen(cards: Sequence[ResourceCard], language: str) -> dict[str, Any]:
    """Return resources that a reader chose, in the reader's order."""
    return {"total": len(cards), "items": [item(card, language) for card in cards]}


def found(answer: Found, language: str) -> dict[str, Any]:
    """Return a page of resources with every facet."""
    return {
        "total": answer.total,
        "page": answer.page,
        "page_size": answer.page_size,
        "items": [item(card, language) for card in answer.items],
        "facets": {
            group: [{"value": row.value, "label": row.label, "count": row.count} for row in rows]
            for group, rows in answer.facets.items()
        },
        "suggestions": answer.suggestions,
        "widened": answer.widened,
    }


def table(references: Iterable[Reference], language: Language, address: Callable[[str], str]) -> str:
    """Return references as CSV with ``COLUMNS``; lists are joined by ``|``, codes are the API's.

    ``address`` gives the absolute address of a resource's page by public id.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in references:
        writer.writerow([safe_cell(value) for value in _row(each, language, address(each.id))])
    return MARK + out.getvalue()


def _row(each: Reference, language: Language, page: str) -> tuple[str, ...]:
    names = (vocabulary.label(Scheme.COUNTRY, code, language.content) for code in each.countries)
    return (
        each.id,
        page,
        each.url,
        each.kind,
        each.document_type,
        each.title.text,
        each.title.language,
        each.abstract.text if each.abstract else "",
        "|".join(each.languages),
        each.published,
        "|".join(name for name, _ in each.authors),
        "|".join(each.publishers),
        each.scope,
        "|".join(each.objectives),
        "|".join(each.actions),
        "|".join(each.principles),
        "|".join(each.regions),
        "|".join(each.countries),
        "|".join(names),
        "|".join(f"{scheme}:{value}" for scheme, value in each.identifiers),
        each.licence,
        each.review_status,
        each.source,
    )


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    value = value.replace("\x00", "")
    return f"'{value}" if value and (value.lstrip() or value)[0] in FORMULA else value
