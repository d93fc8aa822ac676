"""While a file named ``maintenance`` lies in the data folder, every page says that the hub will be back."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.utils.translation.trans_real import parse_accept_lang_header

from gcmhub.web.site.breakdown import MAINTAINED, WORDS

OPEN = ("/static/", "/healthz", "/readyz")  # the style of the page, and what watches the hub
RETRY_AFTER = "300"  # seconds

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Maintenance:
    """A WSGI application before all others. The file is looked for at each request, so nothing needs to be started anew."""

    def __init__(self, application: Application, mark: Path) -> None:
        self.application, self.mark = application, mark

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 503 while the file is there, else let the hub answer."""
        path = environ.get("PATH_INFO", "/")
        if not self.mark.exists() or path.startswith(OPEN):
            return self.application(environ, start_response)
        if path.startswith("/api/"):
            body, kind = b'{"detail": "under maintenance"}', "application/json"
        else:
            body, kind = MAINTAINED[language_of(environ, path)].encode(), "text/html; charset=utf-8"
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", RETRY_AFTER),
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Access-Control-Allow-Origin", "*"),
        ]
        start_response("503 Service Unavailable", headers)
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]


def language_of(environ: Environ, path: str) -> str:
    """Return the interface language of a path; without one, what the browser accepts; English else."""
    first = path.lstrip("/").partition("/")[0]
    if first in WORDS:
        return first
    for tag, _ in parse_accept_lang_header(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200].lower()):
        for code in WORDS:
            if code.partition("-")[0] == tag.partition("-")[0]:
                return code
    return "en"
