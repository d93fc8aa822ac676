"""Make the PDF and DOCX files of the demonstration content from the texts beside this script.

Run from the root of the project: ``python tools/demo/make_files.py``. PDF files need ``pip install typst`` and the Noto
and WenQuanYi fonts. The results are checked in, so that a running hub needs none of them; the same texts give the same bytes.

A text is one paragraph a line: ``# `` title, ``## `` heading, ``- `` point, ``| a | b`` row of a table, ``---`` new page.
"""

import sys
import zipfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

TEXTS = Path(__file__).parent / "texts"
TARGET = Path(__file__).parents[2] / "src" / "gcmhub" / "demo" / "data" / "files"
LIMIT = 100_000  # bytes of one file: the demonstration stays light
PDF, DOCX = ("before-you-leave.ar", "before-you-leave.en", "before-you-leave.zh"), ("une-seule-porte.fr",)
FONTS = {"ar": "Noto Naskh Arabic", "zh": "WenQuanYi Zen Hei"}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = {"# ": "Heading1", "## ": "Heading2"}


def lines_of(name: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


def quoted(text: str) -> str:
    """Return a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst_table(rows: list[str]) -> str:
    """Return one table of Typst; the first row is its header."""
    cells = [[cell.strip() for cell in row.removeprefix("|").split("|")] for row in rows]
    head, *body = (", ".join(f"text({quoted(cell)})" for cell in row) for row in cells)
    return f"#table(columns: {len(cells[0])}, inset: 6pt, table.header({head}), {', '.join(body)})"


def typst_line(line: str) -> str:
    """Return one block of Typst; text goes in as a string, so that no character of it is markup."""
    if line == "---":
        return "#pagebreak()"
    for mark, call in (("## ", "heading(level: 2)"), ("# ", "heading(level: 1)"), ("- ", "list.item")):
        if line.startswith(mark):
            return f"#{call}[#text({quoted(line.removeprefix(mark))})]"
    return f"#par[#text({quoted(line)})]"


def write_pdf(name: str) -> None:
    """Set one text as PDF."""
    import typst  # noqa: PLC0415 - only here, and only where PDF files are made

    language = name.rsplit(".", 1)[-1]
    lines = lines_of(name)
    blocks = []
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        stretch = list(group)
        blocks += [typst_table(stretch)] if is_table else map(typst_line, stretch)
    title = next(line.removeprefix("# ") for line in lines if line.startswith("# "))
    settings = (
        f'#set document(title: {quoted(title)}, date: none)\n#set page(paper: "a4", margin: 20mm)\n'
        f"#set text(lang: {quoted(language)}, font: {quoted(FONTS.get(language, 'Noto Sans'))}, size: 11pt)\n"
    )
    (TARGET / f"{name}.pdf").write_bytes(typst.compile((settings + "\n\n".join(blocks)).encode()))


def paragraph(line: str) -> str:
    """Return one paragraph of WordprocessingML."""
    for mark, style in STYLES.items():
        if line.startswith(mark):
            heading = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            return f"<w:p>{heading}<w:r><w:t>{escape(line.removeprefix(mark))}</w:t></w:r></w:p>"
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'


def heading_style(name: str, label: str, size: int) -> str:
    """Return a paragraph style; ``size`` in half points."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>'
        '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


def write_docx(name: str) -> None:
    """Write one text as DOCX: headings and paragraphs."""
    language = name.rsplit(".", 1)[-1]
    body = "".join(paragraph(line) for line in lines_of(name))
    defaults = f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    headings = heading_style("Heading1", "heading 1", 36) + heading_style("Heading2", "heading 2", 26)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{DOCUMENT_TYPE}"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{STYLES_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{defaults}{headings}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    with zipfile.ZipFile(TARGET / f"{name}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), HEADER + text, zipfile.ZIP_DEFLATED)


def main() -> None:
    """Make every file and say how large it is."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in PDF:
        write_pdf(name)
    for name in DOCX:
        write_docx(name)
    for path in sorted(TARGET.iterdir()):
        size = path.stat().st_size
        sys.stdout.write(f"{path.name}: {size} bytes\n")
        if size > LIMIT:
            sys.exit(f"{path.name} is larger than {LIMIT} bytes")


if __name__ == "__main__":
    main()
