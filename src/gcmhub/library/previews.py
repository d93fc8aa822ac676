"""Images of the first page of a PDF, drawn by a child process with limits on memory, time and output.

Run as ``python -m gcmhub.library.previews PATH`` the module is that child; it needs no Django. It answers with one line of
JSON and then the images, one after the other.
"""

import io
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

MEDIA_TYPE = "application/pdf"
MADE = 1  # raised when images are made in another way: they are then made again
LIMITS = {400: 20_000, 800: 40_000}  # bytes by width in pixels
TALLEST = 2.0  # times the width; what is longer is cut below
WIDEST = 20.0  # times the height; a strip is no page
MEMORY = 1 << 30  # bytes of address space
SECONDS = 20  # of processor time
OUTPUT = sum(LIMITS.values()) + 1_000  # bytes of an answer
SAME = 8  # levels of grey of 256; a page without more contrast shows nothing
QUALITIES = (75, 60, 45, 30, 20)
DETAIL = (1.0, 0.7, 0.5, 0.3)  # of the pixels in a row: a dense scan is softened rather than left out
PDF_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True)
class Drawing:
    """What a file gave: a state of ``PreviewState`` and, when it is ``done``, WebP images by their width in pixels."""

    state: str
    images: dict[int, bytes]
    height: int = 0  # of the widest image, in pixels


def height_at(width: int, height: int) -> int:
    """Return the height of the image of this width, given that of the widest."""
    return max(1, round(height * width / max(LIMITS)))


def draw_confined(path: str) -> Drawing:
    """Draw the first page in a child process; whatever breaks there ends as the state ``failed``."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), path]
    try:
        with subprocess.Popen(  # noqa: S603 - our own file; it is told no secrets of this process
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        ) as child:
            stop = Timer(SECONDS * 2, child.kill)
            stop.start()
            try:
                answer = child.stdout.read(OUTPUT + 1) if child.stdout else b""
                if len(answer) > OUTPUT:
                    child.kill()
                code = child.wait()
            finally:
                stop.cancel()
        return _read(answer) if code == 0 else Drawing("failed", {})
    except (ValueError, TypeError, KeyError, OSError):
        return Drawing("failed", {})


def _read(answer: bytes) -> Drawing:
    """Return the answer of the child, trusting nothing in it; raises ``ValueError`` and the like when it is none."""
    head, _, rest = answer.partition(b"\n")
    said = json.loads(head)
    if said["state"] != "done":
        return Drawing(str(said["state"])[:16], {})
    images, height = {}, 0
    for width, size in zip(LIMITS, said["sizes"], strict=True):
        images[width], rest = rest[:size], rest[size:]
        found_width, height = webp_size(images[width])
        if found_width != width or len(images[width]) > LIMITS[width]:
            raise ValueError("not the image that was asked for")
    if rest:
        raise ValueError("more than the images")
    return Drawing("done", images, height)


def webp_size(image: bytes) -> tuple[int, int]:
    """Return width and height of a lossy WebP image from its first bytes; raises ``ValueError`` for anything else."""
    if image[:4] + image[8:16] != b"RIFFWEBPVP8 " or int.from_bytes(image[4:8], "little") != len(image) - 8:
        raise ValueError("no WebP image")
    if image[23:26] != b"\x9d\x01\x2a":
        raise ValueError("no key frame")
    return int.from_bytes(image[26:28], "little") & 0x3FFF, int.from_bytes(image[28:30], "little") & 0x3FFF


def draw(path: Path) -> Drawing:
    """Draw the first page of a file by what its bytes are. Raises about anything on malformed files."""
    import pypdfium2  # noqa: PLC0415 - only in the child

    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return Drawing("unsupported", {})
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return Drawing("locked" if getattr(error, "err_code", None) == PDF_PASSWORD else "failed", {})
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        return Drawing("locked", {})  # it opens without a password, but whoever made it has restricted its use
    page = document[0]
    width, height = page.get_size()
    if not (width > 0 and 0 < height <= 1e6 and width <= height * WIDEST):  # false for what is no number, too
        return Drawing("failed", {})
    cut = max(0.0, height - width * TALLEST)
    widest = max(LIMITS)
    whole = page.render(scale=widest / width, crop=(0, cut, 0, 0)).to_pil().convert("RGB")
    darkest, lightest = whole.convert("L").getextrema()
    if lightest - darkest < SAME:
        return Drawing("blank", {})
    height = min(whole.height, round(widest * TALLEST))
    images = {each: _packed(whole, each, height_at(each, height), limit) for each, limit in LIMITS.items()}
    return Drawing("done", images, height)


def _packed(whole: Any, width: int, height: int, limit: int) -> bytes:
    """Return the image as WebP in at most ``limit`` bytes, as good as fits. Raises ``ValueError`` when nothing does."""
    from PIL import Image  # noqa: PLC0415 - only in the child

    for share in DETAIL:
        image = whole.resize((max(1, round(width * share)), max(1, round(height * share))), Image.Resampling.LANCZOS)
        if share < 1:
            image = image.resize((width, height), Image.Resampling.BICUBIC)
        for quality in QUALITIES if share == 1 else QUALITIES[-2:]:
            packed = io.BytesIO()
            image.save(packed, "WEBP", quality=quality, method=4)
            if packed.tell() <= limit:
                return packed.getvalue()
    raise ValueError("too heavy")


def main(path: str) -> None:
    """Limit this process, draw the page, write the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        drawn = draw(Path(path))
    except Exception:  # noqa: BLE001 - about ten classes occur on malformed files; all mean the same here
        drawn = Drawing("failed", {})
    head = {"state": drawn.state, "sizes": [len(image) for image in drawn.images.values()]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(drawn.images.values()))


if __name__ == "__main__":
    main(sys.argv[1])
