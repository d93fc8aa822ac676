"""What each side sees of a submission. Every page, answer, mail, export and name of a file takes what it shows from here.

Submitters learn nothing of who reviews, unless the review is open; reviewers nothing of who submits in a double-blind
one, and nothing of each other's findings before they have sent their own. Editors see all, and handle none of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gcmhub.core.clock import now
from gcmhub.review.choices import Anonymity, AssignmentState, Audience, Role
from gcmhub.review.errors import SubmissionUnknown
from gcmhub.review.models import Assignment, Decision, Remark, Submission, SubmissionFile
from gcmhub.review.queries.people import submission_roles
from gcmhub.review.rules.assignment import USABLE

WHO = frozenset({"authors", "publishers", "identifiers", "url", "files", "relations"})  # of a record: who is behind it
WHO_IN_DETAILS = frozenset(
    "implementer focal_point partners host provider donors iati_identifier"
    " online_url registration_url recording_url host_url".split()
)
SUMMARY = "kind document_type title abstract languages objectives countries authors publishers published".split()
EDITING = frozenset({Role.EDITOR, Role.LEAD, Role.MANAGING_EDITOR})


@dataclass(frozen=True)
class SeenFile:
    """A file under the name that this viewer may know.

    ``stored`` is its place in the media folder; "" while it is made (``waits``), and for good where no copy can be.
    """

    public_id: str
    name: str
    stored: str
    media_type: str
    size: int
    language: str
    pages: int | None
    waits: bool = False


@dataclass(frozen=True)
class SeenReview:
    """A review as this viewer sees it. ``name`` is "" where only the number is known."""

    number: int
    name: str
    recommendation: str
    answers: tuple[Mapping[str, Any], ...]
    for_submitter: str
    for_editors: str
    confidence: int | None
    must_not_publish: bool | None
    submitted_at: datetime | None
    language: str


@dataclass(frozen=True)
class SeenRemark:
    """A message; ``who`` is a role, ``name`` "" where the name is not for this viewer."""

    who: str
    name: str
    text: str
    audience: str
    written_at: datetime


@dataclass(frozen=True)
class SeenDecision:
    """A decision once its mail has left (editors: at once)."""

    kind: str
    reason: str
    letter: str
    points: tuple[str, ...]
    responses: tuple[str, ...]
    decided_at: datetime
    round: int
    basis: Mapping[str, Any] | None


@dataclass(frozen=True)
class Seen:
    """A submission as somebody in ``role`` sees it."""

    role: str
    reference: str
    record: Mapping[str, Any]
    files: tuple[SeenFile, ...]
    submitters: tuple[str, ...]
    organisation: str
    lead: str
    reviews: tuple[SeenReview, ...] = ()
    remarks: tuple[SeenRemark, ...] = ()
    decisions: tuple[SeenDecision, ...] = ()
    conflicts: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def seen_by(by: Any, submission: Submission) -> Seen:
    """Return what somebody sees of a submission. Raises ``SubmissionUnknown`` for whom it is not."""
    roles = submission_roles(by, submission)
    if roles & EDITING:
        return _for_editors(submission)
    if Role.SUBMITTER in roles:
        return _for_submitters(submission)
    return seen_by_reviewer(by, submission)


def seen_by_reviewer(by: Any, submission: Submission) -> Seen:
    """Return what somebody sees as one of its reviewers, whatever else they are. Raises ``SubmissionUnknown``."""
    tasks = submission.assignments.filter(reviewer=getattr(by, "pk", None)).exclude(state=AssignmentState.PROPOSED)
    task = tasks.order_by("-round").first()
    if task is None:
        raise SubmissionUnknown(submission.public_id)
    return _for_reviewer(submission, task)


def _for_editors(submission: Submission) -> Seen:
    rows = submission.assignments.filter(state__in=USABLE).select_related("review", "reviewer")
    return Seen(
        role="editor",
        reference=submission.reference or "",
        record=submission.record,
        files=tuple(_file(one) for one in _files(submission)),
        submitters=tuple(one.user.name for one in submission.people.select_related("user")),
        organisation=submission.organisation,
        lead=submission.lead.name if submission.lead else "",
        reviews=tuple(_review(one, everything=True, name=one.reviewer.name) for one in rows),
        remarks=tuple(_remark(one, submission, names=True) for one in submission.remarks.select_related("author")),
        decisions=tuple(_decision(one, basis=True) for one in submission.decisions.filter(undone_at=None)),
        conflicts={one.number: one.conflicts or {} for one in submission.assignments.exclude(conflicts=None)},
    )


def _for_submitters(submission: Submission) -> Seen:
    open_review = submission.anonymity == Anonymity.OPEN
    told = submission.decisions.filter(undone_at=None, mail_at__lte=now())
    rounds = [one.round for one in told if one.round]  # reviews are released with the decision of their round
    rows = submission.assignments.filter(state__in=USABLE, round__in=rounds).select_related("review", "reviewer")
    return Seen(
        role="submitter",
        reference=submission.reference or "",
        record=submission.record,
        files=tuple(_file(one) for one in _files(submission)),
        submitters=tuple(one.user.name for one in submission.people.select_related("user")),
        organisation=submission.organisation,
        lead="",
        reviews=tuple(_review(one, everything=False, name=one.reviewer.name if open_review else "") for one in rows),
        remarks=tuple(_remark(one, submission, names=False) for one in submission.remarks.filter(audience=Audience.SUBMITTER)),
        decisions=tuple(_decision(one, basis=False) for one in told),
    )


def _for_reviewer(submission: Submission, task: Assignment) -> Seen:
    double = submission.anonymity == Anonymity.DOUBLE
    record = anonymous(submission.record) if double else submission.record
    began = task.state in {AssignmentState.ACCEPTED, *USABLE}
    others = submission.assignments.filter(state__in=USABLE, round__lte=task.round).exclude(reviewer=task.reviewer_id)
    others = others if task.state in USABLE else others.filter(round__lt=task.round)
    told = submission.decisions.filter(undone_at=None, mail_at__lte=now())
    return Seen(
        role="reviewer",
        reference="",  # it counts submissions: with dates it would tell whose it is
        record=record if began else _summary(record),
        files=tuple(_copy(one, double=double) for one in _files(submission)) if began else (),
        submitters=() if double else tuple(one.user.name for one in submission.people.select_related("user")),
        organisation="" if double else submission.organisation,
        lead="",
        reviews=tuple(
            _review(one, everything=False, name="") for one in others.select_related("review", "reviewer")
        ) if began else (),
        remarks=tuple(_remark(one, submission, names=False) for one in submission.remarks.filter(audience=Audience.PANEL)),
        decisions=tuple(_decision(one, basis=False, letter=not double) for one in told) if began else (),
    )  # fmt: skip


def anonymous(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without what tells who is behind it."""
    kept = {name: value for name, value in record.items() if name not in WHO}
    for name in ("event", "project", "training", "video", "practice"):
        if isinstance(kept.get(name), Mapping):
            kept[name] = {key: value for key, value in kept[name].items() if key not in WHO_IN_DETAILS}
    return kept


