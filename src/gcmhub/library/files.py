"""Files on disk: stored under their own hash, outside the code, never under a client's name."""

import hashlib
import mimetypes
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 20
KNOWN = {
    ".vtt": "text/vtt",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown",
}


class FileRefused(Exception):
    """A file that cannot be taken; the message says why."""


@dataclass(frozen=True)
class StoredFile:
    """A file in the media folder; ``name`` is relative to it."""

    name: str
    original_name: str
    media_type: str
    size: int
    sha256: str


def inside(folder: Path, path: str) -> Path:
    """Return the real path of ``path`` below ``folder``; raises ``FileRefused`` when it leaves it or is no file."""
    root = folder.resolve()
    try:
        target = (root / path).resolve()
        there = target.is_file()
    except (OSError, RuntimeError) as error:  # a name that is too long, links that lead in a circle
        raise FileRefused(f"{path!r} is not there") from error
    if Path(path).is_absolute() or not target.is_relative_to(root):
        raise FileRefused(f"{path!r} leaves the folder of the records")
    if not there:
        raise FileRefused(f"{path!r} is not there")
    return target


def media_type_of(name: str) -> str:
    """Return the media type that a name claims; the text reader looks at the bytes itself."""
    return KNOWN.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def preview_name(sha256: str, made: int, width: int) -> str:
    """Return the place of an image of a file's first page, relative to the media folder."""
    return f"previews/{sha256[:2]}/{sha256}-{made}-{width}.webp"


def keep(name: str, content: bytes) -> None:
    """Write a derived file below the media folder, whole or not at all."""
    place = Path(settings.MEDIA_ROOT) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".incoming-", delete=False) as target:
        try:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
            Path(target.name).replace(place)
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise


def store(source: BinaryIO, original_name: str) -> StoredFile:
    """Copy a stream into the media folder under its SHA-256; the same bytes are kept once.

    Raises ``FileRefused`` when it is empty or larger than the upload limit.
    """
    folder = Path(settings.MEDIA_ROOT) / "resources"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".incoming-", delete=False) as target:
        try:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > settings.HUB_UPLOAD_LIMIT:
                    raise FileRefused(f"{original_name!r} is larger than {settings.HUB_UPLOAD_LIMIT} bytes")
                digest.update(chunk)
                target.write(chunk)
            if not size:
                raise FileRefused(f"{original_name!r} is empty")
            target.flush()
            os.fsync(target.fileno())
            sha256 = digest.hexdigest()
            place = folder / sha256[:2] / sha256
            place.parent.mkdir(exist_ok=True)
            Path(target.name).replace(place)
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise
    name = Path(original_name).name[:300]
    return StoredFile(f"resources/{sha256[:2]}/{sha256}", name, media_type_of(name), size, sha256)
