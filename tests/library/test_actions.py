"""The life of a resource."""

import pytest
from django.db import IntegrityError, transaction

from gcmhub.core.actors import SYSTEM
from gcmhub.core.errors import NotPermitted
from gcmhub.library.actions import archive_resource, delete_resources, publish_resource, submit_for_review
from gcmhub.library.errors import NotReviewed, ResourceArchived
from gcmhub.library.models import Resource
from gcmhub.search.models import Entry
from tests.factories.records import record, shelve, shelved

pytestmark = pytest.mark.django_db


def test_publish_refuses_a_draft():
    draft = shelved(publish=False)
    with pytest.raises(NotReviewed):
        publish_resource(draft, by=SYSTEM, peer_review={"rounds": 1})
    draft.refresh_from_db()
    assert (draft.state, draft.public_since, Entry.objects.count()) == ("draft", None, 0)


def test_publish_refuses_a_review_that_says_nothing():
    with pytest.raises(NotReviewed):
        publish_resource(submit_for_review(shelved(publish=False), by=SYSTEM), by=SYSTEM)


def test_a_reviewed_resource_becomes_public_and_stands_before_its_unreviewed_equals():
    imported = shelved(id="a2")
    resource = submit_for_review(shelved(publish=False), by=SYSTEM)
    resource = publish_resource(resource, by=SYSTEM, peer_review={"date": "2026-01-02", "rounds": 1})
    assert (resource.state, resource.review_status) == ("published", "reviewed")
    assert resource.recommended_order < imported.recommended_order
    entry = Entry.objects.get(key=resource.public_id)
    assert entry.payload["rank"][2] == "peer-reviewed:2026"
    assert publish_resource(resource, by=SYSTEM, peer_review={"x": 1}).version == resource.version


def test_an_archived_resource_leaves_the_search_and_keeps_a_tombstone():
    resource = archive_resource(shelved(), by=SYSTEM, reason="Superseded")
    entry = Entry.objects.get()
    assert (entry.gone, entry.words, entry.payload) == (True, "", {})
    assert (resource.archived_reason, resource.state) == ("Superseded", "archived")
    with pytest.raises(ResourceArchived):
        publish_resource(resource, by=SYSTEM, peer_review={"rounds": 1})


def test_deleting_a_source_removes_it_with_its_history_and_nothing_else():
    shelve([record(1), record(2), record(3, source="other")])
    assert delete_resources("test", by=SYSTEM) == 2
    assert [row.source for row in Resource.objects.all()] == ["other"]
    assert {row.source for row in Resource.history.all()} == {"other"}
    assert Entry.objects.filter(gone=False).count() == 1


@pytest.mark.parametrize("verb", [submit_for_review, publish_resource])
def test_only_staff_and_the_system_act(verb):
    with pytest.raises(NotPermitted):
        verb(shelved(publish=False), by=None)
    with pytest.raises(NotPermitted):
        archive_resource(Resource.objects.get(), by=None, reason="x")


@pytest.mark.parametrize(
    "change",
    [
        {"state": "published", "public_since": None},
        {"state": "archived", "archived_at": None},
        {"kind": "paper"},
        {"scope": "world"},
        {"comprehensiveness": 4},
        {"source": "test", "external_id": "a2"},
    ],
)
def test_the_database_refuses_what_must_never_be(change):
    shelved(id="a2")
    resource = shelved()
    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(**change)
