"""A draft: begun, saved at every change, given files, shared, thrown away."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction

from gcmhub.accounts.choices import OrganisationType
from gcmhub.accounts.models import User
from gcmhub.accounts.queries import memberships_of, roles_of
from gcmhub.core.clock import now
from gcmhub.core.errors import NotPermitted
from gcmhub.core.later import later
from gcmhub.library.choices import State
from gcmhub.library.files import store
from gcmhub.library.models import Resource
from gcmhub.review.choices import Change, SubmissionState
from gcmhub.review.errors import CallClosed, DraftChanged, TooMany
from gcmhub.review.lives import SUBMISSION
from gcmhub.review.models import Submission, SubmissionFile, SubmissionPerson, Track
from gcmhub.review.queries.changes import RECORD_FIELDS, published_record
from gcmhub.review.queries.drafts import takes_answers
from gcmhub.review.queries.people import may_edit, submission_roles
from gcmhub.workflow.actions import record, take_step

DRAFTS_A_DAY = 20
FILES_LIMIT = 20
DECLARATIONS = frozenset({"rights_confirmed", "contact", "excluded", "note", "reason", "is_network_output"})
TEXT_LIMIT = 100_000  # characters of all that one save brings; what is too long for a field is told at the check


@transaction.atomic
def begin_draft(
    *,
    by: User,
    kind: str = "",
    call: str = "",
    change: str = Change.NEW,
    amends: Resource | None = None,
    record_values: Mapping[str, Any] | None = None,
) -> Submission:
    """Begin a submission. A change of a published resource begins with what is published, its files too.

    Raises ``NotPermitted`` without a verified address and for a resource that is not published, ``CallClosed`` for a call
    that takes no practices now, ``TooMany`` after twenty drafts in a day.
    """
    if "contributor" not in roles_of(by):
        raise NotPermitted("submissions begin with a verified address")
    if call and not takes_answers(call):
        raise CallClosed(call)
    day = now() - timedelta(days=1)
    if SubmissionPerson.objects.filter(user=by, is_owner=True, added_at__gt=day).count() >= DRAFTS_A_DAY:
        raise TooMany(str(DRAFTS_A_DAY))
    values = {name: value for name, value in (record_values or {}).items() if name in RECORD_FIELDS}
    published: dict[str, Any] = {}
    if amends is not None:
        if amends.state != State.PUBLISHED:
            raise NotPermitted("what is published is changed")
        published = published_record(amends)
        linked = [file for file in published.get("files", ()) if "url" in file]
        values = published | {"files": linked} | values
    if kind:
        values["kind"] = kind
    track = track_for(str(values.get("kind", "")), call=call)
    rules = track.present
    moment = now()
    member = memberships_of(by).first()
    submission = Submission(
        track=track,
        rules=rules,
        anonymity=rules.rules["anonymity"],
        change=change,
        amends=amends,
        call=call,
        record=values,
        began_with=published,
        language=by.language,
        organisation=member.organisation.public_id if member else "",
        is_member_state=bool(member and member.verified_at and member.organisation.type == OrganisationType.GOVERNMENT),
        created_at=moment,
        saved_at=moment,
    )
    take_step(SUBMISSION, submission, "start", by=by, payload={"track": track.code, "call": call, "change": change})
    SubmissionPerson.objects.create(submission=submission, user=by, is_owner=True, added_at=moment)
    if amends is not None and change != Change.TAKEDOWN:
        _take_files(submission, amends)
    return submission


def _take_files(submission: Submission, resource: Resource) -> None:
    """Let a change begin with the files that are published: the same bytes, kept once."""
    for file in resource.files.exclude(stored=""):
        taken = SubmissionFile.objects.create(
            submission=submission,
            stored=file.stored.name or "",
            original_name=file.original_name,
            media_type=file.media_type,
            size=file.size or 0,
            sha256=file.sha256,
            language=file.language,
            added_at=submission.created_at,
        )
        later("gcmhub.review.tasks.read_file", file_id=taken.pk)


def track_for(kind: str, *, call: str = "", is_network_output: bool = False) -> Track:
    """Return the track that a submission of a kind takes by itself."""
    if call or is_network_output:
        return Track.objects.get(code="C" if call else "N")
    rows = list(Track.objects.filter(is_open=True))
    return next((row for row in rows if kind in row.kinds), None) or Track.objects.get(code="R")


@transaction.atomic
def save_draft(submission: Submission, values: Mapping[str, Any], *, by: User, revision: int) -> Submission:
    """Keep what was typed, sound or not; an empty value takes a field away.

    ``revision`` is the one that the page was opened with. Raises ``DraftChanged`` when another page saved meanwhile
    (what is there is in ``details``), ``NotPermitted``, ``TooMany`` for texts beyond any measure.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    _guard(by, submission)
    if submission.revision != revision:
        raise DraftChanged(str(submission), record=submission.record, revision=submission.revision)
    if sum(len(str(value)) for value in values.values()) > TEXT_LIMIT:
        raise TooMany(str(TEXT_LIMIT))
    for name, value in values.items():
        target = submission.record if name in RECORD_FIELDS else submission.declarations if name in DECLARATIONS else None
        if target is None:
            continue
        if value in (None, "", [], {}):
            target.pop(name, None)
        else:
            target[name] = value
    if submission.state == SubmissionState.DRAFT and submission.change == Change.NEW:
        _choose_track(submission)
    submission.revision += 1
    submission.saved_at = now()
    submission.save(update_fields=["record", "declarations", "revision", "saved_at", "track", "rules", "anonymity"])
    return submission


