"""The background worker takes up what it held when it was killed."""

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gcmhub.config.worker import ATTEMPTS, resume_tasks, worker_id
from gcmhub.library.tasks import extract_file_text

pytestmark = pytest.mark.django_db


def running(*workers: str) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=extract_file_text.enqueue(file_id=0).id)
    for worker in workers:
        row.claim(worker)
    return row


def test_a_worker_s_name_is_the_same_after_a_restart_and_differs_by_folder():
    assert worker_id("/srv/a") == worker_id("/srv/a") != worker_id("/srv/b")
    assert len(worker_id("/srv/a")) <= 64


def test_a_task_that_was_cut_is_ready_again():
    row = running("me")
    assert resume_tasks("me") == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == (TaskResultStatus.READY, None)
    assert DBTaskResult.objects.ready().get() == row


def test_a_task_of_another_worker_is_left_to_it():
    row = running("me", "other")
    assert resume_tasks("me") == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_worker_every_time_is_given_up():
    row = running(*["me"] * ATTEMPTS)
    assert resume_tasks("me") == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert f"ended with its worker {ATTEMPTS} times" in row.traceback
