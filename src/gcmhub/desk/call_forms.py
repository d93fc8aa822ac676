"""What the form of a call brings, as a raw record of a call; and the record of a call as the form shows it."""

import re
from typing import Any

from django.http import QueryDict

from gcmhub.core.ids import new_id
from gcmhub.face.languages import languages
from gcmhub.library.call_exports import call_record
from gcmhub.library.call_records import TEXTS, write_call
from gcmhub.library.models import Call

SOURCE = "hub"
ID = re.compile(r"[a-z0-9-]{1,40}")
LISTS = ("kinds", "objectives", "regions", "countries")
LINES = ("opens", "closes", "timezone", "contact", "organiser")


def blank() -> dict[str, Any]:
    """Return a call of which nothing is known yet, under a name of its own: a form that is sent twice makes one call."""
    return {"id": f"call-{new_id()}", "source": SOURCE, "kinds": ["practice"], "original": "en", "timezone": "UTC"}


def raw_of(call: Call) -> dict[str, Any]:
    """Return a call as its record says it."""
    return write_call(call_record(call))


def raw_in(post: QueryDict, before: dict[str, Any]) -> dict[str, Any]:
    """Return the record that a form makes of the one before; texts in other languages than the six stay."""
    name = post.get("id", "")
    given = {"id": name} if "version" not in post and ID.fullmatch(name) else {}
    six = [each.content for each in languages().values()]
    made: dict[str, Any] = {"id": before["id"], "source": before["source"]} | given
    for text in TEXTS:
        others = {tag: words for tag, words in (before.get(text) or {}).items() if tag not in six}
        typed = {tag: post.get(f"{text}.{tag}", "").replace("\r\n", "\n").strip() for tag in six}
        made[text] = {tag: words for tag, words in typed.items() if words} | others
    made["original"] = post.get("original", "")
    for field in LISTS:
        made[field] = post.getlist(field)
    for field in LINES:
        made[field] = post.get(field, "").strip()
    return made
