"""SIGKILL of the worker while it sends: every mail goes at least once, and what goes twice has one Message-ID."""

import os
import random
import re
import subprocess
import sys
import time

import pytest
from django_tasks_db.models import DBTaskResult

from gcmhub.core.clock import now
from gcmhub.notices import actions
from gcmhub.notices.models import Message
from tests.conftest import for_children

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = 40 if os.environ.get("HUB_TEST_FULL") == "1" else 3
A_KILL = 8  # mails for each
WITHIN = 60.0  # seconds for a worker to start and to send what waits


def until(fact):
    end = time.monotonic() + WITHIN
    while not fact():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.01)


def time_passes():
    """Let the next attempt of what a killed worker held be due now."""
    Message.objects.filter(state="queued").update(next_attempt_at=now())
    DBTaskResult.objects.filter(status="READY", task_path__endswith="send_message").update(run_after=now())


@pytest.fixture
def worker(server):
    """Start a worker; give its process."""
    running = []

    def start():
        command = [sys.executable, "-m", "gcmhub.config.worker"]
        running.append(
            subprocess.Popen(
                command,
                env=for_children(HUB_MAIL_URL=f"smtp://127.0.0.1:{server.port}", HUB_MAIL_FROM="hub@example.org"),
                stderr=subprocess.DEVNULL,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_no_mail_is_lost_and_what_goes_twice_is_known_by_its_name(server, worker):
    draw = random.Random(20261125)
    server.pause = 0.02  # seconds between a mail that is whole and the server's word that it is taken
    queued = {
        actions.send("unknown_account", to=f"p{number}@example.org", language="en", key=f"k{number}", address="x").public_id
        for number in range(KILLS * A_KILL)
    }
    for _ in range(KILLS):
        taken, process = len(server.taken), worker()
        until(lambda taken=taken: len(server.taken) > taken)
        time.sleep(draw.random() * 0.4)
        process.kill()
        process.wait()
        time_passes()
    worker()

    def all_sent():
        time_passes()
        return not Message.objects.exclude(state="sent").exists()

    until(all_sent)
    ids = [re.search(r"^Message-ID: <(\w+)@", each, re.MULTILINE)[1] for each in server.taken]
    assert set(ids) == queued
    assert len(ids) <= len(queued) + KILLS  # a kill repeats one mail at most
    first = {}
    for name, text in zip(ids, server.taken, strict=True):
        assert first.setdefault(name, text) == text
