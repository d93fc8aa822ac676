"""Tracks in the back office: rules in words, forms that make versions, what is refused, two editors at once."""

from datetime import timedelta

import pytest

from gcmhub.accounts.actions import grant_role
from gcmhub.core.actors import SYSTEM
from gcmhub.review.models import Track
from gcmhub.review.rules.tracks import frozen, read_rules
from gcmhub.workflow.queries import history, running_deadlines
from tests.desk.forms import form_of
from tests.review.conftest import (  # noqa: F401 - fixtures
    MONDAY,
    clock,
    django_db_setup,
    in_triage,
    people,
    under_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
RULES, CLARITY = "/en/desk/tracks/R/rules/", "/en/desk/tracks/R/criteria/clarity/"


def track(code="R"):
    return Track.objects.get(code=code)


def typed(client, address=RULES):
    return form_of(client.get(address), address)


@pytest.mark.parametrize("address", ["/en/desk/tracks/", "/en/desk/tracks/R/"])
def test_editors_read_the_rules(people, client, address):  # noqa: F811
    assert "/accounts/login/" in client.get(address).headers["Location"]
    assert browser(people.submitter).get(address).status_code == 403
    assert browser(people.editor).get(address).status_code == 200


@pytest.mark.parametrize("address", [RULES, CLARITY, "/en/desk/tracks/L/checklist/"])
def test_managing_editors_alone_change_them(people, address):  # noqa: F811
    assert browser(people.editor).get(address).status_code == 403
    assert browser(people.editor).post(address).status_code == 403
    assert browser(people.managing).get(address).status_code == 200
    assert [each.versions.count() for each in Track.objects.all()] == [1, 1, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_are_shown_in_every_language(people, language):  # noqa: F811
    page = browser(people.managing).get(f"/{language}/desk/tracks/R/").content.decode()
    assert page.count("<details") == 1 + 5 + 8  # deadlines and criteria


def test_no_track_and_no_criterion_of_that_name(people):  # noqa: F811
    client = browser(people.managing)
    for path in ("X/", "X/rules/", "R/criteria/no-such/", "R/answers/clarity/", "R/answers/new/"):
        assert client.get(f"/en/desk/tracks/{path}").status_code == 404


def test_a_save_makes_a_version_that_says_why_and_what_changed(people):  # noqa: F811
    client = browser(people.managing)
    form = typed(client) | {
        "panel.external": "3",
        "criteria.clarity.weight": "0,5",
        "days.untaken": "2",
        "note": "Larger panels",
    }
    assert client.post(RULES, form).headers["Location"] == "/en/desk/tracks/R/?saved=1"
    found = track().present
    assert (found.number, found.note, found.made_by) == (2, "Larger panels", people.managing.public_id)
    rules = read_rules(found.rules)
    assert (rules.external, rules.days, {one.code: one.weight for one in rules.criteria}["clarity"]) == (3, {"untaken": 2}, 0.5)
    assert rules.practice_criteria == read_rules(track().versions.first().rules).practice_criteria
    page = read(client.get("/en/desk/tracks/R/").content).text
    assert "External reviewers: 2 3" in page
    assert "Criteria / Clarity and completeness / Weight: 1 0.5" in page
    assert "Larger panels" in page
    assert "Mana Ging" in page
    assert [each.action for each in history("track", "R")] == ["amend"]


def test_a_form_that_is_sent_unchanged_changes_nothing(people):  # noqa: F811
    client = browser(people.managing)
    for address in (RULES, CLARITY, "/en/desk/tracks/R/checklist/"):
        assert client.post(address, typed(client, address) | {"note": "x"}).headers["Location"].endswith("?same=1")
    assert track().versions.count() == 1


def test_a_form_that_is_sent_twice_makes_one_version(people):  # noqa: F811
    client = browser(people.managing)
    form = typed(client) | {"review_days": "20", "note": "More time"}
    assert [client.post(RULES, form).status_code for _ in range(2)] == [302, 302]
    assert track().present.number == 2


def test_versions_count_what_was_handled_under_them(people):  # noqa: F811
    in_triage(people)
    client = browser(people.managing)
    client.post(RULES, typed(client) | {"review_days": "20", "note": "More time"})
    in_triage(people)
    page = read(client.get("/en/desk/tracks/R/").content)
    assert [section.text.count("1 submission handled under it") for section in page.all("section", class_="question")] == [1, 1]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("panel.un", "-1", "Write a whole number from 0 to 9."),
        ("review_days", "two weeks", "Write a whole number from 1 to 180."),
        ("days.untaken", "900", "Write a whole number from 0 to 730."),
        ("months.practice", "", "Write a whole number from 0 to 120."),
        ("criteria.clarity.weight", "0", "Write a number above 0 and up to 10."),
        ("criteria.clarity.weight", "nan", "Write a number above 0 and up to 10."),
        ("criteria.clarity.sees", "nobody", "Choose one of the answers."),
        ("note", " ", "Say in a few words what you change and why."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_stays_typed(people, name, value, sentence):  # noqa: F811
    client = browser(people.managing)
    form = typed(client) | {"tie_break": "2", "note": "Kept words", name: value}
    answer = client.post(RULES, form)
    page = read(answer.content)
    assert answer.status_code == 422
    assert page.one("ul", id=f"{name}-error").text == sentence
    assert page.one("a", href=f"#{name}").text.endswith(sentence)
    again = form_of(answer, RULES)
    assert (again["tie_break"], again[name] if name != "criteria.clarity.sees" else [""]) == (
        ["2"],
        [value if name != "criteria.clarity.sees" else ""],
    )
    assert again["note"] == [form["note"]]
    assert track().present.number == 1


def test_a_reviewed_track_needs_a_reviewer_and_a_criterion(people):  # noqa: F811
    client = browser(people.managing)
    form = typed(client) | {"panel.un": "0", "panel.external": "0", "note": "Nobody"}
    form |= {f"criteria.{one.code}.remove": "on" for one in read_rules(track().present.rules).criteria}
    answer = client.post(RULES, form)
    assert answer.status_code == 422
    assert read(answer.content).one("ul", id="panel.un-error").text == "A reviewed track has at least one reviewer."
    assert read(answer.content).one("div", role="alert").text.endswith("A reviewed track asks about at least one criterion.")


def test_criteria_are_moved_and_taken_out(people):  # noqa: F811
    client = browser(people.managing)
    form = typed(client) | {"criteria.clarity.place": "1", "criteria.method.remove": "on", "note": "Shorter"}
    client.post(RULES, form)
    codes = [one["code"] for one in track().present.rules["criteria"]]
    assert codes == ["clarity", "gcm-relevance", "guiding-principles", "results-evidenced"]


def test_months_for_a_type_of_document_are_added(people):  # noqa: F811
    client = browser(people.managing)
    client.post(RULES, typed(client) | {"months_type": "report", "months_added": "48", "note": "Reports last"})
    assert read_rules(track().present.rules).months_for("document", "report") == 48


def test_words_are_changed_in_a_language_and_reviews_under_way_keep_theirs(people):  # noqa: F811
    submission = under_review(people)
    client = browser(people.managing)
    form = typed(client, CLARITY) | {"label.fr": "Limpidité", "levels.0.en": "Missing", "note": "Better French"}
    assert client.post(CLARITY, form).status_code == 302
    row = next(one for one in track().present.rules["criteria"] if one["code"] == "clarity")
    assert (row["label"]["fr"], row["levels"][0]["label"]["en"], len(row["levels"])) == ("Limpidité", "Missing", 6)
    submission.refresh_from_db()
    asked = frozen(read_rules(submission.rules.rules).criteria, "fr")
    assert "Limpidité" not in [one["label"] for one in asked]
    assert submission.rules.number == 1


def test_a_criterion_is_added_with_levels_and_asked(people):  # noqa: F811
    client, address = browser(people.managing), "/en/desk/tracks/R/criteria/new/"
    form = typed(client, address) | {"code": "cost", "label.en": "Cost", "note": "Money counts"}
    assert client.post(address, form).status_code == 302
    assert [one.code for one in read_rules(track().present.rules).criteria][-1] == "cost"
    twice = client.post(address, form | {"version": "2", "label.en": "Price"})
    assert twice.status_code == 422
    assert read(twice.content).one("ul", id="code-error").text.startswith("Write a code that is not used yet")


def test_words_in_english_and_rising_levels_are_needed(people):  # noqa: F811
    client = browser(people.managing)
    form = typed(client, CLARITY) | {"label.en": "", "levels.2.value": "9", "note": "x"}
    page = read(client.post(CLARITY, form).content)
    assert page.one("ul", id="label.en-error").text == "Write it at least in English."
    assert page.one("ul", id="levels-error").text.startswith("Give from 2 to 11 levels")


def test_one_scale_for_every_criterion(people):  # noqa: F811
    client = browser(people.managing)
    client.post(CLARITY, typed(client, CLARITY) | {"levels.0.en": "Absent", "same_levels": "on", "note": "One scale"})
    rules = track().present.rules
    firsts = {row["levels"][0]["label"]["en"] for group in ("criteria", "practice_criteria") for row in rules[group]}
    assert firsts == {"Absent"}


def test_the_checklist_is_changed(people):  # noqa: F811
    client, address = browser(people.managing), "/en/desk/tracks/L/checklist/"
    form = typed(client, address)
    form |= {f"checklist.0.{tag}": "" for tag in ("ar", "zh", "en", "fr", "ru", "es")}
    form |= {"checklist.5.code": "free", "checklist.5.en": "It costs nothing", "note": "Free things"}
    assert client.post(address, form).status_code == 302
    codes = [code for code, _ in read_rules(track("L").present.rules).checklist]
    assert codes == ["works", "described", "rights", "no-personal-data", "free"]


def test_of_two_editors_the_second_is_told_what_changed(people):  # noqa: F811
    second = type(people.managing).objects.create(name="Second Manager")
    grant_role(second, "managing-editor", by=SYSTEM)
    ours, theirs = browser(people.managing), browser(second)
    form = typed(theirs) | {"panel.un": "2", "note": "Two of the UN"}
    ours.post(RULES, typed(ours) | {"review_days": "20", "note": "More time"})
    answer = theirs.post(RULES, form)
    assert answer.status_code == 409
    assert "Days for a review: 14 days 20 days" in read(answer.content).one("div", role="alert").text
    again = form_of(answer, RULES)
    assert (again["panel.un"], again["version"], track().present.number) == (["2"], ["2"], 2)
    theirs.post(RULES, again)
    assert (track().present.number, track().present.rules["panel"]["un"]) == (3, 2)


def test_scripts_typed_into_rules_are_text(people):  # noqa: F811
    client = browser(people.managing)
    client.post(CLARITY, typed(client, CLARITY) | {"label.en": "<script>alert(1)</script>", "note": "<b>bold</b>"})
    page = client.get("/en/desk/tracks/R/").content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page


def test_days_of_a_track_are_working_days_where_the_life_cycle_counts_them(people):  # noqa: F811
    client = browser(people.managing)
    client.post(RULES, typed(client) | {"days.triage-escalation": "10", "days.changes-end": "50", "note": "More time"})
    submission = in_triage(people)
    due = running_deadlines("submission", [submission.public_id])[submission.public_id]
    assert due["triage-escalation"] == MONDAY + timedelta(days=14)
    assert due["triage-reminder"] == MONDAY + timedelta(days=3)
