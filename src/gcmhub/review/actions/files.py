"""What becomes of a submitted file in the background."""

from pathlib import Path

from django.conf import settings

from gcmhub.library.extraction import extract_confined
from gcmhub.review.models import SubmissionFile

TEXT_KEPT = 200_000  # characters: suggestions and the editor's look need no more


def read_submitted_file(file: SubmissionFile) -> SubmissionFile:
    """Read a file's text in a confined child; broken and locked files end in a state that says so."""
    extract = extract_confined(str(Path(settings.MEDIA_ROOT) / file.stored), file.media_type)
    file.text, file.pages, file.extraction = extract.text[:TEXT_KEPT], extract.pages, extract.state
    file.save(update_fields=["text", "pages", "extraction"])
    return file