def _choose_track(submission: Submission) -> None:
    """Let the track follow what the draft is, until it is sent."""
    network = bool(submission.declarations.get("is_network_output"))
    track = track_for(str(submission.record.get("kind", "")), call=submission.call, is_network_output=network)
    if track.pk != submission.track_id:
        submission.track, submission.rules = track, track.present
        submission.anonymity = submission.rules.rules["anonymity"]


def _guard(by: Any, submission: Submission) -> None:
    if not may_edit(by, submission):
        raise NotPermitted("only those who submit change a draft")


@transaction.atomic
def add_file(submission: Submission, source: BinaryIO, name: str, *, by: User, language: str = "") -> SubmissionFile:
    """Keep a file with a draft; the same bytes twice are one. Raises ``FileRefused``, ``NotPermitted``, ``TooMany``."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    _guard(by, submission)
    kept = submission.files.filter(removed_at=None)
    if kept.count() >= FILES_LIMIT:
        raise TooMany(str(FILES_LIMIT))
    stored = store(source, name)
    known = kept.filter(sha256=stored.sha256).first()
    if known:
        return known
    file = SubmissionFile.objects.create(
        submission=submission,
        stored=stored.name,
        original_name=stored.original_name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        language=language,
        added_at=now(),
    )
    record("submission", submission.public_id, "add-file", by=by, version=submission.version, payload={"sha256": stored.sha256})
    later("gcmhub.review.tasks.read_file", file_id=file.pk)
    return file


@transaction.atomic
def remove_file(file: SubmissionFile, *, by: User) -> None:
    """Take a file from a draft; earlier versions keep it."""
    _guard(by, file.submission)
    if file.removed_at is None:
        file.removed_at = now()
        file.save(update_fields=["removed_at"])
        payload = {"sha256": file.sha256}
        record("submission", file.submission.public_id, "remove-file", by=by, version=file.submission.version, payload=payload)


@transaction.atomic
def add_person(submission: Submission, person: User, *, by: User) -> SubmissionPerson:
    """Let somebody submit together with the others."""
    _guard(by, submission)
    row, created = SubmissionPerson.objects.get_or_create(
        submission=submission, user=person, defaults={"added_at": now(), "is_owner": False}
    )
    if created:
        payload = {"person": person.public_id}
        record("submission", submission.public_id, "add-person", by=by, version=submission.version, payload=payload)
    return row


@transaction.atomic
def discard_draft(submission: Submission, *, by: Any) -> None:
    """Delete a draft that was never sent. Its events stay, without what they remembered."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.state != SubmissionState.DRAFT or submission.versions.exists():
        raise NotPermitted("what was sent is withdrawn, not deleted")
    if not submission_roles(by, submission) & {"submitter", "system"}:
        raise NotPermitted("only those who submit delete a draft")
    record("submission", submission.public_id, "discard", by=by, version=submission.version)
    submission.delete()
