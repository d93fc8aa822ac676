"""Text of files, read in a confined child."""

import zipfile
from pathlib import Path

import pytest

from gcmhub.library.extraction import Extract, extract_confined, reads_backwards

PDFS = Path(__file__).parents[3] / "shared" / "data" / "pdf"


def test_plain_text_loses_double_spaces_and_empty_lines(tmp_path):
    path = tmp_path / "a"
    path.write_text("One  two\r\n\r\n\r\nthree\x07", encoding="utf-8")
    assert extract_confined(str(path), "text/plain") == Extract("done", "One two\nthree", None)


def test_html_gives_what_a_reader_reads(tmp_path):
    path = tmp_path / "a"
    path.write_text(
        "<html><head><title>no</title></head><body><p>Hello<script>no()</script> &amp; you</p></body>", encoding="utf-8"
    )
    assert extract_confined(str(path), "text/html").text == "Hello & you"


def test_a_docx_gives_its_paragraphs(tmp_path):
    path = tmp_path / "a"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>" for word in ("One", "Two"))
    xml = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", xml)
    assert extract_confined(str(path), "") == Extract("done", "One\nTwo", None)


def test_a_docx_with_a_dtd_is_refused(tmp_path):
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    assert extract_confined(str(path), "") == Extract("failed")


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"%PDF-1.4 broken"])
def test_broken_files_fail_and_nothing_is_raised(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert extract_confined(str(path), "application/octet-stream") == Extract("failed")


def test_what_is_no_text_is_unsupported(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\x89PNG\x00\x00")
    assert extract_confined(str(path), "image/png") == Extract("unsupported")


@pytest.mark.skipif(not PDFS.exists(), reason="the public PDF files are not on this machine")
def test_public_pdf_files_all_end_in_a_state_and_none_breaks():
    states = {path.name: extract_confined(str(path), "application/pdf").state for path in sorted(PDFS.glob("*.pdf"))}
    assert set(states.values()) <= {"done", "empty", "locked", "failed"}
    assert states["pypdfres__r6-user-password.pdf"] == "locked"
    assert states["pypdf__habibi.pdf"] == "done"
    assert list(states.values()).count("done") >= 18


def test_arabic_that_a_file_holds_in_reverse_is_noticed():
    text = "الهجرة المنظمة النظامية في العالم وحماية حقوق الإنسان على المستوى العالمي وسياسة الهجرة"
    assert not reads_backwards(text)
    assert reads_backwards(text[::-1])
    assert not reads_backwards("no Arabic here")
