"""The same step for many submissions: each by its own action, in a transaction of its own, with its own answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.models import User
from gcmhub.accounts.permissions import EDITORS
from gcmhub.accounts.queries import person_by_id, roles_of
from gcmhub.core.errors import HubError
from gcmhub.desk import words
from gcmhub.face.submitted import text_of
from gcmhub.review.actions import panel, publishing, triage
from gcmhub.review.choices import SubmissionState
from gcmhub.review.models import Submission
from gcmhub.review.queries.desk import visible_to
from gcmhub.workflow.errors import NotInThisState

LIMIT = 50  # submissions at once
SALT = "desk.bulk"
KEPT = 3_600  # seconds for which the answer can be read again
NAMES = {
    "take": _("Take: I become the lead editor"),
    "give": _("Give to another lead editor"),
    "send-to-review": _("Send to review"),
    "publish": _("Publish"),
}
REFUSALS: Mapping[str, Any] = {
    **words.ERRORS,
    "name-missing": _("Give the filter a name."),
    "act-missing": _("Choose what is to be done."),
    "none-chosen": _("Choose at least one submission."),
    "too-many": _("That is more than may be at once."),
    "not-in-this-state": _("Its state does not allow this now."),
    "not-permitted": _("You may not do this with it."),
    "changed-meanwhile": _("Somebody else changed it at the same moment."),
    "nothing-to-do": _("It is so already."),
    "submission-unknown": _("It is not among the submissions that you see."),
}


class Chosen(HubError):
    """A form of the queues lacks what it asks for; ``code`` is what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadySo(HubError):
    """There is nothing left to do."""

    code = "nothing-to-do"


def _give(submission: Submission, by: User, lead: User | None) -> None:
    if lead is None:
        raise Chosen("person-missing")
    if submission.lead_id == lead.pk:
        raise AlreadySo
    if submission.state == SubmissionState.SUBMITTED:
        triage.take(submission, by=by, lead=lead)
    else:
        triage.reassign(submission, lead, by=by)


def _send_to_review(submission: Submission, by: User, _lead: User | None) -> None:
    panel.send_to_review(submission, by=by)


def _publish(submission: Submission, by: User, _lead: User | None) -> None:
    if submission.state not in {SubmissionState.ACCEPTED, SubmissionState.SCHEDULED}:
        raise NotInThisState("publish", state=submission.state, action="publish")
    publishing.publish(submission, by=by)


ACTS: Mapping[str, Callable[[Submission, User, User | None], object]] = {
    "take": lambda submission, by, _lead: triage.take(submission, by=by),
    "give": _give,
    "send-to-review": _send_to_review,
    "publish": _publish,
}


def carry_out(name: str, ids: Sequence[str], *, by: User, lead: str = "") -> str:
    """Take one step with many submissions; returns what came of each, signed, for ``told``.

    Raises ``Chosen`` where the form names no step, no submission or more than ``LIMIT``, or no lead editor.
    """
    if name not in ACTS:
        raise Chosen("act-missing")
    wanted = list(dict.fromkeys(ids))
    if not 0 < len(wanted) <= LIMIT:
        raise Chosen("none-chosen" if not wanted else "too-many")
    person = person_by_id(lead) if name == "give" else None
    if name == "give" and (person is None or roles_of(person).isdisjoint(EDITORS)):
        raise Chosen("person-missing")
    rows = visible_to(by).filter(public_id__in=wanted).select_related("rules", "track", "lead")
    known = {each.public_id: each for each in rows}
    done, refused = [], []
    for public_id in wanted:
        if code := _refusal(name, known.get(public_id), by, person):
            refused.append((public_id, code))
        else:
            done.append(public_id)
    return signing.dumps({"act": name, "done": done, "refused": refused}, salt=SALT, compress=True)


def _refusal(name: str, submission: Submission | None, by: User, lead: User | None) -> str:
    """Take the step with one; return the code of what forbids it, "" when it is done."""
    if submission is None:
        return "submission-unknown"
    try:
        with transaction.atomic():
            ACTS[name](submission, by, lead)
    except HubError as refusal:
        return refusal.code
    return ""


@dataclass(frozen=True)
class Told:
    """What came of a step: rows of title, its language, reference, and why not."""

    name: Any
    done: tuple[tuple[str, str, str, Any], ...]
    refused: tuple[tuple[str, str, str, Any], ...]


def told(by: User, signed: str) -> Told | None:
    """Return what an answer of ``carry_out`` says, of submissions that its reader may see; None for anything else."""
    try:
        answer = signing.loads(signed, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    refusals = dict(answer["refused"])
    known = {each.public_id: each for each in visible_to(by).filter(public_id__in=[*answer["done"], *refusals])}

    def row(public_id: str) -> tuple[str, str, str, Any]:
        title, tag = text_of(known[public_id].record.get("title"))
        why = REFUSALS.get(refusals.get(public_id, ""), words.NOT_NOW)
        return title, tag, str(known[public_id]), why

    return Told(
        name=NAMES[answer["act"]],
        done=tuple(row(each) for each in answer["done"] if each in known),
        refused=tuple(row(each) for each in refusals if each in known),
    )
