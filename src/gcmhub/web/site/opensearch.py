"""OpenSearch 1.1: how browsers and other programs search the hub."""

from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gcmhub.face.languages import current
from gcmhub.face.links import static, url
from gcmhub.web.site.address import base_of

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
MEDIA_TYPE = "application/opensearchdescription+xml"
SHORT, LONG = 16, 48  # characters that names may have
ANSWERS = {
    "text/html": "",
    "application/atom+xml": "&format=atom&sort=relevance",
    "application/rss+xml": "&format=rss&sort=relevance",
    "application/json": "&format=json",
}


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Describe the search in the current language."""
    base, search, name = base_of(request), url("web:search"), _(settings.HUB_NAME)
    root = ET.Element("OpenSearchDescription", {"xmlns": NAMESPACE})

    def add(tag: str, text: str = "", **attributes: str) -> None:
        ET.SubElement(root, tag, attributes).text = text or None

    add("ShortName", _words(name, SHORT))
    add("LongName", _words(name, LONG))
    add("Description", _("Search the Hub"))
    add("Image", base + static("face/mark.svg"), height="16", width="16", type="image/svg+xml")
    for media_type, rest in ANSWERS.items():
        paged = "&page={startPage?}" if media_type in {"text/html", "application/json"} else ""
        add("Url", type=media_type, method="get", rel="results", template=f"{base}{search}?q={{searchTerms}}{rest}{paged}")
    add("Url", type=MEDIA_TYPE, rel="self", template=base + url("web:opensearch"))
    add("Query", role="example", searchTerms=_("recognition of qualifications"))
    add("SyndicationRight", "open")
    add("AdultContent", "false")
    add("Language", current().tag)
    add("InputEncoding", "UTF-8")
    add("OutputEncoding", "UTF-8")
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})


def _words(name: str, limit: int) -> str:
    """Return as many whole words of a name as ``limit`` characters hold."""
    while len(name) > limit and " " in name:
        name = name.rpartition(" ")[0]
    return name[:limit]
