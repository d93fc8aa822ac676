"""Keep the prepared documents and the index in step."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import islice

from django.db import transaction
from django.db.models import F, Q

from gcmhub.core import clock
from gcmhub.search import registry
from gcmhub.search.documents import document_of, entry_of, new_stamp
from gcmhub.search.engine import Document, Engine, EngineAway, IndexMissing
from gcmhub.search.models import Entry

BATCH = 250  # documents written or read at a time
DRAIN_LIMIT = 1_000  # documents of one commit of the index
DRAIN_CHARACTERS = 4_000_000  # of text in one commit
OVERLAP = timedelta(seconds=60)  # a write may commit this long after its clock was read
COLUMNS = (
    "texts bodies facets year breadth recommended newest audiences payload words titles gone waiting stamp changed_at"
).split()

log = logging.getLogger(__name__)


def put_documents(collection: str, documents: Iterable[Document]) -> int:
    """Write documents into the outbox, in the caller's transaction; returns how many."""
    now, count = clock.now(), 0
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        Entry.objects.bulk_create(
            [entry_of(collection, document, now) for document in batch],
            update_conflicts=True,
            unique_fields=["collection", "key"],
            update_fields=COLUMNS,
        )
        count += len(batch)
    return count


def drop_documents(collection: str, keys: Iterable[str]) -> None:
    """Take documents out: from listings and kept pages at once, from the index when the indexer comes by."""
    wanted = list(keys)
    transaction.on_commit(partial(_mark_withdrawal, collection))
    for start in range(0, len(wanted), BATCH):
        Entry.objects.filter(collection=collection, key__in=wanted[start : start + BATCH]).update(
            gone=True,
            waiting=True,
            stamp=new_stamp(),
            changed_at=clock.now(),
            texts=[],
            bodies=[],
            facets={},
            audiences=[],
            payload={},
            words="",
            titles="",
        )


def renew_pages(collection: str) -> None:
    """End every kept page once the transaction is in: something that pages show beside documents has changed."""
    transaction.on_commit(partial(_mark_withdrawal, collection))


def _mark_withdrawal(collection: str) -> None:
    mark = registry.withdrawal_mark(collection)
    with suppress(OSError):  # without it pages live until the index is there again, a minute at most
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def drain(collection: str) -> int:
    """Bring one batch of waiting documents into the index; returns how many. Raises ``EngineAway``.

    Only rows that did not change meanwhile are settled, so a crash at any point costs a repetition and nothing else.
    """
    batch = list(_waiting(collection))
    if not batch:
        return 0
    registry.engine(collection).write(
        (document_of(entry) for entry in batch if not entry.gone), [entry.key for entry in batch if entry.gone]
    )
    _settle(batch)
    return len(batch)


def _waiting(collection: str) -> Iterator[Entry]:
    characters = 0
    rows = Entry.objects.filter(collection=collection, waiting=True).defer("words", "titles", "payload").order_by("id")
    for entry in rows[:DRAIN_LIMIT].iterator(chunk_size=100):
        yield entry
        characters += sum(len(row[-1]) for row in (*entry.texts, *entry.bodies))
        if characters > DRAIN_CHARACTERS:
            return


def _settle(batch: Sequence[Entry]) -> None:
    """Take from the outbox what is still as it was read."""
    read = {entry.pk: entry.stamp for entry in batch}
    with transaction.atomic():
        now = Entry.objects.select_for_update().filter(pk__in=read).values_list("pk", "stamp")
        same = [pk for pk, stamp in now if stamp == read[pk]]
        Entry.objects.filter(pk__in=same, gone=True).delete()
        Entry.objects.filter(pk__in=same).update(waiting=False)


def rebuild_index(collection: str, progress: Callable[[int], None] = lambda _: None) -> int:
    """Build a fresh index beside the live one and swap; what changes meanwhile waits for the indexer again."""
    began = clock.now() - OVERLAP
    registry.engine(collection).rebuild(_all_documents(collection, progress))
    changed = Entry.objects.filter(Q(changed_at__gte=began) | Q(gone=True), collection=collection)
    # A new stamp, so that an indexer that is writing into the old index does not settle these.
    changed.update(waiting=True, stamp=F("stamp") + 1)
    Entry.objects.filter(collection=collection, waiting=True, changed_at__lt=began, gone=False).update(waiting=False)
    return Entry.objects.filter(collection=collection, gone=False).count()


def _all_documents(collection: str, progress: Callable[[int], None]) -> Iterator[Document]:
    # By key, as the index of (collection, key) stands: by id SQLite sorts the whole table for every batch.
    last, count = "", 0
    rows = Entry.objects.filter(collection=collection, gone=False).defer("words", "titles", "payload").order_by("key")
    while batch := list(rows.filter(key__gt=last)[:BATCH]):
        yield from (document_of(entry) for entry in batch)
        last = batch[-1].key
        count += len(batch)
        progress(count)


def prepare_documents(collection: str) -> int:
    """Describe everything of a collection anew, as after a change of what documents hold; returns how many."""
    return put_documents(collection, registry.collection(collection).documents(None))


class Indexer:
    """The one process that writes the index: drains until it is told to stop."""

    IDLE, AWAY = 0.2, 5.0  # seconds between two looks

    def __init__(self) -> None:
        self.stopping = False

    def stop(self) -> None:
        """End after the batch in hand."""
        self.stopping = True

    def run(self, *, once: bool = False) -> int:
        """Drain every collection; with ``once`` until nothing waits. Returns how many documents were written."""
        total = 0
        while not self.stopping:
            written = sum(self._drain(each.name) for each in registry.collections())
            total += written
            if once and not written:
                break
            if not written:
                time.sleep(self.IDLE)
        return total

    def _drain(self, collection: str) -> int:
        try:
            self._make_sure(registry.engine(collection), collection)
            return drain(collection)
        except EngineAway as error:
            log.warning("the index of %s is away: %s", collection, error)
            time.sleep(self.AWAY)
            return 0

    def _make_sure(self, engine: Engine, collection: str) -> None:
        """Build the index when there is none that this version can read."""
        try:
            engine.generation()
        except IndexMissing:
            log.info("building the index of %s", collection)
            rebuild_index(collection)
