"""Put records on the shelf: many at once, repeatable, each as it was or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import transaction

from gcmhub.core import clock
from gcmhub.core.later import later
from gcmhub.core.rows import insert_rows
from gcmhub.library import rules
from gcmhub.library.actions.remember import remember
from gcmhub.library.checks import moment
from gcmhub.library.choices import ContributorRole, ExtractionState, ReviewStatus, State, TextOrigin
from gcmhub.library.documents import document
from gcmhub.library.files import StoredFile
from gcmhub.library.models import (
    Classification,
    Contributor,
    Identifier,
    Relation,
    Resource,
    ResourceFile,
    ResourceText,
)
from gcmhub.library.permissions import guard_shelves
from gcmhub.library.previews import MEDIA_TYPE
from gcmhub.library.queries import COLLECTION, codes_by_scheme, scope_and_breadth, with_everything
from gcmhub.library.records import Record
from gcmhub.library.times import event_times
from gcmhub.search.actions import drop_documents, put_documents
from gcmhub.vocabulary.queries import region_of, term_numbers

CHILDREN = (ResourceText, Classification, Contributor, ResourceFile, Identifier, Relation)
PREFETCHED = "_prefetched_objects_cache"  # where Django looks for what a prefetch has read
CHANGED = (
    "kind document_type scope comprehensiveness languages published year url licence keywords given_regions details"
    " starts_at ends_at state review_status peer_review public_since record_digest version updated_at"
    " recommended_order newest_order"
).split()


@dataclass(frozen=True)
class Outcome:
    """What became of one record: created, changed, unchanged, or archived (left alone)."""

    source: str
    id: str
    what: str


@transaction.atomic
def shelve_records(
    records: Sequence[Record],
    *,
    by: Any,
    publish: bool = False,
    files: Mapping[tuple[str, str], Sequence[StoredFile]] | None = None,
    origin: TextOrigin = TextOrigin.ORIGINAL,
) -> list[Outcome]:
    """Create or bring up to date one resource a record, matched by (source, id).

    With ``publish`` they become public without a review and say so. An unchanged record costs
    one comparison. Resources in the archive stay as they are. ``files`` holds what was stored
    for the records' ``path`` entries, in their order. Texts in a language that a resource has
    already keep their origin, others get ``origin``. Raises ``NotPermitted``.
    """
    guard_shelves(by)
    last = {(record.source, record.id): record for record in records}  # a later line of a batch wins
    existing = {
        (row.source, row.external_id): row
        for row in Resource.objects.select_for_update().filter(
            source__in={source for source, _ in last}, external_id__in={name for _, name in last}
        )
    }
    stored = files or {}
    outcomes: list[Outcome] = []
    created: list[tuple[Resource, Record]] = []
    changed: list[tuple[Resource, Record]] = []
    for name, record in last.items():
        resource = existing.get(name)
        digest = record.digest(tuple(file.sha256 for file in stored.get(name, ())))
        what = _judge(resource, digest, publish=publish)
        outcomes.append(Outcome(*name, what))
        if what in {"unchanged", "archived"}:
            continue
        fresh = resource is None
        resource = resource or Resource(source=record.source, external_id=record.id, version=0)
        resource.version += 1
        _fill(resource, record, digest, publish=publish)
        (created if fresh else changed).append((resource, record))
    _write(created, changed, stored, origin)
    return outcomes


def _judge(resource: Resource | None, digest: str, *, publish: bool) -> str:
    if resource is None:
        return "created"
    if resource.state == State.ARCHIVED:
        return "archived"
    settled = resource.state == State.PUBLISHED or not publish
    return "unchanged" if resource.record_digest == digest and settled else "changed"


def _fill(resource: Resource, record: Record, digest: str, *, publish: bool) -> None:
    for name in (
        "kind",
        "document_type",
        "scope",
        "comprehensiveness",
        "published",
        "url",
        "licence",
        "peer_review",
        "details",
    ):
        setattr(resource, name, getattr(record, name))
    resource.languages = list(record.languages)
    resource.given_regions = list(record.regions)
    resource.keywords = {language: list(words) for language, words in record.keywords.items()}
    resource.year = int(record.published[:4]) if record.published else None
    resource.starts_at, resource.ends_at = _times(record)
    resource.record_digest = digest
    resource.updated_at = clock.now()
    if publish and resource.state != State.PUBLISHED:
        resource.state = State.PUBLISHED
        resource.public_since = resource.public_since or clock.now()
        if resource.review_status == ReviewStatus.NONE:
            resource.review_status = ReviewStatus.IMPORTED
    scope = rules.effective_scope(record.scope, regions=_regions(record), countries=record.countries)
    weight = rules.effective_comprehensiveness(
        record.comprehensiveness, objectives=len(record.objectives), actions=len(record.actions)
    )
    resource.recommended_order = rules.recommended_order(
        scope=scope,
        comprehensiveness=weight,
        reviewed=resource.review_status == ReviewStatus.REVIEWED,
        published=record.published,
    )
    resource.newest_order = rules.newest_order(published=record.published)


def _times(record: Record) -> tuple[Any, Any]:
    if record.kind != "event":
        return None, None
    times, end = event_times(record.details), record.details.get("end")
    if times is None:
        return None, moment(end, record.details.get("timezone", "")).astimezone(UTC) if end else None
    # In UTC: PostgreSQL knows offsets of fewer hours than Python does.
    return times.start.astimezone(UTC), times.end.astimezone(UTC) if times.end else None


def _write(
    created: list[tuple[Resource, Record]],
    changed: list[tuple[Resource, Record]],
    stored: Mapping[tuple[str, str], Sequence[StoredFile]],
    origin: TextOrigin,
) -> None:
    if created:
        Resource.objects.bulk_create([resource for resource, _ in created], batch_size=200)
        remember([resource for resource, _ in created], "+")
    kept: dict[tuple[int, str], ResourceFile] = {}
    origins: dict[tuple[int, str], str] = {}
    if changed:
        keys = [resource.pk for resource, _ in changed]
        kept = {(file.resource_id, file.sha256 or file.url): file for file in ResourceFile.objects.filter(resource__in=keys)}
        known = ResourceText.objects.filter(resource__in=keys).values_list("resource", "language", "origin")
        origins = {(key, language): known_origin for key, language, known_origin in known}
        for model in CHILDREN:
            model.objects.filter(resource__in=keys).delete()
        Resource.objects.bulk_update([resource for resource, _ in changed], CHANGED, batch_size=100)
        remember([resource for resource, _ in changed], "~")
    written = [*created, *changed]
    if not written:
        return
    terms = term_numbers()
    shelves = [
        _Shelf(
            resource,
            _texts(resource, record, origins, origin),
            _codes(record),
            _contributors(resource, record),
            _files(resource, record, stored.get((record.source, record.id), ()), kept),
        )
        for resource, record in written
    ]
    texts = ResourceText.objects.bulk_create([row for shelf in shelves for row in shelf.texts], batch_size=200)
    remember(texts, "+")
    insert_rows(
        Classification,
        ("resource_id", "term_id", "position"),
        (
            (shelf.resource.pk, terms[scheme, code], position)
            for shelf in shelves
            for scheme, codes in shelf.codes.items()
            for position, code in enumerate(codes)
        ),
    )
    contributors = (row for shelf in shelves for row in shelf.contributors)
    insert_rows(
        Contributor,
        ("resource_id", "role", "name", "orcid", "position"),
        ((row.resource_id, row.role, row.name, row.orcid, row.position) for row in contributors),
    )
    Identifier.objects.bulk_create([row for pair in written for row in _identifiers(*pair)])
    Relation.objects.bulk_create([row for pair in written for row in _relations(*pair)])
    for file in ResourceFile.objects.bulk_create([row for shelf in shelves for row in shelf.files]):
        if file.extraction == ExtractionState.WAITING:
            later("gcmhub.library.tasks.extract_file_text", file_id=file.pk)
            if file.media_type == MEDIA_TYPE:
                later("gcmhub.library.tasks.make_preview", sha256=file.sha256)
    public = (shelf for shelf in shelves if shelf.resource.state == State.PUBLISHED)
    put_documents(COLLECTION, (document(shelf.at_hand(), shelf.codes) for shelf in public))
    hidden = [resource.public_id for resource, _ in changed if resource.state != State.PUBLISHED]
    if hidden:
        drop_documents(COLLECTION, hidden)


@dataclass(frozen=True)
class _Shelf:
    """A resource with the rows that were just written for it."""

    resource: Resource
    texts: list[ResourceText]
    codes: dict[str, tuple[str, ...]]  # by scheme
    contributors: list[Contributor]
    files: list[ResourceFile]

    def at_hand(self) -> Resource:
        """Return the resource as if its rows had been prefetched: reading them back would double the cost of an import."""
        rows = {"texts": self.texts, "contributors": self.contributors, "files": self.files}
        setattr(self.resource, PREFETCHED, rows)
        return self.resource


def _texts(
    resource: Resource, record: Record, origins: Mapping[tuple[int, str], str], origin: TextOrigin
) -> list[ResourceText]:
    languages = dict.fromkeys([*record.title, *record.abstract, *record.body])
    return [
        ResourceText(
            resource=resource,
            language=language,
            title=record.title.get(language, ""),
            abstract=record.abstract.get(language, ""),
            body=record.body.get(language, ""),
            origin=origins.get((resource.pk, language), origin),
        )
        for language in languages
    ]


def _codes(record: Record) -> dict[str, tuple[str, ...]]:
    return {
        "objective": record.objectives,
        "action": record.actions,
        "principle": record.principles,
        "region": _regions(record),
        "country": record.countries,
    }


def _regions(record: Record) -> tuple[str, ...]:
    """Return the regions given and those of the countries, each once."""
    return tuple(dict.fromkeys([*record.regions, *filter(None, map(region_of, record.countries))]))


def _contributors(resource: Resource, record: Record) -> list[Contributor]:
    authors = [
        Contributor(
            resource=resource, role=ContributorRole.AUTHOR, name=row["name"][:300], orcid=row.get("orcid", ""), position=place
        )
        for place, row in enumerate(record.authors)
    ]
    publishers = [
        Contributor(resource=resource, role=ContributorRole.PUBLISHER, name=name, position=place)
        for place, name in enumerate(record.publishers)
    ]
    return [*authors, *publishers]


def _identifiers(resource: Resource, record: Record) -> list[Identifier]:
    return [
        Identifier(resource=resource, scheme=row["scheme"][:32], value=row["value"][:500], position=place)
        for place, row in enumerate(record.identifiers)
    ]


def _relations(resource: Resource, record: Record) -> list[Relation]:
    return [
        Relation(
            resource=resource, type=row["type"], target_source=row["source"][:64], target_id=row["id"][:200], position=place
        )
        for place, row in enumerate(record.relations)
    ]


def _files(
    resource: Resource, record: Record, stored: Sequence[StoredFile], kept: Mapping[tuple[int, str], ResourceFile]
) -> list[ResourceFile]:
    waiting = iter(stored)
    rows = []
    for position, file in enumerate(record.files):
        row = ResourceFile(resource=resource, url=file.get("url", ""))
        if "path" in file:
            here = next(waiting)
            row.stored.name = here.name
            row.original_name, row.media_type = here.original_name, here.media_type
            row.size, row.sha256, row.extraction = here.size, here.sha256, ExtractionState.WAITING
        old = kept.get((resource.pk, row.sha256 or row.url))
        if old:
            # The same bytes keep their address and their text.
            row.public_id, row.text, row.pages, row.extraction = old.public_id, old.text, old.pages, old.extraction
        row.position, row.language, row.title = position, file.get("language", ""), file.get("title", "")[:300]
        rows.append(row)
    return rows


def refresh_order(resource: Resource) -> None:
    """Set the stored orders of a resource from what it is now, without saving it."""
    whole = with_everything(Resource.objects.filter(pk=resource.pk)).get()
    scope, comprehensiveness = scope_and_breadth(whole, codes_by_scheme(whole))
    resource.recommended_order = rules.recommended_order(
        scope=scope,
        comprehensiveness=comprehensiveness,
        reviewed=resource.review_status == ReviewStatus.REVIEWED,
        published=resource.published,
    )
    resource.newest_order = rules.newest_order(published=resource.published)
