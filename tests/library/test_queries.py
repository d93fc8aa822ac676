"""What readers find, and that nobody finds what is not public."""

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.errors import ResourceArchived, ResourceUnknown
from gcmhub.library.queries import Selection, resource_page, search_resources, stored_file, upcoming_events
from gcmhub.search import actions as search_actions
from tests.factories.records import FULL, record, shelve, shelved

pytestmark = pytest.mark.django_db


def found(**choice):
    return search_resources(Selection(**choice))


def index():
    search_actions.Indexer().run(once=True)


def test_more_comprehensive_and_global_resources_come_first(hub_index):
    shelve(
        [
            record(1, scope="national", countries=["KEN"]),
            record(2, scope="global", objectives=["18", "1", "2", "3", "5"]),
            record(3, scope="global"),
            record(4, scope="regional", regions=["africa"], objectives=["18", "5"]),
        ]
    )
    index()
    assert [card.external_id for card in found().items] == ["a2", "a4", "a3", "a1"]


def test_a_card_says_why_it_stands_there(hub_index):
    shelve([FULL])
    index()
    assert found().items[0].rank_reason.codes == ("scope:multi-regional", "actions:2", "imported", "published:2021")


def test_texts_come_in_the_readers_language_else_in_the_original_one(hub_index):
    shelve([FULL])
    index()
    assert found(language="ar").items[0].title.language == "ar"
    assert found(language="ar").items[0].abstract.language == "en"
    assert found(language="ru").items[0].title.language == "en"
    assert found(language="zh-hans").items[0].title.language == "en"


def test_global_among_the_countries_means_the_scope(hub_index):
    shelve([record(1, scope="global"), record(2, countries=["KEN"])])
    index()
    assert [card.external_id for card in found(filters={"country": ("global",)}).items] == ["a1"]
    labels = {value.value: value.label for value in found().facets["country"]}
    assert labels == {"global": "Global", "KEN": "Kenya"}


def test_a_question_in_one_language_finds_texts_in_others_when_it_finds_little(hub_index):
    shelve([record(1, title={"fr": "Reconnaissance des qualifications"}), record(2, title={"en": "Remittances"})])
    index()
    answer = found(text="recognition of qualifications")
    assert [card.external_id for card in answer.items] == ["a1"]


def test_the_sort_by_date_puts_the_undated_last(hub_index):
    shelve([record(1), record(2, published="2020"), record(3, published="2020-05"), record(4, published="2021")])
    index()
    assert [card.external_id for card in found(order="newest").items] == ["a4", "a3", "a2", "a1"]


def test_the_number_of_queries_does_not_grow_with_the_rows(hub_index, django_assert_num_queries):
    shelve([record(number) for number in range(3)])
    index()
    for size in (1, 3):
        with django_assert_num_queries(1):
            assert len(found(page_size=size).items) == size


def test_a_page_shows_everything_and_related_resources_both_ways():
    shelve([FULL, record(0)])
    page = resource_page(_id("a1"), "ar")
    assert [text.language for text in page.texts] == ["en", "ar"]
    assert [(row.type, row.inverse, row.card.external_id) for row in page.related] == [("isPartOf", False, "a0")]
    assert [(row.inverse, row.card.external_id) for row in resource_page(_id("a0"), "en").related] == [(True, "a1")]


def _id(external_id):
    from gcmhub.library.models import Resource

    return Resource.objects.get(external_id=external_id).public_id


def test_a_draft_is_unknown_to_readers_and_no_relation_leads_there():
    draft = shelved(id="a0", publish=False)
    shelve([FULL])
    with pytest.raises(ResourceUnknown):
        resource_page(draft.public_id, "en")
    assert [row.card for row in resource_page(_id("a1"), "en").related] == [None]


def test_an_archived_resource_leaves_a_tombstone():
    resource = archive_resource(shelved(), by=SYSTEM, reason="Superseded")
    with pytest.raises(ResourceArchived) as gone:
        resource_page(resource.public_id, "en")
    assert gone.value.details["reason"] == "Superseded"


def test_an_archived_draft_was_never_public_and_stays_unknown():
    resource = archive_resource(shelved(publish=False), by=SYSTEM, reason="Spam")
    with pytest.raises(ResourceUnknown):
        resource_page(resource.public_id, "en")


def test_files_of_drafts_are_not_delivered(data_folder):
    (data_folder / "a.txt").write_text("Hello", encoding="utf-8")
    shelve([record(1, files=[{"path": "a.txt"}])], folder=data_folder, publish=False)
    from gcmhub.library.models import ResourceFile

    file = ResourceFile.objects.get()
    with pytest.raises(ResourceUnknown):
        stored_file(file.public_id)
    shelve([record(1, files=[{"path": "a.txt"}])], folder=data_folder)
    assert stored_file(ResourceFile.objects.get().public_id).original_name == "a.txt"


def test_coming_and_running_events_come_in_order_and_past_ones_stay_out():
    from datetime import UTC, datetime

    shelve(
        [
            record(1, kind="event", event={"start": "2026-01-01"}),
            record(2, kind="event", event={"start": "2027-01-01"}),
            record(3, kind="event", event={"start": "2026-12-01"}),
            record(4, kind="event", event={"start": "2026-05-30", "end": "2026-06-02"}),
            record(5, kind="event", event={"start": "2026-05-01", "end": "2026-05-03"}),
        ]
    )
    found = upcoming_events("en", datetime(2026, 6, 1, tzinfo=UTC))
    assert [card.external_id for card in found] == ["a4", "a3", "a2"]


def test_everything_can_be_described_anew_by_the_operator(hub_index):
    from io import StringIO

    from django.core.management import call_command

    from gcmhub.search.models import Entry

    shelve([record(number) for number in range(3)])
    shelve([record(9)], publish=False)
    Entry.objects.update(payload={}, texts=[])
    out = StringIO()
    call_command("rebuild_index", "--prepare", stdout=out, stderr=StringIO())
    assert out.getvalue() == "resources: 3 documents\n"
    assert {card.title.text for card in found().items} == {"Title 0", "Title 1", "Title 2"}
