"""Security headers on every class of answer; nothing inline that the policy forbids."""

import pytest

from tests.web.html import read

pytestmark = pytest.mark.django_db
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def answers(filled):
    return {
        "page": "/en/search/",
        "kept page": "/en/search/",
        "entry": "/",
        "not found": "/en/nowhere/",
        "refused": "/en/search/?objective=99",
        "bad": "/en/search/?q=%00",
        "form": "/en/accounts/login/",
        "json": "/api/v1/resources",
        "health": "/healthz",
    }


def test_every_class_of_answer_carries_the_headers(filled, visitor):
    for name, address in answers(filled).items():
        headers = visitor.get(address).headers
        resources = "cross-origin" if name == "json" else "same-origin"  # open data may be read from anywhere
        assert {key: headers.get(key) for key in EXPECTED} == EXPECTED, name
        assert headers["Cross-Origin-Resource-Policy"] == resources, name
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), name
        assert "unsafe" not in policy, name
        assert "geolocation=()" in headers["Permissions-Policy"], name


@pytest.mark.parametrize("path", ["", "search/?q=skills", "objectives/18/", "countries/KEN/", "about/", "accounts/login/"])
def test_a_page_loads_nothing_from_elsewhere_and_nothing_inline(filled, visitor, path):
    root = read(visitor.get(f"/en/{path}").content)
    for node in root.all():
        assert "style" not in node.attributes
        assert not [name for name in node.attributes if name.startswith("on")]
        assert node.tag != "style"
        for name in ("src", "srcset", "poster", "data"):
            assert not node.attributes.get(name, "").startswith(("http:", "https:", "//", "data:")), (node.tag, name)
        if node.tag == "link" and node.attributes["rel"] in {"stylesheet", "icon"}:
            assert node.attributes["href"].startswith("/static/")
    assert all("src" in script.attributes or script.has(type="application/ld+json") for script in root.all("script"))


def test_a_breakdown_is_answered_without_database_session_or_templates(visitor, monkeypatch):
    visitor.raise_request_exception = False
    monkeypatch.setattr("gcmhub.web.library.search.read_selection", lambda _request: 1 / 0)
    monkeypatch.setattr("django.shortcuts.loader.render_to_string", lambda *_args, **_values: 1 / 0)
    for language, words in (("en", "Something went wrong"), ("ar", "حدث خطأ"), ("zh-hans", "出现错误")):
        response = visitor.get(f"/{language}/search/")
        assert response.status_code == 500
        root = read(response.content)
        assert root.one("h1").text == words
        assert root.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
