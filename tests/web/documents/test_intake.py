"""The first look at an upload: real files, good and hostile."""

import hashlib
import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from domain.documents.limits import (
    MAX_BYTES,
    EmptyFile,
    EncryptedFile,
    MediaType,
    TooLarge,
    TooManyPages,
    TooManyPixels,
    UnfitFile,
    UnreadableFile,
    UnsupportedType,
    safe_name,
)
from tests import hostile, samples
from web.documents.intake import inspect


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.text_pdf(), MediaType.PDF),
        (samples.scanned_pdf(), MediaType.PDF),
        (samples.turned_jpeg(), MediaType.JPEG),
        (samples.png(), MediaType.PNG),
        (samples.heic(), MediaType.HEIC),
    ],
)
def test_the_type_is_told_by_the_content(data: bytes, kind: MediaType) -> None:
    intake = inspect(data)
    assert (intake.media_type, intake.pages, intake.size) == (kind, 1, len(data))
    assert intake.sha256 == hashlib.sha256(data).hexdigest()


def test_a_pdf_may_have_twenty_pages_and_no_more() -> None:
    assert inspect(samples.text_pdf(pages=20)).pages == 20
    with pytest.raises(TooManyPages, match="split"):
        inspect(samples.text_pdf(pages=21))


def test_spaces_and_zeros_behind_a_pdf_do_no_harm() -> None:
    assert inspect(samples.text_pdf() + b"\r\n \x00\x00").pages == 1


@pytest.mark.parametrize(
    ("data", "refusal", "words"),
    [
        (b"", EmptyFile, "empty"),
        (b"%PDF-" + b" " * MAX_BYTES, TooLarge, "10 MB"),
        (hostile.encrypted_pdf(), EncryptedFile, "password"),
        (samples.text_pdf()[:4000], UnreadableFile, "cut short"),
        (samples.text_pdf() + b"<html>", UnreadableFile, "behind"),
        (b"MZ" + samples.text_pdf(), UnreadableFile, "before"),
        (hostile.empty_tree_pdf(), UnreadableFile, "no pages"),
        (b"%PDF-1.7 nothing %%EOF", UnreadableFile, "damaged"),
        (hostile.zip_behind_pdf(), UnsupportedType, "ZIP archive hidden"),
        (hostile.docx(), UnsupportedType, "Word document"),
        (hostile.SVG, UnsupportedType, "SVG"),
        (hostile.HTML_PAGE, UnsupportedType, "web page"),
        (b"PK\x03\x04" + b"\x00" * 60, UnsupportedType, "ZIP archive"),
        (b"MZ" + b"\x00" * 60, UnsupportedType, "program"),
        (b"GIF89a" + b"\x00" * 60, UnsupportedType, "GIF"),
        (b"\x00" * 100, UnsupportedType, "none of the kinds"),
        (hostile.png_bomb(), TooManyPixels, "megapixels"),
        (samples.png()[:20_000], UnreadableFile, "damaged"),
        (samples.turned_jpeg()[:20_000], UnreadableFile, "damaged"),
        (samples.heic()[:10_000], UnreadableFile, "damaged"),
    ],
)
def test_an_unfit_file_is_refused_with_a_remedy(data: bytes, refusal: type[UnfitFile], words: str) -> None:
    with pytest.raises(refusal, match=words) as caught:
        inspect(data)
    assert any(verb in str(caught.value) for verb in ("upload", "send", "split", "export"))


def test_a_pdf_that_only_restricts_printing_is_taken() -> None:
    assert inspect(hostile.encrypted_pdf(user="")).pages == 1


def test_a_picture_with_a_broken_checksum_is_refused() -> None:
    data = bytearray(samples.png())
    data[20_000] ^= 0xFF
    with pytest.raises(UnreadableFile):
        inspect(bytes(data))


def test_a_giant_picture_within_a_pdf_is_refused() -> None:
    with pikepdf.open(io.BytesIO(samples.text_pdf())) as pdf:
        giant = pikepdf.Stream(pdf, zlib.compress(b"\x00" * 1000))
        giant.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=30_000, Height=30_000))
        pdf.pages[0].obj.Resources.XObject = Dictionary(Giant=giant)
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(TooManyPixels):
        inspect(out.getvalue())


def test_a_picture_just_above_the_limit_is_refused_before_it_is_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 6300)).save(out, "PNG")
    with pytest.raises(TooManyPixels):
        inspect(out.getvalue())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("licence.pdf", "licence.pdf"),
        ("C:\\Users\\Lin\\licence.pdf", "licence.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("营业执照 📄.jpg", "营业执照 📄.jpg"),
        ("a\x00\n b.pdf", "a b.pdf"),
        ("...", "document"),
        ("", "document"),
        ("x" * 4000 + ".pdf", "x" * 75 + "….pdf"),
    ],
)
def test_a_file_name_is_made_safe_to_show(given: str, shown: str) -> None:
    assert safe_name(given) == shown
    assert len(shown) <= 80
