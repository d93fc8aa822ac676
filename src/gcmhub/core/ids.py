"""Opaque public identifiers."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
LENGTH = 12


def new_id() -> str:
    """Return a random identifier of 12 characters (60 bits), safe in URLs and when read aloud."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(LENGTH))
