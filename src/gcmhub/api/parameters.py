"""The parameters of the API: each declared once, read strictly and described in OpenAPI from the same place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from gcmhub.api.refusals import ParametersRefused
from gcmhub.face.languages import interface

CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
SHOWN = 80  # characters of a refused value that the answer repeats


class Unreadable(Exception):
    """A value that cannot be taken; ``facts`` say what would be."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.facts = {"message": message, **facts}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query string."""

    name: str
    sentence: str

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        raise NotImplementedError

    def read(self, given: Sequence[str]) -> Any:
        """Return the value of what was given, the default when that is nothing. Raises ``Unreadable``."""
        raise NotImplementedError


def _single(given: Sequence[str]) -> str | None:
    if len(given) > 1:
        raise Unreadable("may be given once")
    return given[0] if given else None


def _unknown(values: Sequence[str], allowed: Sequence[str]) -> Unreadable:
    named = ", ".join(repr(value[:SHOWN]) for value in values[:5])
    return Unreadable(f"unknown value {named}", allowed=list(allowed))


@dataclass(frozen=True)
class Text(Parameter):
    """Free text of at most ``limit`` characters; control characters part words like spaces."""

    limit: int = 2_000

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        return {"type": "string", "maxLength": self.limit, "default": ""}

    def read(self, given: Sequence[str]) -> str:
        """Return the text."""
        text = _single(given) or ""
        if len(text) > self.limit:
            raise Unreadable(f"longer than {self.limit} characters", maximum=self.limit)
        return text.translate(CONTROL)


@dataclass(frozen=True)
class Choice(Parameter):
    """One of ``allowed``; ``default`` None where another value depends on other parameters."""

    allowed: tuple[str, ...] = ()
    default: str | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        return {"type": "string", "enum": list(self.allowed)} | ({"default": self.default} if self.default else {})

    def read(self, given: Sequence[str]) -> str | None:
        """Return the chosen value."""
        value = _single(given)
        if value is None:
            return self.default
        if value not in self.allowed:
            raise _unknown([value], self.allowed)
        return value


@dataclass(frozen=True)
class InterfaceLanguage(Choice):
    """The language that labels and texts come in: ``zh`` is ``zh-hans``."""

    def read(self, given: Sequence[str]) -> str | None:
        """Return the code of an interface language."""
        return interface(super().read(given) or "en")


@dataclass(frozen=True)
class Choices(Parameter):
    """Any number of values, each counted once; any value at all where ``allowed`` is None."""

    allowed: tuple[str, ...] | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        return {"type": "array", "items": {"type": "string"} | ({"enum": list(self.allowed)} if self.allowed else {})}

    def read(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return every value."""
        if self.allowed is not None:
            known = frozenset(self.allowed)
            if unknown := [value for value in given if value not in known]:
                raise _unknown(unknown, self.allowed)
        return tuple(dict.fromkeys(given))


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number from ``low`` to ``high``."""

    low: int = 0
    high: int = 0
    default: int | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        bounds: dict[str, Any] = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return bounds if self.default is None else bounds | {"default": self.default}

    def read(self, given: Sequence[str]) -> int | None:
        """Return the number."""
        value = _single(given)
        if value is None:
            return self.default
        # Length first: a number of ten thousand figures takes its time.
        if not (value.isascii() and value.isdigit() and len(value) < 12 and self.low <= int(value) <= self.high):
            raise Unreadable(f"must be a whole number from {self.low} to {self.high}", minimum=self.low, maximum=self.high)
        return int(value)


@dataclass(frozen=True)
class Parameters:
    """What an address takes, in the order of the documentation."""

    rows: tuple[Parameter, ...]
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(row.name for row in self.rows))

    def read(self, request: HttpRequest) -> dict[str, Any]:
        """Return the value of every parameter by name. Raises ``ParametersRefused`` with every problem there is."""
        query = request.GET
        problems = [
            {"parameter": name[:SHOWN], "message": "unknown parameter", "allowed": sorted(self.names)}
            for name in query
            if name not in self.names
        ]
        values: dict[str, Any] = {}
        for row in self.rows:
            try:
                values[row.name] = row.read(query.getlist(row.name))
            except Unreadable as error:
                problems.append({"parameter": row.name, **error.facts})
        if problems:
            raise ParametersRefused(problems)
        return values

    def described(self) -> dict[str, Any]:
        """Return what OpenAPI says of them, to be merged into an operation."""
        return {
            "parameters": [
                {"in": "query", "name": row.name, "description": row.sentence, "required": False, "schema": row.schema()}
                for row in self.rows
            ]
        }
