"""How many requests a process works on at the same time, however slowly readers send and take."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from re import Pattern
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from django.db import connections

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

BODIES = 16  # requests whose bodies are on their way in at the same time
STREAMS = 64  # large answers on their way out at the same time; with the bodies far fewer than the server has threads
CHUNK = 1 << 20  # bytes of a body read at a time
LARGE = 262_144  # bytes; what is smaller fits between server and reader and waits for nobody
ALIVE = "/healthz"  # says that the process lives, however long the others wait
TOO_LARGE, TOO_MANY = "413 Content Too Large", "503 Service Unavailable"


class Gate:
    """A WSGI application before Django's that lets ``places`` requests in.

    A body is taken in before there is a place for it, and one of more than ``body_limit`` bytes not at all; only paths of
    ``uploads`` take files, of ``upload_limit`` bytes with their form. Larger ones are not read: the page says so. A place is
    free again once the answer begins: a thread that waits for a slow reader holds neither a place nor, with a streamed
    file, a connection to the database. Where too many send or take slowly, the next ones of their kind are turned away
    and all others are answered.
    """

    def __init__(
        self,
        application: Application,
        places: int,
        body_limit: int,
        *,
        uploads: Pattern[str] | None = None,
        upload_limit: int = 0,
    ) -> None:
        self.application, self.body_limit = application, body_limit
        self.uploads, self.upload_limit = uploads, upload_limit
        self.places = BoundedSemaphore(places)
        self.bodies, self.streams = BoundedSemaphore(BODIES), BoundedSemaphore(STREAMS)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer when a place is free."""
        if size := int(environ.get("CONTENT_LENGTH") or 0):
            takes_files = self.uploads is not None and self.uploads.search(environ.get("PATH_INFO", "")) is not None
            if size > self.body_limit and not takes_files:
                return refusal(TOO_LARGE, start_response)
            if not self.bodies.acquire(blocking=False):
                return refusal(TOO_MANY, start_response)
            try:
                environ["wsgi.input"] = self.body(environ["wsgi.input"], size)
            finally:
                self.bodies.release()
        if environ.get("PATH_INFO") == ALIVE:
            return self.application(environ, start_response)
        with self.places:
            try:
                answer = self.application(environ, start_response)
            finally:
                if size > self.body_limit:  # a file of the disk
                    environ["wsgi.input"].close()
            if not getattr(answer, "streaming", False):
                return answer
            connections.close_all()
        if int(answer.headers.get("Content-Length", LARGE)) < LARGE:  # type: ignore[attr-defined]
            return answer
        if not self.streams.acquire(blocking=False):
            answer.close()  # type: ignore[attr-defined]
            return refusal(TOO_MANY, start_response)
        return Stream(answer, self.streams)

    def body(self, source: IO[bytes], size: int) -> IO[bytes]:
        """Return a body that was read to its end: in memory, or on disk where it brings a file; nothing of one too large."""
        if size <= self.body_limit:
            return BytesIO(source.read(size))
        if size > self.upload_limit:
            return BytesIO()
        kept = SpooledTemporaryFile(max_size=self.body_limit)  # noqa: SIM115 - whoever reads it closes it
        while size and (chunk := source.read(min(size, CHUNK))):
            kept.write(chunk)
            size -= len(chunk)
        kept.seek(0)
        return kept


class Stream:
    """A large answer on its way out; what it holds of ``streams`` is free again when it ends or its reader goes away."""

    def __init__(self, answer: Any, streams: BoundedSemaphore) -> None:
        self.answer, self.streams, self.closed = answer, streams, False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.answer)

    def close(self) -> None:
        """End the answer."""
        if not self.closed:
            self.closed = True
            self.streams.release()
            self.answer.close()


def refusal(status: str, start_response: StartResponse) -> Iterable[bytes]:
    """Turn a request away before anything was worked on."""
    text = status.encode()
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(text))), ("Cache-Control", "no-store")]
    start_response(status, [*headers, *((("Retry-After", "5"),) if status == TOO_MANY else ())])
    return [text]
