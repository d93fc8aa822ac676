"""Stored files and the images of their first pages: what a reader may have, what is still to be made."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gcmhub.library.choices import PreviewState, State
from gcmhub.library.errors import ResourceUnknown
from gcmhub.library.files import preview_name
from gcmhub.library.models import Preview, ResourceFile
from gcmhub.library.previews import LIMITS, MADE, MEDIA_TYPE, height_at


@dataclass(frozen=True)
class FirstPage:
    """The first page of a file as images: (width, height) in pixels each, the narrowest first."""

    file_id: str
    name: str
    title: str
    language: str
    version: str
    sizes: tuple[tuple[int, int], ...]


def version_of(sha256: str) -> str:
    """Return what names the images of these bytes in an address: it changes with the file and with how they are made."""
    return f"{sha256[:16]}-{MADE}"


def first_page(files: Iterable[ResourceFile], language: str) -> FirstPage | None:
    """Return the first page of a file in this language, else of the first file that has one, else None."""
    rows = {row.sha256: row for row in files if row.stored and row.media_type == MEDIA_TYPE}
    if not rows:
        return None
    made = Preview.objects.filter(sha256__in=rows, state=PreviewState.DONE, made=MADE)
    heights = {preview.sha256: preview.height or 1 for preview in made}
    shown = [row for row in rows.values() if row.sha256 in heights]
    if not shown:
        return None
    file = next((row for row in shown if row.language == language), shown[0])
    return FirstPage(
        file.public_id,
        file.original_name,
        file.title,
        file.language,
        version_of(file.sha256),
        tuple((width, height_at(width, heights[file.sha256])) for width in LIMITS),
    )


def stored_file(public_id: str) -> ResourceFile:
    """Return a stored file of a published resource; raises ``ResourceUnknown``."""
    file = (
        ResourceFile.objects.defer("text")
        .select_related("resource")
        .filter(public_id=public_id, resource__state=State.PUBLISHED)
        .exclude(stored="")
        .first()
    )
    if file is None:
        raise ResourceUnknown(public_id)
    return file


def preview_image(file_id: str, version: str, width: int) -> bytes:
    """Return an image of a file that readers may see; raises ``ResourceUnknown`` for everything else."""
    file = stored_file(file_id)
    if version != version_of(file.sha256) or width not in LIMITS:
        raise ResourceUnknown(file_id)
    try:
        return (Path(settings.MEDIA_ROOT) / preview_name(file.sha256, MADE, width)).read_bytes()
    except OSError as error:
        raise ResourceUnknown(file_id) from error


def files_without_preview(*, again: bool = False) -> list[tuple[str, str]]:
    """Return hash and place of the PDF files whose images are not there or were made in another way, each once.

    With ``again`` also those that gave none.
    """
    rows = ResourceFile.objects.filter(media_type=MEDIA_TYPE).exclude(stored="").order_by("pk")
    known = {row.sha256: row for row in Preview.objects.filter(made=MADE)}
    return [
        (sha256, stored)
        for sha256, stored in dict(rows.values_list("sha256", "stored")).items()
        if (preview := known.get(sha256)) is None or (not _there(sha256) if preview.state == PreviewState.DONE else again)
    ]


def _there(sha256: str) -> bool:
    return all((Path(settings.MEDIA_ROOT) / preview_name(sha256, MADE, width)).is_file() for width in LIMITS)
