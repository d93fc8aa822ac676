"""Every page in every language: frame, language bar, notes, no cookies."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import LANGUAGES
from tests.web.html import read

pytestmark = pytest.mark.django_db
PATHS = (
    "",
    "search/",
    "search/?q=skills&kind=document&kind=event&year_from=2010",
    "search/?q=nothingatall&objective=3",
    "objectives/",
    "objectives/18/",
    "objectives/0/",
    "objectives/23/",
    "countries/",
    "countries/KEN/",
    "countries/XKX/",
    "countries/ATA/",
    "regions/africa/",
    "principles/",
    "principles/human-rights/",
    "events/",
    "events/past/?region=africa",
    "practices/",
    "calls/",
    "projects/",
    "training/",
    "videos/?country=FJI",
    "about/",
    "how-we-review/",
    "accessibility/",
    "privacy/",
    "contact/",
    "contact/sent/",
    "accounts/login/",
    "accounts/password/reset/",
    "no-such-page/",
)
NAMES = ["عربي", "中文", "English", "Français", "Русский", "Español"]
TAGS = {"zh-hans": "zh-Hans"}


def page(visitor, language, path):
    return read(visitor.get(f"/{language}/{path}").content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_its_language_and_has_one_title(filled, visitor, language, path):
    root = page(visitor, language, path)
    html = root.one("html")
    assert html.attributes["lang"] == TAGS.get(language, language)
    assert html.attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    assert root.one("h1").text
    assert root.one("head").one("title").text
    assert root.one("main").attributes["id"] == "main"


@pytest.mark.parametrize("external_id", ["whole", "hostile", "event", "project", "training", "video", "practice", "doc-1"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resource_of_every_kind_has_a_page(filled, visitor, language, external_id):
    root = page(visitor, language, f"resources/{filled[external_id]}/")
    assert root.one("h1").text


def test_the_language_bar_keeps_page_and_query(filled, visitor):
    root = page(visitor, "fr", "search/?q=skills&country=KEN&page=2")
    links = root.one("nav", class_="languages").all("a")
    assert [link.text for link in links] == NAMES
    assert [link.attributes["href"] for link in links] == [
        f"/{language}/search/?q=skills&country=KEN&page=2" for language in LANGUAGES
    ]
    assert [link.attributes["lang"] for link in links] == ["ar", "zh-Hans", "en", "fr", "ru", "es"]
    assert [link.text for link in links if "aria-current" in link.attributes] == ["Français"]


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("accounts/")])
def test_a_public_page_sets_no_cookie_and_reads_no_session(filled, visitor, path):
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(f"/en/{path}")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert [query["sql"] for query in queries if "django_session" in query["sql"] or "accounts_user" in query["sql"]] == []


def test_the_note_on_kosovo_stands_where_the_name_does_and_nowhere_else(filled, visitor):
    note = "1244 (1999)"
    for path in ("", "countries/", "countries/XKX/", "search/", f"resources/{filled['event']}/"):
        assert note in page(visitor, "es", path).one("footer").text, path
    for path in ("about/", "objectives/", "countries/PHL/", f"resources/{filled['whole']}/"):
        assert note not in page(visitor, "es", path).text, path


def test_kosovo_carries_its_asterisk_in_every_language(filled, visitor):
    for language in LANGUAGES:
        assert page(visitor, language, "countries/XKX/").one("h1").text.endswith("*")


def test_every_page_says_that_names_are_no_endorsement(filled, visitor):
    assert "do not imply official endorsement" in page(visitor, "en", "about/").one("footer").text


def test_texts_of_records_never_become_markup(filled, visitor):
    for path in ("search/?objective=1", f"resources/{filled['hostile']}/", "objectives/1/", "search/?q=quotes+apostrophes"):
        root = page(visitor, "en", path)
        inline = [script for script in root.all("script") if "src" not in script.attributes]
        assert [script for script in inline if not script.has(type="application/ld+json")] == [], path
        assert "<script>alert(1)</script>" in root.text, path
        assert "{{ 7*7 }}" in root.text, path


def test_what_a_reader_types_never_becomes_markup(filled, visitor):
    root = page(visitor, "en", "search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert root.one("input", name="q").attributes["value"] == '"><script>alert(1)</script>'
    assert not [script for script in root.all("script") if "src" not in script.attributes]


@pytest.mark.parametrize("language", ["ar", "zh-hans", "ru"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_mixes_in_english_unmarked(filled, visitor, language, path):
    """Latin words stand only in names of the record (bdi), in codes, or under a lang of their own."""
    known = {
        "axe",
        "A/RES/73/195",
        "Cookie",
        "cookie",
        "DOI",
        "IATI",
        "HTML",
        "PDF",
        "ics",
        "TXT",
        "SVG",
        "ORCID",
        "skills",
        "nothingatall",
        "test",
    }
    strays = []
    for node, text in page(visitor, language, path).one("body").texts():
        own = node.under(attribute="lang") and not (node.under("html") and _nearest_lang(node) == TAGS.get(language, language))
        if own or node.under("bdi") or node.under("script") or node.has(class_="code"):
            continue
        strays += [word for word in re.findall(r"[A-Za-z][A-Za-z/0-9]{2,}", text) if word not in known]
    assert strays == []


def _nearest_lang(node):
    while node is not None:
        if "lang" in node.attributes:
            return node.attributes["lang"]
        node = node.parent
    return ""


def test_content_in_another_language_says_so(filled, visitor):
    root = page(visitor, "en", "search/?kind=practice")
    title = root.one("ol", class_="cards").all("a")[0]
    assert (title.attributes["lang"], title.attributes["dir"]) == ("ar", "rtl")
    root = page(visitor, "ar", "search/?kind=practice")
    assert "lang" not in root.one("ol", class_="cards").all("a")[0].attributes


def test_alternates_and_headings_follow_the_page(filled, visitor, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    root = page(visitor, "en", "objectives/18/")
    alternates = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in root.one("head").all("link", rel="alternate")
        if "hreflang" in link.attributes
    }
    assert alternates["zh-Hans"] == "https://hub.example.org/zh-hans/objectives/18/"
    assert len(alternates) == 7  # six languages, and where readers of all others go


def test_the_official_text_is_linked_in_six_languages(filled, visitor):
    root = page(visitor, "en", "objectives/18/")
    links = root.one("div", class_="official").all("a")
    assert [link.attributes["href"] for link in links] == [
        f"https://docs.un.org/{language}/A/RES/73/195" for language in ("ar", "zh", "en", "fr", "ru", "es")
    ]


def test_an_objective_shows_its_sections_with_counts_and_the_first_four(filled, visitor):
    root = page(visitor, "en", "objectives/18/")
    sections = {link.attributes["href"]: link.text for link in root.one("nav", class_="sections").all("a")}
    assert sections == {
        "#document": "Documents 31",
        "#event": "Events 1",
        "#project": "Projects 1",
        "#training": "Training and guidance 1",
        "#video": "Videos 1",
        "#practice": "Practices 1",
    }
    documents = root.one("section", id="document")
    titles = [link.text for link in documents.one("ol").all("a")]
    assert len(titles) == 4
    assert titles[0] == "Title in en"  # global and comprehensive, so it leads
    everything = documents.all("a")[-1]
    assert everything.text == "All 31: Documents"
    assert everything.attributes["href"] == "/en/search/?objective=18&kind=document&kind=link"


def test_an_objective_shows_its_actions_and_its_gaps(filled, visitor):
    actions = page(visitor, "en", "objectives/18/").all("li", class_="action")
    assert len(actions) == 12
    assert [action.one("a").text for action in actions if action.all("a")] == ["2 resources", "1 resource"]
    assert sum(1 for action in actions if action.all("p", class_="gap")) == 10


def test_actions_are_lettered_as_the_official_text_of_the_language_does(filled, visitor):
    def letters(language):
        return [span.text for span in page(visitor, language, "objectives/18/").all("span", class_="action__letter")]

    assert letters("ru")[:3] == ["(a)", "(b)", "(c)"]
    assert letters("ar") == ["(أ)", "(ب)", "(ج)", "(د)", "(هـ)", "(و)", "(ز)", "(ح)", "(ط)", "(ي)", "(ك)", "(ل)"]


def test_a_country_shows_what_it_is_and_which_objectives_are_covered(filled, visitor):
    root = page(visitor, "en", "countries/NPL/")
    facts = root.one("main").one("p", class_="facts").text
    assert "Asia" in facts
    assert "Least developed country" in facts
    assert "Landlocked developing country" in facts
    kenya = page(visitor, "en", "countries/KEN/")
    covered = kenya.one("aside").all("li")
    assert [row.text for row in covered] == ["18. Skills development and recognition 31"]


def test_home_counts_resources_by_objective_and_offers_every_seed_country(filled, visitor):
    root = page(visitor, "en", "")
    tiles = root.one("ul", class_="objectives").all("a")
    assert len(tiles) == 24
    assert tiles[17].text.startswith("18")
    assert "36" in tiles[17].text
    options = [option.attributes["value"] for option in root.one("select", name="country").all("option")]
    assert len(options) == 196
    assert {"global", "XKX", "SXM", "KEN"} <= set(options)
    assert root.one("aside").one("a", lang="fr").text == "Atelier sur les compétences"  # the next event
