"""Names that are strings in the code point to something that is there."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks.base import Task

from gcmhub.config.options import OPTIONS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src" / "gcmhub").rglob("*.py") if "migrations" not in path.parts)


def calls(name: str):
    """Yield file and call of every function of that name."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield path.relative_to(ROOT), node


def test_every_deferred_task_exists():
    paths = [(path, node.args[0]) for path, node in calls("later")]
    assert paths
    assert [str(path) for path, argument in paths if not isinstance(argument, ast.Constant)] == []
    assert [argument.value for _, argument in paths if not isinstance(import_string(argument.value), Task)] == []


def test_every_option_is_documented_with_its_sentence():
    text = (ROOT / "docs" / "operating" / "options.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(" `"): cells for line in text.splitlines() if (cells := line.split("|")) and len(cells) > 3}
    assert [option.name for option in OPTIONS if option.name not in rows] == []
    assert [option.name for option in OPTIONS if option.sentence not in rows[option.name][3]] == []


def test_every_documented_option_exists():
    text = (ROOT / "docs" / "operating" / "options.md").read_text(encoding="utf-8")
    known = {option.name for option in OPTIONS}
    assert set(re.findall(r"^\| `([A-Z_]+)`", text, flags=re.MULTILINE)) == known


def test_only_the_options_read_the_environment():
    allowed = {"config/options.py"}
    readers = [
        path.relative_to(ROOT / "src" / "gcmhub").as_posix()
        for path in SOURCES
        if re.search(r"os\.environ(\.get|\[|\.items)|os\.getenv", path.read_text(encoding="utf-8"))
    ]
    assert set(readers) <= allowed


def test_every_variable_of_the_command_is_documented():
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tools" / "hub").glob("*.py"))
    code += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    names = set(re.findall(r"""["'](HUB_[A-Z_]+)["'\]]""", code))
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in text and f"`{name}=" not in text] == []


def test_every_class_of_a_table_stands_in_the_glossary():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = [model.__name__ for model in apps.get_models() if model.__module__.startswith("gcmhub.")]
    assert names
    assert [name for name in names if f"`{name}`" not in text] == []
