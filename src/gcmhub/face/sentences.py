"""Sentences about what the rooms answer in codes, in the reader's language."""

from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from gcmhub.face.formats import number
from gcmhub.face.languages import current, interface
from gcmhub.library.queries import RankReason
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.words import read_thesaurus

SEPARATOR = " \N{MIDDLE DOT} "


def rank_reason_text(reason: RankReason, language: str) -> str:
    """Return why a resource stands where it stands, in a language of the interface or of content."""
    code = interface(language)
    if code == current().code:
        return _reason(reason.codes, code)
    with override(code):
        return _reason(reason.codes, code)


@lru_cache(maxsize=16_384)
def _reason(codes: tuple[str, ...], language: str) -> str:
    parts = (_part(*code.partition(":")[::2], language) for code in codes)
    return SEPARATOR.join(part for part in parts if part)


def _part(name: str, value: str, language: str) -> str:
    match name:
        case "scope":
            return "" if value == "unknown" else vocabulary.label(Scheme.SCOPE, value, language)
        case "actions":
            return ngettext("%(number)s action", "%(number)s actions", int(value)) % {"number": number(int(value))}
        case "objectives":
            return ngettext("%(number)s objective", "%(number)s objectives", int(value)) % {"number": number(int(value))}
        case "peer-reviewed":
            return _("peer reviewed in %(year)s") % {"year": value} if value else _("peer reviewed")
        case "imported":
            return _("imported, not peer reviewed")
        case "checked":
            return _("checked by an editor")
        case "not-reviewed":
            return _("not peer reviewed")
        case "published":
            return value
    return ""


def review_statement(status: str, year: int | None) -> str:
    """Return what may be said of a resource's review, as a sentence."""
    if status == "reviewed":
        if year:
            return _("Peer reviewed in %(year)s, before it was included in the Hub.") % {"year": year}
        return _("Peer reviewed before it was included in the Hub.")
    if status == "imported":
        return _("Imported, not peer reviewed.")
    if status == "checked":
        return _("Checked by an editor of the Hub, not peer reviewed.")
    return _("Not peer reviewed.")


def relation_text(kind: str, *, inverse: bool) -> str:
    """Return what the other resource is to this one."""
    sentences = {
        ("isVersionOf", False): _("This is a version of"),
        ("isVersionOf", True): _("Has the version"),
        ("isTranslationOf", False): _("This is a translation of"),
        ("isTranslationOf", True): _("Has the translation"),
        ("replaces", False): _("This replaces"),
        ("replaces", True): _("Replaced by"),
        ("isPartOf", False): _("This is part of"),
        ("isPartOf", True): _("Contains"),
        ("adaptedFrom", False): _("This is adapted from"),
        ("adaptedFrom", True): _("Adapted as"),
        ("evaluates", False): _("This evaluates"),
        ("evaluates", True): _("Evaluated by"),
    }
    return sentences.get((kind, inverse), _("Related to"))


def origin_text(origin: str) -> str:
    """Return where a text in a language comes from; nothing for the original."""
    return {"human": _("Translation"), "machine": _("Machine translation")}.get(origin, "")


@cache
def _concepts() -> dict[str, dict[str, str]]:
    return {concept.code: {tag: names[0] for tag, names in concept.terms.items()} for concept in read_thesaurus()}


def concept_name(code: str) -> str:
    """Return the preferred name of a concept of the thesaurus."""
    return _concepts().get(code, {}).get(current().content, code)
