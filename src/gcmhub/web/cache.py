"""Whole pages of anonymous readers, kept in the memory of a process while nothing visible changes."""

import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from urllib.parse import parse_qsl, urlencode

MAX_AGE = 60.0  # seconds that a page may stand when the index does not change
MAX_BYTES = 64_000_000  # of all pages of a process
QUERY_LIMIT = 2_000  # characters; longer questions are not asked twice
LEVEL = 4  # of compression: most of what 6 saves, at half its time
Key = tuple[str, str, bool]


@dataclass(frozen=True)
class Page:
    """A page as it was answered; ``headers`` without lengths and encodings."""

    body: bytes
    packed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    generation: str
    until: float

    @property
    def weight(self) -> int:
        """Bytes that the page takes."""
        return len(self.body) + len(self.packed)


class Pages:
    """Pages by address, the least recently asked for dropped first. Safe in threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.max_bytes, self.weight, self.lock = max_bytes, 0, Lock()

    def get(self, key: Key, generation: str) -> Page | None:
        """Return the page if it still stands for this generation."""
        page = self.pages.get(key)
        if page is None:
            return None
        with self.lock:
            if page.generation != generation or page.until < time.monotonic():
                if self.pages.pop(key, None) is not None:
                    self.weight -= page.weight
                return None
            if key in self.pages:
                self.pages.move_to_end(key)
        return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page; one that takes more than a tenth of the room is not kept."""
        if page.weight > self.max_bytes // 10:
            return
        with self.lock:
            old = self.pages.pop(key, None)
            self.weight += page.weight - (old.weight if old else 0)
            self.pages[key] = page
            while self.weight > self.max_bytes:
                _, dropped = self.pages.popitem(last=False)
                self.weight -= dropped.weight

    def clear(self) -> None:
        """Forget every page."""
        with self.lock:
            self.pages.clear()
            self.weight = 0


def pack(body: bytes) -> bytes:
    """Return the body as gzip, the same bytes for the same body."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


def etag_of(body: bytes) -> str:
    """Return a weak validator: it stands for the body with and without compression."""
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


@lru_cache(maxsize=8_192)
def canonical(query: str) -> str | None:
    """Return a query string that is equal for equal questions; None when it is too long to be kept."""
    if not query:
        return ""
    if len(query) > QUERY_LIMIT:
        return None
    return urlencode(sorted(parse_qsl(query)))
