"""What import-linter cannot see: keys between tables, and wings whose rooms are not all there yet."""

import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gcmhub"
HUB_WING = {"library", "review", "community", "solutions", "harvest", "insights"}
SKILLS_WING = {"skills", "qualifications", "credentials", "recognition", "matching"}


def read_floors() -> dict[str, int]:
    """Return the floor of every room, 0 at the bottom, as pyproject.toml states it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    return {
        room.strip(" ()"): floor for floor, layer in enumerate(reversed(layers)) for room in layer.replace(":", "|").split("|")
    }


FLOORS = read_floors()


def keys_between_rooms():
    """Yield model, field name and target of every key that leaves a room of ours."""
    for model in apps.get_models():
        room = model._meta.app_config.name.split(".")
        if room[0] != "gcmhub":
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model if getattr(field, "concrete", False) and field.is_relation else None
            if target is not None and target._meta.app_config.name.startswith("gcmhub."):
                yield model, field.name, room[1], target._meta.app_config.name.split(".")[1]


def test_every_room_stands_on_a_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= FLOORS.keys()


def test_every_room_is_named_in_the_structure():
    text = (ROOT / "docs" / "structure.md").read_text(encoding="utf-8")
    assert [room for room in FLOORS if f"`{room}`" not in text] == []


def test_keys_only_point_down():
    found = list(keys_between_rooms())
    assert any(here != there for _, _, here, there in found)  # the test sees keys at all
    wrong = [f"{model.__name__}.{name}: {here} -> {there}" for model, name, here, there in found if here != there]
    assert [row for row in wrong if FLOORS[row.split()[-1]] >= FLOORS[row.split()[-3]]] == []


@pytest.mark.parametrize(("wing", "other"), [(HUB_WING, SKILLS_WING), (SKILLS_WING, HUB_WING)])
def test_the_wings_do_not_know_each_other(wing, other):
    graph = grimp.build_graph("gcmhub", cache_dir=None)
    here = [f"gcmhub.{room}" for room in sorted(wing) if f"gcmhub.{room}" in graph.modules]
    there = [f"gcmhub.{room}" for room in sorted(other) if f"gcmhub.{room}" in graph.modules]
    chains = [graph.find_shortest_chain(importer=a, imported=b, as_packages=True) for a in here for b in there]
    assert [chain for chain in chains if chain] == []


def test_every_room_of_a_wing_has_a_floor():
    assert FLOORS.keys() >= HUB_WING | SKILLS_WING
    assert not HUB_WING & SKILLS_WING
