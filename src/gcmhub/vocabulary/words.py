"""The data files of the vocabulary, read once into memory. Pure Python."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from gcmhub.vocabulary.choices import LANGUAGES, Scheme

DATA = Path(__file__).parent / "data"
FILES = {
    Scheme.OBJECTIVE: "objectives.json",
    Scheme.ACTION: "actions.json",
    Scheme.PRINCIPLE: "principles.json",
    Scheme.REGION: "regions.json",
    Scheme.COUNTRY: "countries.json",
    Scheme.SCOPE: "scopes.json",
    Scheme.KIND: "kinds.json",
    Scheme.DOCUMENT_TYPE: "document_types.json",
    Scheme.LANGUAGE: "languages.json",
}


@dataclass(frozen=True)
class TermRow:
    """One term with its labels by language (ar, zh, en, fr, ru, es) and what else its file says."""

    scheme: str
    code: str
    position: int
    labels: Mapping[str, str]
    active: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Concept:
    """One concept of the thesaurus: true synonyms by language, the preferred one first."""

    code: str
    objectives: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]]


@cache
def read_scheme(scheme: str) -> tuple[TermRow, ...]:
    """Return the terms of a scheme in their order."""
    rows = json.loads((DATA / FILES[Scheme(scheme)]).read_text(encoding="utf-8"))
    return tuple(
        TermRow(
            scheme=scheme,
            code=row["code"],
            position=position,
            labels=row["label"],
            active=row.get("offered", True),
            attributes={key: value for key, value in row.items() if key not in {"code", "label", "offered"}},
        )
        for position, row in enumerate(rows)
    )


@cache
def read_thesaurus() -> tuple[Concept, ...]:
    """Return every concept of the thesaurus, by code."""
    rows = [row for path in sorted((DATA / "thesaurus").glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]
    return tuple(
        Concept(row["code"], tuple(row["objectives"]), {language: tuple(row["terms"][language]) for language in LANGUAGES})
        for row in sorted(rows, key=lambda row: row["code"])
    )


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and double spaces, for exact comparison only."""
    marks = unicodedata.normalize("NFKD", name.casefold())
    kept = (char if char.isalnum() else " " for char in marks if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
