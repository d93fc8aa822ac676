"""From what the rooms answer to what the API sends."""

from typing import Any

from gcmhub.face.links import file_url
from gcmhub.face.listings import item
from gcmhub.library.queries import CallCard, CallPage, CallsFound, FileCard, ResourcePage
from gcmhub.vocabulary import queries as vocabulary

SHOWN = frozenset(
    {"commitment", "paragraph", "objective", "letter", "m49", "iso2", "region", "rank", "note", "ldc", "lldc", "sids"}
)


def _file(file: FileCard, base_url: str) -> dict[str, Any]:
    return {
        "name": file.name,
        "title": file.title,
        "language": file.language or None,
        "url": file.url or None,
        "download": None if file.url else base_url + file_url(file.id, file.name),
        "media_type": file.media_type or None,
        "size": file.size,
        "pages": file.pages,
    }


def whole(page: ResourcePage, language: str, base_url: str) -> dict[str, Any]:
    """Return everything public of one resource."""
    card = page.card
    return item(card, language) | {
        "actions": card.actions,
        "principles": card.principles,
        "regions": card.regions,
        "publishers": card.publishers,
        "authors": [{"name": name, "orcid": orcid or None} for name, orcid in page.authors],
        "texts": {
            text.language: {"title": text.title, "abstract": text.abstract, "body": text.body, "origin": text.origin}
            for text in page.texts
        },
        "files": [_file(file, base_url) for file in card.files],
        "licence": page.licence or None,
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in page.identifiers],
        "keywords": {tag: list(words) for tag, words in page.keywords.items()},
        "relations": [
            {"type": row.type, "inverse": row.inverse, "resource": item(row.card, language) if row.card else None}
            for row in page.related
        ],
        "comprehensiveness": page.comprehensiveness,
        "review_status": card.review_status,
        "peer_review": page.peer_review,
        "details": page.details,
        "updated": page.updated_at.isoformat(),
    }


def call(card: CallCard) -> dict[str, Any]:
    """Return a call as a listing sends it."""
    return {
        "id": card.id,
        "source": card.source,
        "external_id": card.external_id,
        "title": card.title.text,
        "language": card.title.language,
        "languages": card.languages,
        "summary": card.summary.text if card.summary else None,
        "kinds": card.kinds,
        "objectives": card.objectives,
        "regions": card.regions,
        "countries": card.countries,
        "state": card.phase,
        "opens": card.opens,
        "closes": card.closes,
        "timezone": card.timezone,
        "opens_at": card.times.start.isoformat(),
        "closes_at": (card.times.end or card.times.start).isoformat(),
        "organiser": card.organiser,
    }


def calls(found: CallsFound, page: int, page_size: int) -> dict[str, Any]:
    """Return a page of calls."""
    return {"total": found.total, "page": page, "page_size": page_size, "items": [call(card) for card in found.items]}


def whole_call(page: CallPage, language: str) -> dict[str, Any]:
    """Return everything public of one call."""
    return call(page.card) | {
        "asked": page.asked.text if page.asked else None,
        "criteria": page.criteria.text if page.criteria else None,
        "contact": page.contact,
        "texts": {tag: dict(texts) for tag, texts in page.texts.items()},
        "practices": [item(card, language) for card in page.answers],
        "updated": page.card.updated_at.isoformat(),
    }


def terms(scheme: str, language: str) -> list[dict[str, Any]]:
    """Return the terms of a scheme in their order; countries in the alphabet of the language."""
    rows = vocabulary.sorted_countries(language) if scheme == "country" else vocabulary.terms(scheme)
    tag = vocabulary.content_language(language)
    return [
        {
            "code": row.code,
            "label": row.labels[tag],
            "active": row.active,
            "position": position,
            "details": {
                name: value[tag] if isinstance(value, dict) else value
                for name, value in row.attributes.items()
                if name in SHOWN and value not in (None, "")
            },
        }
        for position, row in enumerate(rows)
    ]
