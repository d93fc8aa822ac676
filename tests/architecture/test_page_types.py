"""No page type is left out of the tests of every page (tests/journeys/pages.py)."""

import re

from django.urls import URLPattern, URLResolver, get_resolver, resolve  # noqa: TID251 - every address is looked at

from tests.journeys.pages import NO_PAGES, PAGES, READERS

NAMED = re.compile(r"{\w+}")


def names(resolver, namespace=""):
    """Yield the name of every address beneath a resolver that has the language before it."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from names(each, f"{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name}"


def addresses():
    roots = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and each.pattern.regex.match("en/")]
    return {name for root in roots for name in names(root)}


def test_every_address_is_a_page_of_the_matrix_or_said_to_be_none():
    assert addresses() - PAGES.keys() - NO_PAGES == set()


def test_the_matrix_holds_no_address_that_is_gone():
    assert (PAGES.keys() | NO_PAGES | READERS.keys()) - addresses() == set()
    assert PAGES.keys() & NO_PAGES == set()


def test_every_page_of_the_matrix_stands_under_its_name():
    found = {
        path: resolve(f"/en/{NAMED.sub('1-abc', path)}".partition("?")[0]).view_name
        for paths in PAGES.values()
        for path in paths
    }
    assert found == {path: name for name, paths in PAGES.items() for path in paths}