def _summary(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an invitation shows: enough to say whether one can review it, and whether there is a conflict."""
    return {name: record[name] for name in SUMMARY if name in record}


def _files(submission: Submission) -> list[SubmissionFile]:
    return list(submission.files.filter(removed_at=None))


def _file(one: SubmissionFile) -> SeenFile:
    return SeenFile(one.public_id, one.original_name, one.stored, one.media_type, one.size, one.language, one.pages)


def _copy(one: SubmissionFile, *, double: bool) -> SeenFile:
    """Return a file as reviewers get it: the copy without metadata, in a double-blind review under no name of its own.

    Where no copy can be made, only reviewers who may know who submits get the file as it is.
    """
    ending = one.original_name.rpartition(".")[2].lower() if "." in one.original_name else ""
    name = f"{one.public_id}.{ending}" if ending else one.public_id
    waits = one.extraction == "waiting"
    stored = one.reviewer_copy or ("" if double or waits else one.stored)
    size = 0 if double else one.size  # that of the original might be found elsewhere
    return replace(_file(one), name=name if double else one.original_name, stored=stored, size=size, waits=waits)


def _review(one: Assignment, *, everything: bool, name: str) -> SeenReview:
    review = one.review
    said = [
        {**criterion, **review.answers.get(criterion["code"], {})}
        for criterion in review.form
        if everything or criterion["sees"] != "editors"
    ]
    return SeenReview(
        number=one.number,
        name=name,
        recommendation=review.recommendation,
        answers=tuple(said),
        for_submitter=review.for_submitter if everything else review.released or review.for_submitter,
        for_editors=review.for_editors if everything else "",
        confidence=review.confidence if everything else None,
        must_not_publish=review.must_not_publish if everything else None,
        submitted_at=review.submitted_at if everything else None,  # days tell people apart
        language=review.language,
    )


def _remark(one: Remark, submission: Submission, *, names: bool) -> SeenRemark:
    people = {row.user_id for row in submission.people.all()}
    who = "submitter" if one.author_id in people else "editor" if one.audience != Audience.PANEL else "panel"
    return SeenRemark(
        who=who,
        name=one.author.name if names and one.author else "",
        text=one.text,
        audience=one.audience,
        written_at=one.written_at,
    )


def _decision(one: Decision, *, basis: bool, letter: bool = True) -> SeenDecision:
    return SeenDecision(
        kind=one.kind,
        reason=one.reason,
        letter=one.letter if letter else "",  # it may address people by name
        points=tuple(one.points),
        responses=tuple(one.responses),
        decided_at=one.decided_at,
        round=one.round,
        basis=one.basis if basis else None,
    )
