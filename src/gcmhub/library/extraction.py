"""The text inside a file, read by a child process with limits on memory, time and output.

Run as ``python -m gcmhub.library.extraction PATH MEDIA_TYPE`` the module is that child; it needs no Django.
"""

import json
import re
import resource
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

MEMORY = 1 << 30  # bytes of address space
SECONDS = 60  # of processor time
TEXT_LIMIT = 2_000_000  # characters
DOCX_LIMIT = 50_000_000  # bytes of document.xml once unpacked
SILENT = frozenset({"script", "style", "head", "noscript", "template"})
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]{2,}")  # presentation forms too
ARABIC_RUN = re.compile("[\u0600-\u06ff](?:[\u0600-\u06ff ]*[\u0600-\u06ff])?")
PDF_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True)
class Extract:
    """What a file gave: text, pages when it has any, and a state of ``ExtractionState``."""

    state: str
    text: str = ""
    pages: int | None = None


def extract_confined(path: str, media_type: str) -> Extract:
    """Read a file in a child process; whatever breaks there ends as the state ``failed``."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), path, media_type]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603 - our own file
        return Extract(**json.loads(child.stdout)) if child.returncode == 0 else Extract("failed")
    except (subprocess.TimeoutExpired, ValueError, TypeError, OSError):
        return Extract("failed")


def _tidy(text: str) -> str:
    # NFKC turns Arabic presentation forms into letters; NUL and controls no database takes.
    kept = (char for char in unicodedata.normalize("NFKC", text) if char in "\n\t" or char.isprintable())
    lines = (" ".join(line.split()) for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)[:TEXT_LIMIT]


def reads_backwards(text: str) -> bool:
    """Say whether Arabic words stand in reverse, as in some old PDF files.

    Teh marbuta and alef maksura only end words, the article only begins them.
    """
    words = [word for word in text.split() if len(word) > 2 and ARABIC.search(word)]
    backward = sum(word[0] in "ةى" or word.endswith("لا") for word in words)
    forward = sum(word[-1] in "ةى" or word.startswith("ال") for word in words)
    return backward > 2 * forward + 2


def _turn(text: str) -> str:
    return "\n".join(ARABIC_RUN.sub(lambda run: run[0][::-1], line) for line in text.splitlines())


def _page_text(page: Any) -> str:
    """Return the text of a page with each Arabic word in the order it is read.

    Some programs write a word's letters as they stand from the left; their places on the page then grow along the word.
    """
    text: str = page.get_text_bounded()
    if not ARABIC.search(text) or len(text) != page.count_chars():
        return text
    parts, at = [], 0
    for word in ARABIC_WORD.finditer(text):
        first, last = page.get_charbox(word.start()), page.get_charbox(word.end() - 1)
        parts += [text[at : word.start()], word[0][::-1] if first[0] < last[0] else word[0]]
        at = word.end()
    return "".join(parts) + text[at:]


def _read_pdf(path: Path) -> Extract:
    import pypdfium2  # noqa: PLC0415 - only in the child, and only for PDF

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return Extract("locked" if getattr(error, "err_code", None) == PDF_PASSWORD else "failed")
    parts, length = [], 0
    for index in range(len(document)):
        try:
            text = _page_text(document[index].get_textpage())
        except pypdfium2.PdfiumError:
            continue  # one broken page does not take the others with it
        parts.append(text)
        length += len(text)
        if length > TEXT_LIMIT:
            break
    text = _tidy("\n".join(parts))
    if reads_backwards(text):
        text = _turn(text)
    return Extract("done" if text else "empty", text, len(document))


def _read_docx(path: Path) -> Extract:
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - only in the child

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("word/document.xml").file_size > DOCX_LIMIT:
            return Extract("failed")
        root = fromstring(archive.read("word/document.xml"), forbid_dtd=True)
    lines = ("".join(run.text or "" for run in paragraph.iter(f"{space}t")) for paragraph in root.iter(f"{space}p"))
    text = _tidy("\n".join(lines))
    return Extract("done" if text else "empty", text)


class _Words(HTMLParser):
    """Keeps what a reader of the page would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self.silent += tag in SILENT
        self.parts.append("\n" if tag in {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"} else " ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def _decode(raw: bytes) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def extract(path: Path, media_type: str) -> Extract:
    """Read the text by what the bytes are; the claimed media type only tells text from HTML."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return _read_pdf(path)
    if head[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            is_docx = "word/document.xml" in archive.namelist()
        return _read_docx(path) if is_docx else Extract("unsupported")
    if b"\x00" in head and head[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return Extract("unsupported")
    if not (media_type.startswith("text/") or media_type in {"application/xhtml+xml", "application/json"}):
        return Extract("unsupported")
    text = _decode(path.read_bytes()[: TEXT_LIMIT * 4])
    if "html" in media_type or "<html" in text[:1000].lower():
        words = _Words()
        words.feed(text)
        words.close()
        text = "".join(words.parts)
    text = _tidy(text)
    return Extract("done" if text else "empty", text)


def main(path: str, media_type: str) -> None:
    """Limit this process, read the file, print the extract as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = extract(Path(path), media_type)
    except Exception:  # noqa: BLE001 - about ten classes occur on malformed files; all mean the same here
        found = Extract("failed")
    sys.stdout.write(json.dumps(found.__dict__))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
