"""Pages as schema.org describes them, in JSON-LD 1.1: for search engines and other programs.

Texts carry their language. What a record does not say is left out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from markupsafe import Markup

from gcmhub.face.languages import current, languages
from gcmhub.face.licences import licence_address
from gcmhub.face.links import RESOLVERS, file_url, official_text, permanent_url, resource_url, url
from gcmhub.library.checks import moment
from gcmhub.library.queries import FileCard, ResourcePage
from gcmhub.library.queries.cards import shorten
from gcmhub.library.videos import read_video
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.words import TermRow

CONTEXT = "https://schema.org"
TYPES = {
    "document": "CreativeWork",
    "link": "WebPage",
    "event": "Event",
    "project": "Project",
    "training": "Course",
    "video": "VideoObject",
    "practice": "Article",
}
DOCUMENT_TYPES = {
    "analysis": "Article",
    "e-learning-course": "Course",
    "journal-article": "ScholarlyArticle",
    "link": "WebPage",
    "policy-brief": "Report",
    "report": "Report",
    "training-workshop-material": "LearningResource",
    "working-paper": "ScholarlyArticle",
}
ATTENDANCE = {
    (True, False): "OfflineEventAttendanceMode",
    (False, True): "OnlineEventAttendanceMode",
    (True, True): "MixedEventAttendanceMode",
}
# type of relation, seen from its other end -> property
RELATIONS = {
    ("isVersionOf", False): "exampleOfWork",
    ("isVersionOf", True): "workExample",
    ("isTranslationOf", False): "translationOfWork",
    ("isTranslationOf", True): "workTranslation",
    ("isPartOf", False): "isPartOf",
    ("isPartOf", True): "hasPart",
    ("adaptedFrom", False): "isBasedOn",
}
DESCRIPTION = 500  # characters of an abstract; the page itself shows all
_OBSERVER_STATES = frozenset({"PSE", "VAT"})
_NO_STATES = frozenset({"SXM"})
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
Node = dict[str, Any]


def type_of(kind: str, document_type: str = "") -> str:
    """Return the schema.org type of a resource."""
    return DOCUMENT_TYPES.get(document_type, TYPES[kind]) if kind in {"document", "training"} else TYPES[kind]


def script(node: Mapping[str, Any]) -> Markup:
    """Return JSON-LD as a data block; no text in it can end the block."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 - made safe above


