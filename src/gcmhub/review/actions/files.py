"""What becomes of a submitted file in the background."""

from pathlib import Path

from django.conf import settings

from gcmhub.library.extraction import extract_confined
from gcmhub.library.files import keep
from gcmhub.review.copies import copy_confined
from gcmhub.review.models import SubmissionFile

TEXT_KEPT = 200_000  # characters: suggestions and the editor's look need no more


def read_submitted_file(file: SubmissionFile) -> SubmissionFile:
    """Read a file's text and make the copy for reviewers, each in a confined child.

    Broken and locked files end in a state that says so. Without a copy, reviewers who are not to know who submits get no
    file at all.
    """
    file.reviewer_copy = make_reviewer_copy(file)
    extract = extract_confined(str(Path(settings.MEDIA_ROOT) / file.stored), file.media_type)
    file.text, file.pages, file.extraction = extract.text[:TEXT_KEPT], extract.pages, extract.state
    file.save(update_fields=["text", "pages", "extraction", "reviewer_copy"])
    return file


def make_reviewer_copy(file: SubmissionFile) -> str:
    """Keep a copy without metadata beside the original; returns its name in the media folder, "" when there can be none."""
    made = copy_confined(str(Path(settings.MEDIA_ROOT) / file.stored))
    if made is None:
        return ""
    name = f"reviewer-copies/{file.sha256[:2]}/{file.sha256}"
    keep(name, made)
    return name
