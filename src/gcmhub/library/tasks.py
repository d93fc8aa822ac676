"""Work of the library that can wait."""

import logging

from django_tasks import task

from gcmhub.library import actions
from gcmhub.library.models import ResourceFile

log = logging.getLogger(__name__)


@task()
def extract_file_text(file_id: int) -> None:
    """Read the text of one stored file."""
    file = ResourceFile.objects.exclude(stored="").filter(pk=file_id).first()
    if file is None:
        log.info("file %s is gone", file_id)
        return
    actions.extract_file_text(file)
