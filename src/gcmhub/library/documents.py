"""How the library describes itself to the search room."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Prefetch

from gcmhub.library import rules
from gcmhub.library.choices import ReviewStatus, State
from gcmhub.library.models import Classification, Resource
from gcmhub.library.queries import COLLECTION, GROUPS, codes_by_scheme, payload_of, scope_and_breadth
from gcmhub.search.engine import Document, Text
from gcmhub.search.registry import Collection

BATCH = 500
FILE_TEXT_LIMIT = 1_000_000  # characters of one file's text that search reads
SPACED = " \u00b7 "


def document(resource: Resource, codes: Mapping[str, tuple[str, ...]] | None = None) -> Document:
    """Describe one resource whose texts, contributors and files are at hand, and its classifications or ``codes`` by scheme."""
    codes = codes_by_scheme(resource) if codes is None else codes
    scope, comprehensiveness = scope_and_breadth(resource, codes)
    reviewed = resource.review_status == ReviewStatus.REVIEWED
    countries = codes.get("country", ())
    facets = {group: codes.get(group, ()) for group in ("objective", "action", "principle", "region")}
    facets |= {
        "country": (*countries, "global") if resource.scope == "global" else countries,
        "scope": (resource.scope,) if resource.scope else (),
        "kind": (resource.kind,),
        "document_type": (resource.document_type,) if resource.document_type else (),
        "language": tuple(resource.languages),
        "source": (resource.source,),
        "year": (str(resource.year),) if resource.year else (),
    }
    recommended = rules.recommended_order(
        scope=scope, comprehensiveness=comprehensiveness, reviewed=reviewed, published=resource.published
    )
    return Document(
        key=resource.public_id,
        texts=tuple(_texts(resource)),
        facets=facets,
        year=resource.year,
        breadth=rules.breadth(scope=scope, comprehensiveness=comprehensiveness),
        recommended=rules.place_with_arrival(recommended, resource.pk),
        newest=rules.place_with_arrival(rules.newest_order(published=resource.published), resource.pk),
        audiences=("public",) if resource.state == State.PUBLISHED else (),
        payload=payload_of(resource, codes),
    )


def _texts(resource: Resource) -> Iterator[Text]:
    for text in resource.texts.all():
        for name in ("title", "abstract", "body"):
            if value := getattr(text, name):
                yield Text(name, text.language, value)
    for language, words in resource.keywords.items():
        yield Text("body", language, SPACED.join(words))
    fallback = resource.languages[0] if resource.languages else "en"
    for language, details in _detail_texts(resource.details):
        yield Text("body", language, details)
    for file in resource.files.all():
        if file.text:
            yield Text("file", file.language or fallback, file.text[:FILE_TEXT_LIMIT])


def _detail_texts(details: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for value in details.values():
        if isinstance(value, dict):
            yield from ((language, text) for language, text in value.items() if isinstance(text, str))


def documents(keys: Iterable[str] | None) -> Iterator[Document]:
    """Describe published resources by public id, every one when ``keys`` is None; six queries a batch."""
    rows = Resource.objects.published()
    if keys is not None:
        yield from _described(rows.filter(public_id__in=list(keys)))
        return
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))  # once: paging would sort all of them for every batch
    for start in range(0, len(numbers), BATCH):
        yield from _described(rows.filter(pk__in=numbers[start : start + BATCH]).order_by("pk"))


def _described(rows: Any) -> Iterator[Document]:
    classified = Prefetch("classifications", Classification.objects.select_related("term"))
    for resource in rows.prefetch_related("texts", "contributors", "files", classified):
        yield document(resource)


RESOURCES = Collection(name=COLLECTION, facets=GROUPS, documents=documents)
