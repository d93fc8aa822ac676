"""Whatever stands in an address, every public page answers clearly: no breakdown, nothing in the log."""

import logging
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: TID251 - this test walks every address

from gcmhub.library.queries import GROUPS
from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
QUERIES = {
    "unknown values": "&".join(f"{group}=nonsense" for group in GROUPS),
    "empty values": "objective=&page=&q=&year_from=",
    "a page beyond the end": "page=999",
    "page 0": "page=0",
    "a page below": "page=-1",
    "an absurd page": "page=" + "9" * 400,
    "a page of Arabic digits": "page=%D9%A3",
    "a page of letters": "page=1e3",
    "no UTF-8": "q=%FF%FE&objective=%C3",
    "broken percent signs": "q=%&objective=%zz&%=%",
    "raw bytes": "q=\xff\xfe",
    "NUL": "q=a%00b&objective=%00",
    "control characters": "q=%01%0D%0ASet-Cookie:%20a=b&kind=%1B",
    "NUL in a name": "%00=1",
    "10 KB": "q=" + "a" * 10_240,
    "10 KB of a value": "country=" + "K" * 10_240,
    "10 KB of names": "&".join(f"x{number}=1" for number in range(1_300)),
    "one group 900 times": "&".join("objective=18" for _ in range(900)),
    "surrogates": "q=%ED%A0%80%ED%B0%80",
    "brackets and quotes": "q=%22%3E%3Cscript%3E&objective[]=18&country['a']=b&sort=%27",
    "an unknown format": "format=exe",
    "absurd years": "year_from=99999999999&year_to=-1&month=2024-99&from=0000-00-00",
    "another list of ids": "id=" + "&id=".join(["../../etc/passwd", "%00", "a" * 5_000]),
}
VALUES = ("0", "nonsense", "KEN", "18", "a" * 3_000, "-1", "9" * 50)
ROUGH = ("%00", "%ff%fe", "..%2f..%2fetc", "%0d%0aa", "a%20b", "\u0661", "%F0%9F%98%80")
SERVED = {200, 301, 302, 400, 404, 405, 410, 422}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every address below the language, with {} where a value goes."""
    for each in patterns:
        text = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, text)
        else:
            yield text


def public_routes() -> list[str]:
    """Every address of a page, without forms of accounts; values as {}."""
    resolver = next(each for each in get_resolver().url_patterns if str(each.pattern) == "en/")
    found = [route for route in routes(resolver.url_patterns) if not route.startswith("accounts/")]
    return [_braced(route) for route in found]


def _braced(route: str) -> str:
    while "<" in route:
        start, _, rest = route.partition("<")
        route = start + "{}" + rest.partition(">")[2]
    return route


def filled_in(route: str, value: str) -> str:
    return route.replace("{}", value)


@pytest.fixture
def quiet(caplog) -> Iterator[None]:
    """Nothing may be logged as an error, and nothing with a traceback."""
    caplog.set_level(logging.WARNING)
    yield
    assert [row.getMessage()[:300] for row in caplog.records if row.levelno >= logging.ERROR or row.exc_info] == []


def check(response, address, language):
    assert response.status_code in SERVED, (response.status_code, address[:200])
    assert "\r" not in response.headers.get("Location", ""), address[:200]
    assert not response.cookies.get("a"), address[:200]
    if response.status_code in {200, 400, 404, 410, 422} and response.headers["Content-Type"].startswith("text/html"):
        root = read(response.content)
        assert root.one("h1").text, address[:200]
        assert root.one("html").attributes["lang"].lower() == language, address[:200]
        assert b"Traceback" not in response.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_strange_questions_break_no_page(filled, visitor, quiet, language):
    places = ["KEN", filled["event"]]
    for route in public_routes():
        for value in places if "{}" in route else [""]:
            for query in QUERIES.values():
                address = f"/{language}/{filled_in(route, value)}?{query}"
                check(visitor.get(address), address, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_strange_names_break_no_page(filled, visitor, quiet, language):
    for route in public_routes():
        if "{}" in route:
            for value in (*VALUES, *ROUGH):
                address = f"/{language}/{filled_in(route, value)}"
                check(visitor.get(address), address, language)
    for value in ROUGH:
        address = f"/{language}/{value}/"
        response = visitor.get(address)
        check(response, address, language)
        assert response.status_code == 404


LISTS = ("search/", "events/", "events/past/", "practices/", "projects/", "training/", "videos/")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("objective=99", 422),
        ("country=Kenya", 422),
        ("page=999", 404),
        ("page=0", 422),
        ("page=abc", 422),
        ("page=" + "9" * 400, 422),
        ("objective=%FF", 400),
        ("objective=%00", 400),
        ("objective=" + "1" * 10_240, 422),
    ],
)
def test_every_list_says_what_is_wrong_in_every_language(filled, visitor, quiet, path, query, status):
    for language in LANGUAGES:
        response = visitor.get(f"/{language}/{path}?{query}")
        assert response.status_code == status, (language, path, query[:40])
        assert "noindex" in read(response.content).one("meta", name="robots").attributes["content"]


@pytest.mark.parametrize("prefix", ["de", "xx", "en-gb", "EN", "zh-hant", "zh-cn", "%00", "%ff", "..", "a" * 5_000, "en%2f"])
def test_an_unknown_language_is_not_found_and_is_said_in_the_nearest_one_or_the_readers(filled, visitor, quiet, prefix):
    for rest in ("", "search/?q=skills", "objectives/18/"):
        response = visitor.get(f"/{prefix}/{rest}", headers={"accept-language": "fr"})
        assert response.status_code in {404, 301, 302}, (response.status_code, prefix[:20], rest)
        if response.status_code == 404:
            nearest = {"en": "en", "zh": "zh-Hans"}.get(prefix[:2].lower(), "fr")
            assert read(response.content).one("html").attributes["lang"] == nearest
        else:
            assert response.headers["Location"].lower().startswith(("/en/", "/zh-hans/")), response.headers["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "robots.txt",
        "sitemap.xml",
        "sitemap-pages.xml",
        "resources/{}/",
        "resources/{}/linkset",
        "files/{}/a.pdf",
        "healthz",
        "",
    ],
)
def test_addresses_without_a_language_break_neither(filled, visitor, quiet, path):
    for value in (*VALUES, *ROUGH) if "{}" in path else [""]:
        for query in ("", *QUERIES.values()):
            response = visitor.get(f"/{path.replace('{}', value)}?{query}")
            assert response.status_code in SERVED, (path, value[:20], query[:40])


def test_a_question_of_odd_accept_headers_is_answered(filled, visitor, quiet):
    for accept in ("", "*/*", "application/linkset", "x" * 5_000, "a/b;q=abc", ",,,", "\x01"):
        assert visitor.get(f"/resources/{filled['whole']}/linkset", headers={"accept": accept}).status_code == 200
    for language in ("", "x" * 5_000, "en;q=abc", "-", "zh-hans-cn-x-y", "\xff"):
        assert visitor.get("/", headers={"accept-language": language}).status_code == 302
