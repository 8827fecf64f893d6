"""The certificate press, on real PDFs."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import cv2
import numpy
import pikepdf
import pypdfium2
import pytest

from activities.credentials.press import CertificatePress, name_size, rows
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


@pytest.fixture(scope="module")
def press() -> CertificatePress:
    return CertificatePress()


@pytest.fixture(scope="module")
def lins(press: CertificatePress) -> bytes:
    return press.press(face(), TEMPLATE)


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


def test_every_certified_field_is_printed(lins: bytes) -> None:
    printed = text_of(lins)
    fields = (
        "Lin Tea & Ceramics",
        "Limited liability company",
        "Germany",
        "GR-M-2026-7K3Q9-WXT4H-P",
        "24 November 2026",
        "23 November 2027",
        "23 November 2026",
        "Brightline Live",
        "Tea and coffee",
        "Ceramics",
        "Check this certificate at",
        "/verify/GR-M-2026",
    )
    for field in fields:
        assert field.casefold() in printed.casefold()


def test_all_fonts_are_ours_embedded_and_cut_to_the_page(lins: bytes) -> None:
    fonts = font_files(lins)
    assert len(fonts) == 4
    for name, file in fonts.items():
        tag, plain = name.lstrip("/").split("+")
        assert len(tag) == 6 and tag.isupper()
        assert plain.startswith("Greenroom-")
        assert len(file) < 60_000


def test_the_file_says_it_is_pdf_a_3a(lins: bytes) -> None:
    pdf = pikepdf.open(BytesIO(lins))
    metadata = pdf.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert pdf.Root.MarkInfo.Marked
    assert (str(pdf.Root.Lang), metadata["dc:title"]) == ("en", "Merchant certificate GR-M-2026-7K3Q9-WXT4H-P")
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")


def test_a_certificate_is_one_landscape_page(lins: bytes) -> None:
    pages = pikepdf.open(BytesIO(lins)).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].MediaBox] == [0, 0, 842, 595]


def test_the_face_travels_as_data(lins: bytes) -> None:
    pdf = pikepdf.open(BytesIO(lins))
    attached = json.loads(pdf.attachments["credential.json"].get_file().read_bytes())
    assert CertificateFace(**attached) == face()
    assert pdf.Root.AF[0].AFRelationship == "/Data"


def test_the_printed_code_leads_to_the_verify_page(lins: bytes) -> None:
    picture = pypdfium2.PdfDocument(lins)[0].render(scale=2.5).to_pil().convert("RGB")
    read, _, _ = cv2.QRCodeDetector().detectAndDecode(numpy.asarray(picture))
    assert read == face().verify_url


def test_the_same_face_gives_the_same_bytes_from_any_press(lins: bytes, press: CertificatePress) -> None:
    assert press.press(face(), TEMPLATE) == lins
    assert CertificatePress().press(face(), TEMPLATE) == lins


@pytest.mark.parametrize("name", LONG_NAMES.values(), ids=LONG_NAMES)
def test_a_long_name_stays_inside_its_box(press: CertificatePress, name: str) -> None:
    pdf = press.press(face(holder=name[:120], categories=CATEGORIES), TEMPLATE)
    boxes = glyphs_of_name(pdf, name[:120])
    left, top, right, bottom = NAME_BOX
    assert min(box[0] for box in boxes) >= left * MM
    assert max(box[2] for box in boxes) <= right * MM
    assert max(box[3] for box in boxes) <= (210 - top) * MM
    assert min(box[1] for box in boxes) >= (210 - bottom) * MM


def test_a_short_name_is_set_large_on_one_line(lins: bytes) -> None:
    boxes = glyphs_of_name(lins, "Lin Tea & Ceramics")
    assert max(box[3] for box in boxes) - min(box[1] for box in boxes) < 42
    assert name_size("Lin Tea & Ceramics") == 1


def test_a_name_of_two_lines_is_broken_near_its_middle(press: CertificatePress) -> None:
    name = "Lin & Daughters Fine Tea Trading (Hangzhou) Company Limited"
    boxes = glyphs_of_name(press.press(face(holder=name), TEMPLATE), name)
    upper = [box for box in boxes if box[1] > (min(b[1] for b in boxes) + max(b[3] for b in boxes)) / 2]
    assert 0.35 < len(upper) / len(boxes) < 0.65


def test_twelve_categories_stand_in_even_rows_above_the_seal(press: CertificatePress) -> None:
    lines = rows(CATEGORIES)
    assert [each for row in lines for each in row] == list(CATEGORIES)
    assert len(lines) == 3
    printed = text_of(press.press(face(categories=CATEGORIES), TEMPLATE))
    assert all(category in printed for category in CATEGORIES)


def test_a_chinese_name_is_set_in_our_own_font(press: CertificatePress) -> None:
    pdf = press.press(face(holder="杭州林氏茶业有限公司"), TEMPLATE)
    assert "杭州林氏茶业有限公司" in text_of(pdf)
    assert any("Greenroom-Song" in name for name in font_files(pdf))


def test_a_space_between_chinese_words_is_no_box(press: CertificatePress) -> None:
    spaced, joined = (press.press(face(holder=name), TEMPLATE) for name in ("林 氏\u2002茶", "林氏茶"))
    assert ink_of_name(spaced) == pytest.approx(ink_of_name(joined), rel=0.03)


def test_a_character_outside_gb_2312_is_borrowed_and_not_a_box(press: CertificatePress) -> None:
    rare, box = (press.press(face(holder=name), TEMPLATE) for name in ("龘", "\U000e0080"))
    assert "龘" in text_of(rare)
    # 48 strokes leave far more ink than an empty box.
    assert ink_of_name(rare) > 2 * ink_of_name(box)


def test_markup_in_a_name_is_printed_not_obeyed(press: CertificatePress) -> None:
    pdf = press.press(face(holder="<b>Lin</b> & <img src=file:///etc/hostname>"), TEMPLATE)
    assert "<b>Lin</b> & <img src=file:///etc/hostname>" in text_of(pdf).replace("\r\n", " ")
