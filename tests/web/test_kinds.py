"""Lists of one kind: what their cards say, how few filters narrow them, what they cost."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.records import record, shelve
from tests.web.conftest import index
from tests.web.html import read

pytestmark = pytest.mark.django_db
LISTS = {"practices": "practice", "projects": "project", "training": "training", "videos": "video"}
PROJECT = {
    "start": "2021-01",
    "end": "2026-12-31",
    "partners": ["Council of Nurses", "Port Authority"],
    "donors": ["Example Fund"],
    "iati_identifier": "XM-DAC-1-7",
}


@pytest.fixture
def shelf(empty):
    shelve(
        [
            record(1, kind="project", project=PROJECT, countries=["KEN"]),
            record(2, kind="project", project={"status": "suspended", "start": "2020"}, countries=["PHL"], objectives=["6"]),
            record(
                3,
                kind="training",
                training={"mode": "in person or online", "duration": "5 days", "cost": "free", "certificate": True},
            ),
            record(
                4,
                kind="practice",
                practice={"implementer": "Ministry", "status": "mostly completed", "results": {"en": "Six weeks."}},
            ),
            record(5, kind="video", video={"duration": 90, "captions": ["ar"]}),
            record(6),
        ]
    )
    index()


def cards(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 200
    page = read(answer.content)
    rows = {}
    for row in page.one("ol", class_="cards").all("li"):
        facts = [each.text for each in row.all("div")]
        rows[row.one("h3").text] = facts
    return rows


@pytest.mark.parametrize(("name", "kind"), LISTS.items())
def test_a_list_holds_its_kind_and_nothing_else(shelf, visitor, name, kind):
    numbers = {"project": {"Title 1", "Title 2"}, "training": {"Title 3"}, "practice": {"Title 4"}, "video": {"Title 5"}}
    assert set(cards(visitor, f"/en/{name}/")) == numbers[kind]


def test_cards_of_projects_tell_where_they_stand_by_word_or_by_dates(shelf, visitor):
    with time_machine.travel("2026-12-30", tick=False):
        running = cards(visitor, "/en/projects/")
    assert running["Title 1"] == [
        "Status Ongoing",
        "Dates January 2021 – 31 December 2026",
        "Partners Council of Nurses , Port Authority",
        "Donors Example Fund",
    ]
    assert running["Title 2"][:2] == ["Status Suspended", "Dates from 2020"]
    with time_machine.travel("2027-01-01", tick=False):
        assert cards(visitor, "/fr/projects/")["Title 1"][0] == "État Terminé"


def test_words_of_training_are_told_in_the_readers_language(shelf, visitor):
    assert cards(visitor, "/en/training/")["Title 3"] == [
        "Mode In person, Online", "Duration 5 days", "Cost Free of charge", "Certificate Yes",
    ]  # fmt: skip
    assert cards(visitor, "/es/training/")["Title 3"][1:3] == ["Duración 5 días", "Costo Gratuito"]


def test_filters_stand_in_the_address_and_other_groups_are_left_alone(shelf, visitor):
    assert set(cards(visitor, "/en/projects/?country=PHL")) == {"Title 2"}
    assert set(cards(visitor, "/en/projects/?kind=document&objective=18&objective=6")) == {"Title 1", "Title 2"}
    page = read(visitor.get("/en/projects/?country=PHL").content)
    options = {each.attributes["name"]: [row.text for row in each.all("option")][1:] for each in page.all("select")}
    assert options["country"] == ["Kenya (1)", "Philippines (1)"]
    assert [row.text for row in page.one("select", name="country").all("option", selected="")] == ["Philippines (1)"]
    assert page.one("a", class_="chip--all").attributes["href"] == "/en/projects/"


def test_what_a_list_cannot_do_has_its_status(shelf, visitor):
    assert visitor.get("/en/projects/?country=XXX").status_code == 422
    assert visitor.get("/en/training/?page=2").status_code == 404
    assert visitor.get("/en/videos/?objective=%ff").status_code == 400
    assert visitor.get("/en/videos/?country=FJI").status_code == 200


def test_practices_come_with_what_the_hub_takes_as_one(shelf, visitor):
    page = read(visitor.get("/en/practices/").content)
    assert [len(each.all("li")) for each in page.all("ul", class_="quiet-list")] == [5]
    assert page.one("meta", name="description").attributes["content"].startswith("What governments and others have tried")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_one_query_for_one_row_and_for_three_and_practices_one_for_calls(empty, visitor, name):
    costs = []
    for count in (1, 3):
        shelve([record(number, kind=LISTS[name], countries=["KEN"]) for number in range(1, count + 1)])
        index()
        visitor.get("/en/about/")
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(f"/{'en' if count == 1 else 'es'}/{name}/?objective=18").status_code == 200
        costs.append(len(queries))
    assert costs == ([2, 2] if name == "practices" else [1, 1])
