"""The page of one submission at the desk: what it shows to whom, what each act changes, and what nothing but an act changes."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from gcmhub.core.ids import new_id
from gcmhub.desk.submissions.acts import ACTS, REVIEW_ACTS, WRITING
from gcmhub.desk.submissions.page import stand_of
from gcmhub.review.actions import deciding, publishing
from gcmhub.review.models import Submission
from gcmhub.review.queries.panels import rules_of
from tests.review.conftest import (  # noqa: F401 - fixtures
    LINK,
    REPORT,
    assigning,
    clock,
    django_db_setup,
    draft,
    in_triage,
    people,
    sent,
    to_decide,
    under_review,
    upload,
    write_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.HUB_LOOPBACK = True  # where demonstration accounts need no second factor
    settings.MEDIA_ROOT = tmp_path


def browser(user):
    user.is_demo = True
    user.save()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def address(submission, more="", language="en"):
    return f"/{language}/desk/submissions/{submission.public_id}/{more}"


def shown(client, submission, language="en"):
    response = client.get(address(submission, language=language))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_every_language_and_no_cache_keeps_it(people, language):  # noqa: F811
    submission = to_decide(people)
    response = browser(people.editor).get(address(submission, language=language))
    assert response.status_code == 200
    assert len(read(response.content).all("h1")) == 1
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].replace(",", " ").split())


def test_who_edits_nothing_is_refused_and_who_submits_it_finds_nothing(people):  # noqa: F811
    from gcmhub.accounts.actions import grant_role
    from gcmhub.core.actors import SYSTEM

    submission = sent(people)
    assert browser(people.stranger).get(address(submission)).status_code == 403
    assert browser(people.submitter).get(address(submission)).status_code == 403
    assert Client(SERVER_NAME="localhost").get(address(submission)).status_code == 302
    grant_role(people.submitter, "managing-editor", by=SYSTEM)
    assert browser(people.submitter).get(address(submission)).status_code == 404
    assert browser(people.managing).get(f"/en/desk/submissions/{new_id()}/").status_code == 404


def test_an_editor_of_other_objectives_finds_neither_page_nor_files(people):  # noqa: F811
    from tests.review.conftest import person

    submission = draft(people.submitter)
    file = upload(submission, people.submitter)
    from gcmhub.review.actions import submitting

    submitting.submit(submission, by=people.submitter)
    other = browser(person("Otto Other", "editor", objectives=["3"]))
    assert [other.get(address(submission, path)).status_code for path in ("", f"files/{file.public_id}/")] == [404, 404]
    mine = browser(people.editor).get(address(submission, f"files/{file.public_id}/"))
    assert (mine.status_code, b"".join(mine.streaming_content)) == (200, b"%PDF-1.4 nothing")
    assert mine.headers["Content-Security-Policy"].startswith("sandbox")
    assert browser(people.submitter).get(address(submission, f"files/{file.public_id}/")).status_code == 403


def test_a_draft_is_nobodys_but_its_writers(people):  # noqa: F811
    submission = draft(people.submitter)
    assert browser(people.managing).get(address(submission)).status_code == 404


def test_the_record_is_shown_in_all_its_languages_with_what_only_editors_read(people):  # noqa: F811
    record = REPORT | {"excluded": "Dr Feud of Rivalry", "note": "Seen by the ministry"}
    submission = sent(people, record)
    page = shown(browser(people.editor), submission)
    said = ("office@example.org", "Dr Feud of Rivalry", "Seen by the ministry", people.submitter.name)
    facts = ("https://example.org/nurses", "Kenya", "CC-BY-4.0", REPORT["abstract"]["en"], *REPORT["title"].values())
    for each in (*said, *facts):
        assert each.replace("'", "&#39;") in page


def everything():
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session"]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


def test_no_link_changes_anything_by_being_opened(people):  # noqa: F811
    submission = to_decide(people)
    task = submission.assignments.first()
    acts = [*(f"act/{name}/" for name in (*ACTS, *WRITING)), *(f"reviews/{task.public_id}/{name}/" for name in REVIEW_ACTS)]
    client = browser(people.managing)
    before = everything()
    for method in (client.get, client.head):
        assert method(address(submission)).status_code == 200
        assert {method(address(submission, path)).status_code for path in acts} == {405}
    assert everything() == before


def offered(client, submission):
    """The names of the acts whose forms stand on the page."""
    forms = [each for each in read(client.get(address(submission)).content).all("form") if "/act/" in each.attributes["action"]]
    return {each.attributes["action"].rstrip("/").rpartition("/")[2] for each in forms} - set(WRITING)


def send(client, submission, name, **values):
    """Send a form of the page as it stands now."""
    submission.refresh_from_db()
    return client.post(address(submission, f"act/{name}/"), {"stand": stand_of(submission)} | values)


def done(response, name):
    return response.status_code == 302 and f"?done={name}" in response.headers["Location"]


def passed(response):
    return response.status_code == 302 and response.headers["Location"].endswith("?passed=1")


def state_of(submission):
    submission.refresh_from_db()
    return submission.state


@pytest.mark.parametrize(
    ("bring", "who", "names"),
    [
        (sent, "editor", {"take"}),
        (sent, "managing", {"take", "reassign", "withdraw"}),
        (in_triage, "editor", {"ask-for-changes", "desk-reject", "send-to-review", "withdraw", "move-to-track"}),
        (in_triage, "second_editor", set()),
        (assigning, "managing", {"reassign", "withdraw"}),
        (under_review, "editor", {"withdraw"}),
        (to_decide, "editor", {"add-reviewer", "ask-minor", "ask-major", "accept", "reject", "withdraw"}),
    ],
)  # fmt: skip
def test_what_the_life_cycle_lets_somebody_do_is_offered_and_nothing_else(people, bring, who, names):  # noqa: F811
    assert offered(browser(getattr(people, who)), bring(people)) == names


def test_an_editor_takes_a_submission_once(people):  # noqa: F811
    submission = sent(people)
    old = {"stand": stand_of(submission)}
    client = browser(people.editor)
    assert done(client.post(address(submission, "act/take/"), old), "take")
    assert passed(client.post(address(submission, "act/take/"), old))
    submission.refresh_from_db()
    assert (submission.state, submission.lead, submission.version) == ("in-triage", people.editor, 3)


def test_a_managing_editor_gives_it_to_somebody_and_to_somebody_else(people):  # noqa: F811
    submission = sent(people)
    client = browser(people.managing)
    assert done(send(client, submission, "take", lead=people.editor.public_id), "take")
    old = {"stand": stand_of(Submission.objects.get()), "lead": people.second_editor.public_id, "why": "On leave"}
    assert done(client.post(address(submission, "act/reassign/"), old), "reassign")
    assert passed(client.post(address(submission, "act/reassign/"), old))
    submission.refresh_from_db()
    assert (submission.lead, submission.version) == (people.second_editor, 4)
    assert "On leave" in shown(client, submission)
    assert send(client, submission, "reassign", lead="nobody").status_code == 422


def test_who_has_to_do_with_the_work_does_not_lead_it(people):  # noqa: F811
    submission = sent(people, REPORT | {"authors": [{"name": people.editor.name}]})
    response = send(browser(people.editor), submission, "take")
    assert response.status_code == 422
    assert "has to do with the work" in response.content.decode()
    assert state_of(submission) == "submitted"


def test_changes_are_asked_for_with_reason_and_letter_and_what_was_typed_stays(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    without_reason = send(client, submission, "ask-for-changes", letter="Say when & where <b>")
    assert without_reason.status_code == 422
    page = read(without_reason.content)
    assert page.one("textarea", id="ask-for-changes-letter").text.strip() == "Say when & where <b>"
    assert "open" in page.one("details", id="act-ask-for-changes").attributes
    without_letter = send(client, submission, "ask-for-changes", reason="unclear")
    assert without_letter.status_code == 422
    assert '<option value="unclear" selected>' in without_letter.content.decode()
    assert state_of(submission) == "in-triage"
    assert done(send(client, submission, "ask-for-changes", reason="unclear", letter="Say when."), "ask-for-changes")
    assert state_of(submission) == "changes-requested"
    page = shown(client, submission)
    assert "Asked for changes" in page
    assert "Say when." in page


def test_a_refusal_is_told_when_its_mail_leaves_and_taken_back_until_then(people, clock):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    response = send(client, submission, "desk-reject", reason="outside-scope", letter="It is about birds.")
    assert done(response, "desk-reject")
    assert state_of(submission) == "rejected"
    page = shown(client, submission)
    assert "It is about birds." in page
    assert "3 March 2026" in page  # until when it can be taken back
    assert offered(client, submission) == {"undo"}
    assert done(send(client, submission, "undo"), "undo")
    assert (state_of(submission), submission.decisions.get().undone_at is not None) == ("in-triage", True)
    assert "Taken back" in shown(client, submission)
    send(client, submission, "desk-reject", reason="outside-scope", letter="It is about birds.")
    clock.shift(25 * 3600)
    assert offered(client, submission) == set()
    assert passed(send(client, submission, "undo"))
    assert state_of(submission) == "rejected"


def test_the_refusal_of_a_member_states_work_takes_two_editors(people):  # noqa: F811
    submission = in_triage(people, by=people.official)
    lead, managing = browser(people.editor), browser(people.managing)
    form = {"reason": "quality", "letter": "Too little is said of the results."}
    assert done(send(lead, submission, "desk-reject", **form), "desk-reject")
    assert passed(send(lead, submission, "desk-reject", **form))  # a double click proposes once
    assert (state_of(submission), submission.decisions.count()) == ("in-triage", 1)
    assert {"co-sign", "refuse-to-cosign"} & offered(lead, submission) == set()
    assert {"co-sign", "refuse-to-cosign"} <= offered(managing, submission)
    assert "waits for a second editor" in shown(lead, submission)
    assert passed(send(lead, submission, "co-sign"))
    assert done(send(managing, submission, "refuse-to-cosign"), "refuse-to-cosign")
    assert "co-sign" not in offered(managing, submission)
    send(lead, submission, "desk-reject", **form)
    old = {"stand": stand_of(Submission.objects.get())}
    assert done(managing.post(address(submission, "act/co-sign/"), old), "co-sign")
    assert passed(managing.post(address(submission, "act/co-sign/"), old))
    assert (state_of(submission), deciding.last_decision(submission).cosigned_by) == ("rejected", people.managing.public_id)


def test_who_proposed_a_refusal_does_not_sign_it(people):  # noqa: F811
    submission = in_triage(people, by=people.official)
    client = browser(people.managing)
    send(client, submission, "desk-reject", reason="quality", letter="Too little.")
    assert "co-sign" not in offered(client, submission)
    assert "refuse-to-cosign" in offered(client, submission)
    response = send(client, submission, "co-sign")
    assert (response.status_code, state_of(submission)) == (422, "in-triage")


def test_an_appeal_is_judged_by_another_editor(people, clock):  # noqa: F811
    from gcmhub.review.actions import submitting

    submission = in_triage(people)
    send(browser(people.managing), submission, "desk-reject", reason="quality", letter="Too little.")
    clock.shift(25 * 3600)
    submission.refresh_from_db()
    submitting.appeal(submission, "You overlooked annex 2.", by=people.submitter)
    own = browser(people.managing)
    assert {"uphold-appeal", "dismiss-appeal"} & offered(own, submission) == set()
    assert send(own, submission, "uphold-appeal").status_code == 422
    from tests.review.conftest import person

    other = browser(person("Mona Ging", "managing-editor"))
    assert {"uphold-appeal", "dismiss-appeal"} <= offered(other, submission)
    assert "You overlooked annex 2." in shown(other, submission)
    assert send(other, submission, "dismiss-appeal").status_code == 422
    assert done(send(other, submission, "dismiss-appeal", letter="We read annex 2."), "dismiss-appeal")
    assert passed(send(other, submission, "dismiss-appeal", letter="We read annex 2."))
    assert offered(other, submission) == set()


def test_an_appeal_that_is_right_brings_it_back(people, clock):  # noqa: F811
    from gcmhub.review.actions import submitting

    submission = in_triage(people)
    send(browser(people.editor), submission, "desk-reject", reason="quality", letter="Too little.")
    clock.shift(25 * 3600)
    submission.refresh_from_db()
    submitting.appeal(submission, "You overlooked annex 2.", by=people.submitter)
    assert done(send(browser(people.managing), submission, "uphold-appeal"), "uphold-appeal")
    assert state_of(submission) == "in-triage"


def test_a_light_track_is_accepted_line_by_line(people):  # noqa: F811
    submission = in_triage(people, LINK)
    client = browser(people.editor)
    assert "accept-light" in offered(client, submission)
    assert "send-to-review" not in offered(client, submission)
    lines = [code for code, _ in rules_of(submission).checklist]
    assert lines
    response = send(client, submission, "accept-light", checklist=lines[:-1], letter="Thank you.")
    assert response.status_code == 422
    ticked = read(response.content).one("fieldset", id="accept-light-checklist").all("input")
    assert [each.attributes["value"] for each in ticked if "checked" in each.attributes] == lines[:-1]
    assert done(send(client, submission, "accept-light", checklist=lines), "accept-light")
    assert state_of(submission) == "accepted"


def test_it_is_moved_to_another_track_under_its_present_rules(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    assert send(client, submission, "move-to-track", track="nowhere").status_code == 422
    assert done(send(client, submission, "move-to-track", track="L"), "move-to-track")
    submission.refresh_from_db()
    assert (submission.track.code, submission.rules) == ("L", submission.track.present)
    assert "accept-light" in offered(client, submission)


def test_the_classification_is_corrected_with_codes_that_there_are(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    assert client.get(address(submission, "classification/")).status_code == 200
    assert browser(people.second_editor).get(address(submission, "classification/")).status_code == 302  # not the lead
    form = {"objectives": ["18", "19", "99"], "countries": ["KEN", "XXX"], "scope": "national"}
    assert done(send(client, submission, "classify", **form), "classify")
    submission.refresh_from_db()
    assert (submission.record["objectives"], submission.record["countries"]) == (["18", "19"], ["KEN"])
    assert send(client, submission, "classify", **form).status_code == 422  # nothing is changed
    assert send(client, submission, "classify", countries=["KEN"]).status_code == 422
    submission.refresh_from_db()
    assert submission.record["objectives"] == ["18", "19"]
    assert "Corrected the classification" in shown(client, submission)


def test_it_goes_to_review_at_least_as_secret_as_the_track_says(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    assert 'value="open"' not in shown(client, submission)
    assert done(send(client, submission, "send-to-review", anonymity="double"), "send-to-review")
    assert (state_of(submission), submission.anonymity, submission.round) == ("assigning", "double", 1)


def test_reviews_are_read_whole_with_what_they_say_together(people):  # noqa: F811
    submission = under_review(people)
    first, second, third = submission.assignments.order_by("pk")
    write_review(first, "accept", 4, for_editors="Between us: fine.")
    write_review(second, "reject", 1, must_not_publish=True)
    write_review(third, "minor", 3)
    page = shown(browser(people.editor), submission)
    for each in (people.un.name, people.first.name, people.second.name, "Between us: fine.", "Please say more.", "because",
                 "Must not be published", "One reviewer recommends to publish it, another not to.", "far apart"):  # fmt: skip
        assert each in page


def test_a_revision_that_comes_back_says_how_many_points_were_understood(people):  # noqa: F811
    submission = to_decide(people)
    client = browser(people.editor)
    for typed, said in (("One\r\n\r\nTwo\r\n \r\n\r\nThree\r\nstill", "3 points were understood."), ("One", "1 point was")):
        answer = send(client, submission, "ask-minor", points=typed)  # the letter is missing
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert "understood" not in client.get(f"/en/desk/submissions/{submission.public_id}/").content.decode()


@pytest.mark.parametrize(("name", "kind"), [("ask-minor", "minor"), ("ask-major", "major")])
def test_a_revision_names_its_points(people, name, kind):  # noqa: F811
    submission = to_decide(people)
    client = browser(people.editor)
    without = send(client, submission, name, letter="Thank you, and yet.")
    assert (without.status_code, "Thank you, and yet." in without.content.decode()) == (422, True)
    points = "Say when.\r\nAnd where.\r\n \r\n\r\nSay how."
    assert done(send(client, submission, name, letter="Thank you, and yet.", points=points), name)
    decision = deciding.last_decision(submission)
    assert (decision.kind, decision.points) == (kind, ["Say when.\nAnd where.", "Say how."])
    assert state_of(submission) == "revision-requested"
    page = shown(client, submission)
    assert all(each in page for each in ("Say how.", "Thank you, and yet.", f"rules version {decision.rules.number}"))


def test_what_is_accepted_is_published_on_a_day_or_at_once(people):  # noqa: F811
    submission = to_decide(people, "accept")
    client = browser(people.editor)
    assert done(send(client, submission, "accept"), "accept")
    for day in ("", "soon", "2026-03-02", "2199-01-01"):
        assert send(client, submission, "schedule", day=day).status_code == 422
    assert done(send(client, submission, "schedule", day="2026-03-09"), "schedule")
    assert (state_of(submission), str(submission.publish_on)) == ("scheduled", "2026-03-09 06:00:00+00:00")
    old = {"stand": stand_of(submission)}
    assert done(client.post(address(submission, "act/publish/"), old), "publish")
    assert passed(client.post(address(submission, "act/publish/"), old))
    assert (state_of(submission), submission.resource.state) == ("published", "published")


@pytest.fixture
def due(people):  # noqa: F811
    """A published submission whose review is due."""
    submission = to_decide(people, "accept")
    deciding.decide(submission, "accept", by=people.editor)
    publishing.publish(submission, by=people.editor)
    publishing.fall_due(submission)
    return submission


def test_what_is_due_is_confirmed_reviewed_again_or_taken_out(people, due):  # noqa: F811
    client = browser(people.editor)
    assert offered(client, due) == {"confirm-current", "review-again", "archive"}
    assert send(client, due, "archive", note="Gone").status_code == 422
    assert done(send(client, due, "confirm-current"), "confirm-current")
    assert state_of(due) == "published"
    assert done(send(client, due, "archive", reason="outdated", note="Replaced by law 3"), "archive")
    assert (state_of(due), due.resource.state) == ("archived", "archived")
    assert offered(client, due) == set()


def test_what_is_due_goes_to_review_again(people, due):  # noqa: F811
    assert done(send(browser(people.editor), due, "review-again"), "review-again")
    assert (state_of(due), due.round) == ("assigning", 2)


def test_it_is_withdrawn_with_a_reason(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    assert send(client, submission, "withdraw", reason="whim", note="They rang up").status_code == 422
    assert done(send(client, submission, "withdraw", reason="on-behalf", note="They rang up"), "withdraw")
    assert state_of(submission) == "withdrawn"
    assert "They rang up" in shown(client, submission)


def test_a_form_of_an_old_page_does_nothing_and_its_words_are_kept(people):  # noqa: F811
    submission = in_triage(people)
    old = {"stand": stand_of(submission), "reason": "unclear", "letter": "A long letter."}
    send(browser(people.managing), submission, "reassign", lead=people.second_editor.public_id)
    client = browser(people.second_editor)
    response = client.post(address(submission, "act/ask-for-changes/"), old)
    assert (response.status_code, state_of(submission)) == (409, "in-triage")
    assert "A long letter." in response.content.decode()
    assert "Somebody else did something" in response.content.decode()
    assert passed(client.post(address(submission, "act/send-to-review/"), {"stand": "0.0"}))
    assert passed(browser(people.editor).post(address(submission, "act/ask-for-changes/"), old))


def test_who_does_not_lead_it_changes_nothing(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.second_editor)
    form = {"reason": "outside-scope", "letter": "No.", "track": "L", "objectives": "3", "checklist": "x", "day": "2027-01-01"}
    before = everything()
    answers = {name: send(client, submission, name, **form) for name in ACTS}
    assert {name for name, answer in answers.items() if not passed(answer)} == set()
    assert everything() == before
    assert client.post(address(submission, "act/nothing/")).status_code == 404


def test_the_two_conversations_are_kept_apart_and_nothing_is_said_twice(people):  # noqa: F811
    submission = in_triage(people)
    client = browser(people.editor)
    for _ in range(2):
        assert done(client.post(address(submission, "act/write/"), {"text": "When was it?"}), "write")
        assert done(client.post(address(submission, "act/remark/"), {"text": "I know the author."}), "remark")
    assert list(submission.remarks.values_list("audience", "text")) == [
        ("submitter", "When was it?"), ("editors", "I know the author."),
    ]  # fmt: skip
    page = shown(client, submission)
    assert ("When was it?" in page, "I know the author." in page) == (True, True)
    theirs = browser(people.submitter).get(f"/en/submissions/{submission.public_id}/").content.decode()
    assert ("When was it?" in theirs, "I know the author." in theirs) == (True, False)
    empty = client.post(address(submission, "act/write/"), {"text": " "})
    assert (empty.status_code, submission.remarks.count()) == (422, 2)


def reviewed(client, task, name, **values):
    task.refresh_from_db()
    return client.post(address(task.submission, f"reviews/{task.public_id}/{name}/"), {"stand": str(task.version)} | values)


def test_a_review_is_released_in_an_edited_version_and_stays_as_it_was(people):  # noqa: F811
    submission = to_decide(people)
    task = submission.assignments.get(reviewer=people.first)
    client = browser(people.editor)
    assert done(reviewed(client, task, "release", released="Please add dates."), "release")
    assert passed(reviewed(client, task, "release", released="Please add dates."))
    assert reviewed(client, task, "release", released=" ").status_code == 422
    task.review.refresh_from_db()
    assert (task.review.released, task.review.for_submitter) == ("Please add dates.", "Please say more.")
    assert passed(reviewed(browser(people.second_editor), task, "release", released="Mine."))
    assert "Please add dates." in shown(client, submission)


def test_a_review_is_confirmed_with_a_rating_or_given_back_with_a_question(people):  # noqa: F811
    submission = to_decide(people)
    first, second = (submission.assignments.get(reviewer=who) for who in (people.first, people.second))
    client = browser(people.editor)
    assert done(reviewed(client, first, "confirm", rating="4"), "confirm")
    assert passed(reviewed(client, first, "confirm", rating="2"))
    first.refresh_from_db()
    assert (first.state, first.rating) == ("confirmed", 4)
    assert reviewed(client, second, "clarify").status_code == 422
    assert done(reviewed(client, second, "clarify", letter="Which table?"), "clarify")
    second.refresh_from_db()
    assert second.state == "accepted"
    assert passed(reviewed(client, second, "clarify", letter="Which table?"))
    assert client.post(address(submission, "reviews/nothing/confirm/")).status_code == 404


def test_versions_show_what_changed_between_them(people):  # noqa: F811
    from gcmhub.review.actions import drafts, submitting

    submission = in_triage(people)
    send(browser(people.editor), submission, "ask-for-changes", reason="unclear", letter="Say more.")
    submission.refresh_from_db()
    changed = {"title": REPORT["title"] | {"en": "Nurses and their papers"}}
    submission = drafts.save_draft(submission, changed, by=people.submitter, revision=submission.revision)
    submitting.resubmit(submission, by=people.submitter)
    page = read(browser(people.editor).get(address(submission)).content)
    assert [each.text.strip() for each in page.all("del")] == [REPORT["title"]["en"]]
    assert [each.text.strip() for each in page.all("ins")] == ["Nurses and their papers"]


@pytest.mark.parametrize("vector", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_what_people_write_is_text_and_nothing_else(people, vector):  # noqa: F811
    submission = sent(people, REPORT | {"title": {"en": f"A title {vector}"}, "note": vector, "excluded": vector})
    client = browser(people.editor)
    client.post(address(submission, "act/take/"), {"stand": stand_of(submission)})
    send(client, submission, "write", text=vector)
    send(client, submission, "ask-for-changes", reason="unclear", letter=vector)
    page = shown(client, submission)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in read(page).one("h1").text


def test_every_act_that_can_be_offered_has_its_place_and_its_words():
    from gcmhub.desk import words
    from gcmhub.desk.submissions.offers import ORDER

    assert set(ORDER) == set(ACTS)
    assert set(ACTS) <= set(words.ACTS)


def test_the_page_asks_the_database_as_often_however_much_was_said(people, django_assert_num_queries):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    submission = to_decide(people)
    client = browser(people.editor)
    client.post(address(submission, "act/write/"), {"text": "One."})
    shown(client, submission)  # words are read once
    with CaptureQueriesContext(connection) as asked:
        shown(client, submission)
        before = len(asked)
    for number in range(3):
        client.post(address(submission, "act/write/"), {"text": f"Message {number}."})
        client.post(address(submission, "act/remark/"), {"text": f"Remark {number}."})
    with django_assert_num_queries(before):
        shown(client, submission)


def test_what_a_submission_waits_for_is_said(people, clock):  # noqa: F811
    submission = assigning(people)
    client = browser(people.editor)
    assert "Needs reviewers" in shown(client, submission)
    submission = under_review(people)
    clock.shift(60 * 86_400)
    assert "A review is overdue" in shown(browser(people.editor), submission)
