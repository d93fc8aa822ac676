"""Copies of files without what tells their authors: metadata, comments' names, attachments, paths of templates.

Made by a child process with limits on memory and time. Run as ``python -m gcmhub.review.copies PATH`` the module is that
child; it needs no Django. What is written on the pages themselves stays: only those who submit can take that out.
"""

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MEMORY = 2 << 30  # bytes of address space
SECONDS = 60  # of processor time
UNPACKED_LIMIT = 300_000_000  # bytes of all parts of a DOCX
PARTS_LIMIT = 5_000
LONGEST_TEXT = 100_000_000  # bytes
CORE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
APP = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
DROPPED = ("docProps/custom.xml", "docMetadata/", "word/people.xml", "xl/persons/")
NAMING = frozenset({"author", "initials", "userId", "providerId", "displayName", "userName", "lastModifiedBy"})  # attributes
TELLING = frozenset({"attachedTemplate", "docVars", "mailMerge", "absPath", "presenceInfo"})  # elements
IN_PDF = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/OpenAction", "/XFA", "/FS", "/EmbeddedFiles",
          "/JavaScript",
          "/Author", "/Creator", "/Producer", "/PTEX.InfoDict", "/PTEX.FileName")  # fmt: skip
SIGNED = ("/Name", "/ContactInfo", "/Location", "/Reason", "/Contents", "/Cert", "/M", "/Prop_Build")
SEGMENTS_KEPT = frozenset({0xE0, 0xEE})  # of a JPEG: JFIF and Adobe's colour transform; EXIF, XMP, IPTC, comments go
CHUNKS_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})  # of a PNG


class CopyRefused(Exception):
    """What a file tells of its authors cannot be taken out of it."""


def copy_confined(path: str) -> bytes | None:
    """Return the bytes of a copy that tells no author, made in a child process; None when there can be none."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), path]
    try:
        child = subprocess.run(command, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603 - our own file
    except (subprocess.TimeoutExpired, OSError):
        return None
    return child.stdout if child.returncode == 0 and child.stdout else None


def copy(data: bytes) -> bytes:
    """Return a copy without authors, by what the bytes are. Raises ``CopyRefused``, and what readers raise of broken files."""
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data[:2] == b"PK":
        return _office(data)
    if data[:2] == b"\xff\xd8":
        return _jpeg(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _png(data)
    if b"\x00" in data or len(data) > LONGEST_TEXT or b"<" in data[:1].strip() or b"<html" in data[:2000].lower():
        raise CopyRefused("not a kind of file whose metadata is known")
    return data  # plain text has no metadata


def _pdf(data: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 - only in the child, and only for PDF

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for name in ("/Info", "/ID"):
            if name in document.trailer:
                del document.trailer[name]
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _clean(thing, pikepdf)
        document.save(target, deterministic_id=True)
    return target.getvalue()


def _clean(thing: Any, pikepdf: Any) -> None:
    """Take out of one object, and of the dictionaries written inside it, what tells an author."""
    for each in _inside(thing, pikepdf):
        for name in IN_PDF:
            if name in each:
                del each[name]
        kind, subtype = str(each.get("/Type", "")), str(each.get("/Subtype", ""))
        if kind in {"/Sig", "/DocTimeStamp"} or "/ByteRange" in each:
            names: tuple[str, ...] = SIGNED
        elif subtype and subtype != "/Widget" and "/Rect" in each:
            names = ("/T", "/M", "/CreationDate", "/NM")  # a note on the page; /T is who wrote it
        else:
            names = ()
        for name in names:
            if name in each:
                del each[name]
    if isinstance(thing, pikepdf.Stream) and _filters(thing) == ["/DCTDecode"]:
        thing.write(_jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
    elif isinstance(thing, pikepdf.Stream) and str(thing.get("/Type", "")) in {"/Metadata", "/EmbeddedFile"}:
        thing.write(b"")


def _filters(stream: Any) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(found)] if not hasattr(found, "as_list") or str(found).startswith("/") else [str(each) for each in found]


def _inside(thing: Any, pikepdf: Any, depth: int = 0) -> Iterator[Any]:
    yield thing
    if depth > 20:
        raise CopyRefused("objects within objects without end")
    for _, value in list(thing.items()):
        for each in list(value) if isinstance(value, pikepdf.Array) else [value]:
            if isinstance(each, pikepdf.Dictionary) and not each.is_indirect:
                yield from _inside(each, pikepdf, depth + 1)


def _jpeg(data: bytes) -> bytes:
    """Return a JPEG without EXIF, XMP, IPTC and comments."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the picture itself begins
            return b"".join([*kept, data[at : data.rfind(b"\xff\xd9") + 2 or None]])
        profile = marker == 0xE2 and data[at + 4 : at + 15] == b"ICC_PROFILE"
        if marker in SEGMENTS_KEPT or profile or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    raise CopyRefused("a broken JPEG")


