"""Tracks and their rules: loaded once, then versions that the managing editor makes."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.review.errors import LetterMissing, NotChanged, RuleUnknown
from gcmhub.review.models import Track, TrackVersion
from gcmhub.review.rules.tracks import RuleRefused, read_rules
from gcmhub.workflow.actions import actor_id, record
from gcmhub.workflow.errors import ChangedMeanwhile

DATA = Path(__file__).resolve().parent.parent / "data" / "tracks.json"


@transaction.atomic
def load_tracks() -> int:
    """Make the tracks that a hub begins with, where they are missing; returns how many were made."""
    given = json.loads(DATA.read_text(encoding="utf-8"))
    criteria = {one["code"]: one | {"levels": given["levels"]} for one in given["criteria"]}
    lines = {one["code"]: one for one in given["checklist"]}
    made = 0
    for position, row in enumerate(given["tracks"]):
        values = {"names": row["names"], "kinds": row["kinds"], "position": position}
        track, created = Track.objects.get_or_create(code=row["code"], defaults=values)
        if created:
            rules = dict(row["rules"])
            for name in ("criteria", "practice_criteria"):
                rules[name] = [criteria[code] for code in rules[name]]
            rules["checklist"] = [lines[code] for code in rules["checklist"]]
            _add_version(track, rules, by=SYSTEM, note="")  # what the software brings is no act of anybody
            made += 1
    return made


@transaction.atomic
def amend_track(track: Track, rules: dict[str, Any], *, by: Any, note: str, on: int | None = None) -> TrackVersion:
    """Give a track new rules from now on; what is under way keeps those it began with.

    ``on`` is the number of the version that was changed. The same rules once more make no other version: a form that is
    sent twice changes nothing. Raises ``NotPermitted`` for everybody but managing editors, ``RuleUnknown`` for rules that
    cannot be, ``ChangedMeanwhile`` when ``on`` is not the present version, ``LetterMissing`` without a note,
    ``NotChanged`` for the rules that hold already.
    """
    if by != SYSTEM and HubRole.MANAGING_EDITOR not in roles_of(by):
        raise NotPermitted("managing editors make the rules of tracks")
    try:
        read_rules(rules)
    except RuleRefused as error:
        raise RuleUnknown(str(error), name=error.name, reason=error.reason, problems=error.all) from error
    track = Track.objects.select_for_update().get(pk=track.pk)
    present = track.present
    if on is not None and on != present.number:
        if present.rules == rules and present.made_by == actor_id(by):
            return present
        raise ChangedMeanwhile(f"{track} is at version {present.number}", present=present.number)
    if present.rules == rules:
        raise NotChanged(str(track))
    if not note.strip():
        raise LetterMissing(str(track))
    version = _add_version(track, rules, by=by, note=note.strip())
    record("track", track.code, "amend", by=by, version=version.number, payload={"note": version.note, "rules": rules})
    return version


def _add_version(track: Track, rules: dict[str, Any], *, by: Any, note: str) -> TrackVersion:
    read_rules(rules)
    last = track.versions.last()
    number = last.number + 1 if last else 1
    return TrackVersion.objects.create(
        track=track, number=number, rules=rules, note=note[:500], made_by=actor_id(by), made_at=now()
    )
