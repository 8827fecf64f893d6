"""What the tests of the press look at: faces to set, and what a page then shows."""

from datetime import date
from io import BytesIO
from typing import Any

import numpy
import pikepdf
import pypdfium2

from domain.credentials.standing import CertificateFace

TEMPLATE = "merchant_certificate.html"


MM = 72 / 25.4


NAME_BOX = (36, 62, 261, 106)  # left, top, right, bottom of the name in certificate.css, in millimetres


CATEGORIES = (
    "Cosmetics and skin care",
    "Food and drink",
    "Infant formula",
    "Health supplements",
    "Jewellery and watches",
    "Clothing and footwear",
    "Consumer electronics",
    "Household appliances",
    "Toys and games",
    "Books and stationery",
    "Sports equipment",
    "Pet food and supplies",
)


LONG_NAMES = {
    "words": "Vereinigte Oberrheinische Manufakturen für Porzellan, Teegeschirr und Feinkeramik, "
    "Inhaber Maximilian von Hohenfels",
    "one wide word": "W" * 120,
    "Chinese": "杭州林氏茶业进出口贸易有限责任公司西湖区" * 6,
    "two lines of wide words": "WWWW MMMM " * 5,
    "mixed": "杭州 Longjing 茶业 & Söhne " * 5,
}


def face(**changes: Any) -> CertificateFace:
    """Lin's certificate."""
    lin: dict[str, Any] = {
        "number": "GR-M-2026-7K3Q9-WXT4H-P",
        "kind": "merchant",
        "holder": "Lin Tea & Ceramics",
        "legal_form": "Limited liability company",
        "country": "Germany",
        "categories": ("Tea and coffee", "Ceramics"),
        "issued_on": date(2026, 11, 23),
        "valid_from": date(2026, 11, 24),
        "valid_until": date(2027, 11, 23),
        "issuer": "Brightline Live",
        "revision": 1,
        "verify_url": "https://greenroom.example.com/verify/GR-M-2026-7K3Q9-WXT4H-P",
    }
    return CertificateFace(**{**lin, **changes})


def text_of(pdf: bytes) -> str:
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return str(page.get_text_bounded())


def glyphs_of_name(pdf: bytes, name: str) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each printed character of the name, in points from the foot of the page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    everything = page.get_text_range()
    start = everything.index("certify that") + len("certify that")
    stop = everything.index("Limited liability company")
    printed = [at for at in range(start, stop) if not everything[at].isspace()]
    assert "".join(everything[at] for at in printed) == "".join(name.split())
    return [page.get_charbox(at) for at in printed]


def font_files(pdf: bytes) -> dict[str, bytes]:
    """The embedded TrueType file of each font, by the font's name."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        descriptors = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        return {str(each.FontName): each.FontFile2.read_bytes() for each in descriptors}


def ink_of_name(pdf: bytes) -> int:
    """Dark pixels in the upper part of the name box, above the legal form."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("L")
    left, top, right, _ = (int(edge * MM * 2) for edge in NAME_BOX)
    return int((numpy.asarray(picture)[top : int(90 * MM * 2), left:right] < 128).sum())
