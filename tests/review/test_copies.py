"""Copies for reviewers: no string that tells an author is left in their bytes, however deep it stood."""

import io
import zipfile

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from gcmhub.library.extraction import extract_confined
from gcmhub.library.files import store
from gcmhub.review.actions.files import read_submitted_file
from gcmhub.review.copies import copy_confined
from gcmhub.review.queries.redaction import seen_by
from tests.review.conftest import REPORT, draft, upload

WHO = "QZAUTHOR"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def jpeg():
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = WHO  # Artist
    Image.new("RGB", (8, 8), "red").save(target, "JPEG", exif=exif, comment=WHO.encode())
    return target.getvalue()


def png():
    from PIL.PngImagePlugin import PngInfo

    target, texts = io.BytesIO(), PngInfo()
    texts.add_text("Author", WHO)
    Image.new("RGB", (8, 8), "blue").save(target, "PNG", pnginfo=texts)
    return target.getvalue()


def pdf(**encryption):
    """A PDF that tells its author in every place that has one."""
    document, target = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(200, 200))
    name = pikepdf.String(WHO)
    document.docinfo["/Author"] = document.docinfo["/Custom"] = name
    xmp = document.make_stream(f"<x:xmpmeta>{WHO}</x:xmpmeta>".encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    document.Root.Metadata = page.Metadata = xmp
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=name))
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=name, Contents="A note"
            ),
        ]
    )
    document.Root.Signature = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=name))
    picture = document.make_stream(
        jpeg(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    page.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /P Do Q")
    included = pikepdf.Dictionary({"/PTEX.InfoDict": pikepdf.Dictionary(Author=name)})
    document.Root.Included = document.make_indirect(included)
    document.attachments["notes.txt"] = WHO.encode()
    document.save(target, compress_streams=False, **encryption)
    return target.getvalue()


def docx(*, parts=()):
    """A DOCX that tells its author in every place that has one."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.comment = WHO.encode()
        written = {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/docProps/custom.xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="x/custom-properties" '
            'Target="docProps/custom.xml"/></Relationships>',
            "docProps/core.xml": f"<core><creator>{WHO}</creator><lastModifiedBy>{WHO}</lastModifiedBy></core>",
            "docProps/app.xml": f"<app><Company>{WHO}</Company><Manager>{WHO}</Manager></app>",
            "docProps/custom.xml": f"<custom>{WHO}</custom>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:ins w:author="{WHO}" w:id="1"><w:r><w:t>Skills '
            f'and mobility</w:t></w:r></w:ins></w:p></w:body><!-- {WHO} --></w:document>',
            "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{WHO}" w:initials="{WHO}"><w:p/>'
            "</w:comment></w:comments>",
            "word/people.xml": f'<p author="{WHO}"/>',
            "word/settings.xml": f'<w:settings xmlns:w="{W}"><w:docVars><w:docVar w:name="a" w:val="{WHO}"/></w:docVars>'
            "</w:settings>",
            "word/_rels/settings.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{DOCUMENT_RELATIONS}/attachedTemplate" Target="file:///C:/Users/{WHO}/n.dotx"/></Relationships>',
            "customXml/item1.xml": f"<c><Author a='{WHO}'>{WHO}</Author></c>",
            "word/media/image1.jpeg": jpeg(),
            "word/media/image2.png": png(),
            **dict(parts),
        }  # fmt: skip
        for name, data in written.items():
            made.writestr(name, data)
    return target.getvalue()


def copied(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    return copy_confined(str(path))


def told(data):
    """Whether a copy tells the author, packed or unpacked, in one encoding or another."""
    names = [WHO.encode(), WHO.encode("utf-16-be"), WHO.encode("utf-16-le"), WHO.encode().hex().encode()]
    seen = [data]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            seen += [archive.comment, *(archive.read(name) for name in archive.namelist())]
    if data[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(data)) as document:
            for thing in document.objects:
                seen.append(repr(thing).encode())
                if isinstance(thing, pikepdf.Stream):
                    seen += [thing.read_raw_bytes()]
                    seen += [] if thing.get("/Filter") == pikepdf.Name.DCTDecode else [thing.read_bytes()]
    return any(name in each for name in names for each in seen)


@pytest.mark.parametrize("make", [pdf, docx, jpeg, png])
def test_no_author_is_left_in_the_bytes(tmp_path, make):
    original = make()
    assert told(original)
    made = copied(tmp_path, original)
    assert made
    assert not told(made)


def test_what_is_to_be_reviewed_is_still_there(tmp_path):
    with pikepdf.open(io.BytesIO(copied(tmp_path, pdf()))) as document:
        (page,) = document.pages
        assert list(page.Resources.XObject.keys()) == ["/P"]
        assert [str(each.get("/Contents", "")) for each in page.Annots] == ["A note"]
    path = tmp_path / "copy.docx"
    path.write_bytes(copied(tmp_path, docx()))
    assert extract_confined(str(path), "").text == "Skills and mobility"
    with zipfile.ZipFile(path) as archive:
        assert "custom" not in archive.read("[Content_Types].xml").decode() + archive.read("_rels/.rels").decode()


def test_a_pdf_that_opens_without_a_password_is_copied_and_a_locked_one_is_not(tmp_path):
    assert not told(copied(tmp_path, pdf(encryption=pikepdf.Encryption(owner="x", user=""))))
    assert copied(tmp_path, pdf(encryption=pikepdf.Encryption(owner="x", user="y"))) is None


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4 nothing",
        b"PK\x03\x04 nothing",
        b"\xff\xd8\xff\xe1",
        b"<html><meta name=author></html>",
        b"GIF89a\x00\x00",
        docx(parts=[("word/embeddings/oleObject1.bin", b"x")]),
        docx(parts=[("word/styles.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')]),
    ],
)
def test_of_what_cannot_be_stripped_there_is_no_copy(tmp_path, data):
    assert copied(tmp_path, data) is None


def test_plain_text_is_copied_as_it_is(tmp_path):
    assert copied(tmp_path, "مهارات\n".encode()) == "مهارات\n".encode()


@pytest.mark.django_db
def test_the_original_is_kept_beside_its_copy(people, settings):
    submission = draft(people.submitter, REPORT)
    file = read_submitted_file(upload(submission, people.submitter, pdf(), f"{WHO}.pdf"))
    media = settings.MEDIA_ROOT
    assert told((media / file.stored).read_bytes())
    assert not told((media / file.reviewer_copy).read_bytes())
    assert seen_by(people.submitter, submission).files[0].stored == file.stored


@pytest.mark.django_db
def test_the_same_bytes_are_stripped_alike(settings):
    first, second = (store(ContentFile(docx()), "a.docx") for _ in range(2))
    paths = [str(settings.MEDIA_ROOT / each.name) for each in (first, second)]
    assert len({copy_confined(path) for path in paths}) == 1
