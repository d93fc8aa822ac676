"""How many queries a page costs: pinned, and the same for one row and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.conftest import index

pytestmark = pytest.mark.django_db
EVENT = {"start": "2099-01-02T10:00:00", "timezone": "UTC"}


def rows(count):
    return [
        *(
            record(
                number,
                objectives=["18"],
                countries=["KEN"],
                actions=["18a"],
                principles=["human-rights"],
                keywords={"en": ["skills"]},
            )
            for number in range(1, count + 1)
        ),
        *(
            record(number, kind="event", event=EVENT, objectives=["18"], countries=["KEN"])
            for number in range(101, 101 + count)
        ),
    ]


def cost(visitor, address):
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 5),  # the five newest, what was reviewed last, the next events, what cards read of them, open calls
        ("search/", 1),
        ("search/?q=title&kind=document", 1),
        ("objectives/", 1),
        ("objectives/18/", 4),  # one row of the list, one query for each section that is not empty, open calls
        ("countries/", 1),
        ("countries/KEN/", 3),
        ("regions/africa/", 3),
        ("principles/", 1),
        ("principles/human-rights/", 2),
        ("about/", 0),
    ],
)
def test_a_page_costs_the_same_for_one_row_and_for_three(empty, visitor, path, queries):
    shelve(rows(1))
    index()
    visitor.get("/en/about/")
    one = cost(visitor, f"/en/{path}")
    shelve(rows(3))
    index()
    three = cost(visitor, f"/es/{path}")
    assert (one, three) == (queries, queries)


def test_a_resource_costs_the_same_with_one_relation_and_with_three(empty, visitor):
    shelve([record(9)])
    for count, number in ((1, 20), (3, 30)):
        shelve([record(number + each) for each in range(1, count + 1)])
        shelve([record(number, relations=[{"type": "isPartOf", "id": f"a{number + each}"} for each in range(1, count + 1)])])
    index()
    costs = [cost(visitor, f"/en/resources/{Resource.objects.get(external_id=f'a{number}').public_id}/") for number in (20, 30)]
    assert costs[0] == costs[1]
    assert costs[0] <= 18
