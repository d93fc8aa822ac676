"""The roster in the back office: who may see and do what, what stays hidden, what is done once."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.accounts.actions import give_consent, grant_role
from gcmhub.accounts.models import Expertise, LanguageSkill, Profile
from gcmhub.core.actors import SYSTEM
from gcmhub.desk.roster import words
from gcmhub.notices.models import Notice
from gcmhub.review.actions import roster
from gcmhub.review.lives import ROSTER
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.roster import rows_of, standing_of
from gcmhub.review.rules.roster import SCREENING
from gcmhub.workflow.models import Event
from gcmhub.workflow.queries import history
from tests.review.conftest import (  # noqa: F401 - fixtures
    clock,
    django_db_setup,
    people,
    person,
    reviewer,
    under_review,
    write_review,
)
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser

pytestmark = pytest.mark.django_db
LISTS, TABLE, COVERAGE = "/en/desk/roster/", "/en/desk/roster/roster.csv", "/en/desk/coverage/"
STATEMENT = "I have recognised qualifications of nurses for twenty years, in four countries and for three ministries of labour."


def applicant(name="Ada Applicant", objective="18", language="ar"):
    """Somebody who has applied."""
    user = person(name)
    Expertise.objects.create(user=user, objective=objective, level=3, evidence="Wrote the law")
    LanguageSkill.objects.create(user=user, language=language, level="write")
    Profile.objects.create(user=user, sector="policy", gender="woman", country="FJI", regions=["africa"])
    give_consent(user, "gender-in-aggregate", by=user, text_version="2026-11", language="en")
    member = roster.begin_application(by=user)
    member = roster.save_application(member, {"statement": STATEMENT, "interests": "I own shares of a school."}, by=user)
    roster.submit_application(member, by=user)
    return member


def page_of(member):
    return f"{LISTS}{member.public_id}/"


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("address", [LISTS, TABLE, COVERAGE])
def test_only_editors_see_the_roster(people, client, address):  # noqa: F811
    assert "/accounts/login/" in client.get(address).headers["Location"]
    for user in (people.stranger, people.submitter, people.first):
        assert browser(user).get(address).status_code == 403
    for user in (people.editor, people.managing):
        assert browser(user).get(address).status_code == 200


def test_lists_count_and_show_each_state(people):  # noqa: F811
    applicant()
    client = browser(people.editor)
    assert "Ada Applicant" in text_of(client.get(LISTS))
    active = text_of(client.get(f"{LISTS}?state=active"))
    assert [name for name in ("Una Nations", "Rita First", "Rami Second", "Rosa Third") if name not in active] == []
    assert "Ada Applicant" not in active


def test_lists_are_narrowed_and_ordered(people):  # noqa: F811
    Expertise.objects.create(user=people.first, objective="18", level=2)
    client = browser(people.editor)
    assert names(client, "state=active&objective=18") == ["Rita First"]
    assert names(client, "state=active&origin=un") == ["Una Nations"]
    assert names(client, "state=active&language=en&sort=name") == ["Rami Second", "Rita First", "Rosa Third", "Una Nations"]
    assert names(client, "state=active&language=ar") == []
    assert names(client, "state=nonsense&objective=%00&sort=;") == []


def names(client, query):
    return [each.text for each in read(client.get(f"{LISTS}?{query}").content).all("h3")]


def test_an_application_that_was_not_sent_and_ones_own_place_are_in_no_list(people):  # noqa: F811
    begun = roster.begin_application(by=people.stranger)
    own = reviewer("Edwin Both")
    grant_role(own, "editor", by=SYSTEM)
    client = browser(own)
    pages = text_of(client.get(LISTS)) + text_of(client.get(f"{LISTS}?state=active"))
    assert [each for each in (begun.public_id, RosterMember.objects.get(user=own).public_id) if each in pages] == []
    assert client.get(f"{LISTS}?state=started").status_code == 200


def test_the_table_holds_what_the_list_holds(people):  # noqa: F811
    people.first.name = "=HYPERLINK()"
    people.first.save(update_fields=["name"])
    rows = list(csv.DictReader(io.StringIO(browser(people.managing).get(f"{TABLE}?state=active").content.decode("utf-8-sig"))))
    assert sorted(row["name"] for row in rows) == ["'=HYPERLINK()", "Rami Second", "Rosa Third", "Una Nations"]
    assert {(row["languages"], row["capacity"], row["state"]) for row in rows} == {("en:review", "2", "active")}
    assert {row["united_nations"] for row in rows if row["name"] == "Una Nations"} == {"1"}


def test_cells_are_gaps_in_words_and_the_language_is_chosen(people):  # noqa: F811
    Expertise.objects.create(user=people.first, objective="18", level=2)
    Profile.objects.create(user=people.first, regions=["africa"])
    page = text_of(browser(people.editor).get(f"{COVERAGE}?language=en"))
    assert page.count('<span class="gap">nobody</span>') == 23 * 5 - 1
    assert page.count("114 gaps") == 1
    assert "115 of 115 cells are gaps" in text_of(browser(people.editor).get(f"{COVERAGE}?language=nonsense"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["desk/roster/", "desk/roster/?state=active", "desk/coverage/"])
def test_pages_are_whole_in_every_language(people, language, path):  # noqa: F811
    applicant()
    response = browser(people.managing).get(f"/{language}/{path}")
    assert (response.status_code, len(read(response.content).all("h1"))) == (200, 1)


STEPS = (
    "screen",
    "tick",
    "ask",
    "score",
    "admit",
    "wait",
    "decline",
    "pause",
    "resume",
    "suspend",
    "reinstate",
    "remove",
    "retire",
)
FIVE = {"depth": "5", "breadth": "4", "experience": "3", "languages": "2", "integrity": "1"}


def do(client, member, name, *, stand=None, **values):
    member.refresh_from_db()
    values["stand"] = member.version if stand is None else stand
    return client.post(f"{page_of(member)}act/{name}/", values)


def state_of(member):
    member.refresh_from_db()
    return member.state


def told(response):
    return response.status_code, response.headers.get("Location", "").partition("?")[2]


def to_score(people, by=None):  # noqa: F811
    member, client = applicant(), browser(by or people.editor)
    do(client, member, "screen")
    do(client, member, "tick", checklist=[*SCREENING], then="pass-on")
    assert state_of(member) == "panel-scoring"
    return member


def test_an_application_goes_the_whole_way_on_the_page(people):  # noqa: F811
    member, client = to_score(people), browser(people.editor)
    assert told(do(client, member, "score", note="Solid.", **FIVE)) == (302, "done=score")
    managing = browser(people.managing)
    assert told(do(managing, member, "admit"))[0] == 422
    assert str(words.TOO_FEW) in text_of(managing.get(page_of(member)))
    do(managing, member, "score", **FIVE)
    assert told(do(client, member, "admit")) == (302, "passed=1")  # not an editor's to do
    assert told(do(managing, member, "admit")) == (302, "done=admit")
    assert state_of(member) == "onboarding"


def test_the_checklist_is_kept_and_only_a_whole_one_passes(people):  # noqa: F811
    member, client = applicant(), browser(people.editor)
    do(client, member, "screen")
    refused = do(client, member, "tick", checklist=["experience", "nonsense"], then="pass-on")
    assert (refused.status_code, state_of(member)) == (422, "screening")
    assert {code for code, on in member.screening.items() if on} == {"experience"}
    assert "Every line of the checklist has to be ticked." in text_of(refused)
    assert told(do(client, member, "tick", checklist=[])) == (302, "done=tick")


def test_an_applicant_is_asked_by_letter_and_what_is_refused_keeps_what_was_typed(people):  # noqa: F811
    member, client = applicant(), browser(people.editor)
    do(client, member, "screen")
    assert do(client, member, "ask", letter="   ").status_code == 422
    assert told(do(client, member, "ask", letter="Which ministries?")) == (302, "done=ask")
    assert Notice.objects.filter(user=member.user, template="review_roster_question").count() == 1
    page = text_of(client.get(page_of(member)))
    assert "Which ministries?" in page
    assert "Asked the applicant" in page
    member.refresh_from_db()
    managing = browser(people.managing)
    refused = do(managing, to_active(), "suspend", letter="Three reviews were never sent.")
    assert (refused.status_code, "Three reviews were never sent." in text_of(refused)) == (422, True)
    assert "Choose a reason." in text_of(refused)


def to_active(name="Amal Active"):
    return RosterMember.objects.get(user=reviewer(name))


def test_scores_of_others_are_hidden_until_ones_own_is_given_and_who_applies_sees_none(people):  # noqa: F811
    member = to_score(people)
    do(browser(people.editor), member, "score", note="SECRET-COMMENT", **FIVE)
    second = browser(people.second_editor)
    before = text_of(second.get(page_of(member)))
    assert ("SECRET-COMMENT" in before, "Edit Or" in before.partition('id="profile"')[0]) == (False, False)
    assert "shown once you have given yours" in before
    do(second, member, "score", **FIVE | {"depth": "0"})
    assert "SECRET-COMMENT" in text_of(second.get(page_of(member)))
    grant_role(member.user, "editor", by=SYSTEM)
    own = browser(member.user)
    assert own.get(page_of(member)).status_code == 404
    assert "SECRET-COMMENT" not in text_of(own.get("/en/roster/mine/"))
    assert {do(own, member, step).status_code for step in STEPS} == {404}
    assert state_of(member) == "panel-scoring"


def test_scores_are_whole_and_written_once(people):  # noqa: F811
    member, client = to_score(people), browser(people.editor)
    refused = do(client, member, "score", note="Half of it.", depth="9", breadth="3")
    assert (refused.status_code, "Half of it." in text_of(refused), member.scores.count()) == (422, True, 0)
    for _ in range(2):
        assert told(do(client, member, "score", **FIVE)) == (302, "done=score")
    assert history("roster", member.public_id).filter(action="score").count() == 1


def test_a_second_click_and_an_old_page_do_nothing(people):  # noqa: F811
    member, client = applicant(), browser(people.managing)
    stand = member.version
    assert told(do(client, member, "screen", stand=stand)) == (302, "done=screen")
    assert told(do(client, member, "screen", stand=stand)) == (302, "passed=1")
    late = do(client, member, "decline", stand=stand, letter="A long letter", reason="experience")
    assert (late.status_code, "A long letter" in text_of(late), state_of(member)) == (409, True, "screening")
    assert history("roster", member.public_id).filter(action="screen").count() == 1


def test_members_are_suspended_appeal_and_come_back(people):  # noqa: F811
    member, client = to_active(), browser(people.managing)
    assert told(do(client, member, "pause", until="2026-01-01"))[0] == 422
    assert told(do(client, member, "pause", until="tomorrow"))[0] == 422
    assert told(do(client, member, "pause", until="2026-09-01")) == (302, "done=pause")
    assert told(do(client, member, "resume")) == (302, "done=resume")
    assert told(do(client, member, "suspend", reason="no-shows", letter="Three times.")) == (302, "done=suspend")
    member.refresh_from_db()
    roster.appeal(member, "I was ill in hospital.", by=member.user)
    page = text_of(client.get(page_of(member)))
    assert page.index("I was ill in hospital.") < page.index('id="profile"')
    assert "There is an appeal" in text_of(client.get(f"{LISTS}?state=suspended"))
    assert told(do(client, member, "reinstate")) == (302, "done=reinstate")
    assert "There is an appeal" not in text_of(client.get(f"{LISTS}?state=active"))
    do(client, member, "suspend", reason="breach", letter="Again.")
    assert told(do(client, member, "remove", reason="breach", letter="For good.")) == (302, "done=remove")
    assert state_of(member) == "removed"


def test_the_page_offers_exactly_what_the_life_gives(people):  # noqa: F811
    members = [applicant(), to_active(), RosterMember.objects.get(user=people.un)]
    roster.pause(members[2], by=people.un, until=None)
    for user in (people.editor, people.managing):
        for member in members:
            offered = set(re.findall(r"/act/([\w-]+)/", text_of(browser(user).get(page_of(member)))))
            assert offered == set(ROSTER.actions_of(user, member))
    do(browser(people.managing), members[0], "screen")
    offered = set(re.findall(r"/act/([\w-]+)/", text_of(browser(people.managing).get(page_of(members[0])))))
    assert offered == {"tick", "ask", "decline"}  # the checklist passes it on


def test_an_application_says_which_gaps_it_would_fill(people):  # noqa: F811
    member, client = applicant(), browser(people.editor)
    found = read(client.get(page_of(member)).content).all("table")[0].text
    assert [part in found for part in ("18", "Arabic", "Africa")] == [True, True, True]
    Expertise.objects.create(user=people.first, objective="18", level=2)
    LanguageSkill.objects.create(user=people.first, language="ar", level="review")
    Profile.objects.create(user=people.first, regions=["africa"])
    assert "active members cover all of it already" in text_of(client.get(page_of(member)))


def test_tasks_of_submissions_that_an_editor_does_not_handle_are_not_told(people):  # noqa: F811
    submission = under_review(people)
    member = RosterMember.objects.get(user=people.first)
    assert submission.reference in text_of(browser(people.editor).get(page_of(member)))
    grant_role(people.submitter, "editor", by=SYSTEM)
    page = text_of(browser(people.submitter).get(page_of(member)))
    assert (submission.reference in page, "Rita First" in page) == (False, True)


def test_figures_say_how_somebody_reviews(people):  # noqa: F811
    submission = under_review(people)
    task = submission.assignments.get(reviewer=people.first)
    write_review(task)
    standing = standing_of(people.first)
    assert (standing.figures.done, standing.figures.on_time, standing.answered_in, standing.rating) == (1, 1, 0.0, None)
    type(task).objects.filter(pk=task.pk).update(rating=4)
    assert (standing_of(people.first).rating, standing_of(people.first).rated) == (4.0, 1)
    row = rows_of([RosterMember.objects.get(user=people.first)], people.editor)[0]
    assert (row.load, row.done, row.on_time) == (1, 1, 1)


def test_no_page_and_no_table_says_gender_or_country_of_anybody(people):  # noqa: F811
    """The same pages, letter for letter, whatever somebody said of themselves."""
    member = to_score(people)
    client = browser(people.managing)
    addresses = [page_of(member), f"{LISTS}?state=panel-scoring", f"{TABLE}?state=panel-scoring", COVERAGE]
    seen = {
        (gender, country): pages_as(client, member, addresses, gender=gender, country=country)
        for gender in ("woman", "man", "other", "")
        for country in ("FJI", "KEN")
    }
    assert len(set(seen.values())) == 1


def pages_as(client, member, addresses, **said):
    Profile.objects.filter(user=member.user).update(**said)
    pages = "".join(text_of(client.get(address)) for address in addresses)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", pages)


def test_looking_changes_nothing(people):  # noqa: F811
    member, client = to_score(people), browser(people.managing)
    events = Event.objects.count()
    for address in (LISTS, TABLE, COVERAGE, page_of(member)):
        client.get(address)
        client.head(address)
    assert {client.get(f"{page_of(member)}act/{step}/").status_code for step in STEPS} == {405}
    assert (Event.objects.count(), state_of(member)) == (events, "panel-scoring")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_place_is_whole_in_every_language(people, language):  # noqa: F811
    member = to_score(people)
    do(browser(people.editor), member, "score", note="Solid.", **FIVE)
    response = browser(people.managing).get(f"/{language}/desk/roster/{member.public_id}/")
    assert (response.status_code, len(read(response.content).all("h1"))) == (200, 1)


def test_long_lists_cost_no_more_queries(people, django_assert_num_queries):  # noqa: F811
    with CaptureQueriesContext(connection) as three:
        rows_of(RosterMember.objects.select_related("user")[:1], people.editor)
    for number in range(3):
        reviewer(f"Member Nr{number}")
    with django_assert_num_queries(len(three)):
        rows_of(RosterMember.objects.select_related("user"), people.editor)


def enrol(client, **values):
    return client.post(f"{LISTS}enrol/", values)


def test_managing_editors_put_people_on_the_roster_once(people):  # noqa: F811
    client, address = browser(people.managing), "stan@stranger.example"
    assert enrol(browser(people.editor), email=address, capacity="2").status_code == 403
    refused = enrol(client, email="nobody@example.org", capacity="99")
    assert (refused.status_code, "nobody@example.org" in text_of(refused)) == (422, True)
    assert [str(words.ERRORS[code]) in text_of(refused) for code in ("unknown-address", "capacity")] == [True, True]
    assert enrol(client, email="mana@ging.example", capacity="2").status_code == 422  # oneself
    assert told(enrol(client, email=address.upper(), capacity="4", is_un="on")) == (302, "done=enrol")
    found = RosterMember.objects.get(user=people.stranger)
    assert (found.state, found.capacity, found.is_un) == ("active", 4, True)
    again = enrol(client, email=address, capacity="2")
    assert (again.status_code, str(words.ERRORS["on-the-roster"]) in text_of(again)) == (422, True)
    assert not RosterMember.objects.filter(user=people.managing).exists()
