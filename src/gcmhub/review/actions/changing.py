"""Whoever finds that something published should be another way proposes a change of it."""

from typing import Any

from django.db import transaction

from gcmhub.accounts.models import User
from gcmhub.core.errors import NotPermitted
from gcmhub.library.models import Resource
from gcmhub.review.actions.drafts import begin_draft, save_draft
from gcmhub.review.actions.submitting import submit
from gcmhub.review.choices import Change, SubmissionState
from gcmhub.review.errors import Incomplete
from gcmhub.review.models import Submission
from gcmhub.review.queries.changes import own_change
from gcmhub.review.queries.people import may_edit
from gcmhub.review.rules.completeness import missing_of_takedown


@transaction.atomic
def begin_change(resource: Resource, change: str, *, by: User) -> Submission:
    """Begin a new version, a translation or a correction, or go on with one's draft of it.

    Raises ``NotPermitted`` and ``TooMany`` as ``begin_draft`` does.
    """
    if change not in {Change.NEW_VERSION, Change.TRANSLATION, Change.CORRECTION}:
        raise NotPermitted("a change is a new version, a translation or a correction")
    known = own_change(by, resource, change)
    if known and known.state == SubmissionState.DRAFT:
        return known
    return begin_draft(by=by, change=change, amends=resource)


@transaction.atomic
def request_takedown(resource: Resource, *, reason: str, note: str, by: User) -> Submission:
    """Ask that a resource is taken out of the library, in one step; asked again while it is open, nothing is sent twice.

    While an editor asks for changes of the request, the new words are kept with it, to be sent again. Raises
    ``Incomplete`` without a reason and words, ``NotPermitted``, ``TooMany``.
    """
    if found := missing_of_takedown(reason=reason, note=note):
        raise Incomplete(tuple(found))
    known = own_change(by, resource, Change.TAKEDOWN)
    if known and not may_edit(by, known):
        return known
    asked = known or begin_draft(by=by, change=Change.TAKEDOWN, amends=resource)
    values: dict[str, Any] = {"reason": reason, "note": note.strip()}
    asked = save_draft(asked, values, by=by, revision=asked.revision)
    if asked.state == SubmissionState.DRAFT:
        submit(asked, by=by)
    return asked
