"""Text of files, read in a confined child."""

import subprocess
import zipfile

import pytest

from gcmhub.library.extraction import Extract, _page_text, extract_confined, reads_backwards


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


@pytest.mark.shared
def test_public_pdf_files_all_end_in_a_state_and_none_breaks(datasets_folder):
    paths = sorted((datasets_folder / "pdf").glob("*.pdf"))
    states = {path.name: extract_confined(str(path), "application/pdf").state for path in paths}
    assert set(states.values()) <= {"done", "empty", "locked", "failed"}
    assert states["pypdfres__r6-user-password.pdf"] == "locked"
    assert states["pypdf__habibi.pdf"] == "done"
    assert list(states.values()).count("done") >= 18


def test_arabic_that_a_file_holds_in_reverse_is_noticed():
    text = "الهجرة المنظمة النظامية في العالم وحماية حقوق الإنسان على المستوى العالمي وسياسة الهجرة"
    assert not reads_backwards(text)
    assert reads_backwards(text[::-1])
    assert not reads_backwards("no Arabic here")


class Page:
    """A page of a PDF: its text, and at what place from the left each character stands."""

    def __init__(self, text, places):
        self.text, self.places = text, places

    def get_text_bounded(self):
        return self.text

    def count_chars(self):
        return len(self.places)

    def get_charbox(self, index):
        return (self.places[index], 0, self.places[index] + 1, 1)


def test_a_word_whose_letters_run_from_the_left_is_turned_and_its_neighbours_are_not():
    text = "\u0635\u0646 IOM \u0646\u0635"  # the first in reverse, the last as it is read
    places = [8, 9, 7, 4, 5, 6, 3, 2, 1]
    assert _page_text(Page(text, places)) == "\u0646\u0635 IOM \u0646\u0635"
    assert _page_text(Page(text, places[:-1])) == text


@pytest.mark.browser
def test_an_arabic_pdf_printed_by_a_browser_reads_forward(tmp_path, browser_path):
    sentence = "يشرح هذا الدليل كيفية الاعتراف بالمؤهلات في بلد المقصد"
    (tmp_path / "a.html").write_text(
        f'<html lang="ar" dir="rtl"><meta charset="utf-8"><p>{sentence}</p></html>', encoding="utf-8"
    )
    command = [browser_path, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={tmp_path / 'a.pdf'}", "--no-pdf-header-footer", str(tmp_path / "a.html")]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert extract_confined(str(tmp_path / "a.pdf"), "application/pdf").text == sentence
