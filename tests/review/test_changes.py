"""Changes of what is published: each whole way, what they leave alone, and what is said of them in public."""

from datetime import timedelta

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import archive_resource, shelve_records
from gcmhub.library.imports import known_words
from gcmhub.library.models import Resource, ResourceText
from gcmhub.library.records import read_record
from gcmhub.review.actions import deciding, drafts, panel, publishing, submitting, triage
from gcmhub.review.actions.shelving import shelve
from gcmhub.review.errors import Incomplete, NotPublishable, WrongTrack
from gcmhub.review.queries.changes import difference
from gcmhub.workflow.actions import fire_due_timers
from tests.review.conftest import MONDAY, REPORT, in_triage, invited, to_decide, upload, write_review
from tests.review.conftest import accept as accept_task

pytestmark = pytest.mark.django_db
BARE = {"id": "bare", "source": "example", "kind": "document", "title": {"en": "A bare report"}, "objectives": ["18"]}
RIGHTS = {"rights_confirmed": True, "contact": "office@example.org"}


@pytest.fixture
def report(people):
    """A reviewed report with a file, and the submission that brought it."""
    submission = drafts.begin_draft(by=people.submitter)
    submission = drafts.save_draft(submission, REPORT | RIGHTS, by=people.submitter, revision=0)
    upload(submission, people.submitter)
    submitting.submit(submission, by=people.submitter)
    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor)
    submission = to_decide(people, submission=submission)
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    return Resource.objects.get()


def imported():
    shelve_records([read_record(BARE, known_words())], by=SYSTEM, publish=True)
    return Resource.objects.get(external_id="bare")


def begin(people, change, resource, values, by=None):
    by = by or people.submitter
    draft = drafts.begin_draft(by=by, change=change, amends=resource)
    return drafts.save_draft(draft, values, by=by, revision=0)


def sent(people, change, resource, values):
    draft = begin(people, change, resource, values)
    submitting.submit(draft, by=people.submitter)
    triage.take(draft, by=people.editor)
    return draft


def carried(people, change, resource, values):
    draft = sent(people, change, resource, values)
    deciding.decide(draft, "accept-light", by=people.editor)
    publishing.publish(draft, by=people.editor)
    return Resource.objects.get(pk=resource.pk)


def fields(submission):
    return [(row.field, row.what, row.meanwhile) for row in difference(submission)]


def test_a_correction_keeps_files_and_the_review_and_says_what_it_changed(people, report):
    file, review = report.files.get(), dict(report.peer_review)
    resource = carried(people, "correction", report, RIGHTS | {"publishers": ["The town"], "published": "2024"})
    assert resource.published == "2024"
    assert [row.name for row in resource.contributors.all()] == ["The town"]
    kept = resource.files.get()
    assert (kept.public_id, kept.sha256, kept.original_name) == (file.public_id, file.sha256, "report.pdf")
    changes = resource.peer_review.pop("changes")
    assert resource.peer_review == review
    assert changes == [{"what": "correction", "date": "2026-03-02", "fields": ["published", "publishers"]}]
    assert resource.review_status == "reviewed"


def test_a_correction_may_leave_what_was_missing_on_import(people):
    resource = imported()
    resource = carried(people, "correction", resource, RIGHTS | {"title": {"en": "A better title"}})
    assert resource.texts.get().title == "A better title"
    assert (resource.source, resource.review_status) == ("example", "imported")


def test_a_correction_may_not_take_away_what_is_needed(people, report):
    draft = begin(people, "correction", report, RIGHTS | {"abstract": {}})
    with pytest.raises(Incomplete) as told:
        submitting.submit(draft, by=people.submitter)
    assert [(one.field, one.reason) for one in told.value.problems] == [("abstract", "too-short")]


def test_a_change_that_changes_nothing_is_not_sent(people, report):
    draft = begin(people, "correction", report, RIGHTS)
    with pytest.raises(Incomplete) as told:
        submitting.submit(draft, by=people.submitter)
    assert [(one.field, one.reason) for one in told.value.problems] == [("changes", "nothing-changed")]


