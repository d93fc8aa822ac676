"""Write languages.json: the six languages of the United Nations, then other languages of content by English name.

Names are those of Unicode CLDR, as Babel ships it, with a capital; a few are ours.
Run: ``python tools/vocabulary/languages.py``.
"""

from babel import Locale
from layout import write_rows

OFFICIAL = ("ar", "zh", "en", "fr", "ru", "es")
OTHERS = (
    "am az bg bn bs cs da de el et fa fi ha he hi hr ht hu hy id it ja ka kk km ko ku ky lo lt lv mg mk mn ms mt my ne nl no "
    "pl prs ps pt ro rw si sk sl so sq sr sv sw ta tg th ti tk tl tr uk ur uz vi wo yo"
).split()
LOCALES = {"ar": "ar", "zh": "zh_Hans", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}
OURS = {  # CLDR has no plain name, or one that the field does not use
    "bn": {"en": "Bengali"},
    "ky": {"zh": "吉尔吉斯语"},
    "prs": {"ar": "الدارية", "zh": "达里语", "en": "Dari", "fr": "Dari", "ru": "Дари", "es": "Darí"},
    "tl": {"ar": "التاغالوغية", "zh": "他加禄语", "en": "Tagalog", "fr": "Tagalog", "ru": "Тагальский", "es": "Tagalo"},
}


def label(code: str) -> dict[str, str]:
    """Return the name of a language in six languages."""
    names = {key: OURS.get(code, {}).get(key) or Locale.parse(name).languages[code] for key, name in LOCALES.items()}
    return {key: name[0].upper() + name[1:] for key, name in names.items()}


def main() -> None:
    """Write the file."""
    others = sorted(({"code": code, "label": label(code)} for code in OTHERS), key=lambda row: row["label"]["en"])
    write_rows("languages.json", [*({"code": code, "label": label(code)} for code in OFFICIAL), *others])


if __name__ == "__main__":
    main()
