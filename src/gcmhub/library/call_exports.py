"""Calls for practices as records again: the same calls give the same bytes."""

import json
from pathlib import Path

from gcmhub.library.call_records import TEXTS, CallRecord, write_call
from gcmhub.library.choices import CallState, TextOrigin
from gcmhub.library.models import Call


def call_record(call: Call) -> CallRecord:
    """Return the record of a prefetched call."""
    texts = list(call.texts.all())
    codes: dict[str, list[str]] = {}
    for row in call.terms.all():
        codes.setdefault(row.term.scheme, []).append(row.term.code)
    title, summary, asked, criteria = (
        {text.language: value for text in texts if (value := getattr(text, name))} for name in TEXTS
    )
    return CallRecord(
        id=call.external_id,
        source=call.source,
        title=title,
        summary=summary,
        asked=asked,
        criteria=criteria,
        original=next((text.language for text in texts if text.origin == TextOrigin.ORIGINAL), ""),
        kinds=tuple(call.kinds),
        objectives=tuple(codes.get("objective", ())),
        regions=tuple(codes.get("region", ())),
        countries=tuple(codes.get("country", ())),
        opens=call.opens,
        closes=call.closes,
        timezone=call.timezone,
        contact=call.contact,
        organiser=call.organiser,
    )


def export_calls(target: Path, *, published_only: bool = True) -> int:
    """Write calls to ``target`` as JSON Lines in the order of source and id; returns how many.

    The file takes its name only when it is whole. Drafts join unless ``published_only``; withdrawn ones stay out.
    """
    rows = Call.objects.published() if published_only else Call.objects.exclude(state=CallState.WITHDRAWN)
    partial = target.with_name(target.name + ".part")
    written = 0
    with partial.open("w", encoding="utf-8") as out:
        for call in rows.order_by("source", "external_id").prefetch_related("texts", "terms__term"):
            out.write(json.dumps(write_call(call_record(call)), ensure_ascii=False, sort_keys=True) + "\n")
            written += 1
    partial.replace(target)
    return written
