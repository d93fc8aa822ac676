"""The background worker of one data folder: ``python -m gcmhub.config.worker``.

Takes up again what it was doing when it was killed: tasks are idempotent.
"""

import hashlib
import os
import socket
from types import FrameType

import django

ATTEMPTS = 5  # a task that ended with its worker this often is what ends it


def worker_id(folder: str) -> str:
    """Return the name of this data folder's worker, the same after every restart."""
    return f"{socket.gethostname()[:40]}-{hashlib.sha256(folder.encode()).hexdigest()[:12]}"


def resume_tasks(worker: str) -> int:
    """Make the tasks ready again that ``worker`` held when it was killed; returns how many."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    count = 0
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    for row in running:
        if not row.worker_ids or row.worker_ids[-1] != worker:
            continue
        if len(row.worker_ids) >= ATTEMPTS:
            row.set_failed(RuntimeError(f"ended with its worker {ATTEMPTS} times"))
            continue
        count += running.filter(pk=row.pk).update(status=TaskResultStatus.READY, started_at=None)
    return count


def main() -> None:
    """Resume, then work until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmhub.config.settings")
    django.setup()
    from django.conf import settings
    from django_tasks_db.management.commands.db_worker import Worker

    from gcmhub.accounts.tasks import begin_ticking as begin_accounts
    from gcmhub.notices.tasks import begin_ticking as begin_notices
    from gcmhub.review.tasks import begin_ticking as begin_review
    from gcmhub.workflow.tasks import begin_ticking as begin_lives

    class PatientWorker(Worker):
        """Finishes the task at hand, however often it is told to stop."""

        def shutdown(self, _signum: int, _frame: FrameType | None) -> None:
            self.running = False
            if not self.running_task:
                raise SystemExit(0)

    name = worker_id(str(settings.DATA))
    resume_tasks(name)
    begin_accounts()
    begin_notices()
    begin_review()
    begin_lives()
    worker = PatientWorker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


if __name__ == "__main__":
    main()
