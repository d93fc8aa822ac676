"""A reviewer's pages: what they show to whom, what they change, and what nothing but a click of the reviewer's changes."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from gcmhub.review.actions import deciding, reviewing
from gcmhub.review.actions.files import read_submitted_file
from gcmhub.review.models import Assignment, Remark
from tests.review.conftest import (  # noqa: F401 - fixtures
    REPORT,
    accept,
    assigning,
    clock,
    django_db_setup,
    draft,
    invited,
    people,
    under_review,
    upload,
    write_review,
)
from tests.review.test_copies import WHO, pdf, told
from tests.review.test_redaction import RECORD, SUBMITTERS, none_of
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
CODES = reviewing.CONFLICT_TYPES
NO = {f"conflict_{kind}": "no" for kind in CODES}
POSTS = ("answer/", "decline/", "undo/", "more-time/", "step-down/", "save/")


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.HUB_LOOPBACK = True  # where demonstration accounts need no second factor


def browser(user):
    user.is_demo = True
    user.save()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def task_of(submission, user):
    return submission.assignments.get(reviewer=user)


def address(task, more="", language="en"):
    return f"/{language}/reviews/{task.public_id}/{more}"


@pytest.fixture
def invitation(people):  # noqa: F811
    return task_of(invited(people), people.first)


@pytest.fixture
def work(people):  # noqa: F811
    return task_of(under_review(people), people.first)


def filled(task, value="4", **more):
    """A review as a browser sends it."""
    from gcmhub.web.review.review_shown import criteria_of

    answers = {f"value_{one.code}": value for one in criteria_of(task)}
    review = task.review
    review.refresh_from_db()
    return answers | {
        "revision": str(review.revision), "recommendation": "minor", "confidence": "2", "for_submitter": "Say more.", **more,
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_there_in_every_language_and_no_cache_keeps_them(people, invitation, language):  # noqa: F811
    client = browser(people.first)
    for path in (f"/{language}/reviews/", f"/{language}/reviews/certificate/", address(invitation, language=language)):
        response = client.get(path)
        assert response.status_code == 200
        assert len(read(response.content).all("h1")) == 1
        assert {"private", "no-store"} <= set(response.headers["Cache-Control"].replace(",", " ").split())


@pytest.mark.parametrize("who", ["stranger", "third", "un", "submitter", "editor", "managing", "second_editor"])
def test_the_task_of_another_is_not_there(people, invitation, who):  # noqa: F811
    client = browser(getattr(people, who))
    assert client.get(address(invitation)).status_code == 404
    assert [client.post(address(invitation, path), NO).status_code for path in POSTS] == [404] * len(POSTS)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.conflicts) == ("invited", None)


def test_who_is_only_proposed_finds_nothing(people):  # noqa: F811
    from gcmhub.review.actions import panel

    task = panel.propose_reviewer(assigning(people), people.first, slot="external", by=people.editor)
    client = browser(people.first)
    assert client.get(address(task)).status_code == 404
    assert task.public_id not in client.get("/en/reviews/").content.decode()


def test_who_is_not_signed_in_is_led_to_sign_in(invitation, visitor):
    for path in ("", "files/x/y.pdf"):
        response = visitor.get(address(invitation, path))
        assert (response.status_code, "/en/accounts/login/" in response.headers["Location"]) == (302, True)
    assert [visitor.post(address(invitation, path)).status_code for path in POSTS] == [302] * len(POSTS)


def everything():
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


def test_no_link_changes_anything_by_being_opened(people, invitation):  # noqa: F811
    client = browser(people.first)
    before = everything()
    for method in (client.get, client.head):
        assert [method(path).status_code for path in ("/en/reviews/", address(invitation))] == [200, 200]
        assert [method(address(invitation, path)).status_code for path in POSTS] == [405] * len(POSTS)
    assert everything() == before


def test_an_invitation_is_accepted_with_every_question_answered(people, invitation):  # noqa: F811
    client = browser(people.first)
    response = client.post(address(invitation, "answer/"), {**NO, "conflict_other": ""})
    assert response.status_code == 422
    page = read(response.content)
    assert page.one("div", class_="problems").one("a").attributes["href"] == "#conflict_other"
    assert "checked" in page.one("input", name="conflict_financial", value="no").attributes
    twice = [client.post(address(invitation, "answer/"), NO) for _ in range(2)]
    assert [each.status_code for each in twice] == [302, 302]
    assert "passed=1" in twice[1].headers["Location"]
    invitation.refresh_from_db()
    assert invitation.state == "accepted"


def test_a_conflict_waits_for_an_editor_and_the_full_text_too(people, invitation):  # noqa: F811
    client = browser(people.first)
    yes = {**NO, "conflict_financial": "yes"}
    assert client.post(address(invitation, "answer/"), yes).status_code == 422  # without words
    client.post(address(invitation, "answer/"), {**yes, "conflict_financial_text": "Shares"})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.conflicts["financial"]) == ("invited", {"yes": True, "text": "Shares"})
    assert "https://example.org/nurses" not in client.get(address(invitation)).content.decode()
    reviewing.judge_conflict(invitation, by=people.editor)
    client.post(address(invitation, "answer/"))
    assert "https://example.org/nurses" in client.get(address(invitation)).content.decode()


def test_a_no_has_a_reason_and_can_be_taken_back(people, invitation):  # noqa: F811
    client = browser(people.first)
    assert client.post(address(invitation, "decline/"), {"note": "Sorry"}).status_code == 422
    for _ in range(2):
        client.post(address(invitation, "decline/"), {"reason": "no-time", "note": "Sorry", "suggests": "B. Diallo"})
    invitation.refresh_from_db()
    assert (invitation.state, invitation.note, invitation.suggests) == ("declined", "Sorry", "B. Diallo")
    client.post(address(invitation, "undo/"))
    invitation.refresh_from_db()
    assert invitation.state == "invited"


def test_a_no_cannot_be_taken_back_after_two_weeks(people, invitation, clock):  # noqa: F811
    client = browser(people.first)
    client.post(address(invitation, "decline/"), {"reason": "no-time"})
    clock.shift(15 * 86_400)
    client = browser(people.first)
    assert "passed=1" in client.post(address(invitation, "undo/")).headers["Location"]
    assert "/undo/" not in client.get(address(invitation)).content.decode()


def test_what_is_typed_is_kept_and_a_comment_alone_is_no_answer(people, work):  # noqa: F811
    client = browser(people.first)
    code = next(iter(filled(work)))[len("value_") :]
    client.post(address(work, "save/"), {"revision": "0", f"comment_{code}": "Half a\r\nthought"})
    work.review.refresh_from_db()
    assert work.review.answers == {code: {"comment": "Half a\nthought"}}
    response = client.post(address(work, "save/"), {**filled(work), f"value_{code}": "", f"comment_{code}": "x", "send": "1"})
    assert response.status_code == 422
    assert read(response.content).one("div", class_="problems").one("a").attributes["href"] == f"#value_{code}"


def test_an_autosave_answers_a_status_and_the_next_number(people, work):  # noqa: F811
    client = browser(people.first)
    response = client.post(address(work, "save/"), filled(work, for_submitter="Draft"), headers={"HX-Request": "true"})
    page = read(response.content)
    assert (response.status_code, page.one("input", name="revision").attributes["value"]) == (200, "1")
    work.review.refresh_from_db()
    assert work.review.for_submitter == "Draft"


def test_two_pages_that_write_are_shown_side_by_side(people, work):  # noqa: F811
    client = browser(people.first)
    opened = filled(work)
    client.post(address(work, "save/"), {**opened, "for_submitter": "Saved there"})
    quiet = client.post(address(work, "save/"), {**opened, "for_submitter": "Typed here"}, headers={"HX-Request": "true"})
    assert "<b>" in quiet.content.decode()
    assert not read(quiet.content).all("input")
    response = client.post(address(work, "save/"), {**opened, "for_submitter": "Typed here"})
    page = read(response.content)
    assert response.status_code == 409
    assert "Saved there" in page.one("div", class_="problems").text
    assert page.one("textarea", id="for_submitter").text.strip() == "Typed here"
    client.post(address(work, "save/"), {**opened, "revision": page.one("input", name="revision").attributes["value"],
                                         "for_submitter": "Both"})  # fmt: skip
    work.review.refresh_from_db()
    assert work.review.for_submitter == "Both"


def test_a_review_is_sent_once_however_often_it_is_clicked(people, work):  # noqa: F811
    client = browser(people.first)
    form = filled(work, send="1")
    answers = [client.post(address(work, "save/"), form).headers["Location"].partition("?")[2] for _ in range(3)]
    assert answers == ["done=send", "passed=1", "passed=1"]
    work.refresh_from_db()
    assert work.state == "submitted"
    page = client.get(address(work)).content.decode()
    assert "Say more." in page
    assert "<form" not in read(page.encode()).one("main").text


def test_a_work_outside_ones_field_needs_no_answers(people, work):  # noqa: F811
    client = browser(people.first)
    form = {"revision": "0", "recommendation": "outside-my-field", "for_submitter": "Not mine.", "send": "1"}
    assert "done=send" in client.post(address(work, "save/"), form).headers["Location"]


def test_time_is_asked_for_once_and_who_steps_down_says_why(people, work):  # noqa: F811
    client = browser(people.first)
    assert client.post(address(work, "more-time/"), {"time": " "}).status_code == 422
    for _ in range(2):
        client.post(address(work, "more-time/"), {"time": "Until Friday"})
    assert list(Remark.objects.values_list("text", "audience")) == [("Until Friday", "editors")]
    assert client.post(address(work, "step-down/")).status_code == 422
    client.post(address(work, "step-down/"), {"reason": "conflict", "note": "My cousin wrote it"})
    work.refresh_from_db()
    assert work.state == "recused"
    assert "https://example.org/nurses" not in client.get(address(work)).content.decode()


def test_others_are_read_after_ones_own_and_the_outcome_once_it_is_told(people, clock):  # noqa: F811
    submission = under_review(people)
    for user, said in ((people.un, "Said first"), (people.second, "Said second")):
        write_review(task_of(submission, user), for_submitter=said, for_editors="QZEDITORSONLY")
    mine, client = task_of(submission, people.first), browser(people.first)
    assert "Said first" not in client.get(address(mine)).content.decode()
    client.post(address(mine, "save/"), filled(mine, send="1"))
    page = client.get(address(mine)).content.decode()
    assert ("Said first" in page, "QZEDITORSONLY" in page, "Una" in page, "Rami" in page) == (True, False, False, False)
    submission.refresh_from_db()
    deciding.decide(submission, "accept", by=people.editor, letter="Well done.")
    assert "Well done." not in client.get(address(mine)).content.decode()
    clock.shift(2 * 86_400)
    assert "Well done." in browser(people.first).get(address(mine)).content.decode()


def test_a_certificate_tells_kinds_and_days_and_no_title(people, work):  # noqa: F811
    client = browser(people.first)
    client.post(address(work, "save/"), filled(work, send="1"))
    page = read(client.get("/en/reviews/certificate/").content).one("main").text
    assert ("Rita First" in page, "2 March 2026" in page.replace("March 2, 2026", "2 March 2026")) == (True, True)
    assert REPORT["title"]["en"] not in page


def test_in_an_anonymous_review_nothing_tells_who_submits(people):  # noqa: F811
    from gcmhub.review.actions import panel, submitting, triage

    submission = draft(people.submitter, RECORD)
    files = [
        upload(submission, people.submitter, data, name)
        for data, name in ((pdf(), "QZFILE.pdf"), (b"GIF89a\x00", "QZFILE.gif"))
    ]
    for file in files:
        read_submitted_file(file)
    submitting.submit(submission, by=people.submitter)
    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor, anonymity="double")
    invited(people, submission)
    task, client = task_of(submission, people.first), browser(people.first)
    seen = [client.get("/en/reviews/"), client.get(address(task))]
    accept(task)
    seen += [client.get(address(task)), client.get("/en/reviews/")]
    links = [each.attributes["href"] for each in read(seen[2].content).all("a") if "/files/" in each.attributes.get("href", "")]
    assert len(links) == 1  # of the picture there is no copy
    file = client.get(links[0])
    body = b"".join(file.streaming_content)
    assert (file.status_code, body[:5], told(body)) == (200, b"%PDF-", False)
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(file.headers["Cache-Control"].replace(",", " ").split())
    write_review(task)
    seen += [client.get(address(task)), client.get("/en/reviews/certificate/")]
    for response in seen:
        assert none_of([*SUBMITTERS, WHO], response.content.decode() + str(response.headers)) == []
    assert none_of([*SUBMITTERS, WHO], str(file.headers)) == []
    hidden = links[0].replace(files[0].public_id, files[1].public_id)
    assert client.get(hidden).status_code == 404
    assert browser(people.third).get(links[0]).status_code == 404


def test_before_accepting_and_after_stepping_down_no_file_is_given(people):  # noqa: F811
    submission = draft(people.submitter, REPORT)
    file = read_submitted_file(upload(submission, people.submitter, pdf(), "report.pdf"))
    from gcmhub.review.actions import panel, submitting, triage

    submitting.submit(submission, by=people.submitter)
    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor)
    task, client = task_of(invited(people, submission), people.first), browser(people.first)
    path = address(task, f"files/{file.public_id}/report.pdf")
    codes = [client.get(path).status_code]
    accept(task)
    codes.append(client.get(path).status_code)
    reviewing.recuse(Assignment.objects.get(pk=task.pk), by=people.first, reason="conflict")
    assert [*codes, client.get(path).status_code] == [404, 200, 404]


def test_figures_say_what_was_asked_done_and_in_time(people, work):  # noqa: F811
    client = browser(people.first)
    client.post(address(work, "save/"), filled(work, send="1"))
    values = [
        each.text
        for each in read(client.get("/en/reviews/").content).one("section", **{"aria-labelledby": "figures"}).all("dd")
    ]
    assert values == ["1", "1", "0", "1", "1", "1 of 9"]
