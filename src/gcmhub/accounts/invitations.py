"""What invitations are for. Rooms above make their purposes known here when the hub starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """``claimed`` does what an invitation is for, in the transaction in which somebody takes it up.

    It takes the invitation and the person, and may raise a named error, which leaves the invitation open.
    """

    purpose: str
    claimed: Callable[[Any, Any], None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a purpose known. Raises ``ValueError`` for one that is taken."""
    if _kinds.get(kind.purpose, kind) != kind:
        raise ValueError(f"two rooms invite for {kind.purpose}")
    _kinds[kind.purpose] = kind


def kind_of(purpose: str) -> Kind:
    """Return what an invitation is for. Raises ``KeyError``."""
    return _kinds[purpose]


def forget(purpose: str) -> None:
    """Take a purpose back; tests do."""
    _kinds.pop(purpose, None)
