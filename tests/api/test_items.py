"""What a resource looks like in a listing."""

import shutil

import pytest

from gcmhub.library.models import Resource
from tests.api.conftest import index
from tests.factories.records import FULL, record, shelve

pytestmark = pytest.mark.django_db


def test_an_item_says_what_its_record_says(api, empty):
    shelve([FULL])
    index()
    item = api.resources()["items"][0]
    assert item.pop("id") == Resource.objects.get().public_id
    assert item == {
        "source": "test",
        "external_id": "a1",
        "kind": "document",
        "document_type": "report",
        "title": "Recognition of skills",
        "language": "en",
        "languages": ["en", "ar"],
        "abstract": "How countries recognise what migrant workers can do.",
        "url": "https://example.org/report",
        "published": "2021-03",
        "scope": "multi-regional",
        "objectives": ["18", "5"],
        "countries": ["KEN", "PHL", "XKX"],
        "rank_reason": {
            "text": "Multi-regional · 2 actions · imported, not peer reviewed · 2021",
            "codes": ["scope:multi-regional", "actions:2", "imported", "published:2021"],
        },
        "score": None,
        "highlights": {},
    }


def test_what_a_record_does_not_say_is_null(api, empty):
    shelve([record()])
    index()
    item = api.resources()["items"][0]
    assert [item[name] for name in ("document_type", "abstract", "url", "published", "scope")] == [None] * 5
    assert (item["languages"], item["countries"]) == ([], [])


def test_texts_and_reasons_come_in_the_language_asked_for(api, empty):
    shelve([FULL])
    index()
    item = api.resources(lang="ar")["items"][0]
    assert (item["title"], item["language"]) == ("الاعتراف بالمهارات", "ar")
    assert item["abstract"] == "How countries recognise what migrant workers can do."
    reasons = {
        lang: api.resources(lang=lang)["items"][0]["rank_reason"]["text"] for lang in ("ar", "zh", "en", "fr", "ru", "es")
    }
    assert len(set(reasons.values())) == 6


def test_the_database_answers_while_there_is_no_index(api, empty, settings):
    shelve([FULL, record(2, objectives=["7"])])
    index()
    there = [api.resources(), api.resources(objective="18"), api.resources(q="skills")]
    shutil.rmtree(settings.HUB_INDEX)
    away = [api.resources(), api.resources(objective="18"), api.resources(q="skills")]
    for answer in (*there, *away):
        for row in answer["items"]:
            row["score"] = row["score"] is not None
    assert away == there
    assert api.get("suggest", q="recog")["suggestions"] == ["recognition"]
