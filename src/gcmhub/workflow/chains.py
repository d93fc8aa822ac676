"""Hashes that show a change: SHA-256, hexadecimal. Pure Python.

There is one chain of events an object. A payload enters it as a salted digest, so that payload and salt can be erased
and the chain still holds.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64  # what the first link holds on to


@dataclass(frozen=True)
class Link:
    """What the hash of an event covers. ``at`` is in UTC, ``digest`` stands for the payload."""

    object_type: str
    object_id: str
    number: int
    at: datetime
    actor: str
    on_behalf_of: str
    role: str
    action: str
    from_state: str
    to_state: str
    reason: str
    object_version: int
    digest: str
    previous: str


def canonical(payload: dict[str, Any]) -> str:
    """Return a payload as the one text that its digest is made of. Raises ``TypeError`` for what JSON cannot hold."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(salt: str, text: str) -> str:
    """Return what stands for a payload in the chain; without the salt nobody can try out what it said."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def hash_of(link: Link) -> str:
    """Return the hash of an event. The fields are joined as JSON: no two different events have one text."""
    values = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in astuple(link)]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def anchor_of(previous: str, hashes: Iterable[str]) -> str:
    """Return the hash over the anchor before and the hashes of all events since, in their order."""
    whole = hashlib.sha256(previous.encode())
    for one in hashes:
        whole.update(one.encode())
    return whole.hexdigest()
