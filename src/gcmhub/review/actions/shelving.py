"""What is accepted goes onto the shelf: something new, another review of it, or a change; with what is said of its review."""

from collections.abc import Mapping
from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.library.actions import publish_resource, shelve_records, submit_for_review, tell_review
from gcmhub.library.choices import ReviewStatus, State, TextOrigin
from gcmhub.library.imports import known_words
from gcmhub.library.models import Resource
from gcmhub.library.records import Record, read_record
from gcmhub.review.choices import SMALL_CHANGES, Change
from gcmhub.review.models import Submission
from gcmhub.review.queries.changes import difference, record_to_shelve, target_of
from gcmhub.review.queries.drafts import SOURCE
from gcmhub.review.queries.panels import last_decision, rules_of

CHANGES_TOLD = 50  # the latest


def shelve(submission: Submission) -> Resource:
    """Write an accepted submission to the shelf and say of its review what is public. Not for takedowns."""
    target = target_of(submission)
    known = {"id": submission.public_id, "source": SOURCE}
    if target:
        known = {"id": target.external_id, "source": target.source}
    raw, files = record_to_shelve(submission)
    if submission.call and raw.get("kind") == "practice":
        raw = {**raw, "practice": {**(raw.get("practice") or {}), "call": submission.call}}
    said, status = _said(submission, target)
    given = {"comprehensiveness": target.comprehensiveness} if target else {}
    record = read_record(raw | known | given | {"peer_review": said}, known_words(), SOURCE)
    resource = _write(record, files, translation=submission.change == Change.TRANSLATION)
    if resource.state == State.PUBLISHED:
        return tell_review(resource, by=SYSTEM, peer_review=said, status=status)
    submit_for_review(resource, by=SYSTEM)
    return publish_resource(resource, by=SYSTEM, peer_review=said, status=status)


def _write(record: Record, files: list[Any], *, translation: bool) -> Resource:
    origin = TextOrigin.HUMAN if translation else TextOrigin.ORIGINAL
    shelve_records([record], by=SYSTEM, files={(record.source, record.id): files}, origin=origin)
    return Resource.objects.get(source=record.source, external_id=record.id)


def _said(submission: Submission, target: Resource | None) -> tuple[Mapping[str, Any], ReviewStatus]:
    """Return what is public of the review once this is published, and whether peers reviewed what stands then."""
    before: Mapping[str, Any] = target.peer_review if target else {}
    changes = [*before.get("changes", ()), change_made(submission)] if submission.amends else [*before.get("changes", ())]
    told = {"changes": changes[-CHANGES_TOLD:]} if changes else {}
    if target and submission.change in SMALL_CHANGES:
        return {**before, **told}, ReviewStatus(target.review_status)
    status = ReviewStatus.REVIEWED if rules_of(submission).way == "review" else ReviewStatus.CHECKED
    return {**review_record(submission), **told}, status


def change_made(submission: Submission) -> dict[str, Any]:
    """Return what is public of a change: which, when, what fields, in which languages; not who asked for it."""
    rows = difference(submission)
    texts = {row.field.split(".")[1] for row in rows if row.field.startswith(("title.", "abstract.", "body."))}
    tongues = texts | {row.after["language"] for row in rows if row.field == "files" and row.after and "language" in row.after}
    fields = dict.fromkeys(row.field.split(".")[0] for row in rows)
    languages = {"languages": sorted(tongues)} if submission.change == Change.TRANSLATION else {}
    return {"what": submission.change, "date": now().date().isoformat(), "fields": list(fields)} | languages


def review_record(submission: Submission) -> Mapping[str, Any]:
    """Return what is public of a review: when, in what way, by how many of which kind; no names."""
    rules = rules_of(submission)
    decision = last_decision(submission)
    said = submission.assignments.filter(state__in=["submitted", "confirmed"])
    people = dict(said.values_list("reviewer_id", "reviewer__roster_member__is_un"))
    un = sum(bool(is_un) for is_un in people.values())
    return {
        "date": now().date().isoformat(),
        "track": submission.track.code,
        "rules": submission.rules.number,
        "mode": submission.anonymity if rules.way == "review" else "editor",
        "rounds": submission.round,
        "reviewers": {"un": un, "external": len(people) - un},
    } | ({"decided": decision.decided_at.date().isoformat()} if decision else {})
