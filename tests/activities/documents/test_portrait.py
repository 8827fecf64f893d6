"""Portraits: what is told of a photograph, and the clean copy for the certificate."""

import io

import pytest
from PIL import Image

from activities.documents.contract import DocumentFile, Expectations
from activities.documents.inspector import DocumentInspector
from activities.documents.ocr import Tesseract
from activities.documents.portrait_picture import portrait_of
from activities.documents.reading import UnreadableDocument
from domain.documents.limits import MediaType
from domain.screening import CheckStatus, Finding
from tests import samples
from tests.activities.documents.test_inspector import ID, NOW

JPEG, PNG = MediaType.JPEG, MediaType.PNG


def examine(data: bytes, kind: MediaType = JPEG) -> Finding:
    document = DocumentFile(id=ID, data=data, media_type=kind, label="Portrait")
    (finding,) = DocumentInspector(Tesseract.for_country, lambda: NOW).read(document, Expectations(picture=True))
    assert finding.check == "document.portrait"
    return finding


def test_a_sharp_photograph_passes_and_the_face_is_left_to_a_person() -> None:
    finding = examine(samples.jpeg(samples.portrait()))
    assert finding.status == CheckStatus.PASS
    assert str(finding.sentence) == (
        "The portrait is a sharp photograph of 900 x 1200 pixels. A person compares the face."
    )


@pytest.mark.parametrize(
    ("data", "kind", "code", "status"),
    [
        (samples.text_pdf(), MediaType.PDF, "NOT_A_PHOTO", CheckStatus.FAIL),
        (samples.jpeg(samples.portrait(399, 600)), JPEG, "PHOTO_TOO_SMALL", CheckStatus.FAIL),
        (samples.jpeg(samples.portrait(500, 499)), JPEG, "PHOTO_TOO_SMALL", CheckStatus.FAIL),
        (samples.jpeg(Image.new("L", (4, 20_000), 9)), JPEG, "PHOTO_TOO_SMALL", CheckStatus.FAIL),
        (samples.blank_png(), PNG, "PHOTO_BLANK", CheckStatus.FAIL),
        (samples.jpeg(samples.portrait(blur=6)), JPEG, "PHOTO_BLURRED", CheckStatus.FAIL),
        (samples.jpeg(samples.portrait(blur=2)), JPEG, "PHOTO_SOFT", CheckStatus.WARN),
        (samples.jpeg(samples.portrait(400, 500)), JPEG, "OK", CheckStatus.PASS),
        (samples.heic(), MediaType.HEIC, "OK", CheckStatus.PASS),
    ],
)
def test_each_fault_has_its_code(data: bytes, kind: MediaType, code: str, status: CheckStatus) -> None:
    finding = examine(data, kind)
    assert (finding.reason_code, finding.status) == (code, status)


def test_a_photograph_is_measured_upright() -> None:
    lying = samples.portrait(600, 400)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    lying.save(out, "JPEG", exif=exif)
    assert "400 x 600" in str(examine(out.getvalue()).sentence)


def test_a_stored_file_that_no_longer_opens_is_our_failure() -> None:
    with pytest.raises(UnreadableDocument):
        examine(b"nothing")
    with pytest.raises(UnreadableDocument):
        portrait_of(b"nothing")


@pytest.mark.parametrize(
    ("size", "clean"),
    [((3000, 4000), (900, 1200)), ((4000, 3000), (900, 1200)), ((400, 500), (375, 500)), ((900, 900), (675, 900))],
)
def test_the_clean_copy_is_the_middle_and_never_larger(size: tuple[int, int], clean: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(portrait_of(samples.jpeg(samples.portrait(*size))))) as copy:
        assert (copy.format, copy.size, copy.mode) == ("JPEG", clean, "RGB")


def test_the_clean_copy_is_upright_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A telephone"
    half = Image.new("RGB", (800, 600), "white")
    half.paste((0, 0, 0), (0, 0, 400, 600))  # the left half becomes the upper one
    out = io.BytesIO()
    half.save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(portrait_of(out.getvalue()))) as copy:
        assert copy.size == (600, 800)
        assert not copy.getexif() and "exif" not in copy.info
        grey = copy.convert("L")
        assert [grey.getpixel((300, y)) for y in (100, 700)] == [0, 255]


def test_transparent_ground_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (600, 800), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(portrait_of(out.getvalue()))) as copy:
        assert copy.getpixel((10, 10)) == (255, 255, 255)
