"""Before Django: a kept page is answered from the server's own thread, without a request object."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from gcmhub.face.languages import languages
from gcmhub.library.queries import COLLECTION
from gcmhub.search import queries as search
from gcmhub.web.cache import Glance, Page, Pages, key_of, secret_cookie
from gcmhub.web.middleware import NOT_KEPT, PAGE, knows

HOSTS = 64  # names under which readers come, remembered at most

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class PageFront:
    """A WSGI application before Django's: the same pages under the same conditions as ``PageCache``, far cheaper.

    It answers only under host names that Django has accepted, and with the headers that left Django.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.pages = Pages()
        self.hosts: set[str] = set()
        self.prefixes = tuple(f"/{code}/" for code in languages())
        self.secrets = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        self.generation = Glance(lambda: search.generation(COLLECTION))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, else let Django answer and keep what it kept."""
        host = environ.get("HTTP_HOST", "")
        key = key_of(environ, self.prefixes)
        generation = self.generation() if key else None
        if key is None or generation is None or secret_cookie(environ.get("HTTP_COOKIE", ""), self.secrets):
            return self.application(environ, start_response)
        if host in self.hosts:
            page = self.pages.get(key, generation)
            if page is not None:
                return self.answer(environ, start_response, page)

        def keep(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            page: Page | None = environ.get(PAGE)
            if page is not None and status.startswith("200 ") and environ["REQUEST_METHOD"] == "GET":
                page.sealed = tuple((name, value) for name, value in headers if name.lower() not in NOT_KEPT)
                self.pages.put(key, page)
                if len(self.hosts) < HOSTS:
                    self.hosts.add(host)
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return self.application(environ, keep)

    @staticmethod
    def answer(environ: Environ, start_response: StartResponse, page: Page) -> Iterable[bytes]:
        """Send a kept page, or only that it has not changed."""
        headers = [*page.sealed, ("ETag", page.etag)]
        seen = environ.get("HTTP_IF_NONE_MATCH")
        if seen and knows(seen, page):
            start_response("304 Not Modified", [row for row in headers if row[0] != "Content-Type"])
            return (b"",)
        body = page.body
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = page.packed
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return (b"",) if environ["REQUEST_METHOD"] == "HEAD" else (body,)
