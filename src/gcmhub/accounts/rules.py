"""What values alone decide about people."""

import hashlib
import re
from collections.abc import Collection, Iterable

PUBLIC_MAIL = frozenset({
    "126.com", "163.com", "aol.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "tutanota.com", "wanadoo.fr",
    "web.de", "yahoo.com", "yahoo.es", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
})  # fmt: skip
DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def covers(objectives: Collection[str], objective: str) -> bool:
    """Say whether a grant for ``objectives`` (none: all) reaches ``objective`` (none named: any)."""
    return not objectives or not objective or objective in objectives


def hash_of(token: str) -> str:
    """Return what is kept of a token that was sent to somebody (SHA-256, hexadecimal)."""
    return hashlib.sha256(token.encode()).hexdigest()


def domain_of(address: str) -> str:
    """Return the domain of an e-mail address, in small letters."""
    return address.rpartition("@")[2].lower()


def belongs(address: str, domains: Iterable[str]) -> bool:
    """Say whether an address is under one of an organisation's domains; public mail belongs to nobody."""
    domain = domain_of(address)
    return domain not in PUBLIC_MAIL and any(domain == each or domain.endswith(f".{each}") for each in domains)


def is_orcid(text: str) -> bool:
    """Say whether a text is an ORCID iD with its check digit (ISO 7064 MOD 11-2)."""
    if not ORCID.fullmatch(text):
        return False
    digits, total = text.replace("-", ""), 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    return digits[15] == "0123456789X"[(12 - total % 11) % 11]
