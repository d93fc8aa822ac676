"""Typed links of resources, and licences as addresses."""

import pytest

from gcmhub.face.licences import licence_address
from gcmhub.face.signposting import HEADER, Link, header


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-sa 3.0 igo", "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/"),
        ("CC-BY-NC-ND-3.0-IGO", "https://creativecommons.org/licenses/by-nc-nd/3.0/igo/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("https://example.org/terms and more", ""),
        ("See the publisher's terms of use", ""),
        ("CC-BY-4.0 or later", ""),
        ("", ""),
    ],
)
def test_a_licence_has_an_address_only_where_it_is_named(licence, address):
    assert licence_address(licence) == address


def test_a_header_holds_what_fits_and_breaks_nowhere():
    links = [Link("item", f"https://example.org/{number}/{'x' * 100}", "application/pdf") for number in range(100)]
    text = header(links)
    assert len(text) <= HEADER
    assert text.startswith(links[0].written)
    assert text.endswith('; rel="item"; type="application/pdf"')


def test_what_a_record_says_cannot_add_a_header_or_a_link():
    link = Link("item", 'https://example.org/a>; rel="license",\r\n<b c', 'text/html";\r\nX: y')
    assert link.written == '<https://example.org/a%3E;%20rel=%22license%22,%0D%0A%3Cb%20c>; rel="item"'
    assert Link("item", "https://example.org/ç").written == '<https://example.org/%C3%A7>; rel="item"'
