"""Text and pictures of a document's pages: the text layer where there is one, else OCR."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Literal, NamedTuple

import pillow_heif
import pypdfium2
from PIL import Image, ImageOps
from pydantic import BaseModel

from activities.documents.ocr import Ocr
from domain.documents.limits import MediaType


class Box(NamedTuple):
    """What a picture has to fit into, in pixels."""

    width: int
    height: int


pillow_heif.register_heif_opener()

FORMATS = {MediaType.JPEG: ("JPEG", "MPO"), MediaType.PNG: ("PNG",), MediaType.HEIC: ("HEIF",)}
ENOUGH_LETTERS = 40  # fewer are a scanner's stamp ("Scanned with ..."), not the document
OCR_SCALE = 200 / 72  # PDF units are 1/72 inch
OCR_BOX = Box(2600, 2600)  # A4 at 200 dpi is 2339 high
VIEW_SCALE = 8.0
VIEW_BOX = Box(2800, 1400)
# PDFium is not thread safe: whoever touches it holds this, and closes all handles before letting go.
PDFIUM = Lock()


class UnreadableDocument(Exception):
    """The stored document cannot be opened, though it could when it was uploaded."""


class PageText(BaseModel, frozen=True):
    """One page's text; `number` from 1; `confidence` 0-100, 100 for a text layer."""

    number: int
    text: str
    source: Literal["text", "ocr"]
    confidence: float

    @property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return letters(self.text)


def letters(text: str) -> int:
    """How many letters and digits of any script a text has."""
    return sum(c.isalnum() for c in text)


def read_pages(
    data: bytes, media_type: MediaType, ocr: Ocr, *, beat: Callable[[], None] = lambda: None
) -> list[PageText]:
    """Text of every page; `beat` is called after each. UnreadableDocument, OcrUnavailable."""
    if media_type != MediaType.PDF:
        page = _by_ocr(1, "", _upright(data, media_type, OCR_BOX), ocr=ocr)
        beat()
        return [page]
    pages = []
    for index, layer in enumerate(_layers(data)):
        if letters(layer) >= ENOUGH_LETTERS:
            pages.append(PageText(number=index + 1, text=layer, source="text", confidence=100))
        else:
            pages.append(_by_ocr(index + 1, layer, _render(data, index, OCR_SCALE, box=OCR_BOX), ocr=ocr))
        beat()
    return pages


def page_pictures(data: bytes, media_type: MediaType) -> list[bytes]:
    """Each page as WebP of about 1400 pixels height without metadata: what a reviewer's browser gets."""
    if media_type != MediaType.PDF:
        return [_webp(_upright(data, media_type, VIEW_BOX))]
    count = len(_layers(data))
    return [_webp(_render(data, index, VIEW_SCALE, box=VIEW_BOX)) for index in range(count)]


def _by_ocr(number: int, layer: str, picture: Image.Image, *, ocr: Ocr) -> PageText:
    found = ocr.read(picture)
    text = f"{layer}\n{found.text}".strip()
    return PageText(number=number, text=text, source="ocr", confidence=round(found.confidence, 1))


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF with its form fields, opened while nobody else uses PDFium. UnreadableDocument."""
    with PDFIUM:
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                document.init_forms()
                yield document
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument from error


def _layers(data: bytes) -> list[str]:
    """The text layers of a PDF's pages, values of its form fields included."""
    with _opened(data) as document:
        return [_layer(document, index) for index in range(len(document))]


def _layer(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    if document.formenv:  # what was typed into form fields becomes part of the page once it is loaded anew
        page.flatten()
        page.close()
        page = document[index]
    text = page.get_textpage()
    found = str(text.get_text_bounded())
    text.close()
    page.close()
    return found


def _render(data: bytes, index: int, scale: float, *, box: Box) -> Image.Image:
    """One page as a picture at `scale`, or less to fit the box: a page may claim to be 500 metres wide."""
    with _opened(data) as document:
        page = document[index]
        width, height = page.get_size()
        fit = min(scale, box.width / max(width, 1), box.height / max(height, 1))
        picture: Image.Image = page.render(scale=fit).to_pil().convert("RGB")
        page.close()
        return picture


def _upright(data: bytes, media_type: MediaType, box: Box) -> Image.Image:
    """A photo turned as its EXIF says and made to fit the box."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[media_type]) as picture:
            picture.draft("RGB", (max(box), max(box)))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadableDocument from error
    upright.thumbnail(box)
    return upright


def _webp(picture: Image.Image) -> bytes:
    clean = Image.new("RGB", picture.size)  # a new picture carries no place, device or profile
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=80, method=0)
    return out.getvalue()
