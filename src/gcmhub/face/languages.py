"""The interface languages: how each is written, in which direction, and which language of content it reads first."""

from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ks ps sd ug ur yi".split())


@dataclass(frozen=True)
class Language:
    """One interface language; ``tag`` is for HTML, ``content`` the language of content that its readers read first."""

    code: str
    tag: str
    content: str
    name: str
    direction: str
    locale: Locale


def _language(code: str, name: str) -> Language:
    locale = {"zh-hans": "zh_Hans", "en": "en_GB"}.get(code, code)
    return Language(
        code=code,
        tag={"zh-hans": "zh-Hans"}.get(code, code),
        content=code.partition("-")[0],
        name=name,
        direction=direction(code),
        locale=Locale.parse(locale),
    )


def direction(tag: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language tag."""
    return "rtl" if tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


@cache
def languages() -> dict[str, Language]:
    """Return the interface languages by code, in the order of the United Nations."""
    return {code: _language(code, name) for code, name in settings.LANGUAGES}


def current() -> Language:
    """Return the language of the page being written."""
    known = languages()
    return known.get(get_language() or "en") or known["en"]


def interface(code: str) -> str:
    """Return the interface language for a language of content or of the interface: ``zh`` is ``zh-hans``; ``en`` else."""
    known = languages()
    if code in known:
        return code
    return next((each.code for each in known.values() if each.content == code), "en")
