"""Work of review that can wait."""

import logging

from django_tasks import task

from gcmhub.review.actions.files import read_submitted_file
from gcmhub.review.models import SubmissionFile

log = logging.getLogger(__name__)


@task()
def read_file(file_id: int) -> None:
    """Read the text of a file and make the copy that reviewers get."""
    file = SubmissionFile.objects.filter(pk=file_id).first()
    if file is None:
        log.info("file %s is gone", file_id)
        return
    read_submitted_file(file)
