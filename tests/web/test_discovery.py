"""What programs read of a page: JSON-LD by rdflib, typed links by signposting, tags of the head."""

import json
from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef
from signposting.linkheader import find_signposting_http_link
from signposting.linkset import Linkset, LinksetJSON, _parse_linkset, _parse_linkset_json

from gcmhub.face import schema_org
from tests.web.conftest import LANGUAGES
from tests.web.html import read
from tests.web.shelf import HOSTILE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning:rdflib"),  # its own reader of JSON-LD
]
BASE = "https://hub.example.org"
SCHEMA = "https://schema.org/"


@pytest.fixture
def public(settings):
    """A hub that knows its public address."""
    settings.HUB_BASE_URL = BASE


def described(visitor, address):
    """Return the JSON-LD of a page as it stands there."""
    root = read(visitor.get(address).content)
    block = root.one("head").one("script", type="application/ld+json")
    (text,) = block.children
    return json.loads(text)


def graph(node):
    """Return JSON-LD as rdflib reads it; the context is put in its place, as the network is away."""
    assert node["@context"] == "https://schema.org"
    text = json.dumps(node | {"@context": {"@vocab": SCHEMA}})
    return Graph().parse(data=text, format="json-ld", publicID=f"{BASE}/")


def said(found, subject, name):
    return set(found.objects(URIRef(subject), URIRef(SCHEMA + name)))


@pytest.mark.parametrize(
    ("external_id", "kind"),
    [
        ("whole", "Report"),
        ("hostile", "WebPage"),
        ("event", "Event"),
        ("project", "Project"),
        ("training", "Course"),
        ("video", "VideoObject"),
        ("practice", "Article"),
    ],
)
def test_every_kind_has_its_type_and_its_name_with_a_language(filled, visitor, public, external_id, kind):
    address = f"{BASE}/resources/{filled[external_id]}/"
    for language in LANGUAGES:
        found = graph(described(visitor, f"/{language}/resources/{filled[external_id]}/"))
        types = {str(row) for row in found.objects(URIRef(address), URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))}
        assert types == {SCHEMA + kind}
        names = said(found, address, "name")
        assert names
        assert all(name.language in {"ar", "zh", "en", "fr", "ru", "es"} for name in names)


def test_a_document_is_described_as_far_as_its_record_goes(filled, visitor, public):
    identifier = filled["whole"]
    address = f"{BASE}/resources/{identifier}/"
    found = graph(described(visitor, f"/fr/resources/{identifier}/"))
    assert said(found, address, "url") == {Literal(f"{BASE}/fr/resources/{identifier}/")}
    assert Literal("中文标题", lang="zh") in said(found, address, "name")
    assert {text.language for text in said(found, address, "description")} == {"ar", "zh", "en", "fr", "ru", "es"}
    assert said(found, address, "inLanguage") == {Literal(tag) for tag in ("ar", "zh", "en", "fr", "ru", "es")}
    assert said(found, address, "license") == {Literal("https://creativecommons.org/licenses/by/4.0/")}
    assert said(found, address, "datePublished") == {Literal("2022-03-04")}
    assert said(found, address, "isAccessibleForFree") == {Literal(True)}
    assert said(found, address, "author") == {URIRef("https://orcid.org/0000-0002-1825-0097")}
    assert Literal("https://doi.org/10.1234/abc") in said(found, address, "sameAs")
    assert said(found, address, "isPartOf") == {URIRef(f"{BASE}/resources/{filled['doc-1']}/")}
    codes = {str(code) for term in said(found, address, "about") for code in found.objects(term, URIRef(f"{SCHEMA}termCode"))}
    assert codes == {"18", "5"}
    formats = {
        str(kind)
        for file in said(found, address, "encoding")
        for kind in found.objects(file, URIRef(f"{SCHEMA}encodingFormat"))
    }
    assert formats == {"application/pdf", "text/plain", "text/html", "image/svg+xml"}


