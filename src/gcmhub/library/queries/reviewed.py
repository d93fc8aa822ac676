"""What experts reviewed, the latest first."""

from gcmhub.library.choices import ReviewStatus
from gcmhub.library.models import Resource
from gcmhub.library.queries.cards import ResourceCard
from gcmhub.library.queries.search import cards


def latest_reviewed(language: str, limit: int) -> tuple[ResourceCard, ...]:
    """Return the peer-reviewed resources that became public last. Two queries, one when there are none."""
    rows = Resource.objects.published().filter(review_status=ReviewStatus.REVIEWED).order_by("-public_since", "-pk")
    named = list(rows.values_list("public_id", flat=True)[:limit])
    return cards(named, language) if named else ()
