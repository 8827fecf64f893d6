"""A PDF that somebody shows us: whether it is ours to the last byte, and if not, which number it claims."""

import io
import json
import re

import pikepdf
import pypdfium2

from domain.credentials.standing import read_number
from domain.messages import msg
from domain.refusals import Invalid

LARGEST = 10_000_000
PAGES = 2
# pdfium has no bound of its own that fits a web process; what unpacks to more than this is not read by it.
UNPACKED = 32_000_000
# qpdf's limit holds for the whole process; the same figure as for uploads.
pikepdf.settings.set_qpdf_limits(flate_max_memory=128 * 1024 * 1024)
NUMBER = re.compile(r"GR[-\s]?[A-Z][-\s]?\d{4}[-\s]?[0-9A-Z]{5}[-\s]?[0-9A-Z]{5}[-\s]?[0-9A-Z]")


class TooLargeToShow(Invalid):
    """The file is larger than any certificate."""


class NotAPdf(Invalid):
    """No file was chosen, or it is no PDF."""


def admit(data: bytes) -> None:
    """Refuse what cannot be a certificate: TooLargeToShow, NotAPdf."""
    if not data:
        raise NotAPdf(msg("Choose the PDF file of a certificate."))
    if len(data) > LARGEST:
        raise TooLargeToShow(msg("This file is larger than 10 MB. Our certificates are much smaller."))
    if not data.startswith(b"%PDF-"):
        raise NotAPdf(msg("This is not a PDF file. Choose the file as you got it, not a picture or a scan of it."))


def claimed_number(data: bytes) -> str | None:
    """The first number of ours in a PDF we did not issue: attached data, title, or text. Hostile files find nothing."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            number = _attached(pdf) or _in_text(" ".join(str(value) for value in pdf.docinfo.values()))
            readable = number is None and _unpacks_to(pdf) <= UNPACKED
        return number or (_in_text(_text(data)) if readable else None)
    except Exception:  # a hostile file may break a parser in any way, and all of them mean: no number
        return None


def _attached(pdf: pikepdf.Pdf) -> str | None:
    for name in pdf.attachments:
        if name.endswith(".json"):
            claims = json.loads(pdf.attachments[name].get_file().read_bytes())
            return _in_text(json.dumps(claims))
    return None


def _unpacks_to(pdf: pikepdf.Pdf) -> int:
    """Bytes of all streams but pictures, unpacked; counting ends once it is too much."""
    total = 0
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
            total += len(thing.read_bytes())
        if total > UNPACKED:
            break
    return total


def _text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        pages = [document[index] for index in range(min(PAGES, len(document)))]
        return "\n".join(page.get_textpage().get_text_range() for page in pages)


def _in_text(text: str) -> str | None:
    for found in NUMBER.findall(text.upper()):
        try:
            return read_number(found)
        except Invalid:
            continue
    return None
