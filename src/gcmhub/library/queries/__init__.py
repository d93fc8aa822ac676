"""What readers ask of the library. Every answer holds only what this reader may see."""

from gcmhub.library.queries.cards import (
    COLLECTION,
    FileCard,
    LocalText,
    RankReason,
    ResourceCard,
    card,
    codes_by_scheme,
    payload_of,
    scope_and_breadth,
    with_everything,
)
from gcmhub.library.queries.pages import (
    RelatedResource,
    ResourcePage,
    ResourceText,
    resource_page,
    stored_file,
    upcoming_events,
)
from gcmhub.library.queries.search import (
    GROUPS,
    OPEN_GROUPS,
    FacetValue,
    Found,
    Selection,
    facet_label,
    search_resources,
)

__all__ = [
    "COLLECTION",
    "GROUPS",
    "OPEN_GROUPS",
    "FacetValue",
    "FileCard",
    "Found",
    "LocalText",
    "RankReason",
    "RelatedResource",
    "ResourceCard",
    "ResourcePage",
    "ResourceText",
    "Selection",
    "card",
    "codes_by_scheme",
    "facet_label",
    "payload_of",
    "resource_page",
    "scope_and_breadth",
    "search_resources",
    "stored_file",
    "upcoming_events",
    "with_everything",
]
