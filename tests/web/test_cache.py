"""Kept pages: who gets them, how long they stand, what never enters."""

import gzip
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from gcmhub.accounts.actions import create_account
from gcmhub.config.wsgi import django_application
from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource, tell_review
from gcmhub.library.models import Resource
from gcmhub.web import cache
from gcmhub.web.cache import Glance, Page, Pages, canonical
from gcmhub.web.front import PageFront
from tests.factories.records import record, shelve
from tests.web.conftest import index

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """Look at the state of the index on every request."""
    monkeypatch.setattr(cache, "GLANCE", 0.0)
    monkeypatch.setattr(Glance.__init__, "__defaults__", (0.0,))


def sign_in(client, **fields):
    user = create_account(by=SYSTEM, email="someone@example.org", password=PASSWORD, name="Someone", **fields)
    client.force_login(user)
    return user


def test_the_second_reader_costs_no_query(filled, visitor, django_assert_num_queries):
    first = visitor.get("/en/search/?objective=18")
    with django_assert_num_queries(0):
        second = visitor.get("/en/search/?objective=18")
    assert second.content == first.content


def test_equal_questions_are_one_page_and_different_ones_are_not(filled, visitor, django_assert_num_queries):
    first = visitor.get("/en/search/?objective=18&q=&kind=document").content
    with django_assert_num_queries(0):
        assert visitor.get("/en/search/?kind=document&objective=18&year_to=").content == first
    assert visitor.get("/en/search/?kind=document&objective=1").content != first
    assert visitor.get("/fr/search/?objective=18&kind=document").content != first
    assert visitor.get("/en/search/?objective=18&kind=document", headers={"HX-Request": "true"}).content != first


def test_a_page_is_never_kept_as_a_part_nor_one_question_as_another(filled, visitor):
    whole = visitor.get("/en/search/", headers={"HX-Request": "yes"}).content
    assert whole.startswith(b"<!DOCTYPE html>")
    assert not visitor.get("/en/search/", headers={"HX-Request": "true"}).content.startswith(b"<!DOCTYPE html>")
    assert b'value="second"' in visitor.get("/en/search/?q=first&q=second").content
    assert b'value="first"' in visitor.get("/en/search/?q=second&q=first").content


def test_a_visible_change_of_the_index_ends_every_page(empty, visitor):
    assert b"No resource yet" in visitor.get("/en/objectives/18/").content
    shelve([record(1, objectives=["18"], actions=["18a"], title={"en": "Brand new"})])
    index()
    assert b"Brand new" in visitor.get("/en/objectives/18/").content


def test_what_is_withdrawn_is_shown_no_longer_though_the_index_is_behind(filled, visitor, django_capture_on_commit_callbacks):
    resource = Resource.objects.filter(state="published").first()
    address = f"/en/resources/{resource.public_id}/"
    assert visitor.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        archive_resource(resource, by=SYSTEM, reason="Withdrawn")
    assert visitor.get(address).status_code == 410


def test_what_nobody_confirmed_says_so_at_once_and_no_longer_once_somebody_did(
    filled, visitor, django_capture_on_commit_callbacks
):
    resource = Resource.objects.filter(state="published").first()
    address = f"/en/resources/{resource.public_id}/"
    assert b"Not confirmed since" not in visitor.get(address).content
    with django_capture_on_commit_callbacks(execute=True):
        tell_review(resource, by=SYSTEM, peer_review={"not_confirmed_since": "2028-05-06"})
    assert b"Not confirmed since" in visitor.get(address).content
    with django_capture_on_commit_callbacks(execute=True):
        tell_review(resource, by=SYSTEM, peer_review={"confirmed": "2028-06-07"})
    assert b"Not confirmed since" not in visitor.get(address).content


