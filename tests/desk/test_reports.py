"""Reports of the desk: figures that were reckoned by hand, who reads which, what a page costs."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.accounts.choices import Purpose
from gcmhub.accounts.models import Consent, Profile
from gcmhub.desk.reports import asked_period
from gcmhub.review.actions import deciding, panel, reviewing, triage
from gcmhub.review.queries import reports
from gcmhub.review.queries.reports import Invited, Period, Spread, courses, invitations, panel_balance, spread
from gcmhub.workflow.actions import fire_due_timers
from tests.review.conftest import (  # noqa: F401 - fixtures
    MONDAY,
    REPORT,
    accept,
    clock,
    django_db_setup,
    people,
    reviewer,
    sent,
    to_decide,
    write_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONTH = Period(MONDAY, MONDAY + 30 * DAY)
LIMIT = 24  # the session and who it is; one each for submissions, their steps, tasks, their steps, names, editors, lateness


def at(clock, day):  # noqa: F811
    clock.move_to(MONDAY + day * DAY)


@pytest.fixture
def month(people, clock):  # noqa: F811
    """One sent to review on the fourth day, with one yes, one no and one silence; another refused on the eighth."""
    one, two = sent(people), sent(people, REPORT | {"objectives": ["5", "18"]})
    at(clock, 1)
    triage.take(one, by=people.editor)
    at(clock, 2)
    triage.take(two, by=people.second_editor)
    at(clock, 4)
    panel.send_to_review(one, by=people.editor)
    for each, slot in ((people.un, "un"), (people.first, "external"), (people.second, "external")):
        panel.invite(panel.propose_reviewer(one, each, slot=slot, by=people.editor), by=people.editor)
    at(clock, 6)
    accept(one.assignments.get(reviewer=people.un))
    at(clock, 7)
    reviewing.decline_invitation(one.assignments.get(reviewer=people.first), by=people.first, reason="no-time")
    at(clock, 8)
    deciding.decide(two, "desk-reject", by=people.second_editor, reason="quality", letter="It does not say how.")
    at(clock, 11.5)
    fire_due_timers()
    at(clock, 21)
    write_review(one.assignments.get(reviewer=people.un))
    return one, two


def test_median_and_the_time_that_nine_of_ten_do_not_pass():
    assert spread([]) == Spread(0, None, None)
    assert spread([3 * DAY]) == Spread(1, 3, 3)
    assert spread([day * DAY for day in (2, 1)]) == Spread(2, 1.5, 2)
    assert spread([day * DAY for day in range(10, 0, -1)]) == Spread(10, 5.5, 9)
    assert spread([day * DAY for day in range(1, 12)]) == Spread(11, 6, 10)


def test_days_are_counted_in_the_period_in_which_a_state_was_left(month, people):  # noqa: F811
    known = courses(people.managing)
    assert reports.days_by_state(known, MONTH) == {"submitted": Spread(2, 1.5, 2), "in-triage": Spread(2, 4.5, 6)}
    late = Period(MONDAY + 5 * DAY, MONDAY + 30 * DAY)
    assert reports.days_by_state(known, late) == {"in-triage": Spread(1, 6, 6)}
    assert reports.days_by_state(known, Period(MONDAY, MONDAY + DAY)) == {}  # the end is not in it


def test_pace_by_group_counts_what_stands_under_several_in_each(month, people):  # noqa: F811
    known = courses(people.managing)
    found = {each.group: each for each in reports.pace(known, MONTH, lambda course: course.objectives)}
    assert sorted(found) == ["18", "5"]
    both, five = found["18"], found["5"]
    assert (both.sent, both.triage, both.decision) == (2, Spread(2, 6, 8), Spread(1, 8, 8))
    assert (both.accepted, both.rejected, both.rate) == (0, 1, 0)
    assert (five.sent, five.triage) == (1, Spread(1, 8, 8))
    (nothing,) = reports.pace(known, Period(MONDAY + 40 * DAY, MONDAY + 50 * DAY), lambda _: ("all",))
    assert (nothing.sent, nothing.triage, nothing.rate) == (0, Spread(), None)


def test_a_decision_that_was_taken_back_counts_for_nothing(people):  # noqa: F811
    ripe, other = to_decide(people), to_decide(people)
    deciding.decide(ripe, "accept", by=people.editor)
    deciding.undo_decision(ripe, by=people.editor)
    ripe.refresh_from_db()
    deciding.decide(ripe, "reject", by=people.editor, reason="quality", letter="It does not say how.")
    deciding.decide(other, "accept", by=people.editor)
    (every,) = reports.pace(courses(people.managing), MONTH, lambda _: ("all",))
    assert (every.accepted, every.rejected, every.rate) == (1, 1, 0.5)


def test_answers_and_punctuality_of_reviewers(month, people):  # noqa: F811
    known = invitations(people.managing)
    every = reports.reviewing(known, MONTH)
    assert (every.invited, every.accepted, every.declined, every.unanswered) == (3, 1, 1, 1)
    assert (every.response_rate, every.decline_rate) == (2 / 3, 1 / 2)
    assert every.answer == Spread(2, 2.5, 3)
    assert (every.sent, every.on_time, every.punctuality) == (1, 0, 0)
    rows = {row.name: row for row in reports.by_reviewer(known, MONTH)}
    assert sorted(rows) == ["Rami Second", "Rita First", "Una Nations"]
    assert (rows["Una Nations"].figures.answer, rows["Una Nations"].capacity) == (Spread(1, 2, 2), 2)
    assert rows["Rami Second"].figures.response_rate == 0
    assert reports.by_reviewer(known, Period(MONDAY + 40 * DAY, MONDAY + 50 * DAY)) == []


def test_a_no_that_was_taken_back_is_open_again(month, people, clock):  # noqa: F811
    at(clock, 20)
    task = month[0].assignments.get(reviewer=people.first)
    reviewing.undo_decline(task, by=people.first)
    every = reports.reviewing(invitations(people.managing), MONTH)
    assert (every.invited, every.declined, every.unanswered) == (3, 0, 1)


def test_managing_editors_see_the_work_of_everybody_and_editors_their_own(month, people):  # noqa: F811
    def rows(by):
        return {row.name: row for row in reports.by_editor(by, courses(by), MONTH)}

    found = rows(people.managing)
    assert sorted(found) == ["Edit Or", "Edita Second"]
    assert (found["Edit Or"].open, found["Edit Or"].late, found["Edit Or"].decisions) == (1, 1, 0)
    assert found["Edit Or"].triaged == Spread(1, 4, 4)
    assert (found["Edita Second"].open, found["Edita Second"].decisions) == (0, 1)
    assert sorted(rows(people.editor)) == ["Edit Or"]


def test_editors_count_only_what_they_may_see(month, people):  # noqa: F811
    sent(people, REPORT | {"objectives": ["7"]})
    assert [len(courses(by)) for by in (people.managing, people.editor, people.submitter)] == [3, 2, 0]
    assert [len(invitations(by)) for by in (people.managing, people.editor, people.submitter)] == [3, 3, 0]


def agreed(name, gender, regions, *, consent=True):
    user = reviewer(name)
    Profile.objects.update_or_create(user=user, defaults={"gender": gender, "regions": regions})
    if consent:
        Consent.objects.create(user=user, purpose=Purpose.GENDER, given_at=MONDAY, text_version="1", language="en")
    return user


def accepted(user, submission):
    when = datetime(2026, 2, 10, tzinfo=UTC)
    return Invited(user.pk, submission, 1, "external", "accepted", when, "accepted", when, None, None)


def test_balance_tells_of_whole_quarters_and_of_no_group_under_five(people):  # noqa: F811
    women = [agreed(f"Woman Nr{number}", "woman", ["africa"]) for number in range(5)]
    men = [agreed(f"Man Nr{number}", "man", ["asia"]) for number in range(6)]
    known = [accepted(user, number % 6) for number, user in enumerate([*women, *men])]
    later = datetime(2026, 4, 1, tzinfo=UTC)
    first, *before = panel_balance(known, later)
    assert (first.year, first.quarter, first.panels, first.un, first.external) == (2026, 1, 6, 0, 11)
    assert (first.gender, first.regions["africa"], first.regions["europe"]) == ({"woman": 5, "man": 6, "unknown": 0}, 5, 0)
    assert first.several_regions is None  # five of six panels: the sixth would be told apart
    assert [(each.year, each.quarter, each.panels) for each in before] == [(2025, 4, 0), (2025, 3, 0), (2025, 2, 0)]
    assert [each.panels for each in panel_balance(known, MONDAY)] == [0, 0, 0, 0]  # the quarter is not over
    (fewer, *_) = panel_balance(known[1:], later)
    assert set(fewer.gender.values()) == {None}
    assert (fewer.regions["africa"], fewer.regions["asia"]) == (None, None)


def test_gender_counts_only_of_those_who_agreed(people):  # noqa: F811
    women = [agreed(f"Woman Nr{number}", "woman", []) for number in range(5)]
    silent = [agreed(f"Silent Nr{number}", "man", [], consent=False) for number in range(5)]
    known = [accepted(user, 1) for user in [*women, *silent]]
    first, *_ = panel_balance([*known, replace(known[0], submission=2)], datetime(2026, 4, 1, tzinfo=UTC))
    assert (first.gender, first.external, first.panels) == ({"woman": 5, "unknown": 5}, 10, 2)


def test_a_period_is_a_year_unless_two_days_are_named(clock):  # noqa: F811
    period, since, until = asked_period({})
    assert (since.isoformat(), until.isoformat()) == ("2025-03-02", "2026-03-02")
    assert MONDAY in period
    period, *days = asked_period({"since": "2026-01-01", "until": "2026-01-31"})
    assert [each.isoformat() for each in days] == ["2026-01-01", "2026-01-31"]
    assert datetime(2026, 1, 31, 23, 59, tzinfo=UTC) in period
    assert datetime(2026, 2, 1, tzinfo=UTC) not in period
    assert asked_period({"since": "yesterday", "until": "9999-12-31"})[1:] == (since, until)
    assert asked_period({"since": "2026-05-01", "until": "2026-01-31"})[1] == asked_period({"until": "2026-01-31"})[2]


def table(user, name, query="?since=2026-03-02&until=2026-03-31"):
    response = browser(user).get(f"/en/desk/reports/{name}.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_table_can_be_taken_along_in_codes_and_plain_numbers(month, people):  # noqa: F811
    assert table(people.managing, "states") == [
        {"state": "submitted", "count": "2", "median": "1.50", "p90": "2.00"},
        {"state": "in-triage", "count": "2", "median": "4.50", "p90": "6.00"},
    ]
    row = next(each for each in table(people.managing, "objectives") if each["group"] == "18")
    assert (row["triaged"], row["decision_median"], row["acceptance_rate"]) == ("2", "8.00", "0.0000")
    (row,) = table(people.managing, "reviewing")
    assert (row["response_rate"], row["decline_rate"], row["punctuality"]) == ("0.6667", "0.5000", "0.0000")
    assert [len(table(people.managing, name)) for name in ("tracks", "reviewers", "editors", "balance")] == [1, 3, 2, 4]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_table(month, people, language):  # noqa: F811
    html = read(browser(people.managing).get(f"/{language}/desk/reports/").content)
    assert [each.attributes["id"] for each in html.one("main").all("h2")] == [
        *("states", "tracks", "objectives", "reviewing", "reviewers", "editors", "balance"),
    ]
    assert len(html.all("table")) == 7


def test_balance_is_the_managing_editors_and_nothing_is_anybody_elses(month, people):  # noqa: F811
    client = browser(people.editor)
    assert "balance" not in client.get("/en/desk/reports/").content.decode()
    assert client.get("/en/desk/reports/balance.csv").status_code == 404
    assert client.get("/en/desk/reports/strange.csv").status_code == 404
    for path in ("", "states.csv", "reviewers.csv"):
        assert browser(people.un).get(f"/en/desk/reports/{path}").status_code == 403
        assert browser(people.submitter).get(f"/en/desk/reports/{path}").status_code == 403


def test_a_page_costs_the_same_for_two_submissions_and_for_five(month, people):  # noqa: F811
    def cost():
        client = browser(people.managing)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/desk/reports/").status_code == 200
        return len(queries)

    first = cost()
    for _ in range(3):
        to_decide(people)
    assert first == cost() <= LIMIT
