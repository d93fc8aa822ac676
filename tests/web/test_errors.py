"""What cannot be shown is said in the language of the path, whatever is broken."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
TAGS = {"zh-hans": "zh-Hans"}


@pytest.fixture
def database_away(monkeypatch):
    def refuse(*_args, **_values):
        raise OperationalError("connection refused")

    for name in ("execute", "executemany", "callproc"):
        monkeypatch.setattr(CursorWrapper, name, refuse)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_database_a_page_says_that_it_is_worth_coming_back(visitor, database_away, language, caplog):
    visitor.raise_request_exception = False
    response = visitor.get(f"/{language}/resources/abcdefghjkmn/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    root = read(response.content)
    assert root.one("html").attributes["lang"] == TAGS.get(language, language)
    assert root.one("h1").text
    assert root.one("a").attributes["href"] == f"/{language}/"
    assert "the database does not answer" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["no-such-page/", "about/", "privacy/", "accessibility/", "how-we-review/", "contact/"])
def test_pages_that_need_no_database_are_shown_without_one(visitor, database_away, language, path):
    response = visitor.get(f"/{language}/{path}")
    assert response.status_code == (404 if path == "no-such-page/" else 200)
    root = read(response.content)
    assert root.one("html").attributes["lang"] == TAGS.get(language, language)
    assert root.one("header", class_="masthead")


def test_what_was_written_to_the_hub_is_not_called_kept_when_it_is_not(visitor, database_away):
    from datetime import timedelta

    import time_machine

    from gcmhub.core.clock import now
    from tests.web.test_contact import WRITTEN, open_form

    token = open_form(visitor)
    visitor.raise_request_exception = False
    with time_machine.travel(now() + timedelta(seconds=10)):
        assert visitor.post("/en/contact/", WRITTEN | {"token": token}).status_code == 503
