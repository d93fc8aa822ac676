"""CSL-JSON items as BibTeX and RIS, for reference managers."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from gcmhub.face.citations import Item

CSL_JSON = "application/vnd.citationstyles.csl+json"
BIBTEX = "application/x-bibtex; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"

ENTRIES = {"article-journal": "article", "report": "techreport"}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
LANGUAGES = {"ar": "arabic", "zh": "chinese", "en": "english", "fr": "french", "ru": "russian", "es": "spanish"}
SPECIAL = {letter: f"\\{letter}" for letter in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would still be counted
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[&%$#_\\{}~^]")
TAGS = {"article-journal": "JOUR", "report": "RPRT", "webpage": "ELEC", "motion_picture": "VIDEO"}


def csl_json(items: Iterable[Item]) -> str:
    """Return items as CSL-JSON."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def bibtex(items: Iterable[Item]) -> str:
    """Return items as BibTeX in UTF-8, one entry each."""
    return "\n".join(map(_entry, items))


def _entry(item: Item) -> str:
    kind = ENTRIES.get(item["type"], "misc")
    body = item.get("publisher") or ", ".join(name["literal"] for name in item.get("author", ()) if "literal" in name)
    if kind == "techreport" and not body:
        kind = "misc"
    year, month, _ = _parts(item)
    fields = {
        "author": " and ".join(map(_bibtex_name, item.get("author", ()))),
        "title": _tex(item["title"]),
        "journal": _tex(item.get("container-title", "")),
        "institution": _tex(body) if kind == "techreport" else "",
        "publisher": _tex(item.get("publisher", "")) if kind == "misc" else "",
        "type": _tex(item.get("genre", "")),
        "number": _tex(item.get("number", "")),
        "address": _tex(item.get("event-place", "")),
        "year": year,
        "month": MONTHS[int(month) - 1] if month else "",
        "doi": _address(item.get("DOI", "")),
        "isbn": _tex(item.get("ISBN", "")),
        "issn": _tex(item.get("ISSN", "")),
        "url": _address(item.get("URL", "")),
        "urldate": "-".join(f"{part:02}" for part in item["accessed"]["date-parts"][0]) if "accessed" in item else "",
        "abstract": _tex(item.get("abstract", "")),
        "keywords": _tex(item.get("keyword", "")),
        "langid": LANGUAGES.get(item.get("language", ""), ""),
    }
    rows = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@{kind}{{{item['id']},\n" + ",\n".join(rows) + "\n}\n"


def _bibtex_name(name: Item) -> str:
    """Return a name as BibTeX reads it; braces keep the name of a body whole."""
    return f"{_tex(name['family'])}, {_tex(name['given'])}" if "family" in name else f"{{{_tex(name['literal'])}}}"


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: SPECIAL[found[0]], text)


def _address(text: str) -> str:
    """Return an address or DOI, which BibTeX styles set as it stands: without what would end the field."""
    return re.sub(r"[\\{}\s]", lambda found: quote(found[0]), text)


def _parts(item: Item) -> tuple[str, str, str]:
    """Return year, month and day of an item as far as they are known."""
    parts = item["issued"]["date-parts"][0] if "issued" in item else []
    year, month, day = [*(f"{part:02}" for part in parts), "", "", ""][:3]
    return year, month, day


def ris(items: Iterable[Item]) -> str:
    """Return items as RIS in UTF-8."""
    return "\r\n".join("".join(f"{tag}  - {value}\r\n" for tag, value in _rows(item)) for item in items)


def _rows(item: Item) -> Iterator[tuple[str, str]]:
    """Yield tags with their values; texts of an item hold no line breaks."""
    yield "TY", TAGS.get(item["type"], "GEN")
    yield "ID", item["id"]
    yield "TI", item["title"]
    for name in item.get("author", ()):
        yield "AU", f"{name['family']}, {name['given']}" if "family" in name else _whole(name["literal"])
    year, month, day = _parts(item)
    if year:
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    simple = {
        "container-title": "T2",
        "publisher": "PB",
        "genre": "M3",
        "number": "M1",
        "event-place": "CY",
        "DOI": "DO",
        "ISBN": "SN",
        "ISSN": "SN",
        "URL": "UR",
        "abstract": "AB",
        "language": "LA",
    }
    for name, tag in simple.items():
        if item.get(name):
            yield tag, item[name]
    for word in item["keyword"].split(", ") if "keyword" in item else ():
        yield "KW", word
    if "accessed" in item:
        yield "Y2", "/".join(f"{part:02}" for part in item["accessed"]["date-parts"][0]) + "/"
    yield "ER", ""


def _whole(name: str) -> str:
    """Return the name of a body; one with a comma ends with one, or it would be read as family and given name."""
    return f"{name}," if "," in name else name
