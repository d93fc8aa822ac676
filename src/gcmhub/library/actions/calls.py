"""The life of a call for practices: announced, amended, withdrawn."""

from datetime import UTC
from typing import Any

from django.db import transaction

from gcmhub.core import clock
from gcmhub.library.actions.remember import remember
from gcmhub.library.call_records import TEXTS, CallRecord
from gcmhub.library.choices import CallState, TextOrigin
from gcmhub.library.errors import CallKnown, CallWithdrawn
from gcmhub.library.models import Call, CallTerm, CallText
from gcmhub.library.permissions import guard_shelves
from gcmhub.library.queries import COLLECTION
from gcmhub.search.actions import renew_pages
from gcmhub.vocabulary.queries import term_numbers


def _find(source: str, external_id: str) -> Call | None:
    return Call.objects.select_for_update().filter(source=source, external_id=external_id).first()


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update().get(pk=call.pk)


def _refuse_withdrawn(call: Call) -> None:
    if call.state == CallState.WITHDRAWN:
        raise CallWithdrawn(call.public_id, reason=call.withdrawn_reason, withdrawn_at=call.withdrawn_at)


@transaction.atomic
def announce_call(record: CallRecord, *, by: Any, publish: bool = True) -> Call:
    """Make a call; with ``publish`` every reader sees it, whether it is open yet or not, else it is a draft.

    Raises ``CallKnown`` when there is one of this source and id, ``NotPermitted``.
    """
    guard_shelves(by)
    if _find(record.source, record.id) is not None:
        raise CallKnown(f"{record.source}/{record.id}")
    call = Call(source=record.source, external_id=record.id)
    if publish:
        call.state, call.public_since = CallState.PUBLISHED, clock.now()
    _fill(call, record)
    call.save()
    _write_parts(call, record)
    renew_pages(COLLECTION)
    return call


@transaction.atomic
def publish_call(call: Call, *, by: Any) -> Call:
    """Let every reader see a draft; twice is harmless. Raises ``CallWithdrawn``, ``NotPermitted``."""
    guard_shelves(by)
    call = _locked(call)
    _refuse_withdrawn(call)
    if call.state == CallState.DRAFT:
        call.state, call.public_since = CallState.PUBLISHED, clock.now()
        call.version += 1
        call.save()
        renew_pages(COLLECTION)
    return call


@transaction.atomic
def amend_call(call: Call, record: CallRecord, *, by: Any) -> Call:
    """Bring a call up to date with a record, its deadline too; its address and state stay.

    Raises ``CallWithdrawn``, ``NotPermitted``.
    """
    guard_shelves(by)
    call = _locked(call)
    _refuse_withdrawn(call)
    if call.record_digest == record.digest():
        return call
    _fill(call, record)
    call.version += 1
    call.save()
    for model in (CallText, CallTerm):
        model.objects.filter(call=call).delete()
    _write_parts(call, record)
    renew_pages(COLLECTION)
    return call


@transaction.atomic
def withdraw_call(call: Call, *, by: Any, reason: str) -> Call:
    """Take a call back and leave a tombstone with the ``reason``; twice is harmless. Raises ``NotPermitted``."""
    guard_shelves(by)
    call = _locked(call)
    if call.state == CallState.WITHDRAWN:
        return call
    call.state, call.withdrawn_at, call.withdrawn_reason = CallState.WITHDRAWN, clock.now(), reason[:500]
    call.version += 1
    call.save()
    renew_pages(COLLECTION)
    return call


@transaction.atomic
def take_call(record: CallRecord, *, by: Any, publish: bool = False) -> str:
    """Announce a call or amend the one of the same source and id; with ``publish`` it is public afterwards.

    Returns created, changed, unchanged, or withdrawn (left alone). Raises ``NotPermitted``.
    """
    guard_shelves(by)
    call = _find(record.source, record.id)
    if call is None:
        announce_call(record, by=by, publish=publish)
        return "created"
    if call.state == CallState.WITHDRAWN:
        return "withdrawn"
    before = call.version
    call = amend_call(call, record, by=by)
    if publish:
        call = publish_call(call, by=by)
    return "unchanged" if call.version == before else "changed"


@transaction.atomic
def delete_calls(source: str, *, by: Any) -> int:
    """Remove every call of a source with its history; returns how many. For what never was the hub's own: demonstrations."""
    guard_shelves(by)
    rows = Call.objects.filter(source=source)
    keys = list(rows.values_list("pk", flat=True))
    rows.delete()
    # After the rows, because their removal writes history too.
    CallText.history.filter(call_id__in=keys).delete()
    Call.history.filter(id__in=keys).delete()
    renew_pages(COLLECTION)
    return len(keys)


def _fill(call: Call, record: CallRecord) -> None:
    """Set what a record says, without saving. In UTC: PostgreSQL knows offsets of fewer hours than Python does."""
    times = record.times
    if times is None or times.end is None:
        raise ValueError("a call opens and closes")
    call.opens_at, call.closes_at = times.start.astimezone(UTC), times.end.astimezone(UTC)
    call.kinds = list(record.kinds)
    for name in ("opens", "closes", "timezone", "contact", "organiser"):
        setattr(call, name, getattr(record, name))
    call.record_digest = record.digest()


def _write_parts(call: Call, record: CallRecord) -> None:
    languages = dict.fromkeys([record.original, *(tag for name in TEXTS for tag in getattr(record, name))])
    texts = CallText.objects.bulk_create(
        CallText(
            call=call,
            language=tag,
            origin=TextOrigin.ORIGINAL if tag == record.original else TextOrigin.HUMAN,
            **{name: getattr(record, name).get(tag, "") for name in TEXTS},
        )
        for tag in languages
    )
    remember(texts, "+")
    numbers = term_numbers()
    codes = {"objective": record.objectives, "region": record.regions, "country": record.countries}
    CallTerm.objects.bulk_create(
        CallTerm(call=call, term_id=numbers[scheme, code], position=place)
        for scheme, found in codes.items()
        for place, code in enumerate(found)
    )