def test_a_page_stands_for_a_minute_at_most(filled, visitor, django_assert_num_queries, monkeypatch):
    now = [1000.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr("gcmhub.web.cache.time", clock)
    monkeypatch.setattr("gcmhub.web.middleware.time", clock)
    visitor.get("/en/objectives/18/")
    now[0] += 59
    with django_assert_num_queries(0):
        visitor.get("/en/objectives/18/")
    now[0] += 2
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/en/objectives/18/")
    assert len(queries) > 0


def test_who_has_the_page_already_gets_304_without_a_body(filled, visitor):
    first = visitor.get("/en/about/")
    again = visitor.get("/en/about/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert visitor.get("/en/about/", headers={"if-none-match": '"other"'}).status_code == 200


def test_pages_are_compressed_for_who_takes_that(filled, visitor):
    plain = visitor.get("/en/about/")
    packed = visitor.get("/en/about/", headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_head_has_the_headers_and_no_body(filled, visitor):
    length = visitor.get("/en/about/").headers["Content-Length"]
    head = visitor.head("/en/about/")
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", length)


def test_errors_are_compressed_but_never_kept(filled, visitor):
    response = visitor.get("/en/nowhere/", headers={"accept-encoding": "gzip"})
    assert response.status_code == 404
    assert response.headers["Content-Encoding"] == "gzip"
    assert "ETag" not in response.headers


def test_a_signed_in_page_is_neither_kept_nor_taken_from_the_kept_ones(filled, visitor):
    anonymous = visitor.get("/en/about/").content
    member = Client(SERVER_NAME="localhost")
    sign_in(member)
    own = member.get("/en/about/")
    assert b"Sign out" in own.content
    assert b"Sign out" not in anonymous
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in own.headers
    assert visitor.get("/en/about/").content == anonymous


def test_pages_with_a_form_of_their_own_are_never_kept_nor_compressed(filled, visitor):
    first = visitor.get("/en/accounts/login/", headers={"accept-encoding": "gzip"})
    other = Client(SERVER_NAME="localhost").get("/en/accounts/login/")
    tokens = [re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.content)[1] for page in (first, other)]
    assert tokens[0] != tokens[1]
    assert "Content-Encoding" not in first.headers
    assert "no-store" in first.headers["Cache-Control"]


def test_the_csrf_cookie_passes_by_the_kept_pages(filled, visitor):
    visitor.get("/en/accounts/login/")
    assert visitor.get("/en/about/").headers["Cache-Control"] == "private, no-store"


def test_redirects_of_the_entry_are_not_kept(filled, visitor):
    assert visitor.get("/", headers={"accept-language": "fr"}).headers["Location"] == "/fr/"
    assert visitor.get("/", headers={"accept-language": "ru"}).headers["Location"] == "/ru/"


def test_a_store_forgets_the_least_asked_for_and_stays_within_its_room():
    pages = Pages(max_bytes=1_000)

    def page(size):
        return Page(body=b"x" * size, packed=b"", etag="", headers=(), generation="1", until=float("inf"))

    for number in range(12):
        pages.put(("/en/", str(number), False), page(100))
        pages.get(("/en/", "0", False), "1")
    assert pages.weight <= 1_000
    assert pages.get(("/en/", "0", False), "1") is not None
    assert pages.get(("/en/", "1", False), "1") is None
    pages.put(("/en/", "huge", False), page(500))
    assert pages.get(("/en/", "huge", False), "1") is None
    assert pages.weight == sum(each.weight for each in pages.pages.values())


def test_a_query_too_long_to_come_twice_is_not_kept():
    assert canonical("q=" + "a" * 3_000) is None
    assert canonical("b=2&a=1&c=") == canonical("a=1&b=2")
    assert canonical("q=a%26b") != canonical("q=a&b=")
    assert canonical("q=a&q=") != canonical("q=a")


class Server:
    """Asks the WSGI application as a web server does."""

    def __init__(self):
        self.application = PageFront(django_application)

    def get(self, path, query="", host="localhost", **environ):
        answer = {}

        def start_response(status, headers, exc_info=None):
            answer["status"], answer["headers"] = int(status[:3]), {name.lower(): value for name, value in headers}

        body = RequestFactory().get("/").environ | {
            "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host, "SERVER_NAME": "localhost", "HTTP_COOKIE": "",
        } | environ  # fmt: skip
        answer["body"] = b"".join(self.application(body, start_response))
        return answer


@pytest.fixture
def signed_in(filled):
    member = Client(SERVER_NAME="localhost")
    sign_in(member)
    return member


@pytest.fixture
def server(filled):
    for signal in (request_started, request_finished):  # they would close the connection that holds the test's transaction
        signal.disconnect(close_old_connections)
    yield Server()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_before_django_the_same_page_leaves_with_the_same_headers(server, django_assert_num_queries):
    first = server.get("/en/search/", "objective=18")
    with django_assert_num_queries(0):
        second = server.get("/en/search/", "objective=18")
    assert second == first
    assert "content-security-policy" in second["headers"]
    assert server.application.pages.pages


def test_before_django_validators_and_compression_work(server):
    first = server.get("/en/about/")
    seen = server.get("/en/about/", HTTP_IF_NONE_MATCH=first["headers"]["etag"])
    assert (seen["status"], seen["body"]) == (304, b"")
    packed = server.get("/en/about/", HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(packed["body"]) == first["body"]
    head = server.get("/en/about/", REQUEST_METHOD="HEAD")
    assert (head["body"], head["headers"]["content-length"]) == (b"", str(len(first["body"])))


def test_before_django_a_known_reader_and_a_strange_host_pass_by(signed_in, server):
    server.get("/en/about/")
    cookie = f"sessionid={signed_in.cookies['sessionid'].value}"
    assert b"Sign out" in server.get("/en/about/", HTTP_COOKIE=cookie)["body"]
    assert b"Sign out" not in server.get("/en/about/")["body"]
    assert server.get("/en/about/", host="evil.example")["status"] == 400


def test_nothing_is_kept_while_the_state_of_the_index_cannot_be_told(filled, visitor, monkeypatch):
    monkeypatch.setattr("gcmhub.search.queries.generation", lambda _collection: 1 / 0)
    assert visitor.get("/en/about/").status_code == 200
    assert "ETag" not in visitor.get("/en/about/").headers


def test_a_demonstration_account_is_a_person_like_others(filled):
    member = Client(SERVER_NAME="localhost")
    sign_in(member, is_demo=True, is_staff=True)
    assert get_user_model().objects.filter(is_demo=True).exists()
    with time_machine.travel("2026-11-25T08:00:00Z", tick=False):
        assert member.get("/en/about/").status_code == 200
