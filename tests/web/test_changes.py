"""Proposing a change of what is published: from its page to a draft or a request, and what the submitter sees of it."""

import json

import pytest
from django.test import Client, override_settings

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource, shelve_records, tell_review
from gcmhub.library.choices import ReviewStatus
from gcmhub.library.imports import known_words
from gcmhub.library.models import Resource
from gcmhub.library.records import read_record
from gcmhub.review.actions import deciding, drafts, publishing, submitting, triage
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Submission
from gcmhub.vocabulary.actions import load_vocabulary
from tests.review.conftest import REPORT, SAID, person
from tests.web.html import read

VECTOR = "\"><script>alert(1)</script>'"


@pytest.fixture
def resource(db, tmp_path):
    load_vocabulary()
    load_tracks()
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        record = {name: value for name, value in REPORT.items() if name != "licence"}
        shelve_records([read_record(record | {"id": "nurses", "source": "example"}, known_words())], by=SYSTEM, publish=True)
        yield Resource.objects.get()


@pytest.fixture
def amina(resource):
    return person("Amina Osei")


@pytest.fixture
def browser(amina):
    client = Client()
    client.force_login(amina)
    return client


def place(resource, language="en"):
    return f"/{language}/resources/{resource.public_id}/change/"


def test_the_resources_page_leads_to_it_and_it_is_for_who_is_signed_in(resource, browser):
    page = read(Client().get(f"/en/resources/{resource.public_id}/").content)
    assert [link.attributes["rel"] for link in page.all("a", href=place(resource))] == ["nofollow"]
    answer = Client().get(place(resource))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/accounts/login/?next={place(resource)}")
    answer = browser.get(place(resource))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("change", ["correction", "translation", "new-version"])
def test_a_change_begins_a_draft_with_what_is_published_once(resource, browser, change):
    first = browser.post(place(resource), {"change": change})
    again = browser.post(place(resource), {"change": change})
    found = Submission.objects.get()
    assert (found.change, found.amends, found.record["title"]) == (change, resource, REPORT["title"])
    assert first.headers["Location"] == again.headers["Location"] == f"/en/submissions/{found.public_id}/edit/describe/"
    assert "You have begun this already" in read(browser.get(place(resource)).content).text


def test_a_correction_goes_all_the_way_from_its_page(resource, browser, amina):
    browser.post(place(resource), {"change": "correction"})
    found = Submission.objects.get()
    steps = f"/en/submissions/{found.public_id}/edit/"
    text = read(browser.get(f"{steps}check/?check=1").content).text
    assert "Nothing differs from what is published." in text
    drafts.save_draft(found, SAID | {"publishers": [VECTOR], "countries": ["KEN", "UGA"]}, by=amina, revision=found.revision)
    page = read(browser.get(f"{steps}check/").content)
    fold = page.one("main").all("details")[0]
    assert [row.text for row in fold.all("dt")] == ["Countries", "Publishers"]
    assert [row.text for row in fold.all("ins")] == ["Kenya, Uganda", VECTOR]
    assert "Something is missing" not in page.text
    answer = browser.post(f"/en/submissions/{found.public_id}/send/")
    assert answer.headers["Location"].endswith("?done=send")
    page = read(browser.get(f"/en/submissions/{found.public_id}/").content)
    assert "A correction of what is published: Recognition of nurses' qualifications" in page.text
    found.refresh_from_db()
    editor = person("Edit Or", "editor")
    triage.take(found, by=editor)
    deciding.decide(found, "accept-light", by=editor)
    publishing.publish(found, by=editor)
    text = read(Client().get(f"/en/resources/{resource.public_id}/").content).text
    assert "Correction: Countries, Publishers" in text
    assert VECTOR in text


def test_a_request_to_take_it_out_needs_a_reason_in_words_and_keeps_what_was_typed(resource, browser):
    answer = browser.post(place(resource), {"change": "takedown", "note": "It shows my child."})
    assert answer.status_code == 422
    page = read(answer.content)
    assert [row.text for row in page.one("div", class_="problems").all("li")] == ["Choose a reason."]
    assert page.one("textarea").text.strip() == "It shows my child."
    answer = browser.post(place(resource), {"change": "takedown", "reason": "rights", "note": " \x00 "})
    assert "Say in a few words why it should be taken out." in read(answer.content).text
    answer = browser.post(place(resource), {"note": "?"})
    assert "Choose what you propose." in read(answer.content).text
    assert not Submission.objects.exists()


