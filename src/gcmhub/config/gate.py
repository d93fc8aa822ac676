"""How many requests a process works on at the same time, however many readers are slow to take their answers."""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

from django.db import connections

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gate:
    """A WSGI application before Django's that lets ``places`` requests in.

    A place is free again once the answer begins: a thread that waits for a slow reader holds neither a place nor,
    with a streamed file, a connection to the database.
    """

    def __init__(self, application: Application, places: int) -> None:
        self.application = application
        self.places = BoundedSemaphore(places)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer when a place is free."""
        with self.places:
            answer = self.application(environ, start_response)
            if getattr(answer, "streaming", False):
                connections.close_all()
        return answer
