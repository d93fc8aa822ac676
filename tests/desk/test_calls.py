"""Calls for practices in the back office: made, changed, opened, closed, withdrawn; what answers one, ranked."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.library.models import Call, Resource
from gcmhub.library.queries import call_answered, call_page
from gcmhub.review.actions import calls as acts
from gcmhub.review.actions import deciding, drafts, panel, publishing, submitting, triage
from gcmhub.review.errors import CallClosed
from gcmhub.review.models import CallRanking, Submission
from gcmhub.review.rules.completeness import PRACTICE_TEXTS
from gcmhub.review.rules.ranking import put_in_order, ranked
from gcmhub.workflow.queries import breaks, history
from tests.desk.forms import form_of
from tests.review.conftest import (  # noqa: F401 - fixtures
    MONDAY,
    REPORT,
    SAID,
    clock,
    django_db_setup,
    people,
    person,
    under_review,
    write_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
LIST, NEW = "/en/desk/calls/", "/en/desk/calls/new/"
TYPED = {
    "title.en": "Practices in recognition",
    "title.ar": "\u0645\u0645\u0627\u0631\u0633\u0627\u062a",
    "asked.en": "Tell us what worked.",
    "opens": "2026-03-01",
    "closes": "2026-03-31",
    "timezone": "Africa/Nairobi",
    "organiser": "The secretariat",
    "contact": "calls@example.org",
}


PRACTICE = {
    "implementer": "A ministry",
    "focal_point": "office@example.org",
    "start": "2020",
    "status": "ongoing",
    **{name: {"en": "What was done, for whom, and what came of it."} for name in PRACTICE_TEXTS},
}


def make(client, **typed):
    """A call made on its page, for every reader."""
    form = form_of(client.get(NEW), NEW) | TYPED | {"publish": "1"} | typed
    assert client.post(NEW, form).status_code == 302
    return Call.objects.get()


def page_of(call, rest=""):
    return f"{LIST}{call.public_id}/{rest}"


def post(client, call, name, **values):
    return client.post(page_of(call, f"act/{name}/"), values)


def answer(people, call, title="An answer", by=None, *, practice=False):  # noqa: F811
    """A submission that answers a call, sent."""
    by = by or people.submitter
    draft = drafts.begin_draft(by=by, call=call.public_id)
    record = REPORT | SAID | {"title": {"en": title}, "url": f"https://example.org/{title.replace(' ', '-')}"}
    if practice:
        record |= {"kind": "practice", "document_type": "", "practice": PRACTICE}
    draft = drafts.save_draft(draft, record, by=by, revision=draft.revision)
    submitting.submit(draft, by=by)
    return draft


def scored(people, call, title, *values):  # noqa: F811
    """An answer that the panel has reviewed; each reviewer gives one value to all criteria."""
    return decided(people, answer(people, call, title), *values, accept=False)


def decided(people, submission, *values, accept=True):  # noqa: F811
    """A submission that the panel has reviewed, and that is accepted."""
    triage.take(submission, by=people.editor)
    panel.send_to_review(submission, by=people.editor)
    under_review(people, submission)
    for task, value in zip(submission.assignments.filter(round=1).order_by("number"), values or (4, 4, 4), strict=True):
        write_review(task, "accept", value)
    submission.refresh_from_db()
    if accept:
        deciding.decide(submission, "accept", by=people.editor)
    return submission


def titles(client, call):
    return [each.text for each in read(client.get(page_of(call)).content).all("h3", class_="card__title")]


def ranking_form(client, call):
    return form_of(client.get(page_of(call)), page_of(call, "rank/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_editors_look_and_managing_editors_change(people, client, language):  # noqa: F811
    call = make(browser(people.managing))
    for address in (LIST, page_of(call)):
        assert "/accounts/login/" in client.get(address).headers["Location"]
        assert browser(people.submitter).get(address).status_code == 403
        assert browser(people.editor).get(address.replace("/en/", f"/{language}/")).status_code == 200
    assert read(browser(people.editor).get(page_of(call)).content).all("form") == []
    for address in (NEW, page_of(call, "edit/")):
        assert browser(people.editor).get(address).status_code == 403
        assert browser(people.editor).post(address, TYPED).status_code == 403
        assert browser(people.managing).get(address.replace("/en/", f"/{language}/")).status_code == 200
    for name in ("publish", "open", "close", "withdraw"):
        assert post(browser(people.editor), call, name, reason="x").status_code == 403
        assert browser(people.managing).get(page_of(call, f"act/{name}/")).status_code == 405
    assert Call.objects.get().version == call.version


def test_a_form_that_is_sent_twice_makes_one_call(people):  # noqa: F811
    client = browser(people.managing)
    form = form_of(client.get(NEW), NEW) | TYPED
    said = {client.post(NEW, form).headers["Location"] for _ in range(2)}
    call = Call.objects.get()
    assert said == {f"{page_of(call)}?done=announce"}
    assert (call.state, [each.action for each in history("call", call.public_id)]) == ("draft", ["announce"])
    assert {row.language: (row.title, row.origin) for row in call.texts.all()} == {
        "en": ("Practices in recognition", "original"),
        "ar": (TYPED["title.ar"], "human"),
    }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title.en", "", "Choose a language in which there is a title."),
        ("asked.en", "", "An answer is needed here."),
        ("closes", "2026-02-01", "It has to close after it opens."),
        ("closes", "in spring", "Write a day as 2027-03-31, or a time as 2027-03-31T09:00."),
        ("timezone", "Middle/Earth", "Write the name of a time zone, such as Africa/Nairobi."),
        ("contact", "nobody", "Write an e-mail address, or an address on the web."),
        ("organiser", "", "An answer is needed here."),
        ("countries", "XXX", "The Hub cannot read this value. Please correct it."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(people, name, value, sentence):  # noqa: F811
    client = browser(people.managing)
    form = form_of(client.get(NEW), NEW) | TYPED | {"objectives": ["18", "23"], name: value}
    got = client.post(NEW, form)
    field = {"title.en": "original", "asked.en": "asked"}.get(name, name)
    assert got.status_code == 422
    assert read(got.content).one("ul", id=f"{field}-error").text == sentence
    again = form_of(got, NEW)
    assert (again["title.ar"], again["objectives"], again["id"]) == ([TYPED["title.ar"]], ["18", "23"], form["id"])
    assert name == "countries" or again[name] == [value]
    assert Call.objects.count() == 0


def test_a_call_is_changed_and_of_two_editors_the_second_is_told(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    edit = page_of(call, "edit/")
    form = form_of(client.get(edit), edit)
    assert client.post(edit, form).headers["Location"].endswith("?same=1")
    later = form | {"closes": "2026-04-30"}
    assert [client.post(edit, later).headers["Location"].partition("?")[2] for _ in range(2)] == ["done=amend", "same=1"]
    got = client.post(edit, form | {"organiser": "Another"})
    assert got.status_code == 409
    again = form_of(got, edit)
    assert (again["organiser"], Call.objects.get().closes, Call.objects.get().organiser) == (
        ["Another"],
        "2026-04-30",
        "The secretariat",
    )
    assert client.post(edit, again).status_code == 302
    assert Call.objects.get().organiser == "Another"
    assert [each.action for each in history("call", call.public_id)] == ["announce", "amend", "amend"]


def test_texts_in_other_languages_stay(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    call.texts.create(language="sw", title="Mwito", origin="human")
    edit = page_of(call, "edit/")
    client.post(edit, form_of(client.get(edit), edit) | {"organiser": "Another"})
    assert call.texts.get(language="sw").title == "Mwito"


def test_steps_are_offered_where_they_lead_on_and_taken_once(people, clock):  # noqa: F811
    client = browser(people.managing)
    call = make(client, publish=[], opens="2026-03-10")
    assert acts.offered(people.managing, call) == ("amend", "publish", "withdraw")
    assert [post(client, call, "publish").headers["Location"].partition("?")[2] for _ in range(2)] == [
        "done=publish",
        "passed=1",
    ]
    assert acts.offered(people.managing, Call.objects.get()) == ("amend", "open", "withdraw")
    assert [post(client, call, "open").headers["Location"].partition("?")[2] for _ in range(2)] == ["done=open", "passed=1"]
    call = Call.objects.get()
    assert (call.opens_at, acts.standing(call)) == (MONDAY, "open")
    clock.shift(timedelta(days=2))
    assert [post(client, call, "close").headers["Location"].partition("?")[2] for _ in range(2)] == ["done=close", "passed=1"]
    call = Call.objects.get()
    assert (call.closes_at, acts.standing(call), acts.offered(people.editor, call)) == (
        MONDAY + timedelta(days=2),
        "closed",
        (),
    )
    assert client.post(page_of(call, "act/burn/")).status_code == 404
    assert [each.action for each in history("call", call.public_id)] == ["announce", "publish", "open", "close"]
    assert list(breaks()) == []


def test_withdrawing_says_why_to_everybody(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    got = post(client, call, "withdraw", reason=" ")
    assert got.status_code == 422
    assert read(got.content).one("ul", id="reason-error").text == "Write something first."
    assert post(client, call, "withdraw", reason="Merged with another").status_code == 302
    assert post(client, call, "withdraw", reason="Again").headers["Location"].endswith("?passed=1")
    assert Call.objects.get().withdrawn_reason == "Merged with another"
    assert client.get(page_of(call, "edit/")).headers["Location"].endswith("?passed=1")
    assert "Merged with another" in read(client.get(page_of(call)).content).text


def test_a_closed_call_takes_nothing_more_and_drafts_stay(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    draft = drafts.begin_draft(by=people.submitter, call=call.public_id)
    draft = drafts.save_draft(draft, REPORT | SAID, by=people.submitter, revision=draft.revision)
    post(client, call, "close")
    with pytest.raises(CallClosed):
        submitting.submit(draft, by=people.submitter)
    assert Submission.objects.get(pk=draft.pk).state == "draft"
    assert "1 draft not sent yet" in read(client.get(page_of(call)).content).text
    edit = page_of(call, "edit/")
    client.post(edit, form_of(client.get(edit), edit) | {"closes": "2026-05-01"})
    submitting.submit(draft, by=people.submitter)
    assert "1 answer" in read(client.get(LIST).content).text


def test_answers_stand_by_score_and_ties_share_a_rank(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    scored(people, call, "Second", 3, 3, 3)
    scored(people, call, "First", 5, 5, 4)
    scored(people, call, "Second too", 3, 3, 3)
    answer(people, call, "Unreviewed")
    assert titles(client, call) == ["First", "Second", "Second too", "Unreviewed"]
    page = read(client.get(page_of(call)).content).text
    assert page.count("Rank 2 by score, shared") == 2
    assert "Score: 5" in page
    assert page.count("no reviews yet") == 1


def test_editors_put_answers_in_an_order_that_is_kept_with_the_reason(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    rows = {title: answer(people, call, title).public_id for title in ("A", "B", "C")}
    form = ranking_form(client, call) | {f"place.{rows['C']}": "1", "shortlist": [rows["A"], rows["C"]], "why": "Region"}
    said = [client.post(page_of(call, "rank/"), form).headers["Location"].partition("?")[2] for _ in range(2)]
    assert said == ["done=rank", "same=1"]
    assert titles(client, call) == ["C", "A", "B"]
    ranking = CallRanking.objects.get()
    assert (ranking.order, ranking.shortlist, ranking.revision) == (
        [rows["C"], rows["A"], rows["B"]],
        [rows["A"], rows["C"]],
        1,
    )
    event = history("call", call.public_id).last()
    assert (event.action, event.actor, '"why":"Region"' in event.payload) == ("rank", people.managing.public_id, True)
    again = ranking_form(client, call) | {"by_score": "1", "why": "Leave it to the scores"}
    assert client.post(page_of(call, "rank/"), again).status_code == 302
    assert titles(client, call) == ["A", "B", "C"]
    assert CallRanking.objects.get().shortlist == [rows["A"], rows["C"]]
    assert list(breaks()) == []


def test_a_shortlist_alone_leaves_the_order_to_the_scores(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    first = answer(people, call, "A").public_id
    client.post(page_of(call, "rank/"), ranking_form(client, call) | {"shortlist": [first], "why": "Good"})
    assert (CallRanking.objects.get().order, CallRanking.objects.get().shortlist) == ([], [first])


def test_a_ranking_needs_places_and_a_reason_and_says_what_is_wrong(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    rows = [answer(people, call, title).public_id for title in "AB"]
    form = ranking_form(client, call)
    bad = client.post(page_of(call, "rank/"), form | {f"place.{rows[0]}": "9", "why": "Kept"})
    assert bad.status_code == 422
    assert read(bad.content).one("ul", id=f"place.{rows[0]}-error").text == "Write a place from 1 to the number of answers."
    assert form_of(bad, page_of(call, "rank/"))["why"] == ["Kept"]
    silent = client.post(page_of(call, "rank/"), form | {"shortlist": rows})
    assert silent.status_code == 422
    assert form_of(silent, page_of(call, "rank/"))["shortlist"] == rows
    assert CallRanking.objects.count() == 0


def test_of_two_who_rank_the_second_is_told(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    rows = [answer(people, call, title).public_id for title in "AB"]
    form = ranking_form(client, call)
    client.post(page_of(call, "rank/"), form | {"shortlist": rows[:1], "why": "One"})
    got = client.post(page_of(call, "rank/"), form | {"shortlist": rows[1:], "why": "Two"})
    assert got.status_code == 409
    assert form_of(got, page_of(call, "rank/"))["shortlist"] == rows[1:]
    assert CallRanking.objects.get().shortlist == rows[:1]


def test_only_who_handles_all_answers_ranks_them(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    narrow = person("Nora Narrow", "editor", objectives=["1"])
    first = answer(people, call, "A").public_id
    assert "1 more that you do not handle" in read(browser(narrow).get(page_of(call)).content).text
    form = {"shortlist": [first], "why": "Mine", "revision": "0", f"place.{first}": "1"}
    assert browser(narrow).post(page_of(call, "rank/"), form).headers["Location"].endswith("?passed=1")
    both = person("Mara Both", "managing-editor")
    answer(people, call, "Of an editor", by=both)
    assert not acts.may_rank(both, call)
    assert titles(browser(both), call) == ["A"]
    assert acts.may_rank(people.second_editor, call)
    assert CallRanking.objects.count() == 0


def test_answers_go_along_as_csv_without_formulas(people):  # noqa: F811
    client = browser(people.managing)
    call = make(client)
    answer(people, call, "=1+1")
    got = client.get(page_of(call, "answers.csv"))
    rows = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert [(row["place"], row["title"].startswith("="), row["state"], row["score"]) for row in rows] == [
        ("1", False, "submitted", "")
    ]
    assert browser(people.submitter).get(page_of(call, "answers.csv")).status_code == 403


def test_queries_do_not_grow_with_answers(people):  # noqa: F811
    call = make(browser(people.managing))
    client, counts = browser(people.managing), []
    for some in ("A", "BC"):
        for title in some:
            answer(people, call, title)
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(call))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_published_answers_stand_on_the_page_of_the_call(people):  # noqa: F811
    call = make(browser(people.managing))
    submission = decided(people, answer(people, call, "A practice that worked", practice=True))
    publishing.publish(submission, by=people.editor)
    page = call_page(call.public_id, "en", MONDAY)
    assert [card.title.text for card in page.answers] == ["A practice that worked"]
    resource = Resource.objects.get()
    assert call_answered(resource.source, resource.details, "en", MONDAY).id == call.public_id


@pytest.mark.parametrize(
    ("wanted", "order"),
    [
        ([("a", 3), ("b", 2), ("c", 3)], "bca"),
        ([("a", 1), ("b", 2), ("c", 1)], "cab"),
        ([("a", 1), ("b", 2), ("c", 3)], "abc"),
        ([("a", 3), ("b", 2), ("c", 1)], "cba"),
    ],
)
def test_who_goes_up_stands_before_and_who_goes_down_after(wanted, order):
    assert "".join(put_in_order(wanted)) == order


def test_places_by_score_with_ties_and_by_hand():
    scores = {"a": 2.0, "b": None, "c": 4.5, "d": 2.0}
    by_score = ranked(scores)
    assert [(one.key, one.rank, one.tied, one.moved) for one in by_score] == [
        ("c", 1, False, False), ("a", 2, True, False), ("d", 2, True, False), ("b", None, False, False),
    ]  # fmt: skip
    by_hand = ranked(scores, ["b", "gone", "c"])
    assert [(one.key, one.place, one.moved) for one in by_hand] == [
        ("b", 1, True),
        ("c", 2, True),
        ("a", 3, True),
        ("d", 4, True),
    ]
