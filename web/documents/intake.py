"""The first look at an upload, while the applicant waits: type by content, and does it open (no network)."""

import hashlib
import io
import re

import filetype
import pikepdf
import pillow_heif
from PIL import Image, ImageFile
from pydantic import BaseModel

from domain.documents.limits import (
    MAX_BYTES,
    MAX_PAGES,
    MAX_PIXELS,
    EmptyFile,
    EncryptedFile,
    MediaType,
    TooLarge,
    TooManyPages,
    TooManyPixels,
    UnfitFile,
    UnreadableFile,
    UnsupportedType,
)
from domain.messages import Message, msg

pillow_heif.register_heif_opener()
# Ten megabytes can unpack to ten gigabytes; qpdf's limit holds for the whole process.
pikepdf.settings.set_qpdf_limits(flate_max_memory=128 * 1024 * 1024)

DECODERS = {MediaType.JPEG: ("JPEG", "MPO"), MediaType.PNG: ("PNG",), MediaType.HEIC: ("HEIF",)}
PDF_SPACE = b"\x00\t\n\x0c\r "
ZIP_DIRECTORY = b"PK\x05\x06"
ZIP_TAIL = 65_557  # the directory's end record stands within this many bytes of the file's end
CUT = msg("This PDF is cut short, or something stands before or behind it. Print it to a new PDF and upload that.")
HIDDEN_ZIP = msg("a file with a ZIP archive hidden behind it")
LOOKS = {
    "zip": msg("a ZIP archive"),
    "doc": msg("a Word document"),
    "docx": msg("a Word document"),
    "odt": msg("a text document"),
    "xls": msg("an Excel workbook"),
    "xlsx": msg("an Excel workbook"),
    "ods": msg("a spreadsheet"),
    "ppt": msg("a PowerPoint presentation"),
    "pptx": msg("a PowerPoint presentation"),
    "exe": msg("a program"),
    "elf": msg("a program"),
    "rtf": msg("a rich text document"),
}
MARKUP = (  # the first that matches names the file
    (re.compile(rb"<(!doctype\s+)?html", re.I), msg("a web page (HTML)")),
    (re.compile(rb"<svg|<!doctype\s+svg", re.I), msg("an SVG drawing")),
    (re.compile(rb"<script|<body|<head", re.I), msg("a web page (HTML)")),
    (re.compile(rb"\A\s*<\?xml", re.I), msg("an XML file")),
    (re.compile(rb"\A\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), msg("an old Office document")),
)


class Intake(BaseModel, frozen=True):
    """What the first look found; `size` in bytes, `sha256` in hexadecimal."""

    media_type: MediaType
    pages: int
    sha256: str
    size: int


def inspect(data: bytes) -> Intake:
    """Look into a file of any content; raises a subclass of UnfitFile with the remedy."""
    if not data:
        raise EmptyFile
    if len(data) > MAX_BYTES:
        raise TooLarge
    kind = _media_type(data)
    if ZIP_DIRECTORY in data[-ZIP_TAIL:]:
        raise UnsupportedType.looking_like(HIDDEN_ZIP)
    pages = _open_pdf(data) if kind == MediaType.PDF else _open_picture(data, kind)
    return Intake(media_type=kind, pages=pages, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _media_type(data: bytes) -> MediaType:
    """By the bytes alone; the name and the browser's claim are never asked."""
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    if b"%PDF-" in data[:1024]:
        raise UnreadableFile(CUT)
    guess = filetype.guess(data)
    if pillow_heif.get_file_mimetype(data[:64]).startswith("image/hei"):
        return MediaType.HEIC
    if guess and guess.mime in (MediaType.JPEG, MediaType.PNG):
        return MediaType(guess.mime)
    raise UnsupportedType.looking_like(_looks_like(data, guess.extension if guess else ""))


def _looks_like(data: bytes, ending: str) -> Message:
    if ending:
        return LOOKS.get(ending, msg("a file of the kind {ending}", ending=ending.upper()))
    head = data[:2048].replace(b"\x00", b"")  # UTF-16 text becomes readable
    return next((name for mark, name in MARKUP if mark.search(head)), msg("none of the kinds we can open"))


def _open_pdf(data: bytes) -> int:
    """Number of pages of a PDF that opens without a password and ends where it says it ends."""
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(PDF_SPACE):
        raise UnreadableFile(CUT)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _admit_pages(pdf)
    except pikepdf.PasswordError as error:
        raise EncryptedFile from error
    except UnfitFile:
        raise
    except Exception as error:  # a hostile file may break the parser in any way
        raise UnreadableFile from error


def _admit_pages(pdf: pikepdf.Pdf) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise UnreadableFile(msg("This PDF has no pages. Print it to a new PDF and upload that one."))
    if pages > MAX_PAGES:
        raise TooManyPages
    if any(_pixels(thing) > MAX_PIXELS for thing in pdf.objects if isinstance(thing, pikepdf.Stream)):
        raise TooManyPixels
    return pages


def _pixels(stream: pikepdf.Stream) -> int:
    """Pixels of a picture within a PDF, 0 for any other stream."""
    if stream.get("/Subtype") != "/Image":
        return 0
    return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))


def _open_picture(data: bytes, kind: MediaType) -> int:
    """1 for a picture that decodes to its last row and has a sane size."""
    try:
        _decode(data, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooManyPixels from error
    except UnfitFile:
        raise
    except Exception as error:  # decoders fail on hostile bytes in many ways
        raise UnreadableFile from error
    return 1


def _decode(data: bytes, kind: MediaType) -> None:
    # WeasyPrint turns this on for the whole process when imported; a picture cut short must not pass here.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(data), formats=DECODERS[kind]) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise TooManyPixels
        picture.verify()  # checksums; leaves the picture unusable
    with Image.open(io.BytesIO(data), formats=DECODERS[kind]) as picture:
        picture.draft("L", (picture.width // 8, picture.height // 8))  # JPEG: reads all bytes, keeps few pixels
        picture.load()
