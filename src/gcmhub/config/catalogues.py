"""Catalogues of translations: compiled into the data folder, only those that changed; checked for what is missing.

``python -m gcmhub.config.catalogues`` prints what is missing and ends with 1 when anything is.
"""

import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE = PACKAGE / "locale"
LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans")  # English stands in the source
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_noop": None, "gettext_lazy": None, "pgettext_lazy": ((1, "c"), 2)}


def compile_catalogues(target: Path, source: Path = SOURCE) -> int:
    """Compile ``<language>/LC_MESSAGES/*.po`` under ``source`` into ``target``; returns how many were not current."""
    count = 0
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        draft = mo.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, _read(po))
        os.utime(draft, ns=(po.stat().st_mtime_ns, po.stat().st_mtime_ns))
        draft.replace(mo)
        count += 1
    return count


def _read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3])


def texts() -> Catalog:
    """Return every text in the source that readers see, in English."""
    with (SOURCE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog()
    for name, line, message, comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue


def problems(source: Path = SOURCE) -> Iterator[str]:
    """Yield one line for each text that a catalogue lacks, leaves open, marks as doubtful or fills wrongly."""
    wanted = [message for message in texts() if message.id]
    for language in LANGUAGES:
        path = source / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            yield f"{language}: there is no catalogue"
            continue
        catalogue = _read(path)
        for message in wanted:
            if reason := _wrong(catalogue.get(message.id, message.context), catalogue.num_plurals):
                yield f"{language}: {reason}: {message.id!r} ({message.locations[0][0]}:{message.locations[0][1]})"


def _wrong(found: Message | None, plurals: int) -> str:
    """Return what is wrong with a translation; empty when nothing is."""
    if found is None:
        return "missing"
    forms = list(found.string) if isinstance(found.string, list | tuple) else [found.string]
    if not all(forms) or (found.pluralizable and len(forms) != plurals):
        return "not translated"
    if found.fuzzy:
        return "doubtful (fuzzy)"
    allowed = _names(" ".join(found.id) if isinstance(found.id, list | tuple) else found.id)
    if any(form and not _names(form) <= allowed for form in forms):
        return "names a value that the original does not have"
    return ""


def _names(text: str) -> set[str]:
    """Return the names of the values in a text, as in ``%(number)s`` and ``{number}``."""
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
    return braces | {part.split(")")[0] for part in text.split("%(")[1:]}


def main() -> int:
    """Print the problems."""
    found = list(problems())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
