"""Images of first pages: drawn in a confined child, kept under the hash of the file, made when they are missing."""

import io

import pytest
from django.core.management import call_command
from PIL import Image

from gcmhub.library import previews, tasks
from gcmhub.library.actions import make_preview
from gcmhub.library.models import Preview, ResourceFile
from gcmhub.library.previews import LIMITS, MADE, OUTPUT, Drawing, draw_confined, height_at, webp_size
from gcmhub.library.queries import files_without_preview
from tests.factories.pdf import pdf
from tests.factories.records import record, shelve


def drawn(tmp_path, content):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    return draw_confined(str(path))


def test_a_page_gives_two_images_of_its_shape_within_their_limits(tmp_path):
    drawing = drawn(tmp_path, pdf(595, 842))
    assert (drawing.state, drawing.height, list(drawing.images)) == ("done", 1133, [400, 800])
    for width, image in drawing.images.items():
        opened = Image.open(io.BytesIO(image))
        assert (opened.format, opened.size) == ("WEBP", (width, height_at(width, drawing.height)))
        assert opened.size == webp_size(image)
        assert len(image) <= LIMITS[width]
        red, green, blue = opened.convert("RGB").getpixel((width // 4, opened.height // 8))
        assert (red > 200, green < 80, blue < 80) == (True, True, True), "what stands at the top of the page is not there"


def test_a_very_long_page_is_cut_below_and_keeps_its_top(tmp_path):
    drawing = drawn(tmp_path, pdf(300, 14_400))
    assert (drawing.state, drawing.height) == ("done", 1_600)
    top = Image.open(io.BytesIO(drawing.images[800])).convert("RGB").getpixel((400, 20))
    assert (top[0] > 200, top[1] < 80) == (True, True)


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdf(595, 842, mark=False), "blank"),
        (pdf(10_000, 3), "failed"),
        (b"%PDF-1.4 broken", "failed"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "failed"),
        (b"\x89PNG\r\n\x1a\n and so on", "unsupported"),
        (b"", "unsupported"),
    ],
)
def test_what_shows_nothing_says_why(tmp_path, content, state):
    assert drawn(tmp_path, content) == Drawing(state, {})


def test_a_file_that_is_not_there_fails_and_nothing_is_raised(tmp_path):
    assert draw_confined(str(tmp_path / "gone.pdf")) == Drawing("failed", {})


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.stdout.buffer.write(b'x' * 500_000_000)",
        "import time; time.sleep(600)",
        "import os; os.abort()",
        "print('{}')",
        "print('[1]')",
        'print(\'{"state": "done", "sizes": [4, 4]}\'); print(\'RIFFRIFF\')',
        'print(\'{"state": "done", "sizes": []}\')',
    ],
    ids=["endless", "asleep", "aborts", "says nothing", "says a list", "no images", "no sizes"],
)
def test_a_child_that_was_taken_over_gives_nothing_and_is_gone(tmp_path, monkeypatch, program):
    child = tmp_path / "child.py"
    child.write_text(program)
    monkeypatch.setattr(previews, "__file__", str(child))
    monkeypatch.setattr(previews, "SECONDS", 0.5)
    assert draw_confined("any") == Drawing("failed", {})


def test_an_image_of_another_size_or_kind_is_not_taken():
    png = io.BytesIO()
    Image.new("RGB", (400, 400)).save(png, "PNG")
    with pytest.raises(ValueError, match="no WebP"):
        webp_size(png.getvalue())
    whole = io.BytesIO()
    Image.new("RGB", (400, 300), "red").save(whole, "WEBP")
    assert webp_size(whole.getvalue()) == (400, 300)
    with pytest.raises(ValueError, match="no WebP"):
        webp_size(whole.getvalue() + b"<script>")


def test_the_child_knows_no_secrets_and_can_write_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_SECRET_KEY", "secret")
    child = tmp_path / "child.py"
    child.write_text(
        "import json, os\nprint(json.dumps({'state': 'secret' if 'HUB_SECRET_KEY' in os.environ else 'clean', 'sizes': []}))\n"
    )
    monkeypatch.setattr(previews, "__file__", str(child))
    assert draw_confined("any").state == "clean"
    assert OUTPUT < 100_000


