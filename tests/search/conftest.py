"""One collection of small documents, and every engine over it."""

import random
import secrets
from pathlib import Path

import pytest

from gcmhub.search import actions, registry
from gcmhub.search.engine import Document, Text
from gcmhub.search.engines.database import DatabaseEngine
from gcmhub.search.engines.tantivy import TantivyEngine

GROUPS = ("objective", "country", "kind", "year")
SENTENCES = {
    "en": ("Recognition of skills", "Migrant workers and nurses", "Safe migration for children", "Remittances and skills"),
    "fr": ("Reconnaissance des compétences", "Travailleurs migrants", "Migration sûre des enfants", "Envois de fonds"),
    "es": ("Reconocimiento de competencias", "Trabajadores migrantes", "Migración segura de la niñez", "Remesas"),
    "ru": ("Признание навыков", "Трудящиеся-мигранты", "Безопасная миграция детей", "Денежные переводы"),
    "ar": ("الاعتراف بالمهارات", "العمال المهاجرون والممرضات", "الهجرة الآمنة للأطفال", "التحويلات المالية"),
    "zh": ("承认技能和资格", "移民工人与护士", "儿童安全移民", "汇款与移民问题"),
}


def make_documents(count: int = 120, seed: int = 7) -> list[Document]:
    """Documents with a title and a body in one or two languages and facets of several values."""
    draw = random.Random(seed)
    documents = []
    for number in range(count):
        languages = draw.sample(sorted(SENTENCES), draw.choice((1, 1, 2)))
        texts = [Text("title", language, draw.choice(SENTENCES[language])) for language in languages]
        texts += [Text("body", language, ". ".join(draw.sample(SENTENCES[language], 2))) for language in languages]
        year = draw.choice((None, 2018, 2019, 2020, 2021))
        documents.append(
            Document(
                key=f"d{number:04}",
                texts=tuple(texts),
                facets={
                    "objective": tuple(draw.sample(("1", "7", "18", "23"), draw.randint(1, 3))),
                    "country": tuple(draw.sample(("KEN", "PHL", "DEU", "global"), draw.randint(0, 2))),
                    "kind": (draw.choice(("document", "event")),),
                    "year": (str(year),) if year else (),
                },
                year=year,
                breadth=draw.randint(0, 9),
                recommended=draw.randint(0, 2**33) << 24 | number,
                newest=(3000 - (year or 0)) << 24 | number,
                audiences=("public",) if draw.random() < 0.9 else ("staff",),
            )
        )
    return documents


@pytest.fixture
def documents() -> list[Document]:
    return make_documents()


@pytest.fixture(scope="session")
def cluster():
    """Three nodes of OpenSearch in one JVM; tests that use it are marked ``java`` and leave all nodes running."""
    from tests.services.cluster import Cluster

    with Cluster(3) as running:
        yield running


@pytest.fixture(params=["tantivy", "database", pytest.param("opensearch", marks=pytest.mark.java)])
def engine(request, tmp_path: Path, documents, db):
    """An engine that holds the documents."""
    if request.param == "database":
        actions.put_documents("tests", documents)
        yield DatabaseEngine("tests", GROUPS)
        return
    if request.param == "tantivy":
        built = TantivyEngine(tmp_path / "index", GROUPS)
    else:
        from gcmhub.search.engines.opensearch import OpenSearchEngine

        built = OpenSearchEngine(request.getfixturevalue("cluster").urls, "tests", GROUPS, prefix=f"t{secrets.token_hex(4)}")
    built.write(documents, ())
    yield built
    if request.param == "opensearch":
        built.client.indices.delete(index=f"{built.family}.*")
        built.close()


@pytest.fixture
def collection(settings, tmp_path: Path, db):
    """A collection of the registry that stands on Tantivy in a folder of this test."""
    settings.HUB_INDEX = tmp_path / "index"
    settings.HUB_SEARCH_ENGINE = "tantivy"
    registry.register(registry.Collection("tests", GROUPS, lambda _: iter(())))
    registry.engine.cache_clear()
    registry.fallback.cache_clear()
    yield "tests"
    registry._collections.pop("tests")
    registry.engine.cache_clear()
    registry.fallback.cache_clear()
