"""Catalogues of translations: compiled into the data folder, only those that changed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(target: Path, source: Path = SOURCE) -> int:
    """Compile ``<language>/LC_MESSAGES/*.po`` under ``source`` into ``target``; returns how many were not current."""
    count = 0
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as file:
            catalogue = read_po(file, locale=po.parts[-3])
        draft = mo.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        os.utime(draft, ns=(po.stat().st_mtime_ns, po.stat().st_mtime_ns))
        draft.replace(mo)
        count += 1
    return count
