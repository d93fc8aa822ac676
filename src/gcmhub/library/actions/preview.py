"""Make the images of a file's first page."""

from pathlib import Path

from django.conf import settings

from gcmhub.library.choices import PreviewState
from gcmhub.library.files import keep, preview_name
from gcmhub.library.models import Preview
from gcmhub.library.previews import MADE, draw_confined


def make_preview(sha256: str, stored: str) -> Preview:
    """Draw the first page of the stored file with these bytes in a confined child; safe to repeat.

    ``stored`` is relative to the media folder. A locked, broken or blank file ends in a state that says so.
    """
    drawing = draw_confined(str(Path(settings.MEDIA_ROOT) / stored))
    for width, image in drawing.images.items():
        keep(preview_name(sha256, MADE, width), image)
    state = drawing.state if drawing.state in PreviewState.values else PreviewState.FAILED
    height = drawing.height if state == PreviewState.DONE else None
    preview, _ = Preview.objects.update_or_create(sha256=sha256, defaults={"state": state, "made": MADE, "height": height})
    return preview
