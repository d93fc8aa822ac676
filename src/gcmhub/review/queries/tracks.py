"""Tracks with their rules, and what was done under each version of them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from gcmhub.accounts.models import User
from gcmhub.review.errors import TrackUnknown
from gcmhub.review.models import Decision, Submission, Track, TrackVersion
from gcmhub.review.rules.track_changes import RuleChange, changes_between


@dataclass(frozen=True)
class VersionUsed:
    """One version of a track's rules: what it changed, who made it, what was taken under it."""

    version: TrackVersion
    changes: tuple[RuleChange, ...]  # against the version before; none of the first
    who: str  # "" where the software or somebody who has left made it
    submissions: int
    decisions: int


def all_tracks() -> list[Track]:
    """Return the tracks in their order."""
    return list(Track.objects.prefetch_related("versions"))


def track_named(code: str) -> Track:
    """Return a track. Raises ``TrackUnknown``."""
    track = Track.objects.filter(code=code).first()
    if track is None:
        raise TrackUnknown(code)
    return track


def versions_of(track: Track) -> list[VersionUsed]:
    """Return every version of a track's rules, the present one first. Four queries."""
    rows = list(track.versions.order_by("number"))
    sent = Count("pk", filter=~Q(state="draft"))
    submissions = dict(Submission.objects.filter(rules__in=rows).values_list("rules").annotate(count=sent))
    stands = Decision.objects.filter(rules__in=rows, undone_at=None)
    decisions = dict(stands.values_list("rules").annotate(count=Count("pk")))
    names = dict(User.objects.filter(public_id__in={row.made_by for row in rows}).values_list("public_id", "name"))
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        changes = changes_between(before.rules, row.rules) if before else []
        counts = submissions.get(row.pk, 0), decisions.get(row.pk, 0)
        found.append(VersionUsed(row, tuple(changes), names.get(row.made_by, ""), *counts))
    return found[::-1]
