"""What editors do with queues: filters that are kept, steps for many at once, the same list as CSV."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from gcmhub.accounts.personal import registered
from gcmhub.core.errors import NotPermitted
from gcmhub.desk.submissions import bulk
from gcmhub.review.actions import deciding
from gcmhub.review.actions.filters import LIMIT, keep_filter
from gcmhub.review.errors import TooMany
from gcmhub.review.models import SavedFilter
from gcmhub.workflow.queries import history
from tests.review.conftest import (  # noqa: F401 - fixtures
    REPORT,
    clock,
    django_db_setup,
    in_triage,
    people,
    sent,
    to_decide,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db


def act(user, name, *submissions, back="?queue=open", language="en", **more):
    values = {"act": name, "submission": [each.public_id for each in submissions], "back": back} | more
    return browser(user).post(f"/{language}/desk/bulk/", values)


def answer_of(user, response):
    """What the page says of each submission after it was led to, and where it was led."""
    assert response.status_code == 302, response.status_code
    asked = parse_qs(urlsplit(response["Location"]).query)
    told = bulk.told(user, asked["told"][0])
    return [row[2] for row in told.done], {row[2]: str(row[3]) for row in told.refused}, asked["queue"][0]


def test_many_are_taken_each_by_its_own_step_and_what_cannot_be_is_told(people):  # noqa: F811
    first, second, taken, own = sent(people), sent(people), in_triage(people), sent(people, by=people.second_editor)
    response = act(people.second_editor, "take", first, taken, second, own, back="?queue=to-take&page=1")
    done, refused, queue = answer_of(people.second_editor, response)
    assert (done, queue) == ([str(first), str(second)], "to-take")
    assert refused == {str(taken): "Its state does not allow this now."}  # one's own is not even named
    for each in (first, second, taken, own):
        each.refresh_from_db()
    assert [first.lead, second.lead, taken.lead, own.lead] == [people.second_editor, people.second_editor, people.editor, None]
    assert history("submission", first.public_id).last().actor == people.second_editor.public_id
    shown = read(browser(people.second_editor).get(response["Location"]).content)
    assert len(shown.one("section", class_="note").all("li")) == 3


def test_sent_twice_it_is_done_once(people):  # noqa: F811
    first = sent(people)
    act(people.editor, "take", first)
    events = history("submission", first.public_id).count()
    done, refused, _ = answer_of(people.editor, act(people.editor, "take", first))
    assert (done, list(refused)) == ([], [str(first)])
    assert history("submission", first.public_id).count() == events


def test_one_that_is_refused_undoes_none_of_the_others(people):  # noqa: F811
    good, new, good_two = in_triage(people), sent(people), in_triage(people)
    done, refused, _ = answer_of(people.editor, act(people.editor, "send-to-review", good, new, good_two))
    assert (done, list(refused)) == ([str(good), str(good_two)], [str(new)])
    for each in (good, new, good_two):
        each.refresh_from_db()
    assert [good.state, new.state, good_two.state] == ["assigning", "submitted", "assigning"]


def test_only_managing_editors_give_to_others_and_only_to_editors(people):  # noqa: F811
    new, taken = sent(people), in_triage(people)
    lead = people.second_editor.public_id
    done, refused, _ = answer_of(people.editor, act(people.editor, "give", new, taken, lead=lead))
    assert (done, set(refused.values())) == ([], {"You may not do this with it."})
    done, refused, _ = answer_of(people.managing, act(people.managing, "give", new, taken, lead=lead))
    assert (done, refused) == ([str(new), str(taken)], {})
    done, refused, _ = answer_of(people.managing, act(people.managing, "give", new, lead=lead))
    assert refused == {str(new): "It is so already."}
    for nobody in ("", "nonsense", people.submitter.public_id):
        assert act(people.managing, "give", new, lead=nobody).status_code == 422
    new.refresh_from_db()
    assert (new.lead, new.state) == (people.second_editor, "in-triage")


def test_what_is_accepted_is_published_and_the_rest_says_why_not(people, clock):  # noqa: F811
    ripe, taken = to_decide(people), in_triage(people)
    deciding.decide(ripe, "accept", by=people.editor)
    clock.shift(timedelta(days=2))
    done, refused, _ = answer_of(people.editor, act(people.editor, "publish", ripe, taken))
    assert (done, list(refused)) == ([str(ripe)], [str(taken)])
    ripe.refresh_from_db()
    assert (ripe.state, ripe.resource.state) == ("published", "published")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_lacks_something_is_shown_again_with_what_was_ticked(people, language):  # noqa: F811
    one, two = sent(people), sent(people)
    assert act(people.editor, "take", language=language).status_code == 422
    assert act(people.editor, "erase", one, language=language).status_code == 422
    response = act(people.editor, "", one, language=language)
    page = read(response.content)
    assert (response.status_code, len(page.all(role="alert"))) == (422, 1)
    ticked = [each.attributes["value"] for each in page.all("input", type="checkbox") if "checked" in each.attributes]
    assert ticked == [one.public_id]
    assert two.reference in response.content.decode()
    too_many = {"act": "take", "submission": [f"x{number}" for number in range(51)]}
    assert browser(people.editor).post(f"/{language}/desk/bulk/", too_many).status_code == 422


def test_an_answer_that_is_forged_or_of_what_its_reader_may_not_see_says_nothing(people):  # noqa: F811
    other = sent(people, REPORT | {"objectives": ["5"]})
    signed = bulk.carry_out("take", [other.public_id], by=people.second_editor)
    told = bulk.told(people.editor, signed)
    assert (told.done, told.refused) == ((), ())
    assert bulk.told(people.editor, signed[:-1] + "x") is None
    assert browser(people.editor).get("/en/desk/?told=x").status_code == 200
    assert act(people.submitter, "take", other).status_code == 403


def test_a_filter_is_kept_under_a_name_leads_back_and_is_deleted_by_its_owner_alone(people):  # noqa: F811
    client, other = browser(people.editor), browser(people.second_editor)
    back = "?queue=mine&objective=18&q=%D9%85&page=3&strange=1"
    for _ in range(2):
        response = client.post("/en/desk/filters/keep/", {"name": "  Skills,  mine ", "back": back})
        assert (response.status_code, response["Location"]) == (302, "/en/desk/?queue=mine&objective=18&q=%D9%85&done=kept")
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.owner) == ("Skills, mine", people.editor)
    assert kept.wanted == {"queue": "mine", "objective": "18", "q": "م"}
    assert "?queue=mine&amp;objective=18&amp;q=%D9%85" in client.get("/en/desk/").content.decode()
    assert "Skills, mine" not in other.get("/en/desk/").content.decode()
    for who, left in ((other, 1), (client, 0), (client, 0)):
        assert who.post("/en/desk/filters/discard/", {"filter": kept.pk}).status_code == 302
        assert SavedFilter.objects.count() == left
    assert client.post("/en/desk/filters/discard/", {"filter": "x"}).status_code == 404


def test_a_filter_has_a_name_and_nobody_keeps_more_than_thirty(people):  # noqa: F811
    client = browser(people.editor)
    assert client.post("/en/desk/filters/keep/", {"name": " \x00 ", "back": ""}).status_code == 422
    for number in range(LIMIT):
        keep_filter(f"Filter {number}", {"queue": "all"}, by=people.editor)
    with pytest.raises(TooMany):
        keep_filter("One more", {}, by=people.editor)
    response = client.post("/en/desk/filters/keep/", {"name": "One more", "back": ""})
    assert (response.status_code, "One more" in response.content.decode()) == (422, True)
    with pytest.raises(NotPermitted):
        keep_filter("Mine", {}, by=people.submitter)


def test_filters_go_with_their_owner(people):  # noqa: F811
    keep_filter("Mine", {"queue": "mine"}, by=people.editor)
    (row,) = [each for each in registered() if each.model == "review.SavedFilter"]
    assert row.rows(people.editor, []).count() == 1
    assert (row.fields, row.erase.value) == (("name", "wanted", "made_at"), "delete")


def table(user, query=""):
    response = browser(user).get(f"/en/desk/submissions.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_csv_is_the_queue_that_its_reader_sees_and_no_cell_a_formula(people, clock):  # noqa: F811
    sent(people, REPORT | {"objectives": ["5"]})
    evil = in_triage(people, REPORT | {"title": {"en": "=HYPERLINK(1)"}, "languages": ["en", "ar"]})
    clock.shift(timedelta(days=4))
    (row,) = table(people.editor, "?queue=overdue")
    assert row["title"] == "'=HYPERLINK(1)"
    assert (row["reference"], row["state"], row["lead"]) == (evil.reference, "in-triage", "Edit Or")
    assert (row["objectives"], row["languages"], row["days_in_state"]) == ("18", "en|ar", "4")
    assert (row["state_since"], row["late_since"], row["published_at"]) == ("2026-03-02", "2026-03-05", "")
    assert (len(table(people.editor, "?queue=all")), len(table(people.managing, "?queue=all"))) == (1, 2)
    assert browser(people.submitter).get("/en/desk/submissions.csv").status_code == 403


def test_nothing_happens_by_opening_an_address(people):  # noqa: F811
    client = browser(people.managing)
    for path in ("bulk/", "filters/keep/", "filters/discard/"):
        assert client.get(f"/en/desk/{path}").status_code == 405
