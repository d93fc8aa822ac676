"""Work of the library that can wait."""

import logging

from django_tasks import task

from gcmhub.library import actions
from gcmhub.library.models import Preview, ResourceFile
from gcmhub.library.previews import MADE

log = logging.getLogger(__name__)


@task()
def extract_file_text(file_id: int) -> None:
    """Read the text of one stored file."""
    file = ResourceFile.objects.exclude(stored="").filter(pk=file_id).first()
    if file is None:
        log.info("file %s is gone", file_id)
        return
    actions.extract_file_text(file)


@task()
def make_preview(sha256: str) -> None:
    """Make the images of a stored file's first page."""
    file = ResourceFile.objects.exclude(stored="").filter(sha256=sha256).only("stored").first()
    if file is None:
        log.info("file %s is gone", sha256)
        return
    if Preview.objects.filter(sha256=sha256, made=MADE).exists():
        return  # another resource has the same bytes
    actions.make_preview(sha256, str(file.stored.name))
