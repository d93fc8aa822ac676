"""What anybody may know of how the Hub reviews."""

from gcmhub.review.models import Track
from gcmhub.review.rules.tracks import in_language


def track_name(code: str, language: str) -> str:
    """Return the name of a track in a language of content; "" when there is no such track."""
    names = Track.objects.filter(code=code).values_list("names", flat=True).first()
    return in_language(names, language) if names else ""
