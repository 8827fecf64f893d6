"""The certificate press, on real PDFs."""

import json
from io import BytesIO

import cv2
import numpy
import pikepdf
import pypdfium2
import pytest

from activities.credentials.press import CertificatePress, name_size, rows
from domain.credentials.standing import CertificateFace
from tests.activities.credentials.pressed import (
    CATEGORIES,
    LONG_NAMES,
    MM,
    NAME_BOX,
    TEMPLATE,
    face,
    font_files,
    glyphs_of_name,
    ink_of_name,
    text_of,
)


@pytest.fixture(scope="module")
def press() -> CertificatePress:
    return CertificatePress()


@pytest.fixture(scope="module")
def lins(press: CertificatePress) -> bytes:
    return press.press(face(), TEMPLATE)


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
