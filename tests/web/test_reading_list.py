"""A reader's own list: shown from its address, in its order, and only what is public."""

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.conftest import index
from tests.web.html import read

pytestmark = pytest.mark.django_db


def page(visitor, *ids):
    answer = visitor.get("/en/reading-list/", {"id": ids})
    assert answer.status_code == 200
    return read(answer.content)


def titles(page):
    return [title.text for title in page.all("h2", class_="card__title")]


def test_the_list_is_in_the_order_of_its_address_and_each_row_can_be_taken_off(empty, visitor, django_assert_num_queries):
    shelve([record(1, title={"en": "One"}), record(2, title={"en": "Two"}), record(3, title={"en": "Three"})])
    index()
    ids = {row.external_id: row.public_id for row in Resource.objects.all()}
    one, two = (ids[record(number)["id"]] for number in (1, 2))
    with django_assert_num_queries(1):
        found = page(visitor, two, one, two)
    assert titles(found) == ["Two", "One"]
    links = [link.attributes["href"] for link in found.all("a") if "data-reading-drop" in link.attributes]
    assert links == [f"/en/reading-list/?id={one}", f"/en/reading-list/?id={two}"]


def test_what_is_not_public_is_counted_and_not_shown(empty, visitor):
    shelve([record(1, title={"en": "One"}), record(2, title={"en": "Secret"})])
    index()
    rows = list(Resource.objects.order_by("pk"))
    archive_resource(rows[1], by=SYSTEM, reason="withdrawn")
    found = page(visitor, *(row.public_id for row in rows), "<script>", "x" * 5000)
    assert titles(found) == ["One"]
    assert "1 resource is no longer in the Hub." in found.text
    assert "Secret" not in found.text


def test_a_list_has_an_end(empty, visitor):
    assert "100 resources are no longer in the Hub." in page(visitor, *map(str, range(150))).text