def resource_node(page: ResourcePage) -> Node:
    """Return a resource with its context."""
    card, base = page.card, settings.HUB_BASE_URL
    kind = type_of(card.kind, card.document_type)
    node: Node = {
        "@context": CONTEXT,
        "@type": kind,
        "@id": base + permanent_url(card.id),
        "url": base + resource_url(card.id),
        "name": _texts((text.language, text.title) for text in page.texts) or card.title.text,
        "description": _texts((text.language, shorten(text.abstract, DESCRIPTION)) for text in page.texts),
        "identifier": [{"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in page.identifiers],
        "sameAs": [
            *([card.url] if card.url else []),
            *(RESOLVERS["doi"] + value for name, value in page.identifiers if name == "doi"),
        ],
        "keywords": _texts((tag, word) for tag, words in page.keywords.items() for word in words),
        "mainEntityOfPage": _reviewed(page, base),
    }
    match kind:
        case "Event":
            node |= _event(page)
        case "Project":
            node |= _project(page)
        case _:
            node |= _work(page, base)
    return _said(node)


def home_node(base: str) -> Node:
    """Return the hub with its search, and who runs it where the hub was told."""
    search = f"{base}{url('web:search')}?q={{search_term_string}}"
    return _said(
        {
            "@context": CONTEXT,
            "@type": "WebSite",
            "@id": f"{base}/",
            "url": base + url("web:home"),
            "name": settings.HUB_NAME,
            "inLanguage": [each.tag for each in languages().values()],
            "publisher": {"@type": "Organization", "name": settings.HUB_ORGANISATION} if settings.HUB_ORGANISATION else None,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        }
    )


def _said(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _reviewed(page: ResourcePage, base: str) -> Node | None:
    """Return the page with the day of the last review of what it tells; None where nobody reviewed it here."""
    told = [page.peer_review.get(name) for name in ("confirmed", "decided", "date")]
    days = [day for day in told if isinstance(day, str) and len(day) == len("2024-01-01")]
    if page.card.review_status not in {"reviewed", "checked"} or not days:
        return None
    by = {"@type": "Organization", "name": settings.HUB_ORGANISATION} if settings.HUB_ORGANISATION else None
    address = base + resource_url(page.card.id)
    return _said({"@type": "WebPage", "@id": address, "url": address, "lastReviewed": days[0], "reviewedBy": by})


def _texts(rows: Iterable[tuple[str, str]]) -> list[Node]:
    return [{"@language": tag, "@value": text} for tag, text in rows if text]


def _label(row: TermRow) -> Node:
    tag = current().content
    return {"@language": current().tag, "@value": row.labels[tag]}


def _places(countries: Sequence[str], regions: Sequence[str]) -> list[Node]:
    """Return countries and areas, else regions. Only States are called countries."""
    made = []
    for code in countries:
        row = vocabulary.term(Scheme.COUNTRY, code)
        if row is not None:
            state = (row.active and row.attributes["m49"] and code not in _NO_STATES) or code in _OBSERVER_STATES
            made.append({"@type": "Country" if state else "Place", "name": _label(row), "identifier": code})
    rows = (vocabulary.term(Scheme.REGION, code) for code in regions) if not made else ()
    return made or [{"@type": "Place", "name": _label(row)} for row in rows if row is not None]


def _objectives(codes: Sequence[str], base: str) -> list[Node]:
    compact = official_text(current().content)
    return [
        {
            "@type": "DefinedTerm",
            "termCode": code,
            "name": _label(row),
            "url": base + url("web:objective", code),
            "inDefinedTermSet": compact,
        }
        for code in codes
        if (row := vocabulary.term(Scheme.OBJECTIVE, code)) is not None
    ]


def _organisations(names: Any) -> list[Node]:
    rows = names if isinstance(names, (list, tuple)) else [names] if names else []
    return [{"@type": "Organization", "name": name} for name in rows]


def _work(page: ResourcePage, base: str) -> Node:
    """Return what a work has: who made it, under which terms, in which files, about what."""
    card = page.card
    files = [_file(file, base) for file in card.files]
    node: Node = {
        "inLanguage": list(card.languages),
        "about": _objectives(card.objectives, base),
        "spatialCoverage": _places(card.countries, card.regions),
        "genre": card.document_type,
        "author": [
            {"@type": "Person", "@id": f"https://orcid.org/{orcid}", "name": name} if orcid else {"name": name}
            for name, orcid in page.authors
        ],
        "publisher": _organisations(card.publishers),
        "datePublished": card.published,
        "sdDatePublished": page.public_since.date().isoformat() if page.public_since else None,
        "license": licence_address(page.licence) or page.licence,
        "isAccessibleForFree": True if any(not file.url for file in card.files) else None,  # links may cost
        "encoding": files,
        **_relations(page, base),
    }
    if card.kind == "training":
        node |= _course(page.details)
    if card.kind == "video":
        node |= _video(page)
    return node


def _file(file: FileCard, base: str) -> Node:
    return _said(
        {
            "@type": "MediaObject",
            "contentUrl": file.url or base + file_url(file.id, file.name),
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B" if file.size else "",
            "inLanguage": file.language,
            "name": file.title or file.name,
        }
    )


def _relations(page: ResourcePage, base: str) -> Node:
    found: dict[str, list[Node]] = {}
    for row in page.related:
        name = RELATIONS.get((row.type, row.inverse))
        if row.card and name:
            title = {"@language": row.card.title.language, "@value": row.card.title.text}
            kind = type_of(row.card.kind, row.card.document_type)
            found.setdefault(name, []).append({"@type": kind, "@id": base + permanent_url(row.card.id), "name": title})
    return found


def _course(details: Mapping[str, Any]) -> Node:
    instance = {"courseMode": details.get("mode"), "courseWorkload": details.get("duration")}
    given = {name: value for name, value in instance.items() if isinstance(value, str) and value}
    return {
        "provider": _organisations(details.get("provider")),
        "hasCourseInstance": {"@type": "CourseInstance", **given} if given else None,
    }


def _video(page: ResourcePage) -> Node:
    seconds = page.details.get("duration")
    videos = (read_video(each) for each in (page.details.get("host_url"), page.card.url) if each)
    return {
        "embedUrl": next((video.player for video in videos if video), ""),
        "duration": f"PT{round(seconds)}S" if isinstance(seconds, int | float) else None,
        "uploadDate": page.card.published if len(page.card.published) == len("2024-01-01") else None,
    }


def _moment(value: str, zone: str) -> str:
    """Return an ISO 8601 moment with its offset; a day stays a day, what is no moment is not said."""
    if not value or len(value) <= len("2024-01-01"):
        return value
    try:
        return moment(value, zone).isoformat()
    except (ValueError, KeyError, OSError):
        return ""


def _event(page: ResourcePage) -> Node:
    card, details, base = page.card, page.details, settings.HUB_BASE_URL
    zone = details.get("timezone", "")
    place, online = details.get("place"), details.get("online_url")
    where: list[Node] = [{"@type": "Place", "name": place, "address": place}] if place else []
    where += [{"@type": "VirtualLocation", "url": online}] if online else []
    mode = ATTENDANCE.get((bool(place), bool(online)))
    return {
        "inLanguage": list(card.languages),
        "about": [*_objectives(card.objectives, base), *_places(card.countries, card.regions)],
        "startDate": _moment(details.get("start", ""), zone),
        "endDate": _moment(details.get("end", ""), zone),
        "location": where,
        "eventStatus": f"{CONTEXT}/EventCancelled" if details.get("cancelled") is True else None,
        "eventAttendanceMode": f"{CONTEXT}/{mode}" if mode else None,
        "organizer": _organisations(details.get("host") or list(card.publishers)),
    }


def _project(page: ResourcePage) -> Node:
    card, details = page.card, page.details
    return {
        "foundingDate": details.get("start"),
        "dissolutionDate": details.get("end"),
        "areaServed": _places(card.countries, card.regions),
        "knowsAbout": _objectives(card.objectives, settings.HUB_BASE_URL),
        "funder": _organisations(details.get("donors")),
        "parentOrganization": _organisations(list(card.publishers)),
    }
