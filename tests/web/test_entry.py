"""The bare address, Chinese by its short name, and the health of the process."""

import pytest

from gcmhub.search import queries
from gcmhub.web.site import readiness
from tests.factories.records import record, shelve
from tests.web.conftest import index

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ar", "ar"),
        ("zh", "zh-hans"),
        ("zh-CN,en;q=0.5", "zh-hans"),
        ("de, ru;q=0.4, fr;q=0.6", "fr"),
        ("de", "en"),
        ("*", "en"),
        ("x" * 900, "en"),
    ],
)
def test_the_bare_address_leads_to_what_the_browser_accepts(visitor, accepted, language):
    response = visitor.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in response.headers["Vary"].split(",")}
    assert not response.cookies


def test_a_remembered_language_goes_before_what_the_browser_accepts(visitor):
    visitor.cookies["django_language"] = "es"
    assert visitor.get("/?a=b", headers={"accept-language": "ru"}).headers["Location"] == "/es/?a=b"
    visitor.cookies["django_language"] = "xx"
    assert visitor.get("/", headers={"accept-language": "ru"}).headers["Location"] == "/ru/"


def test_chinese_by_its_short_name_leads_to_its_full_one(visitor):
    assert visitor.get("/zh/").headers["Location"] == "/zh-hans/"
    response = visitor.get("/zh/search/?q=%E7%A7%BB%E6%B0%91")
    assert (response.status_code, response.headers["Location"]) == (301, "/zh-hans/search/?q=%E7%A7%BB%E6%B0%91")
    assert visitor.get("/zh//evil.example/").headers["Location"] == "/zh-hans/evil.example/"


def test_an_address_without_a_language_leads_to_one(filled, visitor):
    response = visitor.get("/search/?q=a", headers={"accept-language": "fr"})
    assert (response.status_code, response.headers["Location"]) == (302, "/fr/search/?q=a")


def test_the_process_says_that_it_lives(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_the_hub_is_ready_once_the_index_has_caught_up(empty, visitor):
    shelve([record(1), record(2)])
    response = visitor.get("/readyz")
    assert (response.status_code, response.json()["index_lag"]) == (503, 2)
    index()
    response = visitor.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "index_lag": 0})
    assert response.headers["Cache-Control"] == "no-store"
    assert queries.index_lag() == 0


def test_the_hub_is_not_ready_while_migrations_wait(visitor, monkeypatch):
    monkeypatch.setattr(readiness, "_done", False)
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda _self, _targets: ["one"])
    response = visitor.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "pending")
