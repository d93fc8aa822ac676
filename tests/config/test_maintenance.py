"""The hub while it is maintained."""

import json

import pytest

from gcmhub.config.maintenance import Maintenance
from tests.web.html import read


def ask(application, path, **more):
    told = []
    body = b"".join(
        application(
            {"PATH_INFO": path, "REQUEST_METHOD": "GET"} | more, lambda status, headers: told.append((status, dict(headers)))
        )
    )
    return *told[0], body


@pytest.fixture
def application(tmp_path):
    def hub(_environ, start_response):
        start_response("200 OK", [])
        return [b"the hub"]

    return Maintenance(hub, tmp_path / "maintenance")


def test_without_the_file_the_hub_answers(application):
    assert ask(application, "/en/") == ("200 OK", {}, b"the hub")


@pytest.mark.parametrize(
    ("path", "accepted", "tag"),
    [
        ("/ar/search/", "", "ar"),
        ("/zh-hans/", "", "zh-Hans"),
        ("/fr/", "es", "fr"),
        ("/", "de, ru;q=0.4, zh-CN;q=0.6", "zh-Hans"),
        ("/", "de", "en"),
        ("/no-such-language/", "\xff;q=x", "en"),
    ],
)
def test_with_the_file_every_page_says_in_its_language_that_the_hub_will_be_back(application, path, accepted, tag):
    application.mark.touch()
    status, headers, body = ask(application, path, HTTP_ACCEPT_LANGUAGE=accepted)
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == ("503 Service Unavailable", "300", "no-store")
    root = read(body)
    assert root.one("html").attributes == {"lang": tag, "dir": "rtl" if tag == "ar" else "ltr"}
    assert root.one("h1").text
    assert int(headers["Content-Length"]) == len(body)
    application.mark.unlink()
    assert ask(application, path)[0] == "200 OK"


def test_programs_get_json(application):
    application.mark.touch()
    status, headers, body = ask(application, "/api/v1/resources")
    assert (status, headers["Content-Type"], json.loads(body)) == (
        "503 Service Unavailable", "application/json", {"detail": "under maintenance"},
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/static/face/hub.css", "/healthz", "/readyz"])
def test_style_and_health_are_answered_all_the_same(application, path):
    application.mark.touch()
    assert ask(application, path)[0] == "200 OK"


def test_a_question_for_the_head_gets_no_body(application):
    application.mark.touch()
    assert ask(application, "/en/", REQUEST_METHOD="HEAD")[2] == b""