def test_an_event_says_when_with_its_offset_and_where(filled, visitor):
    node = described(visitor, f"/en/resources/{filled['event']}/")
    assert (node["startDate"], node["endDate"]) == ("2099-05-04T14:00:00+03:00", "2099-05-04T16:30:00+03:00")
    assert node["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert {row["@type"] for row in node["location"]} == {"Place", "VirtualLocation"}
    places = {row["identifier"]: row["@type"] for row in node["about"] if "identifier" in row}
    assert places == {"XKX": "Place", "KEN": "Country"}
    assert next(row["name"]["@value"] for row in node["about"] if row.get("identifier") == "XKX").endswith("*")


def test_a_video_says_how_long_it_is_and_a_course_how_it_is_held(filled, visitor):
    assert described(visitor, f"/en/resources/{filled['video']}/")["duration"] == "PT5400S"
    course = described(visitor, f"/en/resources/{filled['training']}/")
    assert course["hasCourseInstance"] == {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": "6 weeks"}
    assert course["provider"] == [{"@type": "Organization", "name": "Example Centre"}]


def test_nothing_is_said_that_the_record_does_not_say(filled, visitor):
    node = described(visitor, f"/en/resources/{filled['hostile']}/")
    assert not {"license", "author", "datePublished", "encoding", "isAccessibleForFree", "spatialCoverage"} & set(node)


def test_no_text_of_a_record_ends_the_block(filled, visitor):
    address = f"/en/resources/{filled['hostile']}/"
    node = described(visitor, address)
    assert node["name"] == [{"@language": "en", "@value": HOSTILE}]
    assert node["publisher"] == [{"@type": "Organization", "name": HOSTILE}]
    assert b"<script>alert" not in visitor.get(address).content
    assert "<" not in str(schema_org.script({"a": "</script><!--\u2028"})).removeprefix("<script").removesuffix("</script>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_says_how_the_hub_is_searched(filled, visitor, public, settings, language):
    node = described(visitor, f"/{language}/")
    template = node["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{BASE}/{language}/search/?q={{search_term_string}}"
    assert "publisher" not in node
    assert visitor.get(template.removeprefix(BASE).format(search_term_string="skills")).status_code == 200
    settings.HUB_ORGANISATION = "Example Institute"
    assert described(visitor, f"/{language}/?new=1")["publisher"] == {"@type": "Organization", "name": "Example Institute"}


def test_a_document_has_the_tags_of_highwire_press_and_an_event_has_none(filled, visitor, public):
    head = read(visitor.get(f"/es/resources/{filled['whole']}/").content).one("head")
    tags = [(tag.attributes["name"], tag.attributes["content"]) for tag in head.all("meta") if "name" in tag.attributes]
    tags = [(name, content) for name, content in tags if name.startswith("citation_")]
    assert tags[0] == ("citation_title", "عنوان بالعربية")  # the original, whatever the reader's language
    assert ("citation_publication_date", "2022/03/04") in tags
    assert ("citation_author", "A. Author") in tags
    assert ("citation_doi", "10.1234/abc") in tags
    assert [content for name, content in tags if name == "citation_language"] == ["ar", "zh", "en", "fr", "ru", "es"]
    (pdf,) = (content for name, content in tags if name == "citation_pdf_url")
    assert visitor.get(pdf.removeprefix(BASE)).headers["Content-Type"] == "application/pdf"
    event = read(visitor.get(f"/es/resources/{filled['event']}/").content).one("head")
    assert [tag for tag in event.all("meta") if tag.attributes.get("name", "").startswith("citation_")] == []


@pytest.mark.parametrize(
    "path", ["", "search/", "objectives/18/", "countries/KEN/", "about/", "resources/{whole}/?utm_source=x"]
)
def test_a_page_names_its_one_address_its_translations_and_itself(filled, visitor, public, path):
    address = "/ru/" + path.format(**filled)
    bare = address.partition("?")[0]
    head = read(visitor.get(address).content).one("head")
    assert head.one("link", rel="canonical").attributes["href"] == BASE + bare
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in head.all("link", rel="alternate")
        if "hreflang" in link.attributes
    }
    rest = bare.removeprefix("/ru")
    tags = {"ar": "ar", "zh-hans": "zh-Hans", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}
    assert alternates == {tag: f"{BASE}/{code}{rest}" for code, tag in tags.items()} | {"x-default": BASE + rest}
    shared = {tag.attributes["property"]: tag.attributes["content"] for tag in head.all("meta") if "property" in tag.attributes}
    assert set(shared) == {"og:url", "og:site_name", "og:type", "og:title", "og:description"}
    assert all(shared.values())
    assert head.one("title").text.startswith(shared["og:title"])
    assert visitor.get(rest).status_code == 302 if path else True


@pytest.mark.parametrize("path", ["search/?q=skills", "no-such-page/", "search/?objective=99", "accounts/login/"])
def test_a_page_that_is_not_for_search_engines_names_no_address(filled, visitor, public, path):
    head = read(visitor.get(f"/en/{path}").content).one("head")
    assert "noindex" in head.one("meta", name="robots").attributes["content"]
    assert [link for link in head.all("link") if link.attributes["rel"] == "canonical" or "hreflang" in link.attributes] == []


def signposts(visitor, address):
    return find_signposting_http_link([visitor.get(address).headers["Link"]], BASE + address)


def test_a_resource_points_to_what_belongs_to_it(filled, visitor):
    """Addresses without a public one are relative to the page."""
    address = f"/ar/resources/{filled['whole']}/"
    found = signposts(visitor, address)
    assert found.citeAs.target == "https://doi.org/10.1234/abc"
    assert {each.target for each in found.authors} == {"https://orcid.org/0000-0002-1825-0097"}
    assert found.license.target == "https://creativecommons.org/licenses/by/4.0/"
    assert {each.target for each in found.types} == {f"{SCHEMA}AboutPage", f"{SCHEMA}Report"}
    assert {each.target for each in found.linksets} == {f"{BASE}/resources/{filled['whole']}/linkset"}
    assert {str(each.type) for each in found.linksets} == {"application/linkset+json", "application/linkset"}
    assert len(found.items) == 5
    for each in (*found.items, *found.describedBy, *found.linksets):
        if each.target.startswith(BASE):
            answer = visitor.get(each.target.removeprefix(BASE), headers={"accept": str(each.type)})
            assert answer.status_code == 200, each.target
            assert answer.headers["Content-Type"].partition(";")[0] == str(each.type)


def test_a_resource_without_a_doi_is_cited_by_an_address_without_a_language(filled, visitor):
    address = f"/en/resources/{filled['event']}/"
    target = signposts(visitor, address).citeAs.target.removeprefix(BASE)
    assert target == f"/resources/{filled['event']}/"
    response = visitor.get(target, headers={"accept-language": "ar"})
    assert (response.status_code, response.headers["Location"]) == (302, f"/ar{target}")
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in response.headers["Vary"].split(",")}


def test_a_kept_page_and_one_that_has_not_changed_carry_the_links_too(filled, visitor):
    address = f"/en/resources/{filled['whole']}/"
    first = visitor.get(address)
    assert visitor.get(address).headers["Link"] == first.headers["Link"]
    again = visitor.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Link"]) == (304, first.headers["Link"])
    assert visitor.head(address).headers["Link"] == first.headers["Link"]


def test_a_file_points_back_to_its_resource(filled, visitor):
    items = signposts(visitor, f"/en/resources/{filled['whole']}/").items
    address = next(each.target for each in items if str(each.type) == "application/pdf" and each.target.startswith(BASE))
    found = signposts(visitor, address.removeprefix(BASE))
    assert found.collection.target == f"{BASE}/resources/{filled['whole']}/"
    assert found.license.target == "https://creativecommons.org/licenses/by/4.0/"
    assert {each.target for each in found.linksets} == {f"{BASE}/resources/{filled['whole']}/linkset"}


def test_both_forms_of_the_link_set_say_the_same_of_the_page_in_every_language_and_of_its_files(filled, visitor, public):
    address = f"/resources/{filled['whole']}/linkset"
    as_json, as_text = visitor.get(address), visitor.get(address, headers={"accept": "application/linkset"})
    assert as_json.headers["Content-Type"] == "application/linkset+json"
    assert as_text.headers["Content-Type"] == "application/linkset"
    assert "Accept" in as_json.headers["Vary"]
    one = _parse_linkset_json(LinksetJSON(as_json.text, "application/linkset+json", BASE + address, BASE + address))
    two = _parse_linkset(Linkset(as_text.text, "application/linkset", BASE + address, BASE + address))
    for language in LANGUAGES:
        page = f"{BASE}/{language}/resources/{filled['whole']}/"
        for found in (one, two):
            here = found.for_context(page)
            assert here.citeAs.target == "https://doi.org/10.1234/abc"
            assert {each.target for each in here.items} == {
                each.target for each in signposts(visitor, page.removeprefix(BASE)).items
            }
            file = next(
                each.target for each in here.items if str(each.type) == "application/pdf" and each.target.startswith(BASE)
            )
            assert found.for_context(file).collection.target == f"{BASE}/resources/{filled['whole']}/"


def test_what_is_not_public_has_no_link_set(filled, visitor):
    assert visitor.get("/resources/000000000000/linkset").status_code == 404
    assert visitor.post(f"/resources/{filled['whole']}/linkset").status_code == 405


def test_dates_are_those_of_iso_8601(filled, visitor):
    node = described(visitor, f"/en/resources/{filled['whole']}/")
    assert date.fromisoformat(node["sdDatePublished"]) >= date.fromisoformat(node["datePublished"])
