"""What a kind adds stands on a reviewer's page, as far as they may know who is behind it."""

import pytest

from tests.review.conftest import REPORT, assigning, clock, django_db_setup, invited, people, under_review  # noqa: F401
from tests.web.html import read
from tests.web.test_reviews import address, browser, demonstration, task_of  # noqa: F401

pytestmark = pytest.mark.django_db
TEXTS = ("challenge", "actions_taken", "results", "replicability", "sustainability", "principles_adherence")
PRACTICE = {
    "kind": "practice",
    "document_type": "",
    "practice": {
        **{name: {"en": f"About {name} in English", "fr": f"Sur {name}"} for name in TEXTS},
        "implementer": "QZIMPLEMENTER", "focal_point": "QZFOCAL", "partners": ["QZPARTNER"], "start": "2021-03",
        "end": "2022", "beneficiaries": "Nurses", "status": "completed",
    },
}  # fmt: skip
PROJECT = {
    "kind": "project", "document_type": "",
    "project": {
        "start": "2021-03-04", "end": "2023", "budget": 250000, "currency": "USD", "donors": ["QZDONOR"],
        "partners": ["QZPARTNER"], "iati_identifier": "XM-QZ-1", "status": "completed",
    },
}  # fmt: skip
WHO = ("QZIMPLEMENTER", "QZFOCAL", "QZPARTNER", "QZDONOR", "XM-QZ-1")


def page_of(people, record, anonymity="single", change=None):  # noqa: F811
    submission = assigning(people, REPORT | record)
    submission.anonymity = anonymity
    submission.save(update_fields=["anonymity"])
    under_review(people, submission)
    if change:
        submission.refresh_from_db()
        submission.record = submission.record | change
        submission.save(update_fields=["record"])
    task = task_of(submission, people.first)
    answer = browser(people.first).get(address(task))
    assert answer.status_code == 200
    return read(answer.content).one("main")


def test_answers_to_the_criteria_for_practices_and_who_carried_it_out_are_there(people):  # noqa: F811
    page = page_of(people, PRACTICE)
    assert all(f"About {name} in English" in page.text for name in TEXTS)
    headings = [heading.text for heading in page.all("h3")]
    assert headings[:3] == ["The challenge", "What was done", "Results"]
    assert all(word in page.text for word in ("QZIMPLEMENTER", "QZPARTNER", "Nurses", "March 2021"))


@pytest.mark.parametrize("record", [PRACTICE, PROJECT])
def test_in_a_double_blind_review_nothing_tells_who_is_behind_it(people, record):  # noqa: F811
    page = page_of(people, record, anonymity="double")
    assert "2021" in page.text
    assert [word for word in WHO if word in page.text] == []


def test_a_project_shows_its_time_partners_and_budget(people):  # noqa: F811
    page = page_of(people, PROJECT)
    assert all(word in page.text for word in ("4 March 2021", "QZPARTNER", "QZDONOR", "250,000 USD"))


@pytest.mark.parametrize(
    ("kind", "details", "shown", "hidden"),
    [
        ("event", {"start": "2026-05-06T09:00", "timezone": "Africa/Nairobi", "place": "Nairobi", "host": "QZHOST"},
         ("6 May 2026", "Nairobi"), ("QZHOST",)),
        ("training", {"provider": "QZPROVIDER", "certificate": True}, ("Certificate", "Yes"), ("QZPROVIDER",)),
        ("event", {"start": "2026-05-06", "online_url": "https://qzhost.example/x"}, ("6 May 2026",), ("qzhost",)),
    ],
)  # fmt: skip
def test_events_and_trainings_show_their_fields(people, kind, details, shown, hidden):  # noqa: F811
    page = page_of(people, {}, anonymity="double", change={"kind": kind, kind: details})
    assert [word for word in shown if word not in page.text] == []
    assert [word for word in hidden if word in page.text] == []


def test_values_that_cannot_be_read_while_a_draft_changes_break_no_page(people):  # noqa: F811
    change = {
        "project": {"start": "soon", "end": ["?"], "budget": "a lot", "partners": "QZ", "donors": {"a": 1}, "status": None}
    }
    assert "Recognition of nurses" in page_of(people, PROJECT, change=change).text


def test_an_invitation_shows_none_of_it(people):  # noqa: F811
    submission = invited(people, assigning(people, REPORT | PRACTICE))
    answer = browser(people.first).get(address(task_of(submission, people.first)))
    assert "About challenge" not in read(answer.content).text
