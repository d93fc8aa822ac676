"""The submitter's pages: nothing typed is lost, nobody sees another's, nothing happens twice."""

import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from gcmhub.accounts.models import Invitation
from gcmhub.library.checks import DETAILS
from gcmhub.notices.models import Message
from gcmhub.review.actions import deciding, drafts, submitting, triage
from gcmhub.review.actions.tracks import load_tracks
from gcmhub.review.models import Submission
from gcmhub.vocabulary.actions import load_vocabulary
from tests.conftest import datasets
from tests.review.conftest import REPORT, SAID, People, person, to_decide
from tests.web.html import read

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
VECTOR = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


@pytest.fixture
def world(db, tmp_path):
    load_vocabulary()
    load_tracks()
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield


@pytest.fixture
def amina(world):
    return person("Amina Osei")


@pytest.fixture
def browser(amina):
    client = Client()
    client.force_login(amina)
    return client


@pytest.fixture
def draft(amina):
    return drafts.begin_draft(by=amina, kind="document")


@pytest.fixture
def whole(amina, draft):
    return drafts.save_draft(draft, REPORT | SAID, by=amina, revision=0)


def step_of(draft, step):
    return f"/en/submissions/{draft.public_id}/edit/{step}/"


def act_of(draft, name):
    return f"/en/submissions/{draft.public_id}/{name}/"


def stranger():
    client = Client()
    client.force_login(person("Boris Stranger"))
    return client


def test_the_start_tells_everybody_and_begins_a_draft_for_who_is_signed_in(browser):
    anonymous = Client().get("/en/submit/?objective=18&country=KEN")
    assert anonymous.status_code == 200
    link = read(anonymous.content).all("a", class_="button", rel="nofollow")[0].attributes["href"]
    assert unquote(link).endswith("next=/en/submit/?objective=18&country=KEN")
    answer = browser.post("/en/submit/", {"kind": "practice", "objective": "18", "country": "KEN", "url": "https://a.example/"})
    found = Submission.objects.get()
    assert answer.headers["Location"] == step_of(found, "what")
    assert found.record == {"kind": "practice", "objectives": ["18"], "countries": ["KEN"], "url": "https://a.example/"}


