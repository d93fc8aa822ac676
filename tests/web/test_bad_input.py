"""Bad input gets a clear page with the right status, never a breakdown."""

import pytest

from tests.web.html import read

pytestmark = pytest.mark.django_db

CASES = (
    ("/en/search/?objective=99", 422, "This search cannot be made"),
    ("/en/search/?country=Kenya", 422, "This search cannot be made"),
    ("/en/search/?kind=document&kind=nonsense", 422, "This search cannot be made"),
    ("/en/search/?year_from=abc", 422, "This search cannot be made"),
    ("/en/search/?year_to=-5", 422, "This search cannot be made"),
    ("/en/search/?year_from=%D9%A2%D9%A0%D9%A2%D9%A0", 422, "This search cannot be made"),
    ("/en/search/?sort=random", 422, "This search cannot be made"),
    ("/en/search/?page=0", 422, "This search cannot be made"),
    ("/en/search/?page=99999999999999999999", 422, "This search cannot be made"),
    ("/en/search/?q=" + "a" * 10_240, 422, "This search cannot be made"),
    ("/en/search/?source=" + "a" * 10_240, 422, "This search cannot be made"),
    ("/en/search/?page=99", 404, "Search"),
    ("/en/search/?q=%FF%FE", 400, "This address cannot be read"),
    ("/en/search/?q=a%00b", 400, "This address cannot be read"),
    ("/en/search/?q=a%1bb", 400, "This address cannot be read"),
    ("/en/search/?%00=b", 400, "This address cannot be read"),
    ("/en/search/?" + "&".join(f"x{number}=1" for number in range(1_500)), 400, "This address cannot be read"),
    ("/en/objectives/24/", 404, "This page does not exist"),
    ("/en/objectives/eighteen/", 404, "This page does not exist"),
    ("/en/countries/ZZZ/", 404, "This page does not exist"),
    ("/en/countries/?country=ZZZ", 404, "This page does not exist"),
    ("/en/resources/000000000000/", 404, "This page does not exist"),
    ("/en/resources/..%2f..%2fetc/", 404, "This page does not exist"),
    ("/de/search/", 404, "This page does not exist"),
    ("/en/%ff%fe/", 404, "This page does not exist"),
    ("/en/accounts/password/set/", 404, "This page does not exist"),
    ("/en/accounts/3rdparty/", 404, "This page does not exist"),
)


@pytest.mark.parametrize(("address", "status", "title"), CASES)
def test_bad_input_gets_a_clear_page(filled, visitor, address, status, title):
    response = visitor.get(address)
    assert response.status_code == status
    assert read(response.content).one("h1").text == title


@pytest.mark.parametrize(
    "query",
    [
        "?q=%22unbalanced", "?q=title:skills+AND+OR+NOT", "?q=***", "?q=%27%3B+DROP+TABLE+library_resource", "?q=(((((", "?q=~",
        "?q=" + "%F0%9F%98%80" * 50, "?q=%E2%80%AE%D8%A7", "?q=" + "a+" * 200, "?q=" + "%E4%B8%AD" * 400,
        "?utm_source=mail&fbclid=x",
        "?objective=", "?objective=18&objective=18", "?q=" + "%CC%81" * 400, "?year_from=2020&year_to=2010",
        "?language=zzz", "?source=none",
    ],
)  # fmt: skip
def test_strange_questions_are_answered(filled, visitor, query):
    assert visitor.get(f"/en/search/{query}").status_code == 200


def test_a_refused_value_is_named_and_the_rest_of_the_search_is_kept(filled, visitor):
    root = read(visitor.get("/en/search/?q=skills&objective=99&kind=document").content)
    assert root.one("div", class_="problems").one("li").text == "Objective 99 . There is no such value."
    assert root.one("main").all("a")[-1].attributes["href"] == "/en/search/?q=skills&kind=document"


def test_a_page_beyond_the_end_leads_to_the_last_one(filled, visitor):
    root = read(visitor.get("/en/search/?objective=18&page=99").content)
    assert root.one("div", class_="note").one("a").attributes["href"] == "?objective=18&page=2"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_read_only(filled, visitor, method):
    assert getattr(visitor, method)("/en/search/").status_code == 405


def test_a_host_that_is_not_ours_is_refused(filled, visitor):
    assert visitor.get("/en/about/").status_code == 200
    assert visitor.get("/en/about/", SERVER_NAME="evil.example").status_code == 400
    assert visitor.get("/en/about/", headers={"host": "evil.example"}).status_code == 400
