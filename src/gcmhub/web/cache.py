"""Whole pages of anonymous readers, kept in the memory of a process while nothing visible changes."""

import logging
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from threading import Lock
from urllib.parse import parse_qsl, urlencode

MAX_AGE = 60.0  # seconds that a page may stand when the index does not change
MAX_BYTES = 48_000_000  # of all pages of one store
GLANCE = 0.2  # seconds between two looks at the state of the index
QUERY_LIMIT = 2_000  # characters; longer questions are not asked twice
LEVEL = 4  # of compression: most of what 6 saves, at half its time
Key = tuple[str, str, bool]

log = logging.getLogger(__name__)


@dataclass
class Page:
    """A page as it was answered; ``headers`` without lengths and encodings, ``sealed`` as they left the process."""

    body: bytes
    packed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    generation: str
    until: float
    sealed: tuple[tuple[str, str], ...] = field(default=(), compare=False)

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
    """Return a query string that is equal for equal questions; None when it is too long to be kept.

    Values of one name keep their order, empty ones among them too: where a name may stand once, the last one counts.
    """
    if not query:
        return ""
    if len(query) > QUERY_LIMIT:
        return None
    rows = parse_qsl(query, keep_blank_values=True)
    said = {name for name, value in rows if value}
    return urlencode(sorted((row for row in rows if row[0] in said), key=itemgetter(0)))


def secret_cookie(cookies: str, names: tuple[str, ...]) -> bool:
    """Return whether a cookie header carries one of the cookies that make a reader known."""
    return bool(cookies) and any(f"{name}=" in cookies for name in names)


def key_of(environ: Mapping[str, str], prefixes: tuple[str, ...]) -> Key | None:
    """Return under what the answer to a request is kept; None when it is not."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not path.startswith(prefixes):
        return None
    query = canonical(environ.get("QUERY_STRING", ""))
    return None if query is None else (path, query, environ.get("HTTP_HX_REQUEST") == "true")


class Glance:
    """The state of the index, looked at once in a while: the look may cost a call to another machine."""

    def __init__(self, look: Callable[[], str], pause: float = GLANCE) -> None:
        self.look, self.pause = look, pause
        self.seen: str | None = None
        self.until = 0.0

    def __call__(self) -> str | None:
        """Return the state, at most ``pause`` seconds old; None when it cannot be told, so that nothing is kept."""
        moment = time.monotonic()
        if moment >= self.until:
            try:
                self.seen = self.look()
            except Exception:  # whatever is wrong there, pages that need no search must still be answered
                log.exception("the state of the index cannot be told")
                self.seen = None
            self.until = moment + self.pause
        return self.seen
