"""Home: what was reviewed last, and what migrants find."""

from datetime import timedelta

import pytest
import time_machine

from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.library.actions import archive_resource, publish_resource, submit_for_review
from tests.factories.records import record, shelve, shelved
from tests.web.conftest import LANGUAGES, index
from tests.web.html import read

pytestmark = pytest.mark.django_db


def home(visitor, language="en"):
    answer = visitor.get(f"/{language}/")
    assert answer.status_code == 200
    return read(answer.content)


def reviewed(name, days):
    """A resource whose review ends some days from now."""
    resource = submit_for_review(shelved(publish=False, id=name, title={"en": name}), by=SYSTEM)
    with time_machine.travel(now() + timedelta(days=days)):
        return publish_resource(resource, by=SYSTEM, peer_review={"date": "2026-03-12", "rounds": 1})


def block(root, name):
    return [each for each in root.all("section") if each.attributes.get("aria-labelledby") == name]


def test_what_was_reviewed_last_comes_first_and_only_what_was_reviewed(empty, visitor):
    shelve([record(1, title={"en": "Imported"})])
    for name, days in (("Early", 1), ("Late", 3), ("Middle", 2)):
        reviewed(name, days)
    archive_resource(reviewed("Gone", 5), by=SYSTEM, reason="withdrawn")
    index()
    (found,) = block(home(visitor), "reviewed")
    assert [title.text for title in found.all("h3", class_="card__title")] == ["Late", "Middle", "Early"]
    assert "/en/how-we-review/" in [link.attributes["href"] for link in found.all("a")]


def test_five_reviewed_resources_are_shown(empty, visitor):
    for number in range(7):
        reviewed(f"Number {number}", number)
    index()
    (found,) = block(home(visitor), "reviewed")
    assert [title.text for title in found.all("h3", class_="card__title")] == [f"Number {number}" for number in (6, 5, 4, 3, 2)]


def test_without_a_review_the_block_is_left_out_and_the_newest_are_there(filled, visitor):
    root = home(visitor)
    assert block(root, "reviewed") == []
    assert len(block(root, "latest")[0].all("h3", class_="card__title")) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_migrants_find_leads_to_pages_that_are_there(filled, visitor, language):
    root = home(visitor, language)
    (title,) = [each for each in root.all("h2") if each.attributes.get("id") == "migrants"]
    links = [link.attributes["href"] for link in title.parent.all("a")]
    assert links == [
        f"/{language}/{path}"
        for path in ("countries/", "objectives/18/", "objectives/3/", "objectives/15/", "objectives/14/", "contact/")
    ]
    assert {visitor.get(link).status_code for link in links} == {200}
