"""Citations of resources: one CSL-JSON item, and from it APA, Chicago, BibTeX and RIS."""

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from citeproc import Citation as Cites
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from markupsafe import Markup, escape

from gcmhub.face.languages import Language
from gcmhub.face.links import RESOLVERS
from gcmhub.library.queries.references import Reference
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.vocabulary.choices import Scheme

Item = Mapping[str, Any]

STYLES = {"apa": "APA 7", "chicago": "Chicago 18"}
SHEETS = {"apa": "apa.csl", "chicago": "chicago-author-date.csl"}
FOLDER = Path(__file__).parent / "data" / "csl"
LOCALES = {"ar": "ar", "zh": "zh-CN", "en": "en-US", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
KINDS = {"link": "webpage", "event": "event", "training": "webpage", "video": "motion_picture"}
TYPES = {"journal-article": "article-journal", "link": "webpage", "e-learning-course": "webpage", "other": "document"}
NAMED = frozenset({"policy-brief", "resolution", "working-paper", "e-learning-course"})  # types that a citation names
BODY = frozenset("of for and the on in et des pour y para и по".split())  # words of which names of people have none
CSL = "{http://purl.org/net/xbiblio/csl}"

# What a text holds itself must come out as it is: neither markup of citeproc nor of ours.
OPEN, SHUT = "\ue000", "\ue001"  # around what is set in italics
TITLE, TITLE_END = "\ue002", "\ue003"  # around the title
HIDDEN = {ord("<"): "\ue004", ord(">"): "\ue005", ord("&"): "\ue006"} | dict.fromkeys(map(ord, OPEN + SHUT + TITLE + TITLE_END))
SHOWN = {"\ue004": "<", "\ue005": ">", "\ue006": "&"}
_QUOTES = ('[\u201c\u00ab\u300a"]', '[\u201d\u00bb\u300b"]')
_TITLE = re.compile(rf"(?:{_QUOTES[0]}\s?)?{OPEN}?{TITLE}[^{TITLE_END}]*{TITLE_END}{SHUT}?(?:\s?{_QUOTES[1]})?[.]? ?")
_CONTROLS = re.compile("[\x00-\x1f\x7f\u2028\u2029]+")
_ITEM = Lock()  # a style of citeproc keeps what it is at work on


@dataclass(frozen=True)
class Citation:
    """A citation in one style: as plain text, and as HTML with its italics."""

    style: str
    name: str
    text: str
    html: Markup


def key(reference: Reference) -> str:
    """Return the name of a resource in bibliographies; it outlives every change of its text."""
    return f"gcmhub-{reference.id}"


def csl_item(reference: Reference, language: Language, address: str, today: date) -> dict[str, Any]:
    """Return a resource as a CSL-JSON item (CSL 1.0.2) for a reader of a language.

    ``address`` is the absolute address of its page, for what is nowhere else. Publishers stand for missing authors.
    ``today`` is the day of access, which undated resources are cited with.
    """
    authors = [_author(name, orcid) for name, orcid in reference.authors]
    bodies = [{"literal": _line(name)} for name in reference.publishers]
    numbers = dict(reversed([(scheme.lower(), _line(value)) for scheme, value in reference.identifiers]))
    kind = _type(reference)
    issued = _date(reference.published or (str(reference.details.get("start", ""))[:10] if reference.kind == "event" else ""))
    publisher = _line(", ".join(reference.publishers))
    item: dict[str, Any] = {
        "id": key(reference),
        "type": kind,
        "title": _line(reference.title.text),
        "author": authors or bodies,
        "issued": issued,
        "accessed": None if issued else {"date-parts": [[today.year, today.month, today.day]]},
        "container-title": publisher if kind == "article-journal" else "",
        "publisher": publisher if authors and kind != "article-journal" else "",
        "event-place": _line(str(reference.details.get("place", ""))) if reference.kind == "event" else "",
        "genre": vocabulary.label(Scheme.DOCUMENT_TYPE, reference.document_type, language.content)
        if reference.document_type in NAMED
        else "",
        "number": numbers.get("un-symbol", ""),
        "DOI": _doi(numbers.get("doi", "")),
        "ISBN": numbers.get("isbn", ""),
        "ISSN": numbers.get("issn", ""),
        "URL": reference.url or _resolved(numbers, language) or address,
        "abstract": _line(reference.abstract.text) if reference.abstract else "",
        "keyword": ", ".join(_line(word) for word in reference.keywords),
        "language": reference.title.language,
    }
    return {name: value for name, value in item.items() if value}


def _type(reference: Reference) -> str:
    if reference.document_type and reference.kind in {"document", "link"}:
        return TYPES.get(reference.document_type, "report")
    return KINDS.get(reference.kind, "document")


def _author(name: str, orcid: str) -> dict[str, str]:
    """Return a name in parts where it says which is which: by a comma, by initials, by the ORCID iD of a person.

    Other names stay whole: a guess would turn round the names of bodies and of people from many countries.
    """
    name = _line(name)
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given and "," not in given and not BODY & set(f"{family} {given}".lower().split()):
        return {"family": family, "given": given}
    words = name.split()
    person = orcid or any(re.fullmatch(r"\w\.(-\w\.)?", word) for word in words[:-1])
    if person and len(words) > 1 and re.fullmatch(r"[\u0041-\u04ff.'\u2019 -]+", name):
        cut = len(words) - 1
        while cut > 1 and words[cut - 1].islower():  # particles belong to the family name
            cut -= 1
        return {"family": " ".join(words[cut:]), "given": " ".join(words[:cut])}
    return {"literal": name}


def _date(published: str) -> dict[str, Any] | None:
    parts = [int(part) for part in published.split("-") if part.isdigit()]
    return {"date-parts": [parts]} if parts else None


def _doi(value: str) -> str:
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)\s*", "", value, flags=re.IGNORECASE)


