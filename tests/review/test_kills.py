"""SIGKILL at random moments of submit, review and publish: what was acknowledged is there, and nothing is there by half."""

import os
import random
import subprocess
import sys
import time

import pytest

from gcmhub.library.models import Resource
from gcmhub.notices.models import Message
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Submission
from gcmhub.vocabulary.actions import load_vocabulary
from gcmhub.workflow.models import Event
from gcmhub.workflow.queries import breaks
from tests.conftest import ROOT, for_children
from tests.review.conftest import People

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = 100 if os.environ.get("HUB_TEST_FULL") == "1" else 4

# Walks one submission after the other from draft to shelf and says each step once it is in the database.
WALK = """
import sys
sys.path[:0] = [{root!r}, {source!r}]
import django
django.setup()
from types import SimpleNamespace
from gcmhub.accounts.models import User
from gcmhub.review.actions import deciding, drafts, panel, publishing, reviewing, submitting, triage
from tests.review.conftest import NO_CONFLICT, draft, write_review
drafts.DRAFTS_A_DAY = 1_000_000
names = dict(submitter="Sara Submitter", editor="Edit Or", un="Una Nations", first="Rita First", second="Rami Second")
who = SimpleNamespace(**{{key: User.objects.get(name=name) for key, name in names.items()}})
def said(step, submission):
    print(submission.public_id, step, flush=True)
while True:
    submission = draft(who.submitter)
    said("start", submission)
    submitting.submit(submission, by=who.submitter); said("submit", submission)
    triage.take(submission, by=who.editor); said("take", submission)
    panel.send_to_review(submission, by=who.editor); said("send-to-review", submission)
    for person, slot in ((who.un, "un"), (who.first, "external"), (who.second, "external")):
        panel.propose_reviewer(submission, person, slot=slot, by=who.editor)
    panel.invite_all(submission, by=who.editor)
    for task in submission.assignments.all():
        declared = reviewing.declare_conflicts(task, NO_CONFLICT, by=task.reviewer)
        reviewing.accept_invitation(declared, by=task.reviewer)
    said("begin-review", submission)
    for task in submission.assignments.all():
        write_review(task, "accept")
    said("close-review", submission)
    submission.refresh_from_db()
    deciding.decide(submission, "accept", by=who.editor); said("accept", submission)
    publishing.publish(submission, by=who.editor); said("publish", submission)
"""


def test_no_acknowledged_step_is_lost_and_none_is_there_by_half():
    draw = random.Random(20261125)
    load_vocabulary()
    load_tracks()
    People()
    program = WALK.format(root=str(ROOT), source=str(ROOT / "src"))
    acknowledged = []
    for _ in range(KILLS):
        command = [sys.executable, "-W", "ignore", "-c", program]
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        with subprocess.Popen(command, env=for_children(), **quiet) as child:
            first = child.stdout.readline()
            assert first, "the child did not begin"
            time.sleep(draw.random() * 1.5)
            child.kill()
            acknowledged += [first, *child.stdout.readlines()]
    steps = {tuple(line.split()) for line in acknowledged if len(line.split()) == 2}
    assert len(steps) >= KILLS
    written = set(Event.objects.filter(chain__object_type="submission").values_list("chain__object_id", "action"))
    assert steps - written == set()
    assert list(breaks()) == []
    for submission in Submission.objects.all():
        last = Event.objects.filter(
            chain__object_type="submission", chain__object_id=submission.public_id, to_state__gt=""
        ).last()
        assert (submission.state, submission.version) == (last.to_state, last.object_version)
        assert submission.state == "draft" or submission.versions.exists()
        holds_alone(submission)
    published = set(Submission.objects.filter(state="published").values_list("public_id", flat=True))
    assert set(Resource.objects.filter(state="published").values_list("external_id", flat=True)) == published
    events = set(Event.objects.filter(action="submit", chain__object_type="submission").values_list("pk", flat=True))
    assert (
        set(Message.objects.filter(template="review_received").values_list("event", flat=True)) == events
    )  # with its step or not at all


def holds_alone(submission):
    """What must hold of one submission; the chain of all is read once."""
    assert list(submission.assignments.exclude(round=submission.round)) == []
    assert submission.reference or submission.state == "draft"
