"""Catalogues: complete, and compiled only when they changed."""

import os
import shutil

import pytest
from babel.messages.mofile import read_mo

from gcmhub.config.catalogues import LANGUAGES, SOURCE, compile_catalogues, problems, texts


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "locale")
    return tmp_path / "locale"


def change(copy, language, old, new):
    path = copy / language / "LC_MESSAGES" / "django.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_text_of_the_pages_is_found():
    assert len(texts()) > 100


def test_every_text_is_in_every_catalogue():
    assert list(problems()) == []


def test_a_missing_catalogue_is_noticed(copy):
    shutil.rmtree(copy / "ru")
    assert list(problems(copy)) == ["ru: there is no catalogue"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('msgid "Search"', 'msgid "Search elsewhere"', "missing"),
        ("%(left)s", "%(rest)s", "missing"),
        ('msgid "Search"\nmsgstr "', '#, fuzzy\nmsgid "Search"\nmsgstr "', "doubtful (fuzzy)"),
    ],
)
def test_a_text_that_is_not_translated_is_noticed(copy, old, new, reason):
    change(copy, "fr", old, new)
    found = list(problems(copy))
    assert [line.split(": ")[:2] for line in found] == [["fr", reason]]


def test_catalogues_are_compiled_once_and_again_when_they_change(copy, tmp_path):
    target = tmp_path / "compiled"
    assert compile_catalogues(target, copy) == len(LANGUAGES)
    assert compile_catalogues(target, copy) == 0
    os.utime(copy / "es" / "LC_MESSAGES" / "django.po", (1, 1))
    assert compile_catalogues(target, copy) == 1
    with (target / "es" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        assert len(read_mo(file)) > 100
