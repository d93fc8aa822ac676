"""Translations: complete, none fuzzy, every placeholder kept, every plural form there."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.utils.translation import ngettext, override

import gcmhub

PACKAGE = Path(gcmhub.__file__).parent
FORMS = {"ar": 6, "zh_Hans": 1, "fr": 2, "ru": 3, "es": 2}
KEYWORDS = {
    "gettext": None, "_": None, "gettext_noop": None, "gettext_lazy": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def catalogue(language):
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def sources():
    """Every string of code and templates."""
    rows = extract_from_dir(
        PACKAGE,
        method_map=[("**.py", "python"), ("**/templates/**.html", "jinja2")],
        options_map={"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}},
        keywords=KEYWORDS,
    )
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in rows if message}


@pytest.mark.parametrize("language", FORMS)
def test_every_string_is_translated(sources, language):
    known = {message.id for message in catalogue(language) if message.id and not message.fuzzy}
    assert sources - known == set()


@pytest.mark.parametrize("language", FORMS)
def test_no_translation_is_left_over(sources, language):
    assert {message.id for message in catalogue(language) if message.id} - sources == set()


@pytest.mark.parametrize("language", FORMS)
def test_every_form_is_there_and_keeps_its_placeholders(language):
    for message in catalogue(language):
        if not message.id:
            continue
        assert not message.fuzzy
        plural = isinstance(message.id, tuple)
        forms = list(message.string) if plural else [message.string]
        assert len(forms) == (FORMS[language] if plural else 1), message.id
        wanted = sorted(PLACEHOLDER.findall(message.id[1] if plural else message.id))
        for position, form in enumerate(forms):
            assert form.strip(), message.id
            found = sorted(PLACEHOLDER.findall(form))
            if plural and language == "ar" and position < 3:
                assert found in (wanted, [name for name in wanted if name not in {"shown", "number", "days"}]), message.id
            else:
                assert found == wanted, (message.id, form)
            assert form.count("%") == len(found), (message.id, form)


def test_arabic_counts_by_its_six_forms():
    with override("ar"):
        texts = [ngettext("%(shown)s resource", "%(shown)s resources", n) % {"shown": n} for n in (0, 1, 2, 3, 11, 100)]
    assert texts == ["لا موارد", "مورد واحد", "موردان", "3 موارد", "11 موردًا", "100 مورد"]


def test_russian_counts_by_its_three_forms():
    with override("ru"):
        texts = [ngettext("%(shown)s resource", "%(shown)s resources", n) % {"shown": n} for n in (1, 2, 5, 11, 21, 112)]
    assert texts == ["1 материал", "2 материала", "5 материалов", "11 материалов", "21 материал", "112 материалов"]
