"""Calls for practices as managing editors keep them, and how editors rank what answers one. Every change is an event."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from gcmhub.accounts.choices import Role as HubRole
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import roles_of
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.library import actions as library
from gcmhub.library.call_exports import call_record
from gcmhub.library.call_records import CallRecord, changed_record
from gcmhub.library.choices import CallState
from gcmhub.library.models import Call
from gcmhub.library.rules import call_phase
from gcmhub.review.errors import LetterMissing, NotChanged
from gcmhub.review.models import CallRanking
from gcmhub.review.queries.calls import sent_to
from gcmhub.review.queries.desk import visible_to
from gcmhub.workflow.actions import actor_id, record
from gcmhub.workflow.errors import ChangedMeanwhile, NotInThisState

LIFE = "call"  # the type of calls in events
STEPS = {
    "draft": ("amend", "publish", "withdraw"),
    "coming": ("amend", "open", "withdraw"),
    "open": ("amend", "close", "withdraw"),
    "closed": ("amend", "withdraw"),
    "withdrawn": (),
}


def standing(call: Call) -> str:
    """Return draft or withdrawn, else what the clock says: coming, open, closed."""
    return call.state if call.state != CallState.PUBLISHED else call_phase(call.opens_at, call.closes_at, now())


def offered(by: Any, call: Call) -> tuple[str, ...]:
    """Return what somebody may do with a call now."""
    return STEPS[standing(call)] if _keeps(by) else ()


def _keeps(by: Any) -> bool:
    return by == SYSTEM or HubRole.MANAGING_EDITOR in roles_of(by)


def _guarded(call: Call, action: str, by: Any) -> Call:
    """Return the call, locked. Raises ``NotPermitted``, ``NotInThisState``."""
    _guard(by)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if action not in STEPS[standing(call)]:
        raise NotInThisState(f"{action} does not lead on from {standing(call)}", state=standing(call), action=action)
    return call


def _guard(by: Any) -> None:
    if not _keeps(by):
        raise NotPermitted("managing editors keep calls for practices")


def _tell(call: Call, action: str, by: Any, **payload: Any) -> Call:
    record(LIFE, call.public_id, action, by=by, version=call.version, payload=payload)
    return call


@transaction.atomic
def announce(call_: CallRecord, *, by: Any, publish: bool) -> Call:
    """Make a call, for every reader or as a draft. Raises ``CallKnown``, ``NotPermitted``."""
    _guard(by)
    call = library.announce_call(call_, by=SYSTEM, publish=publish)
    return _tell(call, "announce", by, public=publish, opens=call.opens, closes=call.closes)


@transaction.atomic
def amend(call: Call, call_: CallRecord, *, by: Any, on: int) -> Call:
    """Change what a call says and when it opens and closes. ``on`` is the version that was changed.

    Raises ``NotPermitted``, ``NotInThisState``, ``ChangedMeanwhile``, and ``NotChanged`` for what it says already.
    """
    call = _guarded(call, "amend", by)
    if call.record_digest == call_.digest():
        raise NotChanged(call.public_id)
    if call.version != on:
        raise ChangedMeanwhile(f"{call} changed since it was read")
    before = {"opens": call.opens, "closes": call.closes}
    call = library.amend_call(call, call_, by=SYSTEM)
    return _tell(call, "amend", by, before=before, opens=call.opens, closes=call.closes)


@transaction.atomic
def publish(call: Call, *, by: Any) -> Call:
    """Let every reader see a draft. Raises ``NotPermitted``, ``NotInThisState``."""
    return _tell(library.publish_call(_guarded(call, "publish", by), by=SYSTEM), "publish", by)


@transaction.atomic
def open_now(call: Call, *, by: Any) -> Call:
    """Open a call before its date. Raises ``NotPermitted``, ``NotInThisState``."""
    call = _guarded(call, "open", by)
    said = changed_record(call_record(call), opens=now())
    return _tell(library.amend_call(call, said, by=SYSTEM), "open", by, before={"opens": call.opens})


@transaction.atomic
def close_now(call: Call, *, by: Any) -> Call:
    """Close a call before its date: nothing more is sent to it, drafts stay. Raises ``NotPermitted``, ``NotInThisState``."""
    call = _guarded(call, "close", by)
    said = changed_record(call_record(call), closes=max(now(), call.opens_at + timedelta(seconds=1)))
    return _tell(library.amend_call(call, said, by=SYSTEM), "close", by, before={"closes": call.closes})


@transaction.atomic
def withdraw(call: Call, *, by: Any, reason: str) -> Call:
    """Take a call back, with a public reason. Raises ``NotPermitted``, ``NotInThisState``, ``LetterMissing``."""
    call = _guarded(call, "withdraw", by)
    if not reason.strip():
        raise LetterMissing(call.public_id)
    return _tell(library.withdraw_call(call, by=SYSTEM, reason=reason.strip()), "withdraw", by, reason=reason.strip()[:500])


def may_rank(by: Any, call: Call) -> bool:
    """Say whether somebody may rank what answers a call: editors who handle all of it, and so have submitted none of it."""
    if EDITORS.isdisjoint(roles_of(by)):
        return False
    every = sent_to(call.public_id)
    return bool(every) and visible_to(by).filter(public_id__in=every).count() == len(every)


@transaction.atomic
def rank_answers(
    call: Call, order: Sequence[str], shortlist: Collection[str], *, by: Any, revision: int, why: str
) -> CallRanking:
    """Put what answers a call in an order (none: by score) and shortlist some of it.

    ``why`` is kept with the event. Raises ``NotPermitted``, ``ChangedMeanwhile``, ``NotChanged``, ``LetterMissing``.
    """
    if not may_rank(by, call):
        raise NotPermitted("answers are ranked by editors who handle all of them")
    known = sent_to(call.public_id)
    order = [each for each in dict.fromkeys(order) if each in known]
    chosen = [each for each in known if each in shortlist]
    start = {"changed_by": actor_id(by), "changed_at": now()}
    ranking, _created = CallRanking.objects.get_or_create(call=call.public_id, defaults=start)
    ranking = CallRanking.objects.select_for_update().get(pk=ranking.pk)
    if (ranking.order, ranking.shortlist) == (order, chosen):
        raise NotChanged(call.public_id)
    if ranking.revision != revision:
        raise ChangedMeanwhile(f"the ranking of {call} changed since it was read")
    if not why.strip():
        raise LetterMissing(call.public_id)
    before = {"order": ranking.order, "shortlist": ranking.shortlist}
    ranking.order, ranking.shortlist, ranking.revision = order, chosen, revision + 1
    ranking.changed_by, ranking.changed_at = actor_id(by), now()
    ranking.save()
    said = {"why": why.strip()[:500], "order": order, "shortlist": chosen, "before": before}
    record(LIFE, call.public_id, "rank", by=by, version=ranking.revision, payload=said)
    return ranking
