"""Four hundred days with the clock held still in between: the exact list of mails, who gets which, when, in what language."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from gcmhub.notices.models import Message
from gcmhub.review.actions import deciding, drafts, panel, publishing, reviewing, submitting, triage
from gcmhub.review.models import Submission
from gcmhub.review.queries.panels import standing_of
from gcmhub.review.rules.submission import MACHINE
from gcmhub.workflow.actions import fire_due_timers
from gcmhub.workflow.queries import breaks
from tests.review.conftest import LINK, MONDAY, accept, address_of, draft, person, reviewer, write_review

GOLDEN = Path(__file__).with_name("mails_of_400_days.tsv")
CAPS = {"review_invitation_reminder": 2, "review_review_reminder": 2, "review_review_overdue": 2}


class Year:
    """What people do on which day; on all other days only the clock acts."""

    def __init__(self, people):
        self.people = people
        for editor, name in ((people.second_editor, "a" * 12), (people.editor, "z" * 12)):  # who is first among equals
            editor.public_id = name
            editor.save(update_fields=["public_id"])
        self.fourth = reviewer("Rene Fourth", language="ru")
        self.fifth = reviewer("Ren Fifth", language="zh-hans")
        self.other_un = reviewer("Ulla Nations", un=True, language="es")
        self.helper = person("Hana Helper", language="zh-hans")

    def day_0(self):
        p = self.people
        self.idle = drafts.begin_draft(by=self.helper)  # a draft that nobody goes on with
        self.late = draft(p.official)
        submitting.submit(self.late, by=p.official)  # nobody takes it
        self.whole = draft(p.submitter)
        submitting.submit(self.whole, by=p.submitter)
        triage.take(self.whole, by=p.editor)
        self.link = draft(p.submitter, LINK | {"url": "https://example.org/link"})
        submitting.submit(self.link, by=p.submitter)
        triage.take(self.link, by=p.second_editor)

    def day_1(self):
        p = self.people
        panel.send_to_review(self.whole, by=p.editor)
        for who, slot, rank in (
            (p.un, "un", 0), (p.first, "external", 0), (p.second, "external", 0), (p.third, "external", 1),
        ):  # fmt: skip
            panel.propose_reviewer(self.whole, who, slot=slot, rank=rank, by=p.editor)
        panel.invite_all(self.whole, by=p.editor)
        lines = ["objective", "works", "described", "rights", "no-personal-data"]
        deciding.decide(self.link, "accept-light", by=p.second_editor, checklist=lines)

    def day_2(self):
        accept(self.task(self.people.un))
        publishing.publish(self.link, by=self.people.second_editor)

    def day_3(self):
        accept(self.task(self.people.first))  # the second never answers: two reminders, then the alternate is asked

    def day_10(self):
        accept(self.task(self.people.third))
        write_review(self.task(self.people.un))

    def day_12(self):
        self.late.refresh_from_db()
        lead = self.late.lead
        triage.ask_for_changes(self.late, by=lead, reason="unclear", letter="Who took part?")  # no answer: withdrawn

    def day_26(self):
        write_review(self.task(self.people.first))  # nine days late

    def day_27(self):
        write_review(self.task(self.people.third))

    def day_45(self):
        self.whole.refresh_from_db()
        deciding.decide(self.whole, "minor", by=self.people.editor, letter="Nearly.", points=["Add figures"])

    def day_79(self):  # four days after the term
        self.whole.refresh_from_db()
        drafts.save_draft(self.whole, {"keywords": {"en": ["new"]}}, by=self.people.submitter, revision=self.whole.revision)
        self.whole.refresh_from_db()
        submitting.return_revision(self.whole, ["Added"], by=self.people.submitter)

    def day_80(self):
        deciding.decide(self.whole, "accept", by=self.people.editor)

    def day_90(self):
        self.whole.refresh_from_db()
        publishing.publish(self.whole, by=self.people.editor)

    def day_100(self):
        self.refused = draft(self.people.official)
        submitting.submit(self.refused, by=self.people.official)
        triage.take(self.refused, by=self.people.editor)
        panel.send_to_review(self.refused, by=self.people.editor)
        for who, slot in ((self.other_un, "un"), (self.fourth, "external"), (self.fifth, "external")):
            panel.propose_reviewer(self.refused, who, slot=slot, by=self.people.editor)
        panel.invite_all(self.refused, by=self.people.editor)

    def day_101(self):
        for task in self.refused.assignments.all():
            reviewing.decline_invitation(task, by=task.reviewer, reason="no-time")
        self.refused.refresh_from_db()
        assert standing_of(self.refused) == ["needs-reviewers"]

    def day_120(self):
        submitting.withdraw(self.refused, by=self.people.official)

    def task(self, who):
        return self.whole.assignments.get(reviewer=who)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_mails_of_four_hundred_days_are_those_of_the_golden_file(people, clock):
    year = Year(people)
    for half_days in range(800):
        moment = MONDAY + timedelta(hours=12 * half_days)
        clock.move_to(moment)
        if half_days % 2 == 0 and (act := getattr(year, f"day_{half_days // 2}", None)):
            act()
        clock.move_to(moment + timedelta(minutes=1))
        fire_due_timers()
    known = ("submitter", "official", "editor", "second_editor", "managing", "un", "first", "second", "third")
    names = {address_of(getattr(people, who).name): who for who in known}
    names |= {address_of(getattr(year, who).name): who for who in ("fourth", "fifth", "other_un", "helper")}
    rows = [
        (max(row.created_at, row.held_until or row.created_at) - MONDAY, row.template, names[row.recipient], row.language)
        for row in Message.objects.exclude(state="withdrawn")
    ]
    lines = sorted(
        f"{since.days}\t{template.removeprefix('review_')}\t{who}\t{language}" for since, template, who, language in rows
    )
    lines.sort(key=lambda line: int(line.split("\t")[0]))
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()[1:]
    _caps_hold(rows)
    assert list(breaks()) == []
    assert {one.state for one in Submission.objects.all()} <= set(MACHINE.states)


def _caps_hold(rows):
    """Nobody is reminded more often than may be, of one task."""
    counts = Counter((template, who) for _, template, who, _ in rows if template in CAPS)
    assert all(count <= CAPS[template] for (template, _), count in counts.items())