def test_two_corrections_at_once_both_hold(people, report):
    one = sent(people, "correction", report, RIGHTS | {"publishers": ["The town"]})
    other = sent(people, "correction", report, RIGHTS | {"title": REPORT["title"] | {"fr": "Les infirmiers"}})
    for each in (one, other):
        deciding.decide(each, "accept-light", by=people.editor)
        publishing.publish(each, by=people.editor)
    resource = Resource.objects.get()
    assert [row.name for row in resource.contributors.all()] == ["The town"]
    assert dict(resource.texts.values_list("language", "title"))["fr"] == "Les infirmiers"
    assert [row["fields"] for row in resource.peer_review["changes"]] == [["publishers"], ["title"]]


def test_an_editor_sees_what_differs_and_what_changed_meanwhile(people, report):
    draft = sent(people, "correction", report, RIGHTS | {"published": "2024", "title": {"en": "Nurses", "es": "Enfermeros"}})
    rows = {("published", "changed", False), ("title.en", "changed", False), ("title.es", "added", False)}
    assert set(fields(draft)) == rows | {("title.ar", "removed", False)}
    carried(people, "correction", report, RIGHTS | {"published": "2023"})
    assert ("published", "changed", True) in fields(draft)
    with pytest.raises(WrongTrack):  # a new version is for the panel
        deciding.decide(sent(people, "new-version", report, RIGHTS | {"published": "2026"}), "accept-light", by=people.editor)


def test_files_are_added_and_taken_away(people, report):
    draft = begin(people, "correction", report, RIGHTS)
    drafts.remove_file(draft.files.get(), by=people.submitter)
    upload(draft, people.submitter, b"%PDF-1.4 something else", "newer.pdf")
    assert fields(draft) == [("files", "added", False), ("files", "removed", False)]
    submitting.submit(draft, by=people.submitter)
    triage.take(draft, by=people.editor)
    deciding.decide(draft, "accept-light", by=people.editor)
    publishing.publish(draft, by=people.editor)
    assert [file.original_name for file in report.files.all()] == ["newer.pdf"]


def test_a_translation_adds_texts_and_says_that_they_are_translated(people, report):
    title, abstract = {**REPORT["title"], "fr": "Les diplômes d'infirmiers"}, {**REPORT["abstract"], "fr": "Un résumé. " * 10}
    resource = carried(people, "translation", report, RIGHTS | {"title": title, "abstract": abstract})
    assert dict(ResourceText.objects.values_list("language", "origin")) == {"ar": "original", "en": "original", "fr": "human"}
    assert resource.peer_review["changes"][0]["languages"] == ["fr"]


def test_a_translation_brings_a_language_that_was_not_there(people, report):
    draft = begin(people, "translation", report, RIGHTS | {"title": {**REPORT["title"], "en": "Another title"}})
    with pytest.raises(Incomplete) as told:
        submitting.submit(draft, by=people.submitter)
    assert [(one.field, one.reason) for one in told.value.problems] == [("title", "another-language")]


def test_a_new_version_is_reviewed_by_a_panel_and_has_the_record_of_that_review(people, report, clock):
    clock.move_to(MONDAY + timedelta(days=40))
    draft = sent(people, "new-version", report, RIGHTS | {"published": "2026", "licence": "CC0-1.0"})
    panel.send_to_review(draft, by=people.editor)
    invited(people, draft)
    for task in draft.assignments.all():
        accept_task(task)
        write_review(task, "accept", 5)
    draft.refresh_from_db()
    deciding.decide(draft, "accept", by=people.editor)
    publishing.publish(draft, by=people.editor)
    resource = Resource.objects.get()
    assert (resource.published, resource.licence, resource.review_status) == ("2026", "CC0-1.0", "reviewed")
    said = resource.peer_review
    assert (said["date"], said["reviewers"], said["rounds"]) == ("2026-04-11", {"un": 1, "external": 2}, 1)
    assert [row["what"] for row in said["changes"]] == ["new-version"]
    draft.refresh_from_db()
    assert (draft.state, draft.review_by) == ("published", None)


