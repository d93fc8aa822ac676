"""Calls for practices in the API: the same that pages show, by the same clock."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import withdraw_call
from gcmhub.library.models import Call
from tests.api.conftest import index
from tests.factories.calls import FULL_CALL, announced
from tests.factories.records import record, shelve

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def calls(empty):
    announced(**FULL_CALL | {"id": "open"})
    announced(id="coming", opens="2027-04-01", closes="2027-05-01", objectives=["6"])
    announced(id="closed", opens="2026-01-01", closes="2026-02-01", countries=["KEN"])
    announced(id="draft", publish=False)
    shelve([record(1, kind="practice", practice={"call": "closed"})])
    index()
    return dict(Call.objects.values_list("external_id", "public_id"))


def names(api, **parameters):
    return [row["external_id"] for row in api.get("calls", **parameters)["items"]]


def test_calls_are_listed_by_deadline_and_narrowed_by_state_and_subject(calls, api):
    assert names(api) == ["open", "coming", "closed"]
    assert names(api, state="open") == ["open"]
    assert names(api, state=["coming", "closed"]) == ["coming", "closed"]
    assert names(api, objective=["6", "1"]) == ["open", "coming"]
    assert names(api, objective="6", country="KEN") == ["open"]
    assert names(api, region="africa", state="closed") == []
    assert names(api, page=2, page_size=2) == ["closed"]
    assert names(api, page=999_999) == []
    assert api.get("calls", page_size=1)["total"] == 3


def test_a_call_tells_its_times_as_given_and_as_moments(calls, api):
    row = api.get("calls", lang="ar", state="open")["items"][0]
    assert (row["title"], row["language"], row["languages"]) == ("ممارسات التوظيف العادل", "ar", ["fr", "en", "ar"])
    assert (row["state"], row["closes"], row["timezone"]) == ("open", "2027-03-31T17:30", "Africa/Nairobi")
    assert row["closes_at"] == "2027-03-31T17:30:00+03:00"
    assert api.get("calls", state="closed")["items"][0]["closes_at"] == "2026-02-02T00:00:00+03:00"


def test_a_whole_call_has_every_text_and_the_practices_that_came_of_it(calls, api):
    whole = api.get(f"calls/{calls['open']}")
    assert (whole["contact"], whole["criteria"]) == ("calls@example.org", "Results that were measured count most.")
    assert {tag: text["origin"] for tag, text in whole["texts"].items()} == {"fr": "original", "en": "human", "ar": "human"}
    assert whole["practices"] == []
    assert [row["external_id"] for row in api.get(f"calls/{calls['closed']}")["practices"]] == ["a1"]


def test_neither_drafts_nor_withdrawn_calls_are_shown(calls, api):
    for name in (calls["draft"], "nothing"):
        response = api.ask(f"calls/{name}")
        assert (response.status_code, response.json()) == (404, {"detail": "no such call"})
    withdraw_call(Call.objects.get(external_id="open"), by=SYSTEM, reason="Merged")
    response = api.ask(f"calls/{calls['open']}")
    assert (response.status_code, response.json()) == (410, {"detail": "Merged", "withdrawn": "2027-03-10"})
    assert names(api) == ["coming", "closed"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("state=soon", "state"), ("objective=24", "objective"), ("country=global", "country"), ("page=0", "page"), ("q=a", "q")],
)
def test_what_cannot_be_asked_is_refused(calls, api, query, name):
    assert set(api.refused("calls", query)) == {name}


def test_a_list_costs_the_same_for_one_call_and_for_three(empty, api):
    costs = []
    for count in (1, 3):
        for number in range(count):
            announced(id=f"{count}-{number}", objectives=["6"])
        with CaptureQueriesContext(connection) as queries:
            api.get("calls")
        costs.append(len(queries))
    assert costs == [6, 6]
