"""Work of review that can wait."""

import logging
from datetime import timedelta

from django_tasks import task

from gcmhub.core.clock import now
from gcmhub.core.later import later_once
from gcmhub.review.actions import suggested_links
from gcmhub.review.actions.files import read_submitted_file
from gcmhub.review.models import SubmissionFile

TICKING = "gcmhub.review.tasks.tick"
TICK = timedelta(days=1)
log = logging.getLogger(__name__)


@task()
def read_file(file_id: int) -> None:
    """Read the text of a file and make the copy that reviewers get."""
    file = SubmissionFile.objects.filter(pk=file_id).first()
    if file is None:
        log.info("file %s is gone", file_id)
        return
    read_submitted_file(file)


@task()
def tick() -> None:
    """Forget suggested links that were not confirmed and addresses that are no longer needed, and come back tomorrow."""
    try:
        suggested_links.forget_old()
    finally:
        later_once(TICKING, not_before=now() + TICK)


def begin_ticking() -> None:
    """Make sure that a tick is queued; the worker does when it starts."""
    later_once(TICKING)
