"""Templates and style sheets, as files."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gcmhub"
FOLDERS = [PACKAGE / "face" / "templates", PACKAGE / "web" / "templates"]
TEMPLATES = sorted(path.relative_to(folder).as_posix() for folder in FOLDERS for path in folder.rglob("*") if path.is_file())
SHEETS = sorted((PACKAGE / "face" / "static").rglob("*.css"))

# Properties that name a side of the screen instead of a side of the text: wrong in Arabic.
PHYSICAL = re.compile(
    r"""(?mx) (?:^|[;{\s])
    (?: (?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*\s*:
      | border-(?:top|bottom)-(?:left|right)-radius\s*:
      | (?:left|right)\s*:
      | (?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)\b
    )"""
)

INLINE = re.compile(r"""<style|\sstyle=|\son[a-z]+="|<script(?![^>]*\s(?:src=|type="application/))""")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    engines["jinja2"].env.get_template(name)


def test_there_are_templates_and_sheets():
    assert TEMPLATES
    assert SHEETS


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_know_start_and_end_not_left_and_right(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(text) == []


@pytest.mark.parametrize(
    "rule", ["a{margin-left: 1px}", "a { text-align: right; }", "a{b:c;left:0}", "a{border-top-left-radius:1px}"]
)
def test_the_search_for_sides_finds_them(rule):
    assert PHYSICAL.search(rule)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_carries_style_or_script_of_its_own(name):
    text = next((folder / name).read_text(encoding="utf-8") for folder in FOLDERS if (folder / name).is_file())
    assert INLINE.findall(text) == []
