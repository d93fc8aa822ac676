"""Parameters that cannot be read: one answer for all of them, 422 with what is allowed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class ParametersRefused(Exception):
    """One or more parameters are unknown or have unknown values."""

    problems: list[dict[str, Any]]


class Parameters:
    """Reads a query string strictly, gathering every problem before it refuses."""

    def __init__(self, values: Mapping[str, list[str]], known: Collection[str]) -> None:
        self.values, self.problems = values, []  # type: ignore[var-annotated]
        for name in values:
            if name not in known:
                self.refuse(name, "unknown parameter", sorted(known))

    def refuse(self, name: str, message: str, allowed: Collection[str] | None = None) -> None:
        """Note a problem; ``allowed`` lists what would be taken."""
        problem: dict[str, Any] = {"parameter": name, "message": message}
        if allowed is not None:
            problem["allowed"] = list(allowed)
        self.problems.append(problem)

    def one(self, name: str, default: str) -> str:
        """Return a single value; twice the same parameter is refused."""
        given = self.values.get(name, [])
        if len(given) > 1:
            self.refuse(name, "may be given once")
        return given[0] if given else default

    def text(self, name: str, limit: int) -> str:
        """Return free text of at most ``limit`` characters."""
        value = self.one(name, "")
        if len(value) > limit:
            self.refuse(name, f"longer than {limit} characters")
        return value[:limit].replace("\x00", " ")

    def choice(self, name: str, allowed: Collection[str], default: str) -> str:
        """Return one of ``allowed``."""
        value = self.one(name, default)
        if value and value not in allowed:
            self.refuse(name, f"unknown value {value!r}", allowed)
            return default
        return value or default

    def choices(self, name: str, allowed: Collection[str] | None) -> tuple[str, ...]:
        """Return every value of a repeated parameter, each once; any value when ``allowed`` is None."""
        values = tuple(dict.fromkeys(value for value in self.values.get(name, []) if value))
        unknown = [] if allowed is None else [value for value in values if value not in allowed]
        for value in unknown:
            self.refuse(name, f"unknown value {value!r}", sorted(allowed or ()))
        return tuple(value for value in values if value not in unknown)

    def number(self, name: str, default: int | None, low: int, high: int) -> int | None:
        """Return a whole number from ``low`` to ``high``."""
        value = self.one(name, "")
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
            self.refuse(name, f"must be a whole number from {low} to {high}")
            return default
        return int(value)

    def check(self) -> None:
        """Raise ``ParametersRefused`` when anything was refused."""
        if self.problems:
            raise ParametersRefused(self.problems)
