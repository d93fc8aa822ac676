"""What differs between two records, and how a change meets what was published meanwhile. Pure Python."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


@dataclass(frozen=True)
class Difference:
    """One value that differs. ``field`` is ``title.fr``, ``practice.results.en``, ``countries``, ``files``.

    ``before`` and ``after`` are values of the record format, None where there is none; for files the row of one file.
    ``meanwhile`` says that what is published has changed at this place since the change was begun.
    """

    field: str
    before: Any
    after: Any
    meanwhile: bool = False

    @property
    def what(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def differences(before: Record, after: Record) -> Iterator[Difference]:
    """Yield every value that differs, texts by language and details one by one, files each by itself."""
    names = [*after, *(name for name in before if name not in after)]
    for name in names:
        if name == "files":
            yield from _files(before.get(name) or (), after.get(name) or ())
        else:
            yield from _values(name, before.get(name), after.get(name))


def _values(name: str, before: Any, after: Any) -> Iterator[Difference]:
    before, after = (None if value in EMPTY else value for value in (before, after))
    if isinstance(before or {}, Mapping) and isinstance(after or {}, Mapping):
        one, other = before or {}, after or {}
        for key in [*other, *(key for key in one if key not in other)]:
            yield from _values(f"{name}.{key}", one.get(key), other.get(key))
    elif before != after:
        yield Difference(name, before, after)


def _files(before: Sequence[Record], after: Sequence[Record]) -> Iterator[Difference]:
    one, other = {key_of(file): file for file in before}, {key_of(file): file for file in after}
    for key in [*other, *(key for key in one if key not in other)]:
        if one.get(key) != other.get(key):
            yield Difference("files", one.get(key), other.get(key))


def key_of(file: Record) -> str:
    """Return by what a file is the same: its bytes, else its address."""
    return str(file.get("sha256") or file.get("url") or file.get("path"))


def merged(base: Record, proposed: Record, published: Record) -> dict[str, Any]:
    """Return the published record with what the proposal changes of its base; what it left alone stays as published."""
    found: dict[str, Any] = {}
    for name in [*published, *(name for name in proposed if name not in published)]:
        if name == "files":
            value: Any = merged_files(base.get(name) or (), proposed.get(name) or (), published.get(name) or ())
        else:
            value = _merged(base.get(name), proposed.get(name), published.get(name))
        if value not in EMPTY:
            found[name] = value
    return found


def _merged(base: Any, proposed: Any, published: Any) -> Any:
    if proposed == base:
        return published
    if isinstance(proposed, Mapping) and isinstance(base or {}, Mapping) and isinstance(published or {}, Mapping):
        return merged(base or {}, proposed, published or {})
    return proposed


def merged_files(base: Sequence[Record], proposed: Sequence[Record], published: Sequence[Record]) -> list[Record]:
    """Return the published files without those taken away, with those added, in that order."""
    was, wanted = {key_of(file) for file in base}, {key_of(file): file for file in proposed}
    there = {key_of(file) for file in published}
    kept = [wanted.get(key_of(file), file) for file in published if key_of(file) in wanted or key_of(file) not in was]
    return kept + [file for key, file in wanted.items() if key not in was and key not in there]
