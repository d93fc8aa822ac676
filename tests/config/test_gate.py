"""The gate before Django."""

import threading

from django.http import HttpResponse, StreamingHttpResponse  # noqa: TID251 - answers are what the gate is about

from gcmhub.config.gate import Gate


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
    gate, answers = Gate(application, 3), []
    threads = [threading.Thread(target=lambda: answers.append(gate({}, None))) for _ in range(12)]
    for thread in threads:
        thread.start()
    while application.inside < 3:
        pass
    application.go_on.set()
    for thread in threads:
        thread.join(10)
    assert (application.most, len(answers)) == (3, 12)


def test_an_answer_that_is_read_slowly_holds_no_place():
    application = Application(StreamingHttpResponse(iter([b"x"])))
    application.go_on.set()
    gate = Gate(application, 1)
    assert [gate({}, None).streaming, gate({}, None).streaming] == [True, True]


def test_a_place_is_free_again_after_an_error():
    def broken(_environ, _start_response):
        raise ValueError

    gate = Gate(broken, 1)
    for _ in range(3):
        try:
            gate({}, None)
        except ValueError:
            continue
    assert gate.places.acquire(blocking=False)