def test_opening_the_start_begins_nothing(browser):
    browser.get("/en/submit/?kind=document&url=https://a.example/")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("step", ["what", "source", "describe", "classify", "practice", "rights", "check"])
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_every_step_is_a_page_in_every_language(browser, draft, step, language):
    answer = browser.get(f"/{language}/submissions/{draft.public_id}/edit/{step}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["event", "project", "training", "video", "practice"])
def test_the_details_of_every_kind_have_fields(browser, amina, kind):
    draft = drafts.begin_draft(by=amina, kind=kind)
    text = browser.get(step_of(draft, "practice" if kind == "practice" else "describe")).content.decode()
    assert [name for name in DETAILS[kind] if name != "call" and f'"{kind}.{name}' not in text] == []


def test_a_suggestion_is_put_in_by_its_button_with_what_was_typed_and_nothing_else(browser, draft):
    browser.post(
        step_of(draft, "describe"), {"revision": "0", "title.en": "Skills development of nurses in Kenya", "stay": "1"}
    )
    page = read(browser.get(step_of(draft, "classify")).content)
    sent = [each.attributes["value"] for each in page.all("button", name="add")]
    assert sent == ["objectives:18", "actions:", "countries:KEN"]
    answer = browser.post(step_of(draft, "classify"), {"revision": "1", "principles": "1", "add": "objectives:18"})
    assert answer.headers["Location"] == f"{step_of(draft, 'classify')}#objectives"
    draft.refresh_from_db()
    assert draft.record["objectives"] == ["18"]
    assert draft.record["principles"] == ["1"]
    assert "countries" not in draft.record
    page = read(browser.get(step_of(draft, "classify")).content)
    assert [each.attributes["value"] for each in page.all("button", name="add")] == ["actions:", "countries:KEN"]
    assert {each.attributes["value"][:2] for each in page.all("input", name="actions")} == {"18"}


@pytest.mark.parametrize(
    "sent", ["objectives:", "kind:link", "title.xx:A", "nothing", "revision:9", "title.en:Other", "published:1999"]
)
def test_a_suggestion_never_replaces_what_is_there_nor_reaches_another_field(browser, draft, sent):
    typed = {"revision": "0", "title.en": "Mine", "published": "2020"}
    browser.post(step_of(draft, "describe"), typed | {"add": sent})
    draft.refresh_from_db()
    assert draft.record == {"kind": "document", "title": {"en": "Mine"}, "published": "2020"}


def test_the_key_that_sends_a_form_goes_on_and_takes_no_suggestion(browser, draft):
    browser.post(step_of(draft, "describe"), {"revision": "0", "title.en": "Skills development of nurses in Kenya"})
    form = read(browser.get(step_of(draft, "classify")).content).one("form", id="step")
    assert form.all("button")[0].attributes.get("name") is None


def test_what_is_typed_is_saved_sound_or_not_and_shown_again(browser, draft):
    values = {"revision": "0", "title.en": VECTOR, "title.ar": "عنوان", "published": "some day\x01", "authors": "Ada\r\nBob"}
    answer = browser.post(step_of(draft, "describe"), values)
    assert answer.headers["Location"] == step_of(draft, "classify")
    draft.refresh_from_db()
    assert draft.record["title"] == {"en": VECTOR, "ar": "عنوان"}
    assert draft.record["authors"] == [{"name": "Ada"}, {"name": "Bob"}]
    page = browser.get(step_of(draft, "describe"))
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert read(page.content).one("input", name="published").attributes["value"] == "some day\x01"
    check = browser.get(step_of(draft, "check")).content.decode()
    assert f"{step_of(draft, 'describe')}#published" in check


def test_an_autosave_answers_a_sentence_and_the_next_number(browser, draft):
    answer = browser.post(step_of(draft, "describe"), {"revision": "0", "title.en": "A title"}, headers={"HX-Request": "true"})
    assert 'name="revision" value="1"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.record["title"] == {"en": "A title"}


def test_two_windows_lose_nothing(browser, amina, draft):
    drafts.save_draft(draft, {"title": {"en": "There"}}, by=amina, revision=0)
    answer = browser.post(step_of(draft, "describe"), {"revision": "0", "title.en": "Here"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "There" in text
    assert 'value="Here"' in text
    assert 'name="revision" value="1"' in text
    draft.refresh_from_db()
    assert draft.record["title"] == {"en": "There"}


def test_a_session_that_ended_brings_back_what_was_typed(amina, draft):
    client = Client()
    answer = client.post(step_of(draft, "describe"), {"revision": "0", "title.en": "Typed long"})
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]
    client.force_login(amina)
    text = client.get(step_of(draft, "describe")).content.decode()
    assert 'value="Typed long"' in text
    assert "Your session had ended" in text
    assert "Typed long" not in client.get(step_of(draft, "describe")).content.decode()


def test_files_are_added_shown_and_removed(browser, draft):
    given = [SimpleUploadedFile("one.pdf", PDF), SimpleUploadedFile("two.exe", b"MZ not a pdf")]
    answer = browser.post(step_of(draft, "source"), {"upload": "1", "file": given, "language": "ar"})
    assert answer.status_code == 302
    one, two = draft.files.all()
    assert one.language == "ar"
    sent = browser.get(f"/en/submissions/{draft.public_id}/files/{one.public_id}/")
    assert b"".join(sent.streaming_content) == PDF
    risky = browser.get(f"/en/submissions/{draft.public_id}/files/{two.public_id}/")
    assert risky.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(risky.streaming_content) == b"MZ not a pdf"
    browser.post(act_of(draft, "remove-file"), {"file": one.public_id})
    assert list(draft.files.filter(removed_at=None)) == [two]
    assert browser.get(f"/en/submissions/{draft.public_id}/files/{one.public_id}/").status_code == 404


def test_an_empty_file_and_none_are_refused_in_words(browser, draft):
    empty = browser.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile("a.pdf", b"")})
    assert empty.status_code == 422
    assert "This file is empty." in empty.content.decode()
    assert browser.post(step_of(draft, "source"), {"upload": "1"}).status_code == 422
    assert not draft.files.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(browser, draft):
    class Unread:
        def read(self, *_args):
            raise AssertionError("the body was read")

        readline = read

    with override_settings(HUB_UPLOAD_LIMIT=1_000):
        answer = browser.generic(
            "POST", step_of(draft, "source"), b"", CONTENT_TYPE="multipart/form-data; boundary=x",
            **{"CONTENT_LENGTH": "200000", "wsgi.input": Unread()},
        )  # fmt: skip
        told = browser.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile("a.pdf", b"x" * 2_000)})
    assert answer.status_code == told.status_code == 413
    assert "at most" in answer.content.decode()


