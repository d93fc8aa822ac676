"""Bad input on the way of a submission: a clear word, nothing lost, nothing twice, and no text that becomes code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from gcmhub.face.links import url
from gcmhub.library.checks import DETAILS
from gcmhub.notices.models import Message
from gcmhub.review.actions import drafts, panel, submitting, triage
from gcmhub.review.actions.files import read_submitted_file
from gcmhub.review.queries.suggestions import suggested_for
from gcmhub.web.review.submission_forms import fields_of, steps_of
from tests.conftest import datasets
from tests.review.conftest import REPORT, SAID, accept, clock, invited, people  # noqa: F401 - fixtures among them
from tests.web.html import read
from tests.web.test_reviews import browser as signed_in
from tests.web.test_submissions import (  # noqa: F401 - fixtures
    PDF,
    act_of,
    amina,
    browser,
    draft,
    step_of,
    stranger,
    whole,
    world,
)

VECTORS = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</textarea></title></option><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}${7*7}",
    "\u202e\u2066<b>\u0007\ufdd0",
)
WHOLE = "".join(VECTORS)
PDFS = sorted((datasets() / "pdf").glob("*.pdf"))


def is_harmless(response):
    """Whether nothing of the vectors became an element, an attribute or an address."""
    page = read(response.content)
    texts = [each.text for each in page.all("script")]
    assert [text for text in texts if "alert" in text] == []
    assert page.all("img", src="x") == []
    assert page.all("svg", onload="alert(1)") == []
    assert [each for each in page.all("a") if each.attributes.get("href", "").strip().lower().startswith("javascript:")] == []
    assert b"<b>\xe2" not in response.content
    assert b"alert(1)>" not in response.content
    return response.status_code == 200


@pytest.mark.shared
def test_there_are_hostile_files_to_try():
    assert len(PDFS) >= 20, f"no PDF in {datasets()}"


@pytest.mark.shared
@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_every_broken_or_hostile_pdf_is_kept_read_in_a_child_and_breaks_no_page(browser, amina, draft, path):  # noqa: F811
    bytes_ = path.read_bytes()
    sent = browser.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile(path.name, bytes_)})
    assert sent.headers["Location"].endswith("?added=1#files")
    file = read_submitted_file(draft.files.get())
    assert file.extraction in {"done", "empty", "failed", "locked"}
    assert "\x00" not in file.text
    if file.extraction != "done":
        found = suggested_for(draft)
        assert (any(found.values.values()), found.title) == (False, ("", ""))
    pages = [browser.get(step_of(draft, step)).status_code for step in ("source", "describe", "classify", "check")]
    assert pages == [200] * 4
    delivered = browser.get(f"/en/submissions/{draft.public_id}/files/{file.public_id}/")
    assert b"".join(delivered.streaming_content) == bytes_
    assert "sandbox" in delivered.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", b"<html><script>alert(1)</script></html>"),
        ("report.pdf", b"MZ\x90\x00 a program"),
        ("report.exe", PDF),
        ("report.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("report.html", b"<script>alert(1)</script>"),
        ("../../etc/passwd", PDF),
        ("x" * 250 + ".pdf", PDF),
        ("\u202efdp.exe", PDF),
        ("<img src=x onerror=alert(1)>.pdf", PDF),
        ("no ending", PDF),
        ("report.docx", b"PK\x03\x04 not a whole archive"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_kept_and_never_run(browser, draft, name, data):  # noqa: F811
    assert browser.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile(name, data)}).status_code == 302
    file = read_submitted_file(draft.files.get())
    assert (".." in file.stored, "/" in file.original_name, len(file.original_name) <= 300) == (False, False, True)
    assert is_harmless(browser.get(step_of(draft, "source")))
    assert is_harmless(browser.get(step_of(draft, "describe")))
    delivered = browser.get(f"/en/submissions/{draft.public_id}/files/{file.public_id}/")
    assert b"".join(delivered.streaming_content) == data
    assert delivered.headers["X-Content-Type-Options"] == "nosniff"
    shown = delivered.headers["Content-Type"].partition(";")[0] in {"text/html", "image/svg+xml", "application/xhtml+xml"}
    assert not shown or delivered.headers["Content-Disposition"].startswith("attachment")


def filled(kind, step):
    """A form with vectors in every field of a step."""
    values = {}
    for field in fields_of(step, kind):
        if field.form == "texts":
            values |= {f"{field.key}.{tag}": WHOLE for tag in ("ar", "en", "fr")}
        elif field.form == "check":
            values[field.key] = "on"
        else:
            values[field.key] = kind if field.key == "kind" else WHOLE
    return values


@pytest.mark.parametrize("kind", ["document", *DETAILS])
def test_no_text_of_any_field_becomes_code_on_the_pages_of_who_submits(browser, amina, kind):  # noqa: F811
    draft = drafts.begin_draft(by=amina, kind=kind)  # noqa: F811
    for step in steps_of(kind)[:-1]:
        draft.refresh_from_db()
        browser.post(step_of(draft, step), filled(kind, step) | {"revision": str(draft.revision)})
    draft.refresh_from_db()
    assert WHOLE.replace("\x00", "") in draft.record["title"]["en"]
    pages = [step_of(draft, step) for step in steps_of(kind)]
    pages += [f"/{tag}/submissions/{draft.public_id}/" for tag in ("en", "ar")] + ["/en/submissions/"]
    pages += [step_of(draft, "describe").replace("/en/", "/ar/")]
    assert [page for page in pages if not is_harmless(browser.get(page))] == []
    draft.refresh_from_db()
    refused = browser.post(step_of(draft, "describe"), {"revision": "0", "title.en": WHOLE + "other"})
    assert refused.status_code == 409
    assert [each for each in read(refused.content).all("script") if "alert" in each.text] == []


@pytest.fixture
def poisoned(world, people, settings):  # noqa: F811
    """A sound submission whose every free text holds vectors, with reviewers invited; one has accepted."""
    settings.HUB_LOOPBACK = True  # where demonstration accounts need no second factor
    markup = "".join(VECTORS[:-1])  # signs that nobody sees are refused on sending
    text = f"{markup} {'a sound text about the skills of nurses ' * 4}"
    record = REPORT | {
        "title": {"en": f"Nurses {markup}"}, "abstract": {"en": text}, "publishers": [markup],
        "authors": [{"name": markup[:190]}], "keywords": {"en": [markup[:80]]},
    }  # fmt: skip
    submission = drafts.begin_draft(by=people.submitter)
    said = SAID | {"contact": markup, "excluded": markup, "note": WHOLE}
    submission = drafts.save_draft(submission, record | said, by=people.submitter, revision=0)
    file = SimpleUploadedFile("a.pdf", PDF).file
    drafts.add_file(submission, file, "<img src=x onerror=alert(1)>.pdf", by=people.submitter)
    submitting.submit(submission, by=people.submitter)
    submitting.write_remark(submission, WHOLE, audience="submitter", by=people.submitter)
    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor)
    invited(people, submission)
    accept(submission.assignments.get(slot="un"))
    submission.refresh_from_db()
    return submission


def test_no_text_becomes_code_on_the_pages_of_reviewers_and_editors(people, poisoned):  # noqa: F811
    for person in (people.un, people.first):
        client = signed_in(person)
        task = poisoned.assignments.get(reviewer=person)
        for page in ("/en/reviews/", f"/en/reviews/{task.public_id}/", f"/ar/reviews/{task.public_id}/"):
            assert is_harmless(client.get(page))
    client = Client()
    client.force_login(people.submitter)
    assert is_harmless(client.get(f"/en/submissions/{poisoned.public_id}/"))
    for message in Message.objects.exclude(html=""):
        assert [each for each in ("<script", "<img src=x", "<svg onload") if each in message.html] == []


def test_no_text_becomes_code_at_the_desk(people, poisoned):  # noqa: F811
    client = signed_in(people.managing)
    for page in ("/en/desk/", url("desk:submission", poisoned.public_id)):
        assert is_harmless(client.get(page))


def test_a_session_that_ended_with_a_file_in_the_form_says_so_and_keeps_the_draft(draft, amina):  # noqa: F811
    gone = Client()
    answer = gone.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile("a.pdf", PDF)})
    assert "/accounts/login/" in answer.headers["Location"]
    assert not draft.files.exists()
    gone.force_login(amina)
    assert gone.get(step_of(draft, "source")).status_code == 200


def test_what_one_person_typed_before_the_log_in_is_not_shown_to_another(draft, amina):  # noqa: F811
    shared = Client()
    shared.post(step_of(draft, "describe"), {"revision": "0", "title.en": "Typed by Amina"})
    other = stranger()
    shared.cookies["sessionid"] = other.cookies["sessionid"].value
    assert shared.get(step_of(draft, "describe")).status_code == 404


def test_pressed_twice_one_is_sent_one_is_invited_one_file_is_kept(browser, amina, whole):  # noqa: F811
    for _ in range(2):
        browser.post(step_of(whole, "source"), {"upload": "1", "file": SimpleUploadedFile("a.pdf", PDF)})
        browser.post(act_of(whole, "invite"), {"email": "else@example.net"})
    assert whole.files.count() == 1
    assert Message.objects.filter(template="review_invited_to_submit").count() == 1
    first, second = (browser.post(act_of(whole, "send")).headers["Location"] for _ in range(2))
    assert (first.endswith("?done=send"), second.endswith("?passed=1")) == (True, True)
    assert whole.versions.count() == 1
    assert Message.objects.filter(template="review_received").count() == 1
    late = browser.post(step_of(whole, "describe"), {"revision": str(whole.revision), "title.en": "Late"})
    assert late.headers["Location"].endswith("?passed=1")
    whole.refresh_from_db()
    assert whole.record["title"] == REPORT["title"]


def test_the_back_button_shows_what_is_saved_and_an_old_form_loses_nothing(browser, draft):  # noqa: F811
    old = {"revision": "0", "title.en": "First", "languages": "en"}
    browser.post(step_of(draft, "describe"), old)
    new = {"revision": "1", "title.en": "Second", "languages": "en", "authors": "Ada"}
    browser.post(step_of(draft, "describe"), new)
    same = browser.post(
        step_of(draft, "describe"), {"revision": "0", "title.en": "Second", "languages": "en", "authors": "Ada"}
    )
    assert same.status_code == 302
    refused = browser.post(step_of(draft, "describe"), old)
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "First" in text
    assert "Second" in text
    draft.refresh_from_db()
    assert (draft.record["title"], draft.record["authors"]) == ({"en": "Second"}, [{"name": "Ada"}])
    assert "no-store" in browser.get(step_of(draft, "describe")).headers["Cache-Control"]


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "1.5", "\x00"])
def test_a_form_with_a_broken_number_loses_nothing(browser, draft, revision):  # noqa: F811
    answer = browser.post(step_of(draft, "describe"), {"revision": revision, "title.en": "Typed"})
    assert answer.status_code in {302, 409}
    draft.refresh_from_db()
    assert "Typed" in str(draft.record) or b"Typed" in answer.content


def test_texts_beyond_any_measure_are_refused_and_shown_again(browser, draft):  # noqa: F811
    text = "x" * (drafts.TEXT_LIMIT + 1)
    answer = browser.post(step_of(draft, "describe"), {"revision": "0", "abstract.en": text})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    draft.refresh_from_db()
    assert "abstract" not in draft.record


@override_settings(HUB_UPLOAD_LIMIT=1_000)
def test_of_several_files_those_that_fit_are_kept_and_the_rest_is_told(browser, draft):  # noqa: F811
    files = [SimpleUploadedFile("small.pdf", PDF), SimpleUploadedFile("large.pdf", b"x" * 2_000)]
    answer = browser.post(step_of(draft, "source"), {"upload": "1", "file": files})
    assert answer.status_code == 413
    assert [file.original_name for file in draft.files.all()] == ["small.pdf"]
    assert "small.pdf" in answer.content.decode()


def test_a_body_too_large_for_no_step_or_what_was_sent_is_refused_like_any_other(browser, draft):  # noqa: F811
    large = {"data": b"x", "content_type": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(10**9)}
    assert browser.post(step_of(draft, "nonsense"), **large).status_code == 404
    assert browser.post(step_of(draft, "source"), **large).status_code == 413
    draft.state, draft.reference = "submitted", "GCM-2026-00001"
    draft.save()
    assert browser.post(step_of(draft, "source"), **large).headers["Location"].endswith("?passed=1")


def test_more_files_than_fit_are_told(browser, draft):  # noqa: F811
    for number in range(drafts.FILES_LIMIT):
        browser.post(
            step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile(f"{number}.pdf", PDF + bytes([number]))}
        )
    answer = browser.post(step_of(draft, "source"), {"upload": "1", "file": SimpleUploadedFile("more.pdf", PDF + b"more")})
    assert (answer.status_code, draft.files.count()) == (422, drafts.FILES_LIMIT)
    assert "No more files fit" in answer.content.decode()
