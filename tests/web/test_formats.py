"""The list of a search in other formats, read by programs that are not ours."""

import csv
import html
import io
import json
from urllib.parse import urlsplit

import feedparser
import pytest
import rispy
from defusedxml import ElementTree
from lxml import etree
from pybtex.database import parse_string

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource
from gcmhub.library.models import Resource
from gcmhub.web.library import formats
from tests.factories.records import shelve
from tests.web.conftest import LANGUAGES, index
from tests.web.html import read
from tests.web.shelf import HOSTILE, document

pytestmark = pytest.mark.django_db
MEDIA_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
BASE = "https://hub.example.org"


@pytest.fixture(autouse=True)
def address(settings):
    """The hub knows its public address."""
    settings.HUB_BASE_URL = BASE


def get(visitor, query="", language="en", **more):
    response = visitor.get(f"/{language}/search/{query}", **more)
    assert response.status_code == 200, (query, response.status_code)
    return response


def ids_of_page(visitor, query=""):
    cards = read(get(visitor, query).content).one("ol", class_="cards")
    return [link.attributes["href"].split("/")[-2] for link in cards.all("a")]


def table(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("chosen", MEDIA_TYPES)
def test_each_format_has_its_headers(filled, visitor, chosen):
    response = get(visitor, f"?objective=18&q=skills&format={chosen}")
    assert response.headers["Content-Type"] == MEDIA_TYPES[chosen]
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    placed = "attachment" if chosen in {"csv", "bib", "ris"} else "inline"
    assert response.headers["Content-Disposition"] == f'{placed}; filename="resources.{chosen}"'
    assert response.headers["Link"].startswith(f"<{BASE}/en/search/?q=skills&objective=18")
    assert response.headers["Link"].endswith('>; rel="alternate"; type="text/html"')
    again = {"If-None-Match": response.headers["ETag"]}
    seen = visitor.get(f"/en/search/?objective=18&q=skills&format={chosen}", headers=again)
    assert (seen.status_code, seen.content) == (304, b"")


def test_json_is_what_the_api_answers(filled, visitor):
    for query in ("?", "?q=skills&country=KEN", "?page=2", "?objective=18&sort=newest&year_from=2012"):
        assert get(visitor, f"{query}&format=json").json() == visitor.get(f"/api/v1/resources{query}").json()


@pytest.mark.parametrize("query", ["?q=skills", "?objective=18&sort=newest", "?kind=document&year_from=2012", "?page=2"])
def test_lists_to_keep_hold_what_the_page_shows_in_its_order(filled, visitor, query):
    shown = ids_of_page(visitor, query)
    rows = table(get(visitor, f"{query}&format=csv"))
    assert [row["id"] for row in rows][: len(shown)] == shown
    bib = parse_string(get(visitor, f"{query}&format=bib").content.decode(), "bibtex").entries
    assert list(bib) == [f"gcmhub-{row['id']}" for row in rows]
    ris = rispy.loads(get(visitor, f"{query}&format=ris").content.decode())
    assert [entry["id"] for entry in ris] == list(bib)
    total = get(visitor, f"{query}&format=json").json()["total"]
    assert len(rows) == total - (20 if query == "?page=2" else 0)


def test_feeds_hold_the_list_in_the_order_that_the_address_names_and_the_newest_first_else(filled, visitor):
    def links(query):
        return [urlsplit(entry.link).path.split("/")[-2] for entry in feedparser.parse(get(visitor, query).content).entries]

    for chosen in ("rss", "atom"):
        shown = ids_of_page(visitor, "?objective=18&sort=recommended")
        assert links(f"?objective=18&sort=recommended&format={chosen}")[: len(shown)] == shown
        newest = ids_of_page(visitor, "?objective=18&sort=newest")
        assert links(f"?objective=18&format={chosen}")[: len(newest)] == newest
        assert links(f"?objective=18&page=2&format={chosen}")[: len(newest)] == newest


@pytest.mark.parametrize("language", LANGUAGES)
def test_feeds_are_well_formed_in_every_language(filled, visitor, language):
    for chosen in ("rss", "atom"):
        response = get(visitor, f"?objective=18&objective=1&format={chosen}", language)
        feed = feedparser.parse(response.content)
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == {"rss": "rss20", "atom": "atom10"}[chosen]
        assert feed.feed.language == {"zh-hans": "zh-Hans"}.get(language, language)
        assert feed.feed.link == f"{BASE}/{language}/search/?objective=18&objective=1&sort=newest"
        assert len(feed.entries) == Resource.objects.published().count()
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:")
            assert entry.title
            assert entry.link.startswith(f"{BASE}/{language}/resources/")
            assert entry.published_parsed
        hostile = next(entry for entry in feed.entries if "quotes" in entry.title)
        assert hostile.title == (HOSTILE if chosen == "atom" else html.escape(HOSTILE))
        assert "<script" not in hostile.summary


def test_an_entry_keeps_its_identifier_in_every_language_and_feed(filled, visitor):
    def ids(language, query):
        return {entry.id for entry in feedparser.parse(get(visitor, query, language).content).entries}

    assert ids("en", "?format=atom") == ids("ar", "?format=atom") == ids("fr", "?format=rss")
    assert ids("en", "?q=skills&format=atom") < ids("en", "?format=atom")


def test_atom_has_what_rfc_4287_asks_of_feed_and_entry(filled, visitor):
    response = get(visitor, "?format=atom")
    root = etree.fromstring(response.content)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    assert len(root.xpath("a:id", namespaces=ns)) == len(root.xpath("a:updated", namespaces=ns)) == 1
    own = root.xpath("a:link[@rel='self']/@href", namespaces=ns)
    assert own == [f"{BASE}/en/search/?format=atom"]
    ordered = etree.fromstring(get(visitor, "?sort=recommended&format=atom").content)
    own = ordered.xpath("a:link[@rel='self']/@href", namespaces=ns)
    assert own == [f"{BASE}/en/search/?sort=recommended&format=atom"]
    assert root.xpath("a:author/a:name/text()", namespaces=ns) == ["Migration Network Hub"]
    for entry in root.xpath("a:entry", namespaces=ns):
        assert [len(entry.xpath(f"a:{name}", namespaces=ns)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert entry.xpath("a:link/@href", namespaces=ns)[0].startswith(BASE)
        assert entry.get("{http://www.w3.org/XML/1998/namespace}lang")
    whole = next(entry for entry in root.xpath("a:entry", namespaces=ns) if "A. Author" in etree.tostring(entry).decode())
    assert whole.xpath("a:author/a:name/text()", namespaces=ns) == ["A. Author"]
    assert "Skills development and recognition" in whole.xpath("a:category/@term", namespaces=ns)


def test_an_empty_list_is_sound_in_every_format(filled, visitor):
    query = "?q=zzzzzzzzzz&country=TON"
    assert get(visitor, f"{query}&format=json").json()["items"] == []
    assert table(get(visitor, f"{query}&format=csv")) == []
    assert get(visitor, f"{query}&format=bib").content == get(visitor, f"{query}&format=ris").content == b""
    for chosen in ("rss", "atom"):
        feed = feedparser.parse(get(visitor, f"{query}&format={chosen}").content)
        assert not feed.bozo
        assert feed.entries == []


def test_no_cell_of_a_table_is_a_formula(empty, visitor, tmp_path):
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"]
    shelve(
        [
            document(number, id=f"evil-{number}", title={"en": text + "x"}, publishers=[text + "y"], licence=text + "z")
            for number, text in enumerate(evil)
        ],
        folder=tmp_path,
    )
    index()
    rows = table(get(visitor, "?format=csv"))
    assert len(rows) == len(evil)
    for row in rows:
        for name, value in row.items():
            assert value.strip()[:1] not in set("=+-@＝"), (name, value)
        assert row["title"].startswith("'")


def test_a_table_holds_every_letter_as_it_is(filled, visitor):
    response = get(visitor, "?format=csv", "ar")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = {row["id"]: row for row in table(response)}
    assert rows[filled["whole"]]["title"] == "عنوان بالعربية"
    assert rows[filled["whole"]]["title_language"] == "ar"
    assert rows[filled["whole"]]["identifiers"] == "doi:10.1234/abc|un-symbol:A/RES/73/195"
    assert rows[filled["hostile"]]["title"] == HOSTILE
    assert rows[filled["event"]]["countries"] == "XKX|KEN"
    assert rows[filled["practice"]]["page"] == f"{BASE}/ar/resources/{filled['practice']}/"


def test_lists_end_where_their_bound_is(filled, visitor, monkeypatch):
    monkeypatch.setattr(formats, "LONGEST", 7)
    monkeypatch.setattr(formats, "NEWS", 5)
    assert len(table(get(visitor, "?format=csv"))) == 7
    assert len(rispy.loads(get(visitor, "?page=2&format=ris").content.decode())) == 7
    assert len(feedparser.parse(get(visitor, "?format=rss").content).entries) == 5


def test_what_is_withdrawn_or_a_draft_is_in_no_format(empty, visitor, tmp_path):
    shelve([document(1), document(2)], folder=tmp_path)
    index()
    for resource in Resource.objects.filter(external_id="doc-1"):
        archive_resource(resource, by=SYSTEM, reason="Withdrawn.")
    for chosen in MEDIA_TYPES:
        body = get(visitor, f"?format={chosen}").content.decode()
        assert "Skills report 2" in body
        assert "Skills report 1" not in body


def test_the_number_of_queries_does_not_grow_with_the_list(filled, visitor, django_assert_max_num_queries):
    get(visitor, "?format=csv")
    for chosen in ("csv", "bib", "ris", "rss", "atom"):
        with django_assert_max_num_queries(10):
            get(visitor, f"?format={chosen}")


@pytest.mark.parametrize("value", ["xlsx", "../etc/passwd", "%3Cscript%3E", "x" * 3_000, "CSV"])
def test_an_unknown_format_is_named_and_refused(filled, visitor, value):
    response = visitor.get(f"/en/search/?q=skills&format={value}")
    assert response.status_code == 422
    root = read(response.content)
    assert root.one("a", class_="button").attributes["href"] == "/en/search/?q=skills"


def test_what_a_page_refuses_is_refused_in_every_format(filled, visitor):
    for chosen in MEDIA_TYPES:
        assert visitor.get(f"/en/search/?country=ZZZ&format={chosen}").status_code == 422
        assert visitor.get(f"/en/search/?q=%00&format={chosen}").status_code == 400
        assert visitor.get(f"/en/search/?page=99&format={chosen}").status_code == (200 if chosen in {"rss", "atom"} else 404)


def test_formats_and_pages_are_never_mixed_up(filled, visitor):
    for _ in range(2):
        for query in ("?format=csv&format=", "?format=csv", "?q=skills&format=csv", "?format=", "", "?format=html"):
            response = get(visitor, query)
            wanted = "text/csv" if "csv" in query else "text/html"
            assert response.headers["Content-Type"].startswith(wanted), query


def test_the_page_links_every_format_of_its_list(filled, visitor):
    root = read(get(visitor, "?q=skills&kind=document&page=2").content)
    foot = {link.text: link.attributes["href"] for link in root.one("nav", class_="as").all("a")}
    links = {name: address for name, address in foot.items() if "format=" in address}
    assert list(links) == ["CSV", "BibTeX", "RIS", "JSON", "RSS", "Atom"]
    assert links["CSV"] == "/en/search/?q=skills&kind=document&format=csv&page=2"
    assert links["RSS"] == "/en/search/?q=skills&kind=document&format=rss"
    for address in links.values():
        assert visitor.get(address).status_code == 200


@pytest.mark.parametrize(
    ("path", "query"),
    [("search/?kind=event", "kind=event"), ("objectives/18/", "objective=18"), ("countries/KEN/", "country=KEN")],
)
def test_pages_name_their_feeds(filled, visitor, path, query):
    head = read(visitor.get(f"/fr/{path}").content).one("head")
    for chosen, media_type in (("rss", "application/rss+xml"), ("atom", "application/atom+xml")):
        link = head.one("link", rel="alternate", type=media_type)
        assert link.attributes["href"] == f"/fr/search/?{query}&format={chosen}"
        assert not feedparser.parse(visitor.get(link.attributes["href"]).content).bozo


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_learn_how_to_search(filled, visitor, language):
    head = read(visitor.get(f"/{language}/").content).one("head")
    path = head.one("link", rel="search").attributes["href"]
    response = visitor.get(path)
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    ns = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ns}OpenSearchDescription"
    assert 0 < len(root.findtext(f"{ns}ShortName")) <= 16
    assert len(root.findtext(f"{ns}LongName")) <= 48
    urls = {url.get("type"): url.get("template") for url in root.findall(f"{ns}Url")}
    assert set(urls) == {
        "text/html", "application/atom+xml", "application/rss+xml", "application/json", "application/opensearchdescription+xml",
    }  # fmt: skip
    for media_type, template in urls.items():
        assert template.startswith(f"{BASE}/{language}/")
        asked = template.removeprefix(BASE).replace("{searchTerms}", "skills").replace("{startPage?}", "")
        assert visitor.get(asked).headers["Content-Type"].startswith(media_type)


CITED = {
    "apa": ("text/plain; charset=utf-8", "apa.txt"),
    "chicago": ("text/plain; charset=utf-8", "chicago.txt"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib"),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris"),
    "csl-json": ("application/vnd.citationstyles.csl+json", "json"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", CITED)
def test_every_resource_can_be_cited_in_every_style(filled, visitor, language, style):
    for name, public_id in filled.items():
        if name.startswith("doc-") and name != "doc-1":
            continue
        response = visitor.get(f"/{language}/resources/{public_id}/cite/{style}")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == CITED[style][0]
        assert response.headers["Content-Disposition"] == f'attachment; filename="gcmhub-{public_id}.{CITED[style][1]}"'
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Link"] == f'<{BASE}/{language}/resources/{public_id}/>; rel="describes"; type="text/html"'
        body = response.content.decode()
        key = f"gcmhub-{public_id}"
        if style == "bibtex":
            assert list(parse_string(body, "bibtex").entries) == [key]
        elif style == "ris":
            assert [entry["id"] for entry in rispy.loads(body)] == [key]
        elif style == "csl-json":
            assert [item["id"] for item in json.loads(body)] == [key]
        else:
            assert body.strip().count("\n") == 0


def test_a_title_is_cited_in_the_readers_language_where_there_is_one(filled, visitor):
    public_id = filled["whole"]
    assert visitor.get(f"/zh-hans/resources/{public_id}/cite/apa").content.decode() == (
        "Author, A. (2022). 中文标题 (政策简报 A/RES/73/195). Example Institute, Another Institute. https://doi.org/10.1234/abc\n"
    )
    assert "عنوان بالعربية" in visitor.get(f"/ar/resources/{public_id}/cite/chicago").content.decode()


def test_the_page_of_a_resource_leads_to_its_citations(filled, visitor):
    address = f"/en/resources/{filled['whole']}/"
    fold = read(visitor.get(address).content).one("details", id="cite-this")
    assert fold.attributes["data-fetches"] == f"{address}cite/"
    links = {link.text: link.attributes["href"] for link in fold.all("a")}
    assert list(links) == ["APA 7, Chicago 18", "BibTeX", "RIS", "CSL-JSON"]
    for address in links.values():
        assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}], ids=["the page", "the part that is fetched"])
def test_citations_are_a_page_and_a_part_of_one(filled, visitor, headers):
    response = visitor.get(f"/en/resources/{filled['whole']}/cite/", **headers)
    cited = read(response.content)
    assert cited.one("p", id="cite-apa").text.startswith("Author, A. (2022). Title in en (Policy Brief A/RES/73/195).")
    assert cited.one("p", id="cite-apa").one("i").text == "Title in en"
    assert "2022." in cited.one("p", id="cite-chicago").text
    assert (b"<html" in response.content) == (not headers)
    assert response.headers["X-Robots-Tag"] == "noindex"
    hostile = read(visitor.get(f"/en/resources/{filled['hostile']}/cite/", **headers).content)
    assert HOSTILE in hostile.one("p", id="cite-apa").text


def test_citations_follow_every_change_of_a_record(empty, visitor, tmp_path):
    for title in ("Before", "After"):
        shelve([document(1) | {"title": {"en": title}}], folder=tmp_path)
        index()
        cited = read(visitor.get(f"/en/resources/{Resource.objects.get().public_id}/cite/?n={title}").content)
        assert title in cited.one("p", id="cite-apa").text


def test_what_cannot_be_cited_has_a_clear_page(filled, visitor):
    public_id = filled["doc-1"]
    assert visitor.get(f"/en/resources/{public_id}/cite/mla").status_code == 404
    assert visitor.get("/en/resources/nothing/cite/apa").status_code == 404
    assert visitor.get("/en/resources/nothing/cite/").status_code == 404


def test_a_withdrawn_resource_is_gone_from_citing_too(empty, visitor, tmp_path):
    shelve([document(1)], folder=tmp_path)
    resource = Resource.objects.get()
    archive_resource(resource, by=SYSTEM, reason="Withdrawn.")
    for style in ("", *CITED):
        assert visitor.get(f"/en/resources/{resource.public_id}/cite/{style}").status_code == 410
