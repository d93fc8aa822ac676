"""What differs between two versions of a track's rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = None


@dataclass(frozen=True)
class RuleChange:
    """One rule that differs. ``path`` are the names that lead to it; ``before`` and ``after`` are None where it is not."""

    path: tuple[str, ...]
    before: Any
    after: Any


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[RuleChange]:
    """Return what differs, in the order of the newer rules; a criterion that came or went is one change."""
    old, new = dict(_flat(before)), dict(_flat(after))
    found = [RuleChange(path, old.get(path), new.get(path)) for path in dict.fromkeys([*new, *old]) if _differs(old, new, path)]
    whole = {one.path[:2] for one in found if one.path[2:] == ("code",)}
    return [one for one in found if one.path[:2] not in whole or one.path[2:] == ("code",)]


def _differs(old: Mapping[Any, Any], new: Mapping[Any, Any], path: tuple[str, ...]) -> bool:
    return bool(old.get(path, ABSENT) != new.get(path, ABSENT))


def _flat(rules: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every rule with its path; rows of lists by their codes, and the order in which they stand."""
    for name, value in rules.items():
        if isinstance(value, Mapping):
            yield from (((name, str(key)), each) for key, each in value.items())
        elif isinstance(value, list):
            if len(value) > 1:
                yield (name, "", "order"), [str(row.get("code")) for row in value]
            for row in value:
                yield from _row((name, str(row.get("code"))), row)
        else:
            yield (name,), value


def _row(path: tuple[str, ...], row: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield (*path, "code"), row.get("code")
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from (((*path, name, str(key)), each) for key, each in value.items() if each)
        elif name == "levels":
            for level in value:
                yield from (
                    ((*path, name, str(level.get("value")), str(key)), each) for key, each in level["label"].items() if each
                )
        elif name != "code":
            yield (*path, name), value