@pytest.mark.shared
def test_broken_and_hostile_files_do_not_break_the_step(browser, draft):
    names = sorted((datasets() / "pdf").glob("*.pdf"))[:20]
    assert names
    for name in names:
        given = SimpleUploadedFile(name.name, name.read_bytes())
        assert browser.post(step_of(draft, "source"), {"upload": "1", "file": given}).status_code == 302, name
    text = browser.get(step_of(draft, "source")).content.decode()
    assert [name.name for name in names if name.name not in text] == []
    assert browser.get(step_of(draft, "check")).status_code == 200


def test_a_whole_draft_is_sent_once_however_often_one_presses(browser, whole):
    assert "Everything that is needed is there" in browser.get(step_of(whole, "check")).content.decode()
    for _press in range(2):
        assert browser.post(act_of(whole, "send")).status_code == 302
    whole.refresh_from_db()
    assert whole.state == "submitted"
    assert whole.versions.count() == 1
    late = browser.post(step_of(whole, "describe"), {"revision": str(whole.revision), "title.en": "Late"})
    assert late.headers["Location"].endswith("?passed=1")
    whole.refresh_from_db()
    assert whole.record["title"] == REPORT["title"]
    assert whole.reference in browser.get("/en/submissions/").content.decode()


def test_who_sent_it_reads_what_was_sent_and_only_once_it_is_sent(browser, whole):
    page = f"/en/submissions/{whole.public_id}/"
    assert 'id="sent"' not in browser.get(page).content.decode()
    browser.post(act_of(whole, "send"))
    sent = browser.get(page).content.decode().split('id="sent"')[1]
    assert REPORT["title"]["ar"] in sent
    assert SAID["contact"] in sent


def test_what_is_missing_is_linked_to_its_step(browser, draft):
    answer = browser.post(act_of(draft, "send"), follow=True)
    text = answer.content.decode()
    assert f"{step_of(draft, 'describe')}#title" in text
    assert f"{step_of(draft, 'rights')}#licence" in text
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_changes_are_asked_for_answered_and_sent_again(browser, amina, whole):
    editor = person("Eda Editor", "editor")
    submitting.submit(whole, by=amina)
    triage.take(whole, by=editor)
    whole.refresh_from_db()
    triage.ask_for_changes(whole, by=editor, reason="incomplete", letter="Name the town please.")
    text = browser.get(f"/en/submissions/{whole.public_id}/").content.decode()
    assert "Name the town please." in text
    assert "Eda Editor" not in text
    assert browser.post(act_of(whole, "send")).status_code == 422
    whole.refresh_from_db()
    values = {"revision": str(whole.revision), "title.en": "Nurses in Kisumu", "languages": "en", "published": "2025"}
    values["abstract.en"] = REPORT["abstract"]["en"]
    browser.post(step_of(whole, "describe"), values)
    assert browser.post(act_of(whole, "send"), {"note": "Done."}).status_code == 302
    whole.refresh_from_db()
    assert whole.state == "in-triage"
    assert "Done." in browser.get(f"/en/submissions/{whole.public_id}/").content.decode()


