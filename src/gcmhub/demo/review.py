"""A demonstration of review: a roster of sixty, and one submission in every state, brought there by its own steps."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from gcmhub.accounts.actions import (
    add_organisation,
    create_account,
    give_consent,
    join_organisation,
    update_profile,
    verify_organisation,
)
from gcmhub.accounts.models import User
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.demo.roster import load_demo_applications
from gcmhub.review.actions import deciding, drafts, panel, publishing, reviewing, roster, submitting, triage
from gcmhub.review.actions.suggested_links import suggest
from gcmhub.review.actions.tidy import delete_everything_of
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Assignment, Submission
from gcmhub.review.queries.matching import propose_panel, reviewers_for
from gcmhub.review.queries.panels import rules_of
from gcmhub.vocabulary.queries import codes

DATA = Path(__file__).parent / "data" / "review"
ROSTER = 60
SAID = {"rights_confirmed": True, "contact": "office@demo-office.invalid"}
COUNTRIES = ("KEN", "FRA", "MEX", "PHL", "MAR", "CHN", "RUS", "CAN", "NGA", "ESP", "BRA", "EGY", "IND", "DEU", "AUS", "FJI")
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
LINKS = (
    ("fr", "Démonstration : guide de la reconnaissance des acquis", "Il montre les démarches pas à pas.", ("18",), ("FRA",)),
    ("ar", "عرض توضيحي: دليل حقوق العمال المهاجرين", "", ("6",), ("MAR",)),
    ("en", "Demonstration: a list of information centres for migrants", "Families ask for it often.", (), ()),
)  # that a reader suggests: language, title, note, objectives, countries
NO_CONFLICT = {kind: {"yes": False} for kind in reviewing.CONFLICT_TYPES}


def load_demo_review() -> int:
    """Make roster and submissions, once; returns how many submissions there are of it."""
    load_tracks()
    contributor = _person("contributor@demo-office.invalid")
    if Submission.objects.filter(people__user=contributor).exists():
        return 0
    _enrol_roster()
    load_demo_applications(_editor(), _person("managing-editor@demo.invalid"))
    _join_government()
    made = [_bring(row) for row in json.loads((DATA / "submissions.json").read_text(encoding="utf-8"))]
    for number, (language, title, note, objectives, countries) in enumerate(LINKS, 1):
        said: dict[str, Any] = {"title": title, "note": note, "objectives": objectives, "countries": countries}
        suggest(by=_person("reader@demo.invalid"), email="", language=language, url=f"https://example.org/{number}", **said)
    return len(made)


def remove_demo_review() -> int:
    """Take all of it out again; returns how many submissions there were."""
    return delete_everything_of(User.objects.filter(is_demo=True), by=SYSTEM)


def _person(address: str) -> User:
    return User.objects.get(emailaddress__email=address)


def _enrol_roster() -> None:
    """People who do not exist, each at a house of their own, so that panels can be put together."""
    chance = random.Random(18)  # noqa: S311 - the same roster everywhere
    objectives = sorted(codes("objective") - {"0"}, key=int)
    people = [_person("reviewer@demo-roster.invalid")]
    for number in range(2, ROSTER + 1):
        address = f"reviewer-{number:02}@demo-roster-{number:02}.invalid"
        name = f"Demonstration reviewer {number:02}"
        people.append(create_account(by=SYSTEM, email=address, password=None, name=name, is_demo=True))
    for number, user in enumerate(people):
        give_consent(user, "gender-in-aggregate", by=user, text_version="demonstration", language="en")
        spoken = {LANGUAGES[number % 6], "en", chance.choice(LANGUAGES)}
        update_profile(
            user,
            by=user,
            sector=chance.choice(("policy", "technical", "practitioner", "academia", "civil-society")),
            country=COUNTRIES[number % len(COUNTRIES)],
            countries=chance.sample(COUNTRIES, 2),
            gender=("woman", "man")[number % 2],
            years_of_experience=chance.randint(5, 30),
            expertise=[{"objective": code, "level": chance.randint(1, 3)} for code in {*chance.sample(objectives, 3), "18"}],
            languages=dict.fromkeys(sorted(spoken), "review"),
        )
        roster.enrol(user, by=SYSTEM, is_un=number % 3 == 0, capacity=12)


def _join_government() -> None:
    official = _person("official@demo-government.invalid")
    body = add_organisation(by=official, names={"en": "Demonstration ministry"}, type="government", country="KEN")
    verify_organisation(body, by=SYSTEM, domains=["demo-government.invalid"])
    join_organisation(official, body, by=official)


def _bring(row: dict[str, Any]) -> Submission:
    """Begin one submission and take the steps that lead to its state."""
    by = _person("official@demo-government.invalid" if row.get("government") else "contributor@demo-office.invalid")
    submission = drafts.begin_draft(by=by, kind=row["record"]["kind"])
    submission = drafts.save_draft(submission, row["record"] | SAID, by=by, revision=submission.revision)
    for step in WAYS[row["state"]]:
        step(submission)
        submission.refresh_from_db()
    return submission


def _editor() -> User:
    return _person("editor@demo.invalid")


def _owner(submission: Submission) -> User:
    return submission.people.get(is_owner=True).user


def _submit(submission: Submission) -> None:
    submitting.submit(submission, by=_owner(submission))


def _take(submission: Submission) -> None:
    triage.take(submission, by=_editor())


def _ask(submission: Submission) -> None:
    triage.ask_for_changes(submission, by=_editor(), reason="unclear", letter="Please say who took part, and when.")


def _send(submission: Submission) -> None:
    panel.send_to_review(submission, by=_editor())


def _invite(submission: Submission) -> None:
    """Seat the panel that the hub proposes; the demonstration reviewer has a place of it, until one of theirs is sent."""
    own = _person("reviewer@demo-roster.invalid")
    seats = [(seat.slot, User.objects.get(public_id=seat.reviewer)) for seat in propose_panel(submission).panels[0].seats]
    if own not in [user for _, user in seats] and not reviewers_for(submission, [own])[0].is_busy:
        place = next(number for number, (slot, _) in enumerate(seats) if (slot == "un") == own.roster_member.is_un)
        seats[place] = (seats[place][0], own)
    for slot, user in seats:
        panel.propose_reviewer(submission, user, slot=str(slot), by=_editor())
    panel.invite_all(submission, by=_editor())


def _tasks(submission: Submission) -> list[Assignment]:
    return list(submission.assignments.filter(round=submission.round).select_related("reviewer", "submission"))


def _accept(submission: Submission) -> None:
    for task in _tasks(submission):
        declared = reviewing.declare_conflicts(task, NO_CONFLICT, by=task.reviewer)
        reviewing.accept_invitation(declared, by=task.reviewer)


def _review(submission: Submission) -> None:
    for place, task in enumerate(_tasks(submission)):
        criteria = rules_of(submission).criteria_for(submission.record["kind"])
        words = "A demonstration of what a reviewer writes."
        answers = {one.code: {"value": 3 + (place + number) % 3, "comment": words} for number, one in enumerate(criteria)}
        said = ("accept", "minor", "minor")[place % 3]
        values = {"answers": answers, "recommendation": said, "confidence": 2, "for_submitter": words, "for_editors": words}
        reviewing.save_review(task, values, by=task.reviewer, revision=0)
        reviewing.submit_review(task, by=task.reviewer)


def _decide(kind: str, **more: Any) -> Callable[[Submission], Any]:
    letter = "A demonstration of a letter."
    return lambda submission: deciding.decide(submission, kind, by=_editor(), letter=letter, **more)


def _check(submission: Submission) -> None:
    lines = [code for code, _ in rules_of(submission).checklist]
    deciding.decide(submission, "accept-light", by=_editor(), checklist=lines)


def _schedule(submission: Submission) -> None:
    publishing.schedule(submission, now() + timedelta(days=14), by=_editor())


def _publish(submission: Submission) -> None:
    publishing.publish(submission, by=_editor())


def _archive(submission: Submission) -> None:
    publishing.archive(submission, by=_editor(), reason="outdated", note="A demonstration of a tombstone.")


def _withdraw(submission: Submission) -> None:
    submitting.withdraw(submission, by=_owner(submission))


def _fall_due(submission: Submission) -> None:
    publishing.fall_due(submission)


Steps = tuple[Callable[[Submission], Any], ...]
TRIAGE: Steps = (_submit, _take)
PANEL: Steps = (*TRIAGE, _send, _invite)
REVIEWED: Steps = (*PANEL, _accept, _review)
ACCEPTED: Steps = (*REVIEWED, _decide("accept"))
WAYS: dict[str, Steps] = {
    "draft": (),
    "submitted": (_submit,),
    "in-triage": TRIAGE,
    "changes-requested": (*TRIAGE, _ask),
    "assigning": PANEL,
    "under-review": (*PANEL, _accept),
    "decision-pending": REVIEWED,
    "revision-requested": (*REVIEWED, _decide("minor", points=["Say who took part.", "Name the costs."])),
    "accepted": ACCEPTED,
    "scheduled": (*ACCEPTED, _schedule),
    "published": (*ACCEPTED, _publish),
    "re-review-due": (*ACCEPTED, _publish, _fall_due),
    "archived": (*ACCEPTED, _publish, _archive),
    "rejected": (*REVIEWED, _decide("reject", reason="evidence-missing")),
    "withdrawn": (*TRIAGE, _withdraw),
    "light": (*TRIAGE, _check, _publish),
    "to-cosign": (*TRIAGE, _decide("desk-reject", reason="outside-scope")),
}
