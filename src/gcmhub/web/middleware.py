"""Between the server and the views: pages kept in memory, compression, the second factor of staff."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from gcmhub.face.languages import languages
from gcmhub.face.links import url
from gcmhub.face.reader import person
from gcmhub.library.queries import COLLECTION
from gcmhub.search import queries as search
from gcmhub.web.accounts.second_factor import must_set_up
from gcmhub.web.cache import MAX_AGE, Glance, Page, Pages, etag_of, key_of, pack, secret_cookie

GetResponse = Callable[[HttpRequest], HttpResponse]
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
COMPRESSED = (
    "text/html", "text/plain", "text/csv", "application/json", "application/xml", "application/atom+xml", "application/rss+xml",
    "application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json",
)  # fmt: skip
WORTH = 600  # bytes from which on compression pays
NOT_KEPT = frozenset({"content-length", "content-encoding", "etag", "date"})
PAGE = "gcmhub.page"


class PageCache:
    """Answers anonymous readers from memory, before sessions and authentication exist; compresses what it may.

    A request with a session or CSRF cookie passes through untouched, and its answer is marked private.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.pages = Pages()
        self.prefixes = tuple(f"/{code}/" for code in languages())
        self.secrets = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
        self.generation = Glance(lambda: search.generation(COLLECTION))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from memory, or ask on and keep what may be kept."""
        if secret_cookie(request.META.get("HTTP_COOKIE", ""), self.secrets):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        key = key_of(request.META, self.prefixes)
        generation = self.generation() if key else None
        if key is None or generation is None:
            return compressed(request, self.get_response(request))
        request.get_host()  # a name that is not ours is refused, kept page or not
        page = self.pages.get(key, generation)
        if page is None:
            response = self.get_response(request)
            if not may_be_kept(response):
                return compressed(request, response)
            page = made_page(response, generation)
            if request.method == "GET":
                self.pages.put(key, page)
        request.META[PAGE] = page  # for who stands before Django (front.py)
        return answer(request, page)


def may_be_kept(response: HttpResponse) -> bool:
    """Return whether an answer is the same for every anonymous reader."""
    headers = response.headers
    return (
        response.status_code == 200
        and not response.streaming
        and headers.get("Content-Type", "").startswith("text/html")
        and not response.cookies
        and "cookie" not in headers.get("Vary", "").lower()
        and not any(word in headers.get("Cache-Control", "") for word in ("no-store", "private", "no-cache"))
        and b"csrfmiddlewaretoken" not in response.content
    )


def made_page(response: HttpResponse, generation: str) -> Page:
    """Return the answer as a page to keep."""
    response.headers["Cache-Control"] = PUBLIC
    patch_vary_headers(response, ("Accept-Encoding", "HX-Request"))
    body = response.content
    return Page(
        body=body,
        packed=pack(body),
        etag=etag_of(body),
        headers=tuple((name, value) for name, value in response.headers.items() if name.lower() not in NOT_KEPT),
        generation=generation,
        until=time.monotonic() + MAX_AGE,
    )


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Return a kept page: 304 to who has it already, compressed for who takes that."""
    meta = request.META
    seen = meta.get("HTTP_IF_NONE_MATCH")
    if seen and knows(seen, page):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
        body = None
    else:
        packed = "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")
        body = page.packed if packed else page.body
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(body))
    for name, value in page.headers:
        if body is not None or name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = page.etag
    return response


def knows(seen: str, page: Page) -> bool:
    """Return whether an If-None-Match header names this page."""
    return page.etag in seen or seen.strip() == "*"


def compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compress the text of an answer without secrets: it sets no cookie and does not depend on one."""
    headers = response.headers
    if response.streaming or "Content-Encoding" in headers or not headers.get("Content-Type", "").startswith(COMPRESSED):
        return response
    if response.cookies or "no-store" in headers.get("Cache-Control", "") or "cookie" in headers.get("Vary", "").lower():
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if len(response.content) >= WORTH and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.content = pack(response.content)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(response.content))
    return response


class SecondFactor:
    """Leads staff and others with a role, who have no second factor, to set one up before anything else."""

    OPEN = ("mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "mfa_reauthenticate", "account_logout")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefixes = tuple(f"/{code}/" for code in languages())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the set-up."""
        who: Any = person(request) if request.path_info.startswith(self.prefixes) else None
        if who is not None and must_set_up(who) and request.path_info not in {url(name) for name in self.OPEN}:
            return HttpResponseRedirect(url("mfa_activate_totp"))
        return self.get_response(request)