def test_a_takedown_gives_its_reason_and_closes_what_it_is_about(people, report):
    with pytest.raises(Incomplete) as told:
        submitting.submit(begin(people, "takedown", report, {"note": " "}), by=people.submitter)
    assert [one.field for one in told.value.problems] == ["reason", "note"]
    resource = carried(people, "takedown", report, {"reason": "rights", "note": "The publisher wants it back."})
    assert (resource.state, resource.archived_reason) == ("archived", "rights")
    assert report.submission.__class__.objects.get(resource=report).state == "archived"


def test_what_an_import_brought_is_taken_down_as_well(people):
    resource = carried(people, "takedown", imported(), {"reason": "dead-link", "note": "It is gone."})
    assert (resource.state, resource.archived_reason) == ("archived", "dead-link")


def test_what_is_not_published_is_not_changed(people, report):
    draft = sent(people, "correction", report, RIGHTS | {"published": "2024"})
    deciding.decide(draft, "accept-light", by=people.editor)
    archive_resource(report, by=SYSTEM, reason="outdated")
    with pytest.raises(NotPublishable):
        publishing.publish(draft, by=people.editor)
    with pytest.raises(NotPermitted):
        drafts.begin_draft(by=people.submitter, change="correction", amends=Resource.objects.get())


def test_a_resource_says_since_when_nobody_confirmed_it_and_when_somebody_did(people, report, clock):
    submission = report.submission
    clock.move_to(submission.review_by + timedelta(days=1))
    fire_due_timers()
    clock.move_to(submission.review_by + timedelta(days=32))
    fire_due_timers()
    report.refresh_from_db()
    assert report.peer_review["not_confirmed_since"] == clock_day(submission.review_by + timedelta(days=32))
    submission.refresh_from_db()
    publishing.confirm_current(submission, by=people.editor)
    report.refresh_from_db()
    assert "not_confirmed_since" not in report.peer_review
    assert report.peer_review["confirmed"] == clock_day(submission.state_since)
    assert report.peer_review["reviewers"] == {"un": 1, "external": 2}


def clock_day(moment):
    return moment.date().isoformat()


def test_another_review_keeps_the_corrections_made_meanwhile(people, report, clock):
    carried(people, "correction", report, RIGHTS | {"publishers": ["The town"]})
    submission = report.submission
    clock.move_to(submission.review_by + timedelta(days=1))
    fire_due_timers()
    submission.refresh_from_db()
    panel.review_again(submission, by=people.editor)
    submission.refresh_from_db()
    resource = shelve(submission)
    assert [row.name for row in resource.contributors.all()] == ["The town"]
    assert (resource.peer_review["date"], resource.peer_review["rounds"]) == ("2029-03-03", 2)
    assert [row["what"] for row in resource.peer_review["changes"]] == ["correction"]


def test_changes_of_the_light_track_need_no_panel(people):
    link = in_triage(people, REPORT | {"kind": "link", "document_type": "link"})
    deciding.decide(link, "accept-light", by=people.editor, checklist=[line["code"] for line in link.rules.rules["checklist"]])
    publishing.publish(link, by=people.editor)
    resource = Resource.objects.get()
    assert (resource.review_status, resource.peer_review["mode"], resource.peer_review["reviewers"]) == (
        "checked",
        "editor",
        {"un": 0, "external": 0},
    )


def test_with_a_new_version_the_time_to_the_next_review_starts_again(people, clock):
    lines = {"checklist": ["objective", "works", "described", "rights", "no-personal-data"]}
    link = in_triage(people, REPORT | {"kind": "link", "document_type": "link"})
    deciding.decide(link, "accept-light", by=people.editor, **lines)
    publishing.publish(link, by=people.editor)
    clock.move_to(link.review_by + timedelta(days=1))
    fire_due_timers()
    clock.move_to(link.review_by + timedelta(days=32))
    fire_due_timers()
    resource = Resource.objects.get()
    assert "not_confirmed_since" in resource.peer_review
    draft = sent(people, "new-version", resource, RIGHTS | {"published": "2027"})
    deciding.decide(draft, "accept-light", by=people.editor, **lines)
    publishing.publish(draft, by=people.editor)
    link.refresh_from_db()
    resource.refresh_from_db()
    assert (link.state, link.not_confirmed_since, link.review_by.year) == ("published", None, 2028)
    assert "not_confirmed_since" not in resource.peer_review
    assert (resource.published, resource.review_status) == ("2027", "checked")