def _png(data: bytes) -> bytes:
    """Return a PNG without texts and EXIF."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in CHUNKS_DROPPED:
            kept.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            return b"".join(kept)
    raise CopyRefused("a broken PNG")


def _office(data: bytes, depth: int = 0) -> bytes:
    """Return a DOCX, or a table inside it, without properties, names of commentators and paths."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        parts = [each for each in source.infolist() if not each.is_dir()]
        names = {each.filename for each in parts}
        if "word/document.xml" not in names and not depth:
            raise CopyRefused("an archive that is no DOCX")
        if len(parts) > PARTS_LIMIT or sum(each.file_size for each in parts) > UNPACKED_LIMIT:
            raise CopyRefused("too large")
        for part in parts:
            if not part.filename.startswith(DROPPED):
                entry = zipfile.ZipInfo(part.filename)  # of no day and no program
                made.writestr(entry, _part(part.filename, source.read(part), depth), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _part(name: str, data: bytes, depth: int) -> bytes:
    ending = name.rpartition(".")[2].lower()
    if name == "docProps/core.xml":
        return CORE
    if name == "docProps/app.xml":
        return APP
    if ending in {"docx", "xlsx", "pptx"} and depth < 2:
        return _office(data, depth + 1)
    if ending in {"bin", "docm", "xlsm"} and not name.startswith(("word/printerSettings", "xl/printerSettings")):
        raise CopyRefused("programs and objects of other programs")
    if ending in {"jpg", "jpeg"}:
        return _jpeg(data)
    if ending == "png":
        return _png(data)
    if ending in {"tif", "tiff", "svg", "pdf"}:
        return copy(data) if ending == "pdf" else _refuse(name)
    return _xml(name, data) if ending in {"xml", "rels", "vml"} else data


def _refuse(name: str) -> bytes:
    raise CopyRefused(name)


def _xml(name: str, data: bytes) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - only in the child

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise CopyRefused("a document type")
    for each in list(root.iter(etree.Element)):
        local = etree.QName(each).localname
        if local in TELLING or _leads_away(each, local):
            each.getparent().remove(each)
            continue
        if name.startswith("customXml/item") and "Props" not in name:
            each.text, each.tail = "", ""
            for attribute in each.attrib:
                each.attrib[attribute] = ""
        if local == "author" and not len(each):
            each.text = ""
        for attribute in each.attrib:
            if etree.QName(attribute).localname in NAMING:
                each.attrib[attribute] = ""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _leads_away(each: Any, local: str) -> bool:
    """Whether it names a part that is dropped, or a template on somebody's disk."""
    part = str(each.get("PartName") or each.get("Target") or "").lstrip("/.")
    if local not in {"Override", "Relationship"}:
        return False
    dropped = any(part.startswith(name) or name.partition("/")[2] == part != "" for name in DROPPED)
    return dropped or str(each.get("Type", "")).endswith(("/attachedTemplate", "/mailMergeSource")) or part.startswith("file:")


def main(path: str) -> None:
    """Limit this process, make the copy, print its bytes; exit 1 when there can be none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        made = copy(Path(path).read_bytes())
    except Exception:  # noqa: BLE001 - a dozen classes occur on malformed files; all mean the same here
        sys.exit(1)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1])
