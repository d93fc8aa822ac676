"""Nothing grows until nobody reads it whole."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gcmhub"
MODULE, FUNCTION, VIEW, TEST_MODULE, TEMPLATE, ROOM = 500, 65, 40, 600, 300, 8000

# path (or path:function): why it may be larger
REASONS: dict[str, str] = {}
# room: how many lines it may have, and why
ROOMS: dict[str, tuple[int, str]] = {
    "review": (11_000, "submissions, panels, the roster and their desk share one set of life cycles: decision 0020"),
}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def too_long(paths, limit):
    found = {path.relative_to(ROOT).as_posix(): lines(path) for path in paths}
    return {name: count for name, count in found.items() if count > limit and name not in REASONS}


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT).as_posix()}:{node.name}", node.end_lineno - node.lineno + 1


def test_modules_can_be_read_in_one_sitting():
    assert too_long([*modules(PACKAGE), *modules(ROOT / "tools")], MODULE) == {}


def test_test_modules_can_be_read_in_one_sitting():
    assert too_long(modules(ROOT / "tests"), TEST_MODULE) == {}


def test_templates_fit_a_few_screens():
    paths = [path for path in PACKAGE.rglob("templates/**/*") if path.is_file()]
    assert too_long(paths, TEMPLATE) == {}


def test_functions_fit_a_screen():
    found = dict(pair for path in [*modules(PACKAGE), *modules(ROOT / "tools")] for pair in functions(path))
    assert {name: count for name, count in found.items() if count > FUNCTION and name not in REASONS} == {}


def test_views_only_parse_ask_and_render():
    paths = [path for path in modules(PACKAGE / "web") if path.name == "views.py"]
    found = dict(pair for path in paths for pair in functions(path))
    assert {name: count for name, count in found.items() if count > VIEW and name not in REASONS} == {}


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_rooms_are_no_palaces(room):
    limit, _ = ROOMS.get(room, (ROOM, ""))
    assert sum(map(lines, modules(PACKAGE / room))) <= limit


def test_no_reason_has_outlived_its_cause():
    names = {
        path.relative_to(ROOT).as_posix() for folder in (PACKAGE, ROOT / "tests", ROOT / "tools") for path in modules(folder)
    }
    assert [name for name in REASONS if name.split(":")[0] not in names] == []
