"""Delivery of files that are not everybody's: never active, kept by nobody."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

SHOWN = {"application/pdf": "application/pdf", "text/plain": "text/plain; charset=utf-8"}  # inline; all others are saved
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def send_privately(stored: str, *, name: str, media_type: str, language: str) -> FileResponse:
    """Send a stored file to who may have it; 404 where it is gone. ``stored`` is its place in the media folder."""
    try:
        stream = (Path(settings.MEDIA_ROOT) / stored).open("rb")
    except OSError as gone:
        raise Http404 from gone
    type_ = SHOWN.get(media_type, "application/octet-stream")
    response = FileResponse(stream, as_attachment=media_type not in SHOWN, filename=name, content_type=type_)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = language
    return response
