"""What every answer has in common: open to other sites, JSON even in failure, cheap to ask again."""

import json

import pytest
from django.test import Client

from gcmhub.library import queries as library
from tests.api.conftest import index
from tests.factories.records import record, shelve

pytestmark = pytest.mark.django_db

PATHS = ("resources", "resources?q=skills&lang=ar", "suggest?q=ski", "vocabulary/kinds", "openapi.json")
FAILURES = {"resources?page=0": 422, "resources/unknown": 404, "vocabulary/unknown": 404, "unknown": 404, "": 404}


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_a_body(api, shelf, path):
    get, head = api.client.get(f"/api/v1/{path}"), api.client.head(f"/api/v1/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))
    assert {name: head.headers[name] for name in ("ETag", "Content-Type")} == {
        name: get.headers[name] for name in ("ETag", "Content-Type")
    }


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_the_client_holds_is_not_sent_again(api, shelf, path):
    first = api.client.get(f"/api/v1/{path}")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = api.client.get(f"/api/v1/{path}", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = api.client.get(f"/api/v1/{path}", headers={"if-none-match": 'W/"other"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_a_change_changes_the_validator(api, empty):
    first = api.ask("resources")
    shelve([record()])
    index()
    again = api.ask("resources", **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.json()["total"]) == (200, 1)


@pytest.mark.parametrize("path", [*PATHS, *FAILURES])
def test_every_answer_is_open_to_scripts_of_other_sites(api, shelf, path):
    response = api.client.get(f"/api/v1/{path}", headers={"origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_preflight_allows_reading_and_nothing_else(api):
    headers = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    response = api.client.options("/api/v1/resources", headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", FAILURES)
def test_failures_are_json_and_are_not_kept(api, shelf, path):
    response = api.client.get(f"/api/v1/{path}")
    assert response.status_code == FAILURES[path]
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(api, method):
    response = getattr(api.client, method)("/api/v1/resources", data="{}", content_type="application/json")
    assert (response.status_code, response.json()) == (405, {"detail": "method not allowed"})
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_fault_of_ours_is_json_too(shelf, monkeypatch):
    def break_down(_selection):
        raise RuntimeError("a fault")

    monkeypatch.setattr(library, "search_resources", break_down)
    response = Client(SERVER_NAME="localhost", raise_request_exception=False).get("/api/v1/resources")
    assert (response.status_code, response.json()) == (500, {"detail": "internal server error"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_letters_are_written_as_they_are(api, shelf):
    body = api.ask("resources", "lang=ar").content
    assert b"\\u" not in body
    assert json.loads(body.decode("utf-8"))["total"] == len(shelf)


def test_cookies_change_nothing_and_none_is_set(api, shelf):
    plain = api.ask("resources")
    api.client.cookies["sessionid"] = "made-up"
    api.client.cookies["django_language"] = "ar"
    response = api.ask("resources")
    assert response.content == plain.content
    assert response.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert not response.cookies


def test_loopback_is_not_limited(api, shelf):
    assert {api.ask("vocabulary/kinds").status_code for _ in range(300)} == {200}


def test_pages_of_the_hub_are_not_open_to_other_sites(api, shelf):
    assert "Access-Control-Allow-Origin" not in api.client.get("/healthz").headers
