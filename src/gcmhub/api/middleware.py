"""What every answer of the API has in common: open to every site, JSON even when it fails, cheap to ask again."""

from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

PREFIX = "/api/"
JSON = "application/json"
METHODS = "GET, HEAD, OPTIONS"
CACHED = "public, max-age=0, must-revalidate"
OPEN = {
    "Access-Control-Allow-Origin": "*",  # open data, and never a cookie's worth of it
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}


class OpenData:
    """Serves HEAD as GET, answers preflights, validates by ETag, and turns pages about errors into JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is asked of the API; leave everything else alone."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT | {"Allow": METHODS})
        elif request.method in {"GET", "HEAD"}:
            response = self.read(request)
        else:
            response = in_json(HttpResponse(status=405, headers={"Allow": METHODS}))
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    def read(self, request: HttpRequest) -> HttpResponse:
        """Answer a GET; a HEAD is the same without a body, a 304 what the client holds already."""
        head = request.method == "HEAD"
        request.method = "GET"
        request.META.pop("HTTP_COOKIE", None)  # the same for everybody, signed in or not
        response = in_json(self.get_response(request))
        for name in ("Content-Language", "Vary"):
            response.headers.pop(name, None)  # what the browser prefers does not matter here: lang does
        if response.status_code == 200:
            etag = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
            response.headers["ETag"] = etag
            response.headers["Cache-Control"] = CACHED
            response = get_conditional_response(request, etag=etag, response=response) or response
        else:
            response.headers["Cache-Control"] = "no-store"
        if head and response.status_code != 304:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def in_json(response: HttpResponse) -> HttpResponse:
    """Return an error as JSON where it came as a page."""
    if response.status_code < 400 or (response.headers.get("Content-Type", "").startswith(JSON) and response.content):
        return response
    body = {"detail": HTTPStatus(response.status_code).phrase.lower()}
    kept = {name: value for name, value in response.headers.items() if name == "Allow"}
    return JsonResponse(body, status=response.status_code, headers=kept)
