"""Raw calls for practices as other programs write them, and calls announced from them."""

from typing import Any

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import announce_call
from gcmhub.library.call_records import read_call
from gcmhub.library.imports import known_words
from gcmhub.library.models import Call

LEAST_CALL: dict[str, Any] = {
    "id": "c1",
    "source": "test",
    "title": {"en": "Practices on fair recruitment"},
    "asked": {"en": "Tell what was tried and what came of it."},
    "opens": "2027-03-01",
    "closes": "2027-03-31",
    "timezone": "Africa/Nairobi",
    "contact": "calls@example.org",
    "organiser": "Example Institute",
}
FULL_CALL: dict[str, Any] = LEAST_CALL | {
    "title": {
        "en": "Practices on fair recruitment",
        "fr": "Pratiques de recrutement équitable",
        "ar": "ممارسات التوظيف العادل",
    },
    "summary": {"en": "What keeps workers from paying for their jobs.", "fr": "Ce qui évite aux travailleurs de payer."},
    "criteria": {"en": "Results that were measured count most."},
    "original": "fr",
    "kinds": ["practice"],
    "objectives": ["6", "18"],
    "regions": ["africa"],
    "countries": ["KEN", "XKX"],
    "opens": "2027-03-01T09:00",
    "closes": "2027-03-31T17:30",
}


def call_record(**changes: Any) -> Any:
    """A sound record of a call."""
    return read_call(LEAST_CALL | changes, known_words())


def announced(*, publish: bool = True, **changes: Any) -> Call:
    """One call that was announced."""
    return announce_call(call_record(**changes), by=SYSTEM, publish=publish)
