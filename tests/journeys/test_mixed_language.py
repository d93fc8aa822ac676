"""No page mixes languages unmarked: seen through a Russian catalogue in which every text is written in fullwidth letters.

What is then neither fullwidth, nor Russian from the vocabularies, nor marked with a language, was never translated.
"""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from gcmhub.config.catalogues import texts
from tests.journeys.conftest import Windows, running
from tests.journeys.pages import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGE = "ru"
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{[^}]*\}|<[^>]*>|&\w+;)")
WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}
# Letters that are neither fullwidth nor Cyrillic: a word of another language, unless it is a name or a code.
WORD = re.compile("(?:(?![\uff21-\uff3a\uff41-\uff5a\u0400-\u04ff])[^\\W\\d_])+")
# Addresses, names of files and of time zones.
ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:un\.org|org|int|net|pdf)\S*|\b[A-Z]\w+(?:/[\w+-]+)+")
CODE = re.compile(r"[A-Z]{2,6}")
NAMES = frozenset("BibTeX Atom Chicago ORCID iCalendar YouTube".split())
COLLECT = """() => {
  const found = [], own = (node) => node.closest('[lang]') !== document.documentElement;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || own(parent)) continue;
    // Citations are names; what is not to be translated are codes.
    if (parent.closest('script, style, template, noscript, code, .code, [translate=no], textarea, [id^=cite-]')) continue;
    const name = parent.closest('bdi');
    if (name && !parent.closest('h1, h2, h3, p.lead')) continue;  // names of people, places and bodies
    found.push([node.data, parent.outerHTML.slice(0, 160)]);
  }
  for (const each of document.body.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
    if (own(each)) continue;
    for (const attribute of ['aria-label', 'title', 'alt', 'placeholder']) {
      const text = each.getAttribute(attribute);
      if (text) found.push([text, `${attribute} of ${each.outerHTML.slice(0, 120)}`]);
    }
  }
  let title = document.title.replace(new URLSearchParams(location.search).get('q') ?? '', '');  // the reader's own words
  for (const each of document.querySelectorAll('h1[lang], h1 [lang]')) title = title.replace(each.textContent.trim(), '');
  found.push([title, 'title']);
  return found }"""


def wide(text: str) -> str:
    """Return a text in fullwidth letters, its values and tags as they are: twice as long, and broken anywhere."""
    return "".join(piece if place % 2 else piece.translate(WIDE) for place, piece in enumerate(KEPT.split(text)))


def write_catalogue(data: Path) -> None:
    """Put the fullwidth catalogue in the place of the Russian one."""
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8")
    for message in texts():
        if not message.id:
            continue
        one, many = message.id if isinstance(message.id, tuple | list) else (message.id, None)
        forms = wide(one) if many is None else (wide(one), *[wide(many)] * (catalogue.num_plurals - 1))
        catalogue.add(message.id, forms, context=message.context)
    path = data / "locale" / LANGUAGE / "LC_MESSAGES" / "django.mo"
    with path.open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture(scope="module")
def wide_site(tmp_path_factory):
    """A hub whose Russian is fullwidth."""
    with running(tmp_path_factory.mktemp("wide"), write_catalogue) as site:
        yield site


@pytest.fixture(scope="module")
def wide_windows(chromium, wide_site):
    return Windows(chromium, wide_site)


def strangers(rows):
    """Return the words of texts that nobody translated, each with where it stands."""
    return [
        (word, text.strip()[:80], place)
        for text, place in rows
        for word in WORD.findall(ADDRESS.sub("", text))
        if len(word) > 1 and not CODE.fullmatch(word) and word not in NAMES
    ]


@pytest.mark.parametrize(("name", "path"), ROWS)
def test_every_text_is_translated_or_marked_with_its_language(wide_windows, name, path):
    page = wide_windows.show(name, path, LANGUAGE, width=320)
    rows = page.evaluate(COLLECT)
    assert rows
    assert strangers(rows) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320  # however long a translation is


def test_the_search_for_strangers_finds_them():
    assert strangers(
        [("Files", "h2"), ("Ｆｉｌｅｓ", "h2"), ("Файлы (PDF)", "h2"), ("Échéance", "p"), ("2022-05-17", "p")]
    ) == [
        ("Files", "Files", "h2"),
        ("Échéance", "Échéance", "p"),
    ]
    assert wide("%(n)s of <b>two</b> &amp; {time}") == "%(n)s ｏｆ <b>ｔｗｏ</b> &amp; {time}"
