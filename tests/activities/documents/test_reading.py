"""Text and pictures of pages, from real files."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytesseract
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from activities.documents.ocr import OcrText, OcrUnavailable, Tesseract
from activities.documents.reading import UnreadableDocument, page_pictures, read_pages
from domain.documents.limits import MediaType
from tests import samples


class SilentOcr:
    """A fake reader that never finds a word."""

    def read(self, picture: Image.Image) -> OcrText:
        return OcrText("", 0)


def test_a_reader_that_takes_too_long_is_our_failure() -> None:
    with pytest.raises(OcrUnavailable):
        Tesseract(timeout=-1).read(samples.picture())


def test_a_stored_file_that_no_longer_opens_is_our_failure() -> None:
    with pytest.raises(UnreadableDocument):
        read_pages(b"%PDF-1.7 nothing", MediaType.PDF, SilentOcr())
    with pytest.raises(UnreadableDocument):
        read_pages(b"nothing", MediaType.PNG, SilentOcr())


def test_each_page_beats_once() -> None:
    beats: list[int] = []
    read_pages(samples.text_pdf(pages=3), MediaType.PDF, SilentOcr(), beat=lambda: beats.append(1))
    assert len(beats) == 3


def test_many_threads_read_at_once() -> None:
    def text(data: bytes) -> str:
        return read_pages(data, MediaType.PDF, SilentOcr())[0].text

    papers: Sequence[bytes] = [samples.text_pdf(), samples.text_pdf(samples.CHINESE)] * 20
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(text, papers))
    assert set(texts[::2]) == {texts[0]}
    assert set(texts[1::2]) == {texts[1]}


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (samples.text_pdf(pages=2), MediaType.PDF, 2),
        (samples.turned_jpeg(), MediaType.JPEG, 1),
        (samples.heic(), MediaType.HEIC, 1),
    ],
)
def test_a_reviewer_sees_clean_upright_pictures(data: bytes, kind: MediaType, pages: int) -> None:
    pictures = page_pictures(data, kind)
    assert len(pictures) == pages
    for each in pictures:
        with Image.open(io.BytesIO(each)) as picture:
            assert (picture.format, len(picture.getexif())) == ("WEBP", 0)
            assert picture.height <= 1400
            assert (picture.width > picture.height) == (kind != MediaType.PDF)


def test_what_was_typed_into_a_form_is_read() -> None:
    with pikepdf.open(io.BytesIO(samples.text_pdf())) as file:
        look = file.make_stream(b"BT /F 12 Tf 2 2 Td (Typed by Lin) Tj ET")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look.update(Dictionary(Subtype=Name.Form, BBox=[0, 0, 200, 20], Resources=Dictionary(Font=Dictionary(F=font))))
        box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", F=4, Rect=[50, 50, 250, 70])
        field = file.make_indirect(box)
        field.AP = Dictionary(N=look)
        file.pages[0].obj.Annots = Array([field])
        file.Root.AcroForm = Dictionary(Fields=Array([field]))
        out = io.BytesIO()
        file.save(out)
    assert "Typed by Lin" in read_pages(out.getvalue(), MediaType.PDF, SilentOcr())[0].text


def test_a_missing_program_is_our_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(OcrUnavailable):
        Tesseract().read(samples.picture())
