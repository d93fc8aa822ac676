"""What crawlers should leave alone: lists narrowed by a reader, of which there are more than anybody can count."""

import re
from urllib.parse import parse_qsl

from django.http import HttpRequest
from markupsafe import Markup

from gcmhub.face.languages import languages

ROBOTS = "noindex, nofollow"
TRACKING = re.compile(r"utm_\w*|fbclid|gclid|mc_[ce]id", re.ASCII)  # names that say where a reader comes from
# Programs that say what they are. CUBOT is a telephone.
CRAWLER = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|scrapy|archiver|heritrix|externalagent|externalhit|googleother|inspectiontool",
    re.IGNORECASE,
)
_TO_LIST = re.compile(
    r'<a (?=[^>]*\bhref="(?:/[a-z-]{2,7}/[^"?]*)?\?[^"])(?![^>]*\brel="[^">]*\bnofollow\b)([^>]*?)(\brel="|(?=>))'
)


def narrowed(request: HttpRequest) -> bool:
    """Return whether a page is asked for with a choice of its reader in the address."""
    query = request.META.get("QUERY_STRING", "")
    if not query or request.path_info[1:].partition("/")[0] not in languages():
        return False
    try:
        names = [name for name, _value in parse_qsl(query, keep_blank_values=True, max_num_fields=100)]
    except ValueError:
        return True
    return any(not TRACKING.fullmatch(name) for name in names)


def is_crawler(request: HttpRequest) -> bool:
    """Return whether the program that asks says that it is a crawler."""
    return bool(CRAWLER.search(request.META.get("HTTP_USER_AGENT", "")[:500]))


def unfollowed(body: str) -> Markup:
    """Return a page whose links to narrowed lists tell crawlers not to follow them."""
    return Markup(_TO_LIST.sub(_unfollow, body))  # noqa: S704 - the body is a page already


def _unfollow(link: re.Match[str]) -> str:
    return f'<a {link[1]}rel="nofollow ' if link[2] else f'<a {link[1]} rel="nofollow"'
