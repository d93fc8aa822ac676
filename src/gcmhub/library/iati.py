"""IATI 2.0x activities as raw records of the kind ``project``. Source: iatistandard.org, version 2.03."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from gcmhub.library.reading import FileUnreadable, Line

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = {"1": "pipeline", "2": "implementation", "3": "finalisation", "4": "closed", "5": "cancelled", "6": "suspended"}
START, END = ("2", "1"), ("4", "3")  # actual before planned
FUNDING, IMPLEMENTING = "1", "4"
TITLE_LIMIT = 1_900


def read_activities(path: Path, countries: Mapping[str, str], objectives: list[str]) -> Iterator[Line]:
    """Yield one line an activity, numbered from 1.

    ``countries`` maps ISO alpha-2 to our codes. Raises ``FileUnreadable`` on broken XML, DTDs and entities;
    what came before is yielded.
    """
    number = 0
    try:
        for _, element in iterparse(str(path), events=("end",), forbid_dtd=True):
            if element.tag == "iati-activity":
                number += 1
                yield Line(number, 0, _record(element, countries, objectives))
                element.clear()
    except FileUnreadable:
        raise
    except Exception as error:
        raise FileUnreadable(f"after activity {number}: {error}") from error


def _narratives(parent: Element | None, default: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for narrative in parent.iter("narrative") if parent is not None else ():
        language = (narrative.get(XML_LANG) or default).lower()[:2]
        text = " ".join((narrative.text or "").split())
        if text:
            texts.setdefault(language, text)
    return texts


def _date(activity: Element, types: tuple[str, ...]) -> str:
    for wanted in types:
        for date in activity.findall("activity-date"):
            if date.get("type") == wanted and date.get("iso-date"):
                return str(date.get("iso-date"))[:10]
    return ""


def _organisations(activity: Element, role: str, default: str) -> list[str]:
    names = []
    for organisation in activity.findall("participating-org"):
        if organisation.get("role") == role:
            texts = _narratives(organisation, default)
            names.extend(list(texts.values())[:1])
    return list(dict.fromkeys(name[:300] for name in names))


def _record(activity: Element, countries: Mapping[str, str], objectives: list[str]) -> dict[str, Any]:
    default = (activity.get(XML_LANG) or "en").lower()[:2]
    identifier = " ".join((activity.findtext("iati-identifier") or "").split())
    titles = {language: text[:TITLE_LIMIT] for language, text in _narratives(activity.find("title"), default).items()}
    descriptions = activity.findall("description")
    codes = [country.get("code", "").upper() for country in activity.findall("recipient-country")]
    known = [countries.get(code, code) for code in codes if code]
    start, end = _date(activity, START), _date(activity, END)
    status = activity.find("activity-status")
    reporting = _narratives(activity.find("reporting-org"), default)
    project: dict[str, Any] = {
        "start": start,
        "end": end,
        "iati_identifier": identifier,
        "status": STATUS.get(status.get("code", "") if status is not None else "", ""),
        "donors": _organisations(activity, FUNDING, default),
        "partners": _organisations(activity, IMPLEMENTING, default),
    }
    texts = [_narratives(description, default) for description in descriptions]
    abstract: dict[str, str] = {}
    body: dict[str, str] = {}
    for each in texts:
        for language, text in each.items():
            if language not in abstract and len(text) <= 3000:
                abstract[language] = text
            else:
                body[language] = f"{body.get(language, '')}\n\n{text}".strip()
    return {
        "id": identifier,
        "kind": "project",
        "title": titles,
        "abstract": abstract,
        "body": body,
        "languages": list(dict.fromkeys([default, *titles])),
        "objectives": objectives,
        "scope": "national" if len(set(known)) == 1 else "",
        "countries": known,
        "published": start,
        "publishers": [name[:300] for name in list(reporting.values())[:1]],
        "identifiers": [{"scheme": "iati", "value": identifier}] if identifier else [],
        "project": project,
    }