def _resolved(numbers: Mapping[str, str], language: Language) -> str:
    scheme = next((scheme for scheme in RESOLVERS if numbers.get(scheme)), "")
    return RESOLVERS[scheme].format(language=language.content) + _doi(numbers[scheme]) if scheme else ""


def _line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


class _Pieces:
    """A formatter of citeproc that leaves texts alone and marks what is set in italics."""

    preformat = staticmethod(str)
    Italic = Oblique = staticmethod(lambda text: f"{OPEN}{text}{SHUT}")
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = str


@cache
def _style(style: str, locale: str) -> CitationStylesStyle:
    """Return a style for a language; Chicago keeps given names whole, which citeproc-py does not read from ``initialize``."""
    made = CitationStylesStyle(str(FOLDER / SHEETS[style]), locale=locale, validate=False)
    if style == "chicago":
        made.root.attrib.pop("initialize-with", None)
        for term in list(made.root.iter(f"{CSL}text")):
            if term.get("term") == "advance-online-publication":  # no volume in our records does not mean: not yet printed
                term.getparent().remove(term)
    return made


def cite(item: Item, style: str, language: Language) -> Citation:
    """Return the citation of a CSL-JSON item in a style of ``STYLES``, in the terms of a language."""
    return _cite(json.dumps(item, ensure_ascii=False, sort_keys=True), style, LOCALES.get(language.content, "en-US"))


@lru_cache(maxsize=4_096)
def _cite(item: str, style: str, locale: str) -> Citation:
    values = {name: _hidden(value) for name, value in json.loads(item).items() if name not in {"abstract", "keyword"}}
    values["title"] = f"{TITLE}{values['title']}{TITLE_END}"
    if "issued" in values and locale != "en-US":  # the styles write month and day in the order of English
        values["issued"] = {"date-parts": [values["issued"]["date-parts"][0][:1]]}
    with _ITEM, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of variables that citeproc-py does not know
        made = CitationStylesBibliography(_style(style, locale), CiteProcJSON([values]), _Pieces)
        made.register(Cites([CitationItem(values["id"])]))
        text = str(made.bibliography()[0])
    text = _once(" ".join(text.split()))
    plain = "".join(SHOWN.get(letter, letter) for letter in text if letter not in OPEN + SHUT)
    html = "".join(str(escape(SHOWN.get(letter, letter))) for letter in text).replace(OPEN, "<i>").replace(SHUT, "</i>")
    return Citation(style, STYLES[style], plain, Markup(html))  # noqa: S704 - escaped letter by letter


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(HIDDEN)
    if isinstance(value, list):
        return [_hidden(each) for each in value]
    return {name: _hidden(each) for name, each in value.items()} if isinstance(value, dict) else value


def _once(text: str) -> str:
    """Return the text with its title once: where it stands for the author, citeproc-py writes it a second time."""
    found = list(_TITLE.finditer(text))
    if len(found) > 1:
        text = text[: found[1].start()] + text[found[1].end() :]
    return text.replace(TITLE, "").replace(TITLE_END, "")
