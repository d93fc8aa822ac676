"""What both doors show of a submission: its texts, its kind, what there is to choose from, the answers of a review."""

from collections.abc import Mapping
from typing import Any

from gcmhub.face.formats import language_name
from gcmhub.face.languages import current
from gcmhub.review.rules.completeness import HUB_LANGUAGES
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import label, sorted_countries, terms

SCHEMES = {
    "kind": Scheme.KIND, "document_type": Scheme.DOCUMENT_TYPE, "objectives": Scheme.OBJECTIVE, "actions": Scheme.ACTION,
    "principles": Scheme.PRINCIPLE, "regions": Scheme.REGION, "scope": Scheme.SCOPE,
}  # fmt: skip
NUMBERED = frozenset({"objectives"})


def text_of(texts: Any) -> tuple[str, str]:
    """Return a text in the reader's language, else in English, else in any; and its language."""
    if not isinstance(texts, Mapping) or not texts:
        return "", ""
    content = current().content
    tag = content if texts.get(content) else "en" if texts.get("en") else next(iter(texts))
    return str(texts[tag]), tag


def kind_of(record: Mapping[str, Any]) -> str:
    """Return the type of a document, else the kind."""
    if record.get("document_type"):
        return label(Scheme.DOCUMENT_TYPE, str(record["document_type"]), current().content)
    return label(Scheme.KIND, str(record.get("kind", "")), current().content)


def choices_of(name: str) -> list[tuple[str, str]]:
    """Return codes and names to choose from."""
    content = current().content
    if name == "languages":
        return [(tag, language_name(tag)) for tag in HUB_LANGUAGES]
    if name == "countries":
        return [(row.code, label(Scheme.COUNTRY, row.code, content)) for row in sorted_countries(current().code)]
    scheme = SCHEMES[name]
    rows = [(row.code, label(scheme, row.code, content)) for row in terms(scheme)]
    return [(code, f"{code}. {text}") for code, text in rows] if name in NUMBERED else rows


def review_rows(review: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the answers of a sent review: the question as it was asked, the level that was chosen, the comment."""
    rows = []
    for each in review["answers"]:
        levels = dict(each.get("levels", []))
        rows.append(
            {
                "label": each["label"],
                "level": levels.get(each.get("value"), ""),
                "value": each.get("value"),
                "comment": each.get("comment", ""),
            }
        )
    return rows
