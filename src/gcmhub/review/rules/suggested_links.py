"""Links that people suggest without an account: what they may say, how often, and how long it is kept."""

import unicodedata
from datetime import timedelta
from urllib.parse import urlsplit

UNCONFIRMED_KEPT = timedelta(days=14)
UNCONFIRMED_AT_ONCE = 3  # of one address: a stranger must not fill its box
A_DAY = 10  # of one address
SETTLED_KEPT = timedelta(days=30)  # address and note, after the answer
WAITING_KEPT = timedelta(days=365)  # the address, where no editor answers
URL_LIMIT, TITLE_LIMIT, NOTE_LIMIT, LETTER_LIMIT = 2_000, 300, 2_000, 2_000  # characters
CODES_LIMIT = 30  # objectives, and countries
# Why a link is not taken, as codes of reasons.
REASONS = ("outside-scope", "not-applicable-to-gcm", "duplicate", "promotional", "dead-link", "outdated", "quality", "other")


def is_web_address(text: str) -> bool:
    """Say whether a text is an http or https address that can be shown to people: no password, blank or hidden sign."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port that is none
        host = parts.hostname or ""
    except ValueError:
        return False
    hidden = any(sign.isspace() or unicodedata.category(sign)[0] == "C" for sign in text)
    return not hidden and parts.scheme in {"http", "https"} and "." in host.strip(".") and "@" not in parts.netloc
