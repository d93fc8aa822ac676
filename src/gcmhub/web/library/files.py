"""Delivery of stored files: never active, never under a client's path."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gcmhub.face import signposting
from gcmhub.face.delivery import POLICY, SHOWN
from gcmhub.library.errors import ResourceUnknown
from gcmhub.library.queries import preview_image, stored_file

CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_UNSAFE = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\\\]")


@require_safe
def deliver(request: HttpRequest, file_id: str, name: str) -> HttpResponseBase:  # noqa: ARG001 - the name is for people
    """Send a file of a published resource; answers validators and single ranges."""
    try:
        file = stored_file(file_id)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    path = Path(settings.MEDIA_ROOT) / str(file.stored.name)
    if not path.is_file():
        raise Http404
    etag = f'"{file.sha256}"'
    if etag in _tags(request):
        return _with_headers(HttpResponseNotModified(), etag)
    size = path.stat().st_size
    span = _span(request.headers.get("Range", ""), size) if request.headers.get("If-Range", etag) == etag else (0, size)
    if span is None:
        return _with_headers(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), etag)
    start, stop = span
    part = (start, stop) != (0, size)
    chunks = _read(path, start, stop) if request.method != "HEAD" else iter(())
    response = StreamingHttpResponse(chunks, status=206 if part else 200)
    response.headers["Content-Type"] = SHOWN.get(file.media_type, file.media_type or "application/octet-stream")
    response.headers["Content-Length"] = str(stop - start)
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    saved_as = _UNSAFE.sub("", file.original_name) or "file"
    disposition = content_disposition_header(file.media_type not in SHOWN, saved_as)
    response.headers["Content-Disposition"] = disposition or "attachment"
    links = signposting.file_links(file.resource.public_id, file.resource.licence, settings.HUB_BASE_URL)
    response.headers["Link"] = signposting.header(links)
    return _with_headers(response, etag)


@require_safe
def show_first_page(request: HttpRequest, file_id: str, version: str, width: int) -> HttpResponse:
    """Send an image of the first page of a file, to whoever may have the file."""
    try:
        image = preview_image(file_id, version, width)
    except ResourceUnknown as unknown:
        raise Http404 from unknown
    etag = f'"{hashlib.blake2b(image, digest_size=12).hexdigest()}"'
    known = etag in _tags(request)
    response = HttpResponseNotModified() if known else HttpResponse(image, content_type="image/webp")
    response.headers["ETag"] = etag
    # The address names the bytes. A withdrawn file may stay in its readers' browsers, not in caches that others share.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _tags(request: HttpRequest) -> set[str]:
    """Return the validators of what the reader has already, without their weakness."""
    return {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"  # a withdrawn file must not live on in caches
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _span(header: str, size: int) -> tuple[int, int] | None:
    """Return the bytes to send as start and stop; everything when no single range is asked for, None for an impossible one."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match[1] == match[2] == "":
        return 0, size
    if match[1] == "":
        length = int(match[2])
        return (max(0, size - length), size) if length and size else None
    start, stop = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
    return (start, stop) if start < stop else None


def _read(path: Path, start: int, stop: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < stop and (chunk := file.read(min(CHUNK, stop - start))):
            start += len(chunk)
            yield chunk
