"""People of every role, tracks, and submissions brought to where a test begins."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress

from gcmhub.accounts.actions import grant_role
from gcmhub.accounts.models import LanguageSkill, Membership, Organisation, User
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.review.actions import drafts, panel, reviewing, submitting, triage
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Assignment, RosterMember, Track
from gcmhub.vocabulary.actions import load_vocabulary

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ABSTRACT = "How a town recognised the qualifications of nurses who came from abroad, and what others need to do the same."
REPORT = {
    "kind": "document",
    "document_type": "report",
    "title": {"en": "Recognition of nurses' qualifications", "ar": "الاعتراف بمؤهلات الممرضين"},
    "abstract": {"en": ABSTRACT},
    "languages": ["en"],
    "objectives": ["18"],
    "scope": "national",
    "countries": ["KEN"],
    "published": "2025",
    "url": "https://example.org/nurses",
    "licence": "CC-BY-4.0",
}
LINK = REPORT | {"kind": "link", "document_type": "link"}
SAID = {"rights_confirmed": True, "contact": "office@example.org"}
NO_CONFLICT = {kind: {"yes": False} for kind in reviewing.CONFLICT_TYPES}


def address_of(name):
    """Everybody's own, so that a shared domain is no tie."""
    return "{}@{}.example".format(*name.lower().split())


def person(name, *roles, language="en", organisation=None, objectives=()):
    """Somebody with a verified address, and roles."""
    user = User.objects.create(name=name, language=language)
    EmailAddress.objects.create(user=user, email=address_of(name), verified=True, primary=True)
    for role in roles:
        grant_role(user, role, by=SYSTEM, objectives=objectives)
    if organisation:
        Membership.objects.create(
            user=user, organisation=organisation, since=MONDAY.date(), verified_at=MONDAY, verified_by=SYSTEM
        )
    return user


def reviewer(name, *, un=False, **more):
    """An active member of the roster."""
    user = person(name, "reviewer", **more)
    LanguageSkill.objects.create(user=user, language="en", level="review")
    RosterMember.objects.create(
        user=user, is_un=un, state="active", state_since=MONDAY, version=1, created_at=MONDAY,
        admitted_at=MONDAY, renew_by=MONDAY.replace(year=2028), code_of_conduct_at=MONDAY,
    )  # fmt: skip
    return user


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_vocabulary()
        load_tracks()


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


class People:
    """One person a role, made when first asked for."""

    def __init__(self):
        self.ministry = Organisation.objects.create(names={"en": "A ministry"}, type="government", country="KEN")
        self.submitter = person("Sara Submitter", language="ar")
        self.official = person("Omar Official", organisation=self.ministry, language="fr")
        self.editor = person("Edit Or", "editor", objectives=["18"])
        self.second_editor = person("Edita Second", "editor")
        self.managing = person("Mana Ging", "managing-editor")
        self.un = reviewer("Una Nations", un=True)
        self.first = reviewer("Rita First", language="fr")
        self.second = reviewer("Rami Second", language="ar")
        self.third = reviewer("Rosa Third", language="es")
        self.stranger = person("Stan Stranger")


def load_again():
    """Load vocabulary and tracks after a test that flushed the tables."""
    if not Track.objects.exists():
        load_vocabulary()
        load_tracks()


@pytest.fixture
def people(db, clock):
    load_again()
    return People()


def draft(by, record=REPORT, **more):
    submission = drafts.begin_draft(by=by, **more)
    return drafts.save_draft(submission, record | SAID, by=by, revision=submission.revision)


def sent(people, record=REPORT, by=None):
    submission = draft(by or people.submitter, record)
    submitting.submit(submission, by=by or people.submitter)
    return submission


def in_triage(people, record=REPORT, by=None):
    submission = sent(people, record, by)
    triage.take(submission, by=people.editor)
    return submission


def assigning(people, record=REPORT, by=None):
    submission = in_triage(people, record, by)
    panel.send_to_review(submission, by=people.editor)
    return submission


def invited(people, submission=None):
    submission = submission or assigning(people)
    earlier = Assignment.objects.filter(state__in=["submitted", "confirmed"]).exclude(submission=submission)
    earlier.update(state_since=now() - timedelta(days=31))  # nobody rests any more
    RosterMember.objects.filter(capacity=2).update(capacity=9)
    for reviewer_, slot in ((people.un, "un"), (people.first, "external"), (people.second, "external")):
        panel.propose_reviewer(submission, reviewer_, slot=slot, by=people.editor)
    panel.invite_all(submission, by=people.editor)
    return submission


def accept(assignment):
    reviewing.declare_conflicts(assignment, NO_CONFLICT, by=assignment.reviewer)
    assignment.refresh_from_db()
    reviewing.accept_invitation(assignment, by=assignment.reviewer)


def under_review(people, submission=None):
    submission = invited(people, submission)
    for assignment in submission.assignments.filter(round=submission.round):
        accept(assignment)
    submission.refresh_from_db()
    return submission


def write_review(assignment, recommendation="minor", value=4, **more):
    """Write and send a review."""
    from gcmhub.review.queries.panels import rules_of

    kind = assignment.submission.record["kind"]
    answers = {one.code: {"value": value, "comment": "because"} for one in rules_of(assignment.submission).criteria_for(kind)}
    values = {"answers": answers, "recommendation": recommendation, "confidence": 2, "for_submitter": "Please say more."} | more
    assignment.refresh_from_db()
    reviewing.save_review(assignment, values, by=assignment.reviewer, revision=assignment.review.revision)
    reviewing.submit_review(assignment, by=assignment.reviewer, language=assignment.reviewer.language)


def to_decide(people, recommendation="minor", submission=None):
    submission = under_review(people, submission)
    for assignment in submission.assignments.filter(round=submission.round):
        write_review(assignment, recommendation)
    submission.refresh_from_db()
    return submission


def upload(submission, by, data=b"%PDF-1.4 nothing", name="report.pdf"):
    return drafts.add_file(submission, io.BytesIO(data), name, by=by)
