"""The roster's pages: what everybody reads, and one's own place from the application to the last day."""

import pytest

from gcmhub.accounts.models import Expertise, LanguageSkill, Profile
from gcmhub.review.actions import roster
from gcmhub.review.models import RosterMember
from gcmhub.review.queries.coverage import balance, coverage, floored, parts
from tests.review.conftest import clock, django_db_setup, people, reviewer  # noqa: F401 - fixtures
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.test_reviews import browser, demonstration, everything  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
MINE = "/en/roster/mine/"
STEPS = ("apply", "save", "submit", "begin-membership", "renew", "pause", "resume", "retire", "appeal")


def post(client, name, **values):
    return client.post(f"/en/roster/mine/{name}/", values)


def state_of(user):
    return RosterMember.objects.get(user=user).state


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_what_the_roster_is_and_no_name(people, visitor, language):  # noqa: F811
    response = visitor.get(f"/{language}/roster/")
    page = response.content.decode()
    assert (response.status_code, len(read(response.content).all("h1"))) == (200, 1)
    assert [name for name in ("Una", "Rita", "Rami", "Rosa") if name in page] == []


def test_cells_without_anybody_are_gaps(people):  # noqa: F811
    for user in (people.first, people.second):
        Expertise.objects.create(user=user, objective="18", level=2)
        Profile.objects.update_or_create(user=user, defaults={"regions": ["africa"], "countries": ["FRA"]})
    found = coverage()
    assert (found.cells["18", "en", "africa"], found.cells["18", "en", "europe"], found.total) == (2, 2, 4)
    assert (found.count("18", language="en"), found.count("18", language="ru"), found.count("1")) == (2, 0, 0)
    assert len(found.gaps) == 23 * 6 * 5 - 2
    RosterMember.objects.filter(user=people.first).update(state="paused")
    assert coverage().cells["18", "en", "africa"] == 1


def test_small_groups_and_what_would_give_them_away_are_not_told(people):  # noqa: F811
    assert [floored(count, 12) for count in (0, 1, 4, 5, 7, 8, 11, 12)] == [0, None, None, 5, 7, None, None, 12]
    assert parts({"a": 9, "b": 3}, 12) == {"a": None, "b": None}
    assert parts({"a": 7, "b": 5, "c": 0}, 12) == {"a": 7, "b": 5, "c": 0}
    assert (balance().total, balance().origin) == (None, {"un": None, "external": None})
    for number in range(6):
        reviewer(f"Member Nr{number}")
    assert (balance().total, balance().origin, balance().languages["en"]) == (10, {"un": None, "external": None}, 10)


def test_an_application_says_what_it_lacks_and_is_sent_once(people):  # noqa: F811
    user, client = people.stranger, browser(people.stranger)
    assert post(client, "submit").status_code == 404
    for _ in range(2):
        assert post(client, "apply").status_code == 302
    page = client.get(MINE).content.decode()
    assert ("/en/accounts/expertise/" in page, "/en/accounts/profile/" in page) == (True, True)
    statement = "I led the recognition of qualifications. " * 5
    lacking = post(client, "submit", statement=statement, interests="", capacity="3", consent="on")
    assert lacking.status_code == 422
    Expertise.objects.create(user=user, objective="18", level=2)
    LanguageSkill.objects.create(user=user, language="en", level="review")
    Profile.objects.create(user=user, sector="policy")
    for _ in range(2):
        assert post(client, "submit", statement=statement, capacity="3", consent="on").status_code == 302
    member = RosterMember.objects.get(user=user)
    assert (member.state, member.capacity, member.statement) == ("submitted", 3, statement)
    assert user.consents.filter(purpose="roster").count() == 1


def test_no_application_is_sent_without_consent_and_what_was_typed_stays(people):  # noqa: F811
    client = browser(people.stranger)
    post(client, "apply")
    response = post(client, "submit", statement="Half a sentence", capacity="3")
    assert (response.status_code, state_of(people.stranger)) == (422, "started")
    assert read(response.content).one("textarea", id="statement").text.strip() == "Half a sentence"
    assert post(client, "save", capacity="99").status_code == 422


def test_a_member_begins_pauses_comes_back_renews_and_leaves(people):  # noqa: F811
    user, client = people.first, browser(people.first)
    RosterMember.objects.filter(user=user).update(state="onboarding")
    assert post(client, "begin-membership", capacity="4").status_code == 422
    post(client, "begin-membership", capacity="4", code_of_conduct="on")
    assert (state_of(user), RosterMember.objects.get(user=user).capacity) == ("active", 4)
    assert post(client, "pause", until="2020-01-01").status_code == 422
    assert post(client, "pause", until="soon").status_code == 422
    post(client, "pause", until="2026-06-01")
    assert state_of(user) == "paused"
    post(client, "resume")
    roster.fall_due(RosterMember.objects.get(user=user))
    assert post(client, "renew").status_code == 422
    post(client, "renew", code_of_conduct="on")
    assert state_of(user) == "active"
    for _ in range(2):
        post(client, "retire")
    assert state_of(user) == "retired"


def test_who_is_suspended_may_appeal_and_says_why(people):  # noqa: F811
    member = RosterMember.objects.get(user=people.first)
    roster.suspend(member, by=people.managing, reason="no-shows", letter="Three times")
    client = browser(people.first)
    assert post(client, "appeal", letter=" ").status_code == 422
    assert post(client, "appeal", letter="I was ill").status_code == 302


def test_no_link_changes_anything_by_being_opened(people, visitor):  # noqa: F811
    client = browser(people.first)
    before = everything()
    for method in (client.get, client.head):
        assert [method(path).status_code for path in (MINE, "/en/roster/")] == [200, 200]
        assert {method(f"/en/roster/mine/{name}/").status_code for name in STEPS} == {405}
    assert everything() == before
    assert {visitor.post(f"/en/roster/mine/{name}/").status_code for name in STEPS} == {302}
