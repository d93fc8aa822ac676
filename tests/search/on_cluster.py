"""What tests of the cluster share: an engine that cleans up behind itself, documents in a known order."""

from contextlib import contextmanager, suppress
from dataclasses import replace

from gcmhub.search.engine import Document, Text
from gcmhub.search.engines.opensearch import OpenSearchEngine
from tests.search.conftest import GROUPS


@contextmanager
def engine_on(urls, prefix="hub"):
    engine = OpenSearchEngine(urls, "tests", GROUPS, prefix)
    try:
        yield engine
    finally:
        with suppress(Exception):
            engine.client.indices.delete(index=f"{engine.family}.*")
        engine.close()


def numbered(count, **changes):
    """Documents that all match one word, in one order."""
    base = Document("", (Text("title", "en", "Quokka report"),), {"kind": ("document",)}, 2020, 3, 0, 0, ("public",))
    return [
        replace(base, key=f"n{number:05}", recommended=number, newest=-number % 10**6, **changes) for number in range(count)
    ]
