"""Narrowed lists are not for crawlers, and crawlers get few of them; people are never counted."""

import logging
import re

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory

from gcmhub.face.crawlers import is_crawler, narrowed, unfollowed
from gcmhub.web.crawlers import Allowance, OneLineAMinute
from tests.web.html import read

pytestmark = pytest.mark.django_db
BOT = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://bot.example/)"
PERSON = "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


def asked(path: str = "/en/", agent: str = "") -> WSGIRequest:
    return RequestFactory().get(path, headers={"user-agent": agent})


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (compatible; Bytespider; spider-feedback@example.com)",
        "Scrapy/2.11 (+https://scrapy.org)",
        "meta-externalagent/1.1",
        "GoogleOther",
        "Mozilla/5.0 (compatible; archive.org_bot)",
    ],
)
def test_programs_that_say_so_are_crawlers(agent):
    assert is_crawler(asked(agent=agent))


@pytest.mark.parametrize(
    "agent",
    [
        PERSON,
        "",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1",
        "Lynx/2.9.0",
        "curl/8.5.0",
        "Zotero/6.0",
    ],
)
def test_browsers_and_tools_are_not(agent):
    assert not is_crawler(asked(agent=agent))


@pytest.mark.parametrize(
    "query", ["?q=skills", "?page=2", "?objective=18&country=KEN", "?x", "?" + "a=1&" * 500, "?sort=newest"]
)
def test_a_choice_in_the_address_narrows_a_page(query):
    assert narrowed(asked(f"/en/search/{query}"))


@pytest.mark.parametrize(
    "path", ["/en/search/", "/en/search/?utm_source=mail&utm_campaign=x&fbclid=1", "/api/v1/resources?q=a", "/?a=b"]
)
def test_where_a_reader_comes_from_does_not(path):
    assert not narrowed(asked(path))


def test_a_narrowed_list_tells_search_engines_to_leave_it(filled, visitor):
    for path in ("/en/search/?q=skills", "/ar/search/?objective=18", "/fr/search/?sort=newest", "/es/search/?page=2"):
        for _kept in range(2):
            response = visitor.get(path)
            assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert read(response.content).one("meta", name="robots").attributes["content"] == "noindex, nofollow"
    for path in ("/en/search/", "/en/", "/en/objectives/18/?utm_source=mail"):
        response = visitor.get(path)
        assert "X-Robots-Tag" not in response.headers
        assert read(response.content).all("meta", name="robots") == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "search/",
        "objectives/",
        "objectives/18/",
        "countries/KEN/",
        "regions/africa/",
        "principles/human-rights/",
        "events/",
        "resources/{whole}/",
        "about/",
    ],
)
def test_no_page_leads_crawlers_to_a_narrowed_list(filled, visitor, path):
    root = read(visitor.get("/ru/" + path.format(**filled)).content)
    links = [link for link in root.one("main").all("a") if re.match(r"(/ru/[a-z-]+/)?\?.", link.attributes["href"])]
    assert [link for link in links if "nofollow" not in link.attributes.get("rel", "")] == []
    if path.startswith(("objectives/18", "resources")):
        assert links


def test_only_links_to_narrowed_lists_are_changed():
    body = (
        '<a href="/en/search/?q=a">1</a><a class="b" href="?page=2">2</a><a href="/en/">3</a><a rel="next" href="?page=3">4</a>'
        '<a href="?format=csv" rel="nofollow">5</a>'
    )
    assert unfollowed(body) == (
        '<a href="/en/search/?q=a" rel="nofollow">1</a><a class="b" href="?page=2" rel="nofollow">2</a>'
        '<a href="/en/">3</a><a rel="nofollow next" href="?page=3">4</a><a href="?format=csv" rel="nofollow">5</a>'
    )


def test_an_allowance_fills_up_again_but_never_beyond_a_minute(monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr("gcmhub.web.crawlers.time.monotonic", lambda: moment[0])
    allowance = Allowance(30)
    assert [allowance.take() for _ in range(31)] == [True] * 30 + [False]
    moment[0] += 2
    assert [allowance.take() for _ in range(2)] == [True, False]
    moment[0] += 3600
    assert [allowance.take() for _ in range(31)] == [True] * 30 + [False]


@pytest.fixture
def limited(settings):
    """A hub of its own process that gives crawlers three lists a minute."""
    settings.HUB_CRAWLER_RATE = 3
    return Client(SERVER_NAME="localhost")


def statuses(client, agent, paths):
    return [client.get(path, headers={"user-agent": agent}).status_code for path in paths]


def test_a_crawler_that_walks_the_filters_is_asked_to_come_back_later(filled, limited):
    paths = [f"/en/search/?objective={number}" for number in range(1, 7)]
    assert statuses(limited, BOT, paths) == [200, 200, 200, 429, 429, 429]
    response = limited.get("/ar/search/?objective=9", headers={"user-agent": BOT})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    root = read(response.content)
    assert root.one("html").attributes["lang"] == "ar"
    assert root.one("h1").text == "طلبات كثيرة جداً"


def test_it_still_gets_pages_and_lists_that_are_in_memory(filled, limited):
    assert statuses(limited, BOT, [f"/en/search/?objective={number}" for number in range(1, 5)]) == [200, 200, 200, 429]
    assert (
        statuses(limited, BOT, ["/en/", "/en/search/", f"/en/resources/{filled['whole']}/", "/en/search/?objective=1"])
        == [200] * 4
    )


def test_people_are_never_counted(filled, limited):
    paths = [f"/en/search/?objective={number}" for number in range(1, 13)]
    assert statuses(limited, PERSON, paths) == [200] * 12
    assert statuses(limited, "", [f"/fr{path[3:]}" for path in paths]) == [200] * 12


def test_an_operator_may_let_crawlers_have_all(filled, settings):
    settings.HUB_CRAWLER_RATE = 0
    client = Client(SERVER_NAME="localhost")
    assert statuses(client, BOT, [f"/en/search/?objective={number}" for number in range(1, 13)]) == [200] * 12
    assert django_settings.MIDDLEWARE.index("gcmhub.web.middleware.PageCache") < django_settings.MIDDLEWARE.index(
        "gcmhub.web.crawlers.Crawlers"
    )


def test_the_log_holds_one_line_a_minute_for_each_crawler_and_every_refused_person():
    def row(agent, status=429):
        made = logging.LogRecord("django.request", logging.WARNING, "", 0, "Too Many Requests", None, None)
        made.status_code, made.request = status, asked("/en/search/?q=a", agent)
        return made

    sieve = OneLineAMinute()
    other = "Mozilla/5.0 (compatible; OtherBot/1.0)"
    assert [sieve.filter(row(agent)) for agent in (BOT, BOT, other, BOT, PERSON, PERSON)] == [
        True, False, True, False, True, True,
    ]  # fmt: skip
    assert sieve.filter(row(BOT, 500))
    for name in sieve.told:  # a minute later
        sieve.told[name] -= 61
    assert [sieve.filter(row(BOT)), sieve.filter(row(BOT))] == [True, False]


def test_the_settings_hold_back_the_lines_of_refused_crawlers():
    assert django_settings.LOGGING["filters"]["crawlers"] == {"()": f"{OneLineAMinute.__module__}.{OneLineAMinute.__name__}"}
    assert "crawlers" in django_settings.LOGGING["handlers"]["console"]["filters"]