@pytest.mark.shared
def test_public_pdf_files_all_end_in_a_state_and_none_breaks(datasets_folder):
    found = {path.name: draw_confined(str(path)) for path in sorted((datasets_folder / "pdf").glob("*.pdf"))}
    states = {name: drawing.state for name, drawing in found.items()}
    assert set(states.values()) <= {"done", "locked", "failed", "blank"}
    assert list(states.values()).count("done") >= 18
    assert {name for name, state in states.items() if state == "locked"} == {
        "pypdf__libreoffice-writer-password.pdf",
        "pypdfres__encrypted-file.pdf",
        "pypdfres__r4-owner-password.pdf",
        "pypdfres__r6-user-password.pdf",
        "tika__testPDF_no_extract_no_accessibility_owner_empty.pdf",
        "tika__testUnicodePassword.pdf",
    }
    assert states["tika__testPDF_twoAuthors.pdf"] == "blank"
    assert all(len(image) <= LIMITS[width] for drawing in found.values() for width, image in drawing.images.items())


@pytest.fixture
def shelf(db, tmp_path, settings):
    """Two resources with the same PDF, one with another that is broken; nothing is drawn yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "a.pdf").write_bytes(pdf(595, 842))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.txt").write_bytes(b"Plain")
    names = ("a.pdf", "a.pdf", "b.pdf")
    rows = [record(number, files=[{"path": name}]) for number, name in enumerate(names, start=1)]
    shelve([*rows, record(4, files=[{"path": "c.txt"}])], folder=tmp_path)
    return tmp_path


@pytest.mark.django_db
def test_every_stored_pdf_waits_for_its_preview_and_no_other_file(shelf):
    from django_tasks_db.models import DBTaskResult

    asked = DBTaskResult.objects.filter(task_path="gcmhub.library.tasks.make_preview")
    hashes = set(ResourceFile.objects.filter(media_type="application/pdf").values_list("sha256", flat=True))
    assert {row.args_kwargs["kwargs"]["sha256"] for row in asked} == hashes
    assert {sha256 for sha256, _ in files_without_preview()} == hashes


@pytest.mark.django_db
def test_images_are_kept_under_the_hash_of_the_file_and_once(shelf):
    file = ResourceFile.objects.filter(original_name="a.pdf").first()
    tasks.make_preview.call(sha256=file.sha256)
    preview = Preview.objects.get()
    assert (preview.sha256, preview.state, preview.made, preview.height) == (file.sha256, "done", MADE, 1133)
    names = sorted(path.name for path in (shelf / "media" / "previews" / file.sha256[:2]).iterdir())
    assert names == [f"{file.sha256}-{MADE}-400.webp", f"{file.sha256}-{MADE}-800.webp"]
    tasks.make_preview.call(sha256=file.sha256)
    tasks.make_preview.call(sha256="0" * 64)
    assert Preview.objects.count() == 1


@pytest.mark.django_db
def test_the_command_makes_what_is_missing_and_says_what_gave_nothing(shelf, capsys):
    call_command("make_previews")
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "done 1, failed 1"
    assert ": failed" in out
    call_command("make_previews")
    assert capsys.readouterr().out == "nothing to make\n"
    call_command("make_previews", "--again")
    assert capsys.readouterr().out.splitlines()[-1] == "failed 1"
    for path in (shelf / "media" / "previews").rglob("*-400.webp"):
        path.unlink()
    call_command("make_previews")
    assert capsys.readouterr().out == "done 1\n"
    Preview.objects.update(made=MADE - 1)
    assert len(files_without_preview()) == 2


@pytest.mark.django_db
def test_other_bytes_are_another_preview(shelf):
    first = ResourceFile.objects.get(resource__external_id="a1")
    make_preview(first.sha256, first.stored.name)
    (shelf / "a.pdf").write_bytes(pdf(842, 595))
    shelve([record(1, files=[{"path": "a.pdf"}])], folder=shelf)
    second = ResourceFile.objects.get(resource__external_id="a1")
    assert second.sha256 != first.sha256
    make_preview(second.sha256, second.stored.name)
    assert dict(Preview.objects.values_list("sha256", "height")) == {first.sha256: 1133, second.sha256: 566}
