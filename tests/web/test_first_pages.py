"""The first page of a PDF on its resource's page: shown when there is one, to whoever may have the file."""

import itertools

import pytest

from gcmhub.core.actors import SYSTEM
from gcmhub.library.actions import archive_resource, make_preview
from gcmhub.library.models import Preview, Resource, ResourceFile
from gcmhub.library.queries import files_without_preview
from tests.factories.pdf import pdf
from tests.factories.records import record, shelve
from tests.web.html import read

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count()


@pytest.fixture
def report(empty, tmp_path):
    """A published document with a PDF in English and one in Arabic."""
    (tmp_path / "a.pdf").write_bytes(pdf(595, 842))
    (tmp_path / "b.pdf").write_bytes(pdf(842, 595))
    files = [{"path": "a.pdf", "language": "en", "title": 'The "whole" report'}, {"path": "b.pdf", "language": "ar"}]
    shelve([record(1, files=files)], folder=tmp_path)
    return Resource.objects.get()


def draw():
    for sha256, stored in files_without_preview():
        make_preview(sha256, stored)


def page(visitor, resource, language="en"):
    """Return the page as it is now, not as it was kept."""
    response = visitor.get(f"/{language}/resources/{resource.public_id}/?n={next(NUMBERS)}")
    assert response.status_code == 200
    return read(response.content)


def test_without_a_preview_the_page_shows_its_files_and_no_image(report, visitor):
    root = page(visitor, report)
    assert root.all("img") == []
    assert len(root.one("ul", class_="files").all("li")) == 2
    (file,) = ResourceFile.objects.filter(original_name="a.pdf")
    Preview.objects.create(sha256=file.sha256, state="locked", made=1)
    assert page(visitor, report).all("img") == []


@pytest.mark.parametrize(
    ("language", "name", "height", "words"),
    [
        ("en", "a.pdf", "566", "First page of the document"),
        ("ar", "b.pdf", "283", "الصفحة الأولى من الوثيقة"),
        ("zh-hans", "a.pdf", "566", "文件首页"),
        ("fr", "a.pdf", "566", "Première page du document"),
        ("ru", "a.pdf", "566", "Первая страница документа"),
        ("es", "a.pdf", "566", "Primera página del documento"),
    ],
)
def test_the_first_page_in_the_readers_language_leads_to_its_file(report, visitor, language, name, height, words):
    draw()
    file = ResourceFile.objects.get(original_name=name)
    link = page(visitor, report, language).one("a", class_="first-page")
    assert link.attributes["href"] == f"/files/{file.public_id}/{name}"
    image = link.one("img").attributes
    assert image["alt"] == words
    assert (image["width"], image["height"], image["loading"]) == ("400", height, "lazy")
    addresses = [each.split() for each in image["srcset"].split(", ")]
    assert [width for _, width in addresses] == ["400w", "800w"]
    assert addresses[0][0] == image["src"]
    for address, _ in addresses:
        answer = visitor.get(address)
        assert (answer.status_code, answer.headers["Content-Type"], answer.content[8:12]) == (200, "image/webp", b"WEBP")


def test_an_image_is_kept_for_good_by_its_reader_and_by_nobody_else(report, visitor):
    draw()
    address = page(visitor, report).one("img").attributes["src"]
    answer = visitor.get(address)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    again = visitor.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.head(address).content == b""
    assert visitor.post(address).status_code == 405


def test_an_image_is_seen_by_nobody_who_may_not_have_the_file(report, visitor, tmp_path):
    draw()
    address = page(visitor, report).one("img").attributes["src"]
    shelve([record(2, files=[{"path": "a.pdf"}])], publish=False, folder=tmp_path)
    draft = ResourceFile.objects.get(resource__external_id="a2")
    public = ResourceFile.objects.get(resource__external_id="a1", original_name="a.pdf")
    assert draft.sha256 == public.sha256
    assert visitor.get(address.replace(public.public_id, draft.public_id)).status_code == 404
    archive_resource(report, by=SYSTEM, reason="Out of date")
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("change", [("-400", "-401"), ("-400", "-40000000000000000000"), ("-1-", "-2-"), (".webp", ".png")])
def test_an_address_that_names_other_bytes_is_not_found(report, visitor, change):
    draw()
    address = page(visitor, report).one("img").attributes["src"]
    assert change[0] in address
    assert visitor.get(address.replace(*change)).status_code == 404


def test_images_that_are_lost_are_not_found_and_can_be_made_again(report, visitor, settings):
    draw()
    address = page(visitor, report).one("img").attributes["src"]
    for path in (settings.MEDIA_ROOT / "previews").rglob("*.webp"):
        path.unlink()
    assert visitor.get(address).status_code == 404
    draw()
    assert visitor.get(address).status_code == 200


def test_a_new_version_of_a_file_has_a_new_address(report, visitor, tmp_path):
    draw()
    before = page(visitor, report).one("img").attributes["src"]
    (tmp_path / "a.pdf").write_bytes(pdf(600, 600))
    shelve([record(1, files=[{"path": "a.pdf", "language": "en"}])], folder=tmp_path)
    assert page(visitor, report).all("img") == []
    draw()
    after = page(visitor, report).one("img").attributes
    assert (after["width"], after["height"]) == ("400", "400")
    assert after["src"].rsplit("/", 1)[1] != before.rsplit("/", 1)[1]
    assert visitor.get(before).status_code == 404


def test_those_who_share_the_page_see_the_first_page(report, visitor, settings):
    draw()
    assert page(visitor, report).all("meta", property="og:image") == []
    settings.HUB_BASE_URL = "https://hub.example.org"
    root = page(visitor, report, "fr")
    address = root.one("meta", property="og:image").attributes["content"]
    assert address.startswith("https://hub.example.org/files/")
    assert visitor.get(address.removeprefix("https://hub.example.org")).headers["Content-Type"] == "image/webp"
    assert root.one("meta", property="og:image:alt").attributes["content"] == "Première page du document"
    assert [root.one("meta", property=f"og:image:{name}").attributes["content"] for name in ("width", "height")] == [
        "800",
        "1133",
    ]
