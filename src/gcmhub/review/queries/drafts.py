"""What a draft still needs, and what of it is on the Hub already."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from gcmhub.core.clock import now
from gcmhub.library.errors import Problem, RecordRefused
from gcmhub.library.imports import known_words
from gcmhub.library.models import Call, Identifier, Resource, ResourceFile, ResourceText
from gcmhub.library.records import read_record
from gcmhub.library.rules import call_phase
from gcmhub.review.choices import SMALL_CHANGES, Change
from gcmhub.review.models import Submission, SubmissionFile
from gcmhub.review.queries.changes import difference
from gcmhub.review.rules import completeness
from gcmhub.review.rules.completeness import step_of as step_of  # noqa: PLC0414 - asked for together with problems

SOURCE = "hub"
NEAR = 0.85  # of the words of two titles
SEEN_LIMIT = 200  # titles that share a rare word are compared


def whole_record(submission: Submission) -> dict[str, Any]:
    """Return the draft as a record of the hub's own, with its files."""
    files = [
        {"path": file.original_name or file.public_id} | ({"language": file.language} if file.language else {})
        for file in submission.files.filter(removed_at=None)
    ]
    linked = [file for file in submission.record.get("files") or [] if "url" in file]
    known = {"id": submission.public_id, "source": SOURCE}
    if submission.amends:
        known = {"id": submission.amends.external_id, "source": submission.amends.source}
    record: dict[str, Any] = submission.record | known
    return record | ({"files": files + linked} if files or linked else {})


def takes_answers(call: str) -> bool:
    """Say whether a call for practices is published and open now, by its public id."""
    found = Call.objects.published().filter(public_id=call).first()
    return found is not None and call_phase(found.opens_at, found.closes_at, now()) == "open"


def problems_of(submission: Submission) -> list[Problem]:
    """Return everything that keeps a draft from being sent: what is wrong, then what is missing.

    A small change need not add what the published record lacks already; every change changes something.
    """
    said = submission.declarations
    if submission.change == Change.TAKEDOWN:
        return completeness.missing_of_takedown(reason=str(said.get("reason", "")), note=str(said.get("note", "")))
    found: list[Problem] = []
    try:
        read_record(whole_record(submission), known_words(), SOURCE)
    except RecordRefused as error:
        found += error.problems
    files = submission.files.filter(removed_at=None).count()
    rights, contact = bool(said.get("rights_confirmed")), str(said.get("contact", ""))
    wanted = completeness.missing(submission.record, files=files, rights_confirmed=rights, contact=contact)
    if submission.change in SMALL_CHANGES:
        stored = sum("path" in file for file in submission.began_with.get("files") or ())
        before = completeness.missing(submission.began_with, files=stored, rights_confirmed=True, contact="-")
        wanted = [problem for problem in wanted if problem not in before]
    if submission.amends:
        rows = [(row.field, row.after) for row in difference(submission)]
        wanted += completeness.missing_of_change(
            rows, submission.began_with, translation=submission.change == Change.TRANSLATION
        )
    fields = {problem.field for problem in found}
    return found + [problem for problem in wanted if problem.field not in fields]


@dataclass(frozen=True)
class Likeness:
    """Something that is there already and may be the same. ``why`` is a code: url, doi, file, title."""

    why: str
    title: str
    public_id: str
    is_resource: bool


def likenesses(submission: Submission) -> list[Likeness]:
    """Return published resources that may be what a draft brings, surest first, each once; shown, never in the way."""
    found: dict[str, Likeness] = {}

    def add(why: str, rows: Any) -> None:
        for resource in rows.published().exclude(pk=submission.amends_id).prefetch_related("texts")[:5]:
            texts = {text.language: text.title for text in resource.texts.all()}
            title = texts.get(submission.language) or next(iter(texts.values()), "")
            found.setdefault(resource.public_id, Likeness(why, title, resource.public_id, is_resource=True))

    record = submission.record
    if record.get("url"):
        add("url", Resource.objects.filter(url__in=url_forms(str(record["url"]))))
    dois = [row.get("value", "") for row in record.get("identifiers") or [] if row.get("scheme", "").lower() == "doi"]
    if dois:
        add(
            "doi",
            Resource.objects.filter(pk__in=Identifier.objects.filter(scheme__iexact="doi", value__in=dois).values("resource")),
        )
    hashes = list(submission.files.filter(removed_at=None).values_list("sha256", flat=True))
    if hashes:
        add("file", Resource.objects.filter(pk__in=ResourceFile.objects.filter(sha256__in=hashes).values("resource")))
    for language, title in (record.get("title") or {}).items():
        add("title", Resource.objects.filter(pk__in=near_titles(str(title), language)))
    return list(found.values())


def url_forms(url: str) -> list[str]:
    """Return the ways in which one address is written: with and without www, a slash, the scheme's s."""
    bare = re.sub(r"^https?://(www\.)?", "", url.split("#", maxsplit=1)[0]).rstrip("/")
    return [f"{scheme}{www}{bare}{end}" for scheme in ("https://", "http://") for www in ("", "www.") for end in ("", "/")]


def near_titles(title: str, language: str) -> list[int]:
    """Return the keys of resources with nearly the same title in a language."""
    words = title_words(title)
    if len(words) < 2:  # one word is no title to compare by
        return []
    rare = max(words, key=len)
    rows = ResourceText.objects.filter(language=language, title__icontains=rare).values_list("resource", "title")[:SEEN_LIMIT]
    return [key for key, other in rows if likeness_of(words, title_words(other)) >= NEAR]


def title_words(title: str) -> frozenset[str]:
    """Return the words of a title without case, marks and signs; for scripts without blanks, pairs of characters."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"\w+", plain)
    han = [word for word in words if re.search(r"[\u3400-\u9fff]", word)]
    pairs = [word[place : place + 2] for word in han for place in range(len(word) - 1)]
    return frozenset([*(word for word in words if word not in han), *pairs])


def likeness_of(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two titles have in common, 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def same_files(submission: Submission) -> list[SubmissionFile]:
    """Return files of other open submissions with the same bytes, for editors alone."""
    hashes = list(submission.files.filter(removed_at=None).values_list("sha256", flat=True))
    return list(SubmissionFile.objects.filter(sha256__in=hashes, removed_at=None).exclude(submission=submission))