def test_a_request_to_take_it_out_is_sent_once_and_leaves_a_tombstone(resource, browser):
    form = {"change": "takedown", "reason": "complaint", "note": "It shows my child."}
    first, again = browser.post(place(resource), form), browser.post(place(resource), form)
    found = Submission.objects.get()
    assert found.state == "submitted"
    assert first.headers["Location"] == again.headers["Location"] == f"/en/submissions/{found.public_id}/?done=send"
    page = read(browser.get(f"/en/submissions/{found.public_id}/").content)
    assert "A request to take down what is published" in page.text
    editor = person("Edit Or", "editor")
    triage.take(found, by=editor)
    deciding.decide(found, "accept-light", by=editor, letter="Dear Ms Osei, we agree.")
    publishing.publish(found, by=editor)
    answer = Client().get(f"/en/resources/{resource.public_id}/")
    assert answer.status_code == 410
    text = read(answer.content).text
    assert "A complaint about it was right." in text
    assert "Osei" not in text
    assert "my child" not in text


def test_an_editors_question_about_a_request_is_answered_on_its_page(resource, browser, amina):
    browser.post(place(resource), {"change": "takedown", "reason": "complaint", "note": "It shows my child."})
    found = Submission.objects.get()
    editor = person("Edit Or", "editor")
    triage.take(found, by=editor)
    triage.ask_for_changes(found, reason="unclear", letter="On which page?", by=editor)
    answer = browser.get(f"/en/submissions/{found.public_id}/edit/what/")
    assert answer.headers["Location"] == place(resource)
    assert "It shows my child." in browser.get(place(resource)).content.decode()
    browser.post(place(resource), {"change": "takedown", "reason": "complaint", "note": "My child, on page 4."})
    found.refresh_from_db()
    assert (found.state, found.declarations["note"]) == ("changes-requested", "My child, on page 4.")
    submitting.resubmit(found, by=amina)
    assert found.state == "in-triage"


def test_what_is_not_published_is_not_there(resource, browser):
    assert browser.get("/en/resources/nothing/change/").status_code == 404
    archive_resource(resource, by=SYSTEM, reason="outdated")
    assert browser.get(place(resource)).status_code == 404
    assert browser.post(place(resource), {"change": "correction"}).status_code == 404


def test_without_a_verified_address_nothing_begins(resource, browser, amina):
    amina.emailaddress_set.update(verified=False)
    answer = browser.post(place(resource), {"change": "correction"})
    assert answer.status_code == 422
    assert "Confirm your e-mail address first" in read(answer.content).text
    assert not Submission.objects.exists()


def test_an_editor_sees_what_differs_and_what_changed_meanwhile(resource, browser, amina, settings):
    settings.HUB_LOOPBACK = True  # where demonstration accounts need no second factor
    browser.post(place(resource), {"change": "correction"})
    found = Submission.objects.get()
    drafts.save_draft(found, SAID | {"published": "2024"}, by=amina, revision=found.revision)
    found.refresh_from_db()
    submitting.submit(found, by=amina)
    editor = person("Edit Or", "editor")
    triage.take(found, by=editor)
    editor.is_demo = True
    editor.save()
    desk = Client(SERVER_NAME="localhost")
    desk.force_login(editor, backend=settings.AUTHENTICATION_BACKENDS[-1])
    row = read(desk.get(f"/en/desk/submissions/{found.public_id}/").content).one("main").one("ins")
    assert row.text == "2024"
    shelve_records([read_record(REPORT | {"id": "nurses", "source": "example", "published": "2023"}, known_words())], by=SYSTEM)
    text = read(desk.get(f"/en/desk/submissions/{found.public_id}/").content).text
    assert "What is published has changed here since this was begun." in text


def test_the_api_and_the_description_for_machines_tell_the_review(resource):
    said = {"date": "2026-03-04", "decided": "2026-03-02", "confirmed": "2028-05-06", "reviewers": {"un": 1, "external": 2}}
    tell_review(resource, by=SYSTEM, peer_review=said, status=ReviewStatus.REVIEWED)
    assert Client().get(f"/api/v1/resources/{resource.public_id}").json()["peer_review"] == said
    page = read(Client().get(f"/en/resources/{resource.public_id}/").content)
    node = json.loads(page.all("script", type="application/ld+json")[0].text)
    assert node["mainEntityOfPage"]["@type"] == "WebPage"
    assert node["mainEntityOfPage"]["lastReviewed"] == "2028-05-06"
    tell_review(resource, by=SYSTEM, peer_review=said, status=ReviewStatus.IMPORTED)
    page = read(Client().get(f"/fr/resources/{resource.public_id}/").content)
    assert "mainEntityOfPage" not in page.all("script", type="application/ld+json")[0].text
