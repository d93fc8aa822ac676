"""Queues of the desk: who sees what where, how it is narrowed, when it is late, and what a page costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.core.clock import now
from gcmhub.review.actions import deciding, panel, reviewing, submitting, triage
from gcmhub.review.models import Submission
from gcmhub.review.queries.queues import QUEUES, Wanted, counts, found, terms_of
from gcmhub.workflow.actions import fire_due_timers
from tests.review.conftest import (  # noqa: F401 - fixtures
    LINK,
    MONDAY,
    REPORT,
    accept,
    assigning,
    clock,
    django_db_setup,
    draft,
    in_triage,
    invited,
    people,
    sent,
    to_decide,
    under_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
LIMIT = 20  # the session and who it is, roles, counts, one page, its terms, tracks, who leads, kept filters


def queue(by, name, **more):
    return list(found(by, Wanted(queue=name, **more)))


def page(user, query="", language="en"):
    return browser(user).get(f"/{language}/desk/{query}")


def test_drafts_are_in_no_queue_and_each_submission_is_in_those_that_it_waits_in(people):  # noqa: F811
    draft(people.submitter)
    new, taken, panel_less, asked = sent(people), in_triage(people), assigning(people), invited(people)
    at_work, ripe = under_review(people), to_decide(people)
    expected = {
        "to-take": [new],
        "mine": [taken, panel_less, asked, at_work, ripe],
        "overdue": [],
        "needs-reviewers": [panel_less],
        "to-decide": [ripe],
        "co-signature": [],
        "appeals": [],
        "to-publish": [],
        "re-review-due": [],
        "open": [new, taken, panel_less, asked, at_work, ripe],
        "all": [ripe, at_work, asked, panel_less, taken, new],
    }
    assert {name: queue(people.editor, name) for name in QUEUES} == expected
    assert counts(people.editor) == {name: len(rows) for name, rows in expected.items()}


def test_a_panel_that_lost_somebody_and_a_round_that_was_opened_again_need_reviewers(people):  # noqa: F811
    asked = invited(people)
    assert queue(people.editor, "needs-reviewers") == []
    reviewing.decline_invitation(asked.assignments.get(reviewer=people.first), by=people.first, reason="no-time")
    assert queue(people.editor, "needs-reviewers") == [asked]
    ripe = to_decide(people)
    panel.add_tie_breaker(ripe, by=people.editor)
    assert queue(people.editor, "needs-reviewers") == [asked, ripe]
    panel.invite(panel.propose_reviewer(ripe, people.third, slot="tie-break", by=people.editor), by=people.editor)
    assert queue(people.editor, "needs-reviewers") == [asked]


def test_what_waits_for_a_second_editor_is_not_to_decide(people):  # noqa: F811
    ripe = to_decide(people, submission=assigning(people, by=people.official))
    assert queue(people.managing, "to-decide") == [ripe]
    deciding.decide(ripe, "reject", by=people.editor, reason="quality", letter="It does not say how it was done.")
    assert (queue(people.managing, "to-decide"), queue(people.managing, "co-signature")) == ([], [ripe])


def test_an_appeal_waits_until_it_is_settled(people, clock):  # noqa: F811
    ripe = to_decide(people)
    deciding.decide(ripe, "reject", by=people.editor, reason="quality", letter="It does not say how it was done.")
    clock.shift(timedelta(days=2))
    ripe.refresh_from_db()
    submitting.appeal(ripe, "It does.", by=people.submitter)
    assert queue(people.managing, "appeals") == [ripe]
    deciding.dismiss_appeal(ripe, "We stay with it.", by=people.managing)
    assert queue(people.managing, "appeals") == []


def test_a_term_that_passed_is_late_before_and_after_it_was_acted_on(people, clock):  # noqa: F811
    taken = in_triage(people)
    assert terms_of([taken])[taken.pk].next == MONDAY + timedelta(days=3)
    clock.shift(timedelta(days=3, minutes=1))
    for _ in range(2):
        assert queue(people.editor, "overdue") == [taken]
        terms = terms_of([taken])[taken.pk]
        assert (terms.late_since, terms.next) == (MONDAY + timedelta(days=3), MONDAY + timedelta(days=8))
        fire_due_timers()
    taken.refresh_from_db()
    panel.send_to_review(taken, by=people.editor)
    assert queue(people.editor, "overdue") == []
    assert terms_of([taken])[taken.pk].late_since is None


def test_a_reminder_before_the_term_makes_nothing_late(people, clock):  # noqa: F811
    taken = in_triage(people)
    triage.ask_for_changes(taken, by=people.editor, reason="unclear", letter="Please say more.")
    clock.shift(timedelta(days=12))
    fire_due_timers()
    assert queue(people.editor, "overdue") == []
    clock.shift(timedelta(days=6))
    assert queue(people.editor, "overdue") == [taken]


def test_editors_see_their_objectives_and_what_they_lead_and_nobody_what_they_submit(people):  # noqa: F811
    other = sent(people, REPORT | {"objectives": ["5"], "title": {"en": "Visas"}})
    own = sent(people, by=people.editor)
    assert queue(people.editor, "all") == []
    assert queue(people.managing, "all") == [own, other]
    triage.take(other, by=people.managing, lead=people.editor)
    assert (queue(people.editor, "mine"), counts(people.editor)["all"]) == ([other], 1)
    assert (queue(people.submitter, "all"), sum(counts(people.submitter).values())) == ([], 0)


@pytest.mark.parametrize(
    "narrowed",
    [
        {"state": "in-triage"},
        {"track": "L"},
        {"objective": "5"},
        {"lead": "the second editor"},
        {"language": "ru"},
        {"kind": "link"},
        {"q": "визы ТРУДА"},
        {"q": "its reference"},
    ],
)
def test_each_filter_keeps_the_one_that_has_it(people, narrowed):  # noqa: F811
    sent(people)
    title = {"en": "Visas at work", "ru": "Визы для труда"}
    one = sent(people, LINK | {"objectives": ["5"], "languages": ["en", "ru"], "title": title})
    triage.take(one, by=people.second_editor)
    real = {"the second editor": people.second_editor.public_id, "its reference": one.reference.lower()}
    narrowed = {name: real.get(value, value) for name, value in narrowed.items()}
    if "track" in narrowed:
        narrowed["track"] = one.track.code
        assert one.track.code != Submission.objects.exclude(pk=one.pk).get().track.code
    assert queue(people.managing, "open", **narrowed) == [one]
    assert queue(people.managing, "appeals", **narrowed) == []


def test_nobody_leads_what_nobody_took_and_signs_alone_match_nothing(people):  # noqa: F811
    new = sent(people)
    in_triage(people)
    assert queue(people.managing, "open", lead="nobody") == [new]
    assert queue(people.managing, "open", q="...") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_queues_rows_and_what_is_late_in_words(people, clock, language):  # noqa: F811
    taken = in_triage(people)
    clock.shift(timedelta(days=4))
    shown = page(people.editor, "?queue=overdue", language)
    html = read(shown.content)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert len(html.one("tbody").all("tr")) == 1
    assert taken.reference in shown.content.decode()
    assert [len(each.all("time")) for each in html.all("b", class_="late")] == [1, 1]  # in its column, and for phones
    assert len(html.one("nav", class_="sections").all("a")) == len(QUEUES)


def test_values_that_nobody_knows_break_no_page(people):  # noqa: F811
    sent(people)
    for query in (
        "?queue=none&state=draft&page=x",
        "?page=900",
        "?objective=%00&kind=zz&lead=zz&track=zz&language=%27",
        "?q=%00",
    ):
        assert page(people.managing, query).status_code == 200


def test_others_find_no_desk(people):  # noqa: F811
    assert page(people.submitter).status_code == 403
    assert page(people.un).status_code == 403


def test_a_page_costs_the_same_for_one_row_and_for_many(people):  # noqa: F811
    def cost():
        client = browser(people.managing)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/desk/").status_code == 200
        return len(queries)

    in_triage(people)
    one = cost()
    for _ in range(4):
        in_triage(people)
    assert one == cost() <= LIMIT


def test_a_queue_shows_fifty_and_leads_on(people):  # noqa: F811
    first = sent(people)
    values = {name: getattr(first, name) for name in ("track_id", "rules_id", "record", "state", "state_since", "created_at")}
    rows = [
        Submission(reference=f"X-{number}", saved_at=now(), submitted_at=now(), version=1, **values) for number in range(60)
    ]
    Submission.objects.bulk_create(rows)
    html = read(page(people.managing, "?queue=to-take").content)
    assert len(html.one("tbody").all("tr")) == 50
    assert [each.attributes["href"] for each in html.one("nav", class_="pagination").all("a")] == ["?queue=to-take&page=2"]
    assert len(read(page(people.managing, "?queue=to-take&page=2").content).one("tbody").all("tr")) == 11
