"""The gate before Django."""

import io
import re
import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse  # noqa: TID251 - answers are what the gate is about

from gcmhub.config.gate import BODIES, LARGE, STREAMS, Gate

LIMIT = 1_000  # bytes of a body
FILES = re.compile("/submissions/")


class Application:
    """Answers slowly and counts how many requests are in at the same time."""

    def __init__(self, answer):
        self.answer, self.inside, self.most, self.lock = answer, 0, 0, threading.Lock()
        self.go_on = threading.Event()

    def __call__(self, _environ, _start_response):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.go_on.wait(10)
        with self.lock:
            self.inside -= 1
        return self.answer


def test_only_so_many_requests_are_worked_on_at_once():
    application = Application(HttpResponse("x"))
    gate, answers = Gate(application, 3, LIMIT), []
    threads = [threading.Thread(target=lambda: answers.append(gate({}, None))) for _ in range(12)]
    for thread in threads:
        thread.start()
    while application.inside < 3:
        pass
    application.go_on.set()
    for thread in threads:
        thread.join(10)
    assert (application.most, len(answers)) == (3, 12)


def test_a_process_without_a_free_place_still_says_that_it_lives():
    gate = Gate(lambda _environ, _start_response: HttpResponse("ok"), 1, LIMIT)
    with gate.places:
        assert gate({"PATH_INFO": "/healthz"}, None).content == b"ok"


def test_an_answer_that_is_read_slowly_holds_no_place():
    application = Application(StreamingHttpResponse(iter([b"x"])))
    application.go_on.set()
    gate = Gate(application, 1, LIMIT)
    first, second = gate({}, None), gate({}, None)
    assert [list(first), list(second)] == [[b"x"], []]


def test_a_place_is_free_again_after_an_error():
    def broken(_environ, _start_response):
        raise ValueError

    gate = Gate(broken, 1, LIMIT)
    for _ in range(3):
        try:
            gate({}, None)
        except ValueError:
            continue
    assert gate.places.acquire(blocking=False)


class Slow(io.RawIOBase):
    """A body whose sender pauses until ``go_on``."""

    def __init__(self, go_on):
        self.go_on = go_on

    def read(self, size=-1):
        self.go_on.wait(10)
        return b"x" * size


def statuses():
    seen = []
    return seen, lambda status, _headers, _info=None: seen.append(status)


def echo(environ, _start_response):
    return HttpResponse(environ["wsgi.input"].read()) if environ.get("CONTENT_LENGTH") else HttpResponse("read")


def test_a_body_that_comes_slowly_holds_no_place_and_too_many_of_them_are_turned_away():
    gate, go_on, answers = Gate(echo, 1, LIMIT), threading.Event(), []
    slow = [
        threading.Thread(target=lambda: answers.append(gate({"CONTENT_LENGTH": "3", "wsgi.input": Slow(go_on)}, None)))
        for _ in range(BODIES)
    ]
    for thread in slow:
        thread.start()
    while gate.bodies.acquire(blocking=False):
        gate.bodies.release()
    seen, start_response = statuses()
    assert gate({}, start_response).content == b"read"
    gate({"CONTENT_LENGTH": "3", "wsgi.input": Slow(go_on)}, start_response)
    assert seen == ["503 Service Unavailable"]
    go_on.set()
    for thread in slow:
        thread.join(10)
    assert [answer.content for answer in answers] == [b"xxx"] * BODIES
    assert gate({"CONTENT_LENGTH": "3", "wsgi.input": Slow(go_on)}, None).content == b"xxx"


def test_a_body_beyond_the_limit_is_not_taken_in():
    seen, start_response = statuses()
    gate = Gate(echo, 1, LIMIT)
    assert list(gate({"CONTENT_LENGTH": str(LIMIT + 1)}, start_response)) == [b"413 Content Too Large"]
    assert seen == ["413 Content Too Large"]


def streamed(size):
    return StreamingHttpResponse(iter([b"x"]), headers={"Content-Length": str(size)})


def test_too_many_large_answers_at_once_are_turned_away_and_small_ones_go_out():
    gate = Gate(lambda environ, _start_response: streamed(environ["size"]), 1, LIMIT)
    seen, start_response = statuses()
    out = [gate({"size": LARGE}, start_response) for _ in range(STREAMS)]
    refused = gate({"size": LARGE}, start_response)
    assert (list(refused), seen) == ([b"503 Service Unavailable"], ["503 Service Unavailable"])
    assert list(gate({"size": LARGE - 1}, start_response)) == [b"x"]
    out[0].close()
    out[0].close()
    assert list(gate({"size": LARGE}, start_response)) == [b"x"]
    gate({"size": LARGE}, start_response)
    assert len(seen) == 2


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1, 10 * LIMIT])
def test_a_file_arrives_whole_where_files_are_taken(size):
    gate = Gate(lambda environ, _: HttpResponse(environ["wsgi.input"].read()), 1, LIMIT, uploads=FILES, upload_limit=10 * LIMIT)
    body = bytes(range(256)) * (size // 256 + 1)
    environ = {"PATH_INFO": "/en/submissions/a/edit/source/", "CONTENT_LENGTH": str(size), "wsgi.input": io.BytesIO(body)}
    assert b"".join(gate(environ, lambda *_: None)) == body[:size]


def test_a_file_over_the_limit_is_not_read_and_the_page_says_so():
    class Unread:
        def read(self, _size):
            raise AssertionError("the body was read")

    gate = Gate(lambda environ, _: HttpResponse(environ["CONTENT_LENGTH"]), 1, LIMIT, uploads=FILES, upload_limit=2 * LIMIT)
    environ = {"PATH_INFO": "/en/submissions/a/edit/source/", "CONTENT_LENGTH": str(2 * LIMIT + 1), "wsgi.input": Unread()}
    assert b"".join(gate(environ, lambda *_: None)) == str(2 * LIMIT + 1).encode()
    said = []
    environ["PATH_INFO"] = "/en/contact/"
    gate(environ, lambda status, _headers: said.append(status))
    assert said == ["413 Content Too Large"]
