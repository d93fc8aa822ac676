"""Sitemaps against the rules of sitemaps.org, read by lxml; robots.txt by the standard library's reader."""

import re
from datetime import datetime
from urllib.robotparser import RobotFileParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from gcmhub.web.site import sitemaps
from tests.factories.records import record, shelve
from tests.web.conftest import LANGUAGES, index

pytestmark = pytest.mark.django_db
BASE = "https://hub.example.org"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TAGS = {"ar", "zh-Hans", "en", "fr", "ru", "es", "x-default"}


@pytest.fixture(autouse=True)
def public(settings):
    """A hub that knows its public address and has kept nothing."""
    settings.HUB_BASE_URL = BASE
    cache.delete_many(["sitemap-parts", "sitemap-terms"])
    yield
    cache.delete_many(["sitemap-parts", "sitemap-terms"])


def tree(visitor, path):
    response = visitor.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    assert len(response.content) < 50_000_000
    return etree.fromstring(response.content)


def locations(root):
    return [each.text for each in root.iterfind(".//s:loc", NAMES)]


def parts(visitor):
    return [each.removeprefix(BASE) for each in locations(tree(visitor, "/sitemap.xml"))]


def test_the_index_leads_to_every_published_resource_in_every_language_and_to_nothing_else(filled, visitor):
    root = tree(visitor, "/sitemap.xml")
    assert root.tag == f"{{{NAMES['s']}}}sitemapindex"
    found = [each for path in parts(visitor) for each in locations(tree(visitor, path))]
    assert len(found) == len(set(found))
    resources = {each for each in found if "/resources/" in each}
    assert resources == {f"{BASE}/{code}/resources/{public_id}/" for code in LANGUAGES for public_id in filled.values()}


def test_an_entry_names_the_page_in_all_languages_itself_among_them(filled, visitor):
    for path in parts(visitor):
        root = tree(visitor, path)
        assert 0 < len(root) <= 10_000
        for entry in root:
            links = entry.findall("x:link", NAMES)
            hrefs = {each.get("hreflang"): each.get("href") for each in links}
            assert (len(links), set(hrefs)) == (7, TAGS)
            assert {each.get("rel") for each in links} == {"alternate"}
            assert entry.findtext("s:loc", namespaces=NAMES) in hrefs.values()
            assert datetime.fromisoformat(entry.findtext("s:lastmod", namespaces=NAMES)).tzinfo
            assert not set(hrefs["x-default"].removeprefix(BASE).split("/")) & set(LANGUAGES)


def test_every_page_of_the_sitemap_is_there_and_may_be_found(filled, visitor):
    addresses = [each for each in locations(tree(visitor, "/sitemap-pages.xml")) if each.startswith(f"{BASE}/fr/")]
    assert {f"{BASE}/fr/", f"{BASE}/fr/objectives/18/", f"{BASE}/fr/countries/KEN/", f"{BASE}/fr/about/"} <= set(addresses)
    assert f"{BASE}/fr/countries/FJI/" not in addresses  # nothing there
    for address in addresses:
        response = visitor.get(address.removeprefix(BASE))
        assert response.status_code == 200
        assert "X-Robots-Tag" not in response.headers
        assert f'<link rel="canonical" href="{address}">' in response.text


def test_neither_a_draft_nor_what_was_withdrawn_is_listed(empty, visitor):
    shelve([record(1), record(2)])
    shelve([record(3)], publish=False)
    index()
    gone = Resource.objects.get(external_id="a1")
    assert gone.public_id in str([locations(tree(visitor, path)) for path in parts(visitor)])
    archive_resource(gone, by=SYSTEM, reason="Replaced")
    found = str([locations(tree(visitor, path)) for path in parts(visitor)])  # at once, whatever is kept
    assert Resource.objects.get(external_id="a2").public_id in found
    assert gone.public_id not in found
    assert Resource.objects.get(external_id="a3").public_id not in found


def test_parts_are_bounded_and_cost_one_query_each(empty, visitor, monkeypatch):
    monkeypatch.setattr(sitemaps, "SIZE", 3)
    shelve([record(number) for number in range(1, 11)])
    index()
    with CaptureQueriesContext(connection) as queries:
        paths = parts(visitor)
    assert len(queries) == 1
    assert len(paths) >= 1 + 4
    counts = []
    for path in paths[1:]:
        with CaptureQueriesContext(connection) as queries:
            counts.append(len(tree(visitor, path)) // 6)
        assert len(queries) == 1
    assert sum(counts) == 10
    assert max(counts) <= 3


def test_what_is_kept_is_told_apart_from_what_has_changed(filled, visitor):
    response = visitor.get("/sitemap.xml")
    assert response.headers["Cache-Control"] == "public, max-age=900"
    again = visitor.get("/sitemap.xml", headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get("/sitemap-pages.xml", headers={"accept-encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    ["/sitemap-resources-99999999.xml", f"/sitemap-resources-{10**30}.xml", "/sitemap-resources--1.xml", "/sitemap-x.xml"],
)
def test_a_part_that_is_not_there_is_not_found(filled, visitor, path):
    assert visitor.get(path).status_code == 404


def test_an_empty_hub_has_a_sitemap_of_its_pages(empty, visitor):
    assert parts(visitor) == ["/sitemap-pages.xml"]
    assert len(tree(visitor, "/sitemap-pages.xml")) == 6 * len(sitemaps.PAGES)


def test_without_a_public_address_only_loopback_has_a_sitemap(filled, visitor, settings):
    settings.HUB_BASE_URL = ""
    assert locations(tree(visitor, "/sitemap.xml"))[0] == "http://localhost/sitemap-pages.xml"
    settings.HUB_LOOPBACK = False
    assert visitor.get("/sitemap.xml").status_code == 404
    assert "Sitemap:" not in visitor.get("/robots.txt").text


def refused(text, path):
    """Whether a rule with a wildcard, which the standard library does not know, refuses an address."""
    rules = [row.removeprefix("Disallow: ") for row in text.splitlines() if row.startswith("Disallow: ") and "*" in row]
    return any(re.match(re.escape(rule).replace(r"\*", ".*"), path) for rule in rules)


def test_robots_txt_keeps_crawlers_to_pages(filled, visitor):
    response = visitor.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    reader = RobotFileParser()
    reader.parse(response.text.splitlines())
    assert reader.site_maps() == [f"{BASE}/sitemap.xml"]
    for language in LANGUAGES:
        for path in ("", "search/", "objectives/18/", f"resources/{filled['whole']}/"):
            assert reader.can_fetch("Googlebot", f"{BASE}/{language}/{path}")
        assert not reader.can_fetch("Googlebot", f"{BASE}/{language}/accounts/login/")
        for path in ("search/?objective=18", "search/?q=skills", "events/?objective=1&format=rss"):
            assert refused(response.text, f"/{language}/{path}")
        assert not refused(response.text, f"/{language}/search/")
    assert reader.can_fetch("Googlebot", f"{BASE}/api/v1/resources/{filled['whole']}")
    assert not reader.can_fetch("Googlebot", f"{BASE}/api/v1/resources?q=skills")
