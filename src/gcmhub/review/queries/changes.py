"""Changes of what is published: what they begin with, what they change, what will stand on the shelf."""

import json
from dataclasses import replace
from typing import Any

from gcmhub.library.exports import record_of
from gcmhub.library.files import StoredFile
from gcmhub.library.models import Resource
from gcmhub.library.queries import with_everything
from gcmhub.library.records import write_record
from gcmhub.review.choices import Change, SubmissionState
from gcmhub.review.models import Submission
from gcmhub.review.rules.changes import Difference, differences, key_of, merged
from gcmhub.review.rules.submission import OPEN

# Fields of the record format that those who submit write; the rest is the hub's.
ORDER = (
    "kind document_type title abstract body languages objectives actions principles scope regions countries published"
    " publishers authors url files licence identifiers keywords relations event project training video practice"
).split()
RECORD_FIELDS = frozenset(ORDER)


def published_record(resource: Resource) -> dict[str, Any]:
    """Return what is published of a resource, in the record format; a stored file has its ``path`` and ``sha256``."""
    whole = with_everything(Resource.objects.filter(pk=resource.pk)).get()
    known = write_record(record_of(whole, lambda _: None))
    rows = [
        {"path": file.original_name or file.public_id, "sha256": file.sha256} if file.stored else {"url": file.url}
        for file in whole.files.all()
    ]
    named = [
        row | {name: value for name in ("language", "title") if (value := getattr(file, name))}
        for row, file in zip(rows, whole.files.all(), strict=True)
    ]
    record = {name: value for name, value in known.items() if name in RECORD_FIELDS and name != "files"}
    plain: dict[str, Any] = json.loads(json.dumps(record | ({"files": named} if named else {})))
    return plain


def proposed_record(submission: Submission) -> dict[str, Any]:
    """Return what a submission proposes, in the same form."""
    titles = {key_of(file): file.get("title", "") for file in submission.began_with.get("files") or ()}
    stored = [
        {"path": file.original_name or file.public_id, "sha256": file.sha256}
        | ({"language": file.language} if file.language else {})
        | ({"title": titles[file.sha256]} if titles.get(file.sha256) else {})
        for file in submission.files.filter(removed_at=None)
    ]
    files = stored + [file for file in submission.record.get("files") or () if "url" in file]
    record = {name: value for name, value in submission.record.items() if name in RECORD_FIELDS and name != "files"}
    return record | ({"files": files} if files else {})


def target_of(submission: Submission) -> Resource | None:
    """Return the resource that a submission changes, or brings again after another review, as it is now; None for a new one."""
    return Resource.objects.filter(pk=submission.amends_id or submission.resource_id or 0).first()


def difference(submission: Submission) -> list[Difference]:
    """Return what a change differs in from the record that it began with, in the order of the format.

    [] for something new and for a takedown.
    """
    target = target_of(submission)
    if target is None or submission.change == Change.TAKEDOWN:
        return []
    base, now = submission.began_with, published_record(target)
    moved = {(row.field, _file(row)) for row in differences(base, now)} if submission.state != "published" else set()
    rows = differences(base, proposed_record(submission))
    found = sorted(rows, key=lambda row: (ORDER.index(row.field.split(".")[0]), row.field))  # a database may lose the order
    return [replace(row, meanwhile=(row.field, _file(row)) in moved) for row in found]


def _file(row: Difference) -> str:
    return key_of(row.after or row.before) if row.field == "files" else ""


def record_to_shelve(submission: Submission) -> tuple[dict[str, Any], list[StoredFile]]:
    """Return the record that publication writes, and the stored files of its ``path`` entries in their order.

    What a change left alone stays as it is published now, whoever changed it since.
    """
    target, proposed = target_of(submission), proposed_record(submission)
    record = merged(submission.began_with, proposed, published_record(target)) if target else proposed
    known = {
        one.sha256: StoredFile(one.stored, one.original_name, one.media_type, one.size, one.sha256)
        for one in submission.files.filter(removed_at=None)
    }
    for one in target.files.exclude(stored="") if target else ():
        at_hand = StoredFile(str(one.stored.name), one.original_name, one.media_type, one.size or 0, one.sha256)
        known.setdefault(one.sha256, at_hand)
    rows: list[dict[str, Any]] = record.pop("files", [])
    plain = [{name: value for name, value in row.items() if name != "sha256"} for row in rows]
    return record | ({"files": plain} if plain else {}), [known[row["sha256"]] for row in rows if "sha256" in row]


def published_resource(public_id: str) -> Resource | None:
    """Return a published resource; None when there is none."""
    return Resource.objects.published().filter(public_id=public_id).prefetch_related("texts").first()


def own_change(by: Any, resource: Resource, change: str) -> Submission | None:
    """Return the change of a resource that somebody has begun and that is not ended, the latest; None without one."""
    rows = Submission.objects.filter(people__user=by, amends=resource, change=change, state__in=[SubmissionState.DRAFT, *OPEN])
    return rows.order_by("-pk").first()
