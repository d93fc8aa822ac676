"""Resources as records again: the same fields, deterministic, no internal ids, no time of import."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gcmhub.library.models import Resource
from gcmhub.library.queries import codes_by_scheme, with_everything
from gcmhub.library.records import Record, write_record

BATCH = 500


def record_of(resource: Resource, paths: Callable[[Any], str | None]) -> Record:
    """Return the record of a prefetched resource; ``paths`` names a stored file in the export, None leaves it out."""
    codes = codes_by_scheme(resource)
    texts = list(resource.texts.all())
    contributors = list(resource.contributors.all())
    return Record(
        id=resource.external_id,
        source=resource.source,
        kind=resource.kind,
        document_type=resource.document_type,
        title={text.language: text.title for text in texts if text.title},
        abstract={text.language: text.abstract for text in texts if text.abstract},
        body={text.language: text.body for text in texts if text.body},
        languages=tuple(resource.languages),
        objectives=codes.get("objective", ()),
        actions=codes.get("action", ()),
        principles=codes.get("principle", ()),
        scope=resource.scope,
        regions=tuple(resource.given_regions),
        countries=codes.get("country", ()),
        published=resource.published,
        publishers=tuple(row.name for row in contributors if row.role == "publisher"),
        authors=tuple(
            {"name": row.name} | ({"orcid": row.orcid} if row.orcid else {}) for row in contributors if row.role == "author"
        ),
        url=resource.url,
        files=tuple(row for file in resource.files.all() if (row := _file(file, paths))),
        licence=resource.licence,
        identifiers=tuple({"scheme": row.scheme, "value": row.value} for row in resource.identifiers.all()),
        keywords={language: tuple(words) for language, words in resource.keywords.items()},
        relations=tuple(
            {"type": row.type, "source": row.target_source, "id": row.target_id} for row in resource.relations.all()
        ),
        comprehensiveness=resource.comprehensiveness,
        peer_review=resource.peer_review,
        details=resource.details,
    )


def _file(file: Any, paths: Callable[[Any], str | None]) -> dict[str, str]:
    place = paths(file) if file.stored else file.url
    if place is None:
        return {}
    row = {"path" if file.stored else "url": place}
    return row | {name: value for name in ("language", "title") if (value := getattr(file, name))}


def export_records(
    target: Path, *, published_only: bool = True, missing: Callable[[str], None] = lambda _: None
) -> Iterator[int]:
    """Write every resource to ``target`` as JSON Lines and its files beside it; yields the count as it grows.

    Ordered by source and id. The file takes its name only when it is whole. Drafts are left out
    unless ``published_only`` is false. A file that is not in the media folder is left out and named to ``missing``.
    """
    folder = target.with_name(target.name + ".files")
    rows = Resource.objects.published() if published_only else Resource.objects.all()
    keys = list(rows.order_by("source", "external_id").values_list("pk", flat=True))
    partial = target.with_name(target.name + ".part")
    written = 0

    def take(file: Any) -> str | None:
        try:
            return _copy(file, folder)
        except OSError as error:
            missing(f"{file.original_name!r} of {file.resource.source}/{file.resource.external_id}: {error.strerror}")
            return None

    with partial.open("w", encoding="utf-8") as out:
        for start in range(0, len(keys), BATCH):
            batch = {row.pk: row for row in with_everything(Resource.objects.filter(pk__in=keys[start : start + BATCH]))}
            for key in keys[start : start + BATCH]:
                record = record_of(batch[key], take)
                out.write(json.dumps(write_record(record), ensure_ascii=False, sort_keys=True) + "\n")
                written += 1
            yield written
    partial.replace(target)


def _copy(file: Any, folder: Path) -> str:
    place = folder / file.sha256[:16]
    place.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]", "_", file.original_name) or "file"
    if not (place / name).exists():
        shutil.copyfile(file.stored.path, place / name)
    return f"{folder.name}/{place.name}/{name}"
