"""Sequences of steps that nobody would think of, by whoever: what must hold always holds after each."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcmhub.core.clock import now
from gcmhub.core.errors import HubError
from gcmhub.library.models import Resource
from gcmhub.review.actions import deciding, drafts, panel, publishing, reviewing, submitting, triage
from gcmhub.review.models import Submission
from gcmhub.review.queries.panels import last_decision, panel_wanted, tasks_of
from gcmhub.review.rules.standing import is_filled
from gcmhub.review.rules.submission import MACHINE
from gcmhub.workflow.actions import fire_due_timers
from gcmhub.workflow.queries import breaks
from tests.review.conftest import MONDAY, NO_CONFLICT, People, draft, load_again, write_review

SEQUENCES = 2_000 if os.environ.get("HUB_TEST_FULL") == "1" else 40
WHO = ("submitter", "editor", "second_editor", "managing", "un", "first", "second", "third", "stranger")
WHAT = """
    submit take changes edit resubmit send propose invite declare accept_task decline undo_decline write recuse cancel
    extend short tie accept minor major reject undo return publish schedule appeal uphold withdraw reopen confirm archive
    wait wait_long
""".split()
steps = st.lists(st.tuples(st.sampled_from(WHAT), st.sampled_from(WHO), st.integers(0, 3)), min_size=4, max_size=30)
# A way that leads far, so that sequences do not end at the first door.
FAR = ("submit", "take", "send", "propose", "propose", "propose", "invite", "declare", "accept_task", "write")


def do(what, by, number, submission, people, clock):  # noqa: C901, PLR0912, PLR0915 - one line a step
    tasks = list(submission.assignments.order_by("-round", "pk"))
    task = tasks[number % len(tasks)] if tasks else None
    slots = {people.un: "un", people.first: "external", people.second: "external", people.third: "external"}
    match what:
        case "submit":
            submitting.submit(submission, by=by)
        case "take":
            triage.take(submission, by=by)
        case "changes":
            triage.ask_for_changes(submission, by=by, reason="unclear", letter="Why?")
        case "edit":
            words = {"keywords": {"en": [f"word {submission.revision}"]}}
            drafts.save_draft(submission, words, by=by, revision=submission.revision)
        case "resubmit":
            submitting.resubmit(submission, by=by)
        case "send":
            panel.send_to_review(submission, by=by)
        case "propose":
            who = list(slots)[number]
            panel.propose_reviewer(submission, who, slot=slots[who], rank=number == 3, by=by)
        case "invite":
            panel.invite_all(submission, by=by)
        case "short":
            panel.begin_short(submission, by=by, reason="urgent")
        case "tie":
            panel.add_tie_breaker(submission, by=by)
        case "accept" | "minor" | "major":
            deciding.decide(submission, what, by=by, letter="Yes.", points=["One"])
        case "reject":
            deciding.decide(submission, what, by=by, reason="quality", letter="No.")
        case "undo":
            deciding.undo_decision(submission, by=by)
        case "return":
            submitting.return_revision(submission, ["Done"], by=by)
        case "publish":
            publishing.publish(submission, by=by)
        case "schedule":
            publishing.schedule(submission, now() + timedelta(days=2), by=by)
        case "appeal":
            submitting.appeal(submission, "Look again.", by=by)
        case "uphold":
            deciding.uphold_appeal(submission, by=by)
        case "withdraw":
            submitting.withdraw(submission, by=by)
        case "reopen":
            submitting.reopen(submission, by=by)
        case "confirm":
            publishing.confirm_current(submission, by=by)
        case "archive":
            publishing.archive(submission, by=by, reason="outdated")
        case "wait" | "wait_long":
            clock.shift(timedelta(days=1 if what == "wait" else 40))
            fire_due_timers()
        case _ if task is not None:
            of_task(what, by, task)


def of_task(what, by, task):
    match what:
        case "declare":
            reviewing.declare_conflicts(task, NO_CONFLICT, by=by)
        case "accept_task":
            reviewing.accept_invitation(task, by=by)
        case "decline":
            reviewing.decline_invitation(task, by=by, reason="no-time")
        case "undo_decline":
            reviewing.undo_decline(task, by=by)
        case "write":
            if by == task.reviewer and hasattr(task, "review"):
                write_review(task, ("accept", "minor", "major", "reject")[task.pk % 4], task.pk % 6)
        case "recuse":
            reviewing.recuse(task, by=by, reason="conflict")
        case "cancel":
            panel.cancel(task, by=by)
        case "extend":
            panel.extend(task, now() + timedelta(days=30), by=by)


def holds(submission):
    assert submission.state in MACHINE.states
    tasks = list(submission.assignments.all())
    assert len({(task.reviewer_id, task.round) for task in tasks}) == len(tasks)
    assert not {task.reviewer_id for task in tasks} & set(submission.people.values_list("user", flat=True))
    if submission.state in {"published", "rejected", "withdrawn", "archived", "draft"}:
        assert not [task for task in tasks if task.state in {"invited", "accepted"}]
    if submission.state == "under-review" and not submission_began_short(submission):
        un, external = panel_wanted(submission)
        assert is_filled(tasks_of(submission), un=un, external=external) or left_after_it_began(tasks, submission)
    if submission.state in {"accepted", "scheduled", "published"}:
        assert last_decision(submission).kind in {"accept", "accept-light"}
    resource = Resource.objects.filter(external_id=submission.public_id).first()
    assert (resource is not None and resource.state == "published") == (submission.state in {"published", "re-review-due"})
    assert list(breaks()) == []


def submission_began_short(submission):
    from gcmhub.workflow.queries import history

    return history("submission", submission.public_id).filter(action="begin-review-short").exists()


def left_after_it_began(tasks, submission):
    return [task for task in tasks if task.round == submission.round and task.state in {"recused", "cancelled"}]


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(FAR)), steps)
def test_whatever_is_tried_what_must_hold_holds(far, chosen):
    with time_machine.travel(MONDAY, tick=False) as clock, transaction.atomic():
        load_again()
        people = People()
        submission = draft(people.submitter)
        script = [(what, None, number) for number, what in enumerate(FAR[:far])]
        for what, who, number in [*script, *chosen]:
            submission = Submission.objects.filter(pk=submission.pk).first()
            if submission is None:  # a draft that was left for ninety days
                break
            doers = [getattr(people, who)] if who else [getattr(people, each) for each in WHO]
            for by in doers:
                for turn in range(3) if who is None else (number,):
                    try:
                        with transaction.atomic():
                            do(what, by, number - 3 if what == "propose" else turn, submission, people, clock)
                    except HubError:
                        pass
                    submission = Submission.objects.filter(pk=submission.pk).first() or submission
            if Submission.objects.filter(pk=submission.pk).exists():
                holds(submission)
        transaction.set_rollback(True)
