"""The roster in the back office: who may see and do what, what stays hidden, what is done once."""

import csv
import io

import pytest

from gcmhub.accounts.actions import give_consent
from gcmhub.accounts.models import Expertise, LanguageSkill, Profile
from gcmhub.review.actions import roster
from gcmhub.review.models import RosterMember
from tests.review.conftest import clock, django_db_setup, people, person, reviewer  # noqa: F401 - fixtures
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
    from gcmhub.accounts.actions import grant_role
    from gcmhub.core.actors import SYSTEM

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