def test_withdraw_take_up_again_and_write(browser, amina, whole):
    submitting.submit(whole, by=amina)
    browser.post(act_of(whole, "write"), {"text": f"A question {VECTOR}"})
    text = browser.get(f"/en/submissions/{whole.public_id}/").content.decode()
    assert "A question" in text
    assert "<script>alert" not in text
    browser.post(act_of(whole, "withdraw"), {"note": ""})
    whole.refresh_from_db()
    assert whole.state == "withdrawn"
    browser.post(act_of(whole, "reopen"))
    whole.refresh_from_db()
    assert whole.state == "draft"


def test_every_point_of_a_revision_is_answered_kept_and_sent(world):
    people = People()
    found = to_decide(people)
    points = ["Name the towns.", "Say who paid."]
    deciding.decide(found, "minor", by=people.editor, letter="Nearly there.", points=points)
    client = Client()
    client.force_login(people.submitter)
    page = f"/en/submissions/{found.public_id}/"
    assert "Name the towns." not in client.get(page).content.decode()
    step = step_of(found, "describe")
    assert client.get(step).headers["Location"] == page
    assert client.post(act_of(found, "send"), {"answer": points}).headers["Location"].endswith("?passed=1")
    assert act_of(found, "withdraw") in client.get(page).content.decode()
    found.decisions.update(mail_at=found.decisions.get().decided_at)
    assert client.get(step).status_code == 200
    text = client.get(page).content.decode()
    assert [each for each in (*points, "Nearly there.", "Please say more.", "because") if each not in text] == []
    assert [name for name in (people.un.name, people.first.name, people.editor.name) if name in text] == []
    client.post(act_of(found, "keep"), {"answer": ["Kisumu.", ""]})
    assert "Kisumu." in client.get(page).content.decode()
    assert client.post(act_of(found, "send"), {"answer": ["Kisumu.", ""]}).status_code == 422
    found.refresh_from_db()
    drafts.save_draft(found, {"title": {"en": "Nurses in Kisumu"}}, by=people.submitter, revision=found.revision)
    assert client.post(act_of(found, "send"), {"answer": ["Kisumu.", "The county."]}).headers["Location"].endswith("?done=send")
    assert found.versions.count() == 2
    assert found.decisions.get().responses == ["Kisumu.", "The county."]


def test_what_is_due_for_another_review_is_confirmed_by_a_button(browser, amina, whole):
    submitting.submit(whole, by=amina)
    Submission.objects.update(state="re-review-due", lead=person("Eda Editor", "editor"))
    assert act_of(whole, "attest") in browser.get(f"/en/submissions/{whole.public_id}/").content.decode()
    browser.post(act_of(whole, "attest"))
    whole.refresh_from_db()
    assert whole.attested_at is not None


def test_a_draft_is_deleted_by_its_owner(browser, draft):
    assert browser.post(act_of(draft, "discard")).headers["Location"] == "/en/submissions/?deleted=1"
    assert not Submission.objects.exists()


def test_a_rejection_shows_its_letter_and_takes_one_appeal_with_words(browser, amina, whole):
    editor = person("Eda Editor", "editor")
    submitting.submit(whole, by=amina)
    triage.take(whole, by=editor)
    whole.refresh_from_db()
    assert browser.post(act_of(whole, "appeal"), {"letter": "Please"}).headers["Location"].endswith("?passed=1")
    deciding.decide(whole, "desk-reject", by=editor, reason="outside-scope", letter="It is not about migration.")
    whole.refresh_from_db()
    before = browser.get(f"/en/submissions/{whole.public_id}/").content.decode()
    assert "It is not about migration." not in before
    assert "Not accepted" not in before + browser.get("/en/submissions/").content.decode()
    assert act_of(whole, "appeal") not in before
    whole.decisions.update(mail_at=whole.decisions.get().decided_at)
    after = browser.get(f"/en/submissions/{whole.public_id}/").content.decode()
    assert "It is not about migration." in after
    assert act_of(whole, "appeal") in after
    assert browser.post(act_of(whole, "appeal"), {"letter": " "}).status_code == 422


def test_nobody_opens_or_changes_what_is_anothers(browser, amina, whole):
    file = drafts.add_file(whole, SimpleUploadedFile("one.pdf", PDF).file, "one.pdf", by=amina)
    other = stranger()
    pages = [f"/en/submissions/{whole.public_id}/", f"/en/submissions/{whole.public_id}/files/{file.public_id}/"]
    pages += [step_of(whole, step) for step in ("what", "check")]
    assert [other.get(page).status_code for page in pages] == [404] * 4
    acts = ("send", "keep", "write", "withdraw", "appeal", "reopen", "discard", "remove-file")
    assert [other.post(act_of(whole, name)).status_code for name in acts] == [404] * 8
    assert other.post(step_of(whole, "what"), {"revision": "1", "kind": "link"}).status_code == 404
    assert whole.public_id not in other.get("/en/submissions/").content.decode()
    assert [Client().get(page).status_code for page in pages] == [302] * 4
    whole.refresh_from_db()
    assert (whole.state, whole.revision, whole.files.filter(removed_at=None).count()) == ("draft", 1, 1)


@pytest.mark.parametrize("name", ["send", "withdraw", "discard"])
def test_nothing_is_done_by_opening_an_address(browser, whole, name):
    assert browser.get(act_of(whole, name)).status_code == 405
    whole.refresh_from_db()
    assert whole.state == "draft"


def test_a_form_without_its_token_changes_nothing(amina, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(amina)
    assert client.post(step_of(draft, "what"), {"revision": "0", "kind": "link"}).status_code == 403
    draft.refresh_from_db()
    assert draft.record == {"kind": "document"}


def test_somebody_is_invited_shown_by_name_once_in_and_leaves(browser, amina, whole):
    page = f"/en/submissions/{whole.public_id}/"
    assert browser.post(act_of(whole, "invite"), {"email": "no address"}).status_code == 422
    assert (
        browser.post(act_of(whole, "invite"), {"email": "else@example.net"}).headers["Location"] == f"{page}?done=invite#people"
    )
    again = browser.post(act_of(whole, "invite"), {"email": "else@example.net"})
    assert (again.status_code, "has an invitation already" in again.content.decode()) == (422, True)
    assert "else@example.net" in browser.get(page).content.decode()
    token = re.search(r"/accounts/invitations/([\w-]+)/", Message.objects.get(template="review_invited_to_submit").body)[1]
    other = stranger()
    assert other.get(page).status_code == 404
    assert other.post(f"/en/accounts/invitations/{token}/").headers["Location"] == page
    text = other.get(page).content.decode()
    assert "Amina Osei" in text
    assert act_of(whole, "invite") not in text
    assert act_of(whole, "leave") in text
    assert "Boris Stranger" in browser.get(page).content.decode()
    assert other.post(act_of(whole, "invite"), {"email": "x@example.net"}).headers["Location"].endswith("?passed=1")
    assert other.post(act_of(whole, "leave")).headers["Location"] == "/en/submissions/?left=1"
    assert other.get(page).status_code == 404


def test_an_invitation_is_taken_back_and_somebody_is_removed_by_buttons(browser, amina, whole):
    browser.post(act_of(whole, "invite"), {"email": "else@example.net"})
    row = Invitation.objects.get()
    browser.post(act_of(whole, "take-back"), {"invitation": row.public_id})
    assert not Invitation.objects.exists()
    boris = person("Boris Stranger")
    drafts.add_person(whole, boris, by=amina)
    browser.post(act_of(whole, "remove-person"), {"person": boris.public_id})
    assert list(whole.people.values_list("user__name", flat=True)) == ["Amina Osei"]
