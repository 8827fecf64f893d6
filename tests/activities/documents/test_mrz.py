"""The machine-readable zone on real pictures, read by tesseract, against what Lin has filled in."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PIL import Image

from activities.documents import ocr
from activities.documents.contract import DocumentFile, Expectations, ExpectedValue, Kind
from activities.documents.inspector import DocumentInspector
from activities.documents.mrz_reading import ZoneReader, zone_texts
from activities.documents.ocr import OcrUnavailable, Tesseract, read_zone
from domain.documents.limits import MediaType
from domain.documents.mrz import check_digit
from domain.screening import CheckStatus, Finding
from tests import samples
from tests.activities.documents.test_inspector import ID

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
JPEG, PDF = MediaType.JPEG, MediaType.PDF


def value(kind: Kind, given: str) -> ExpectedValue:
    key, label = {
        "number": ("identity.document_number", "Document number"),
        "date": ("identity.birth_date", "Date of birth"),
        "name": ("identity.latin_name", "Name in Latin letters"),
    }[kind]
    return ExpectedValue(field=key, label=label, value=given, kind=kind)


LIN = (value("number", "C01X00T47"), value("date", "1988-04-12"), value("name", "Wei Lin"))


def examine(data: bytes, kind: MediaType = JPEG, expected: tuple[ExpectedValue, ...] = LIN) -> Finding:
    document = DocumentFile(id=ID, data=data, media_type=kind, label="Passport")
    found = DocumentInspector(Tesseract.for_country, lambda: NOW).read(
        document, Expectations(zone=expected, country="DE")
    )
    assert [each.check for each in found][-1] == "document.mrz"
    return found[-1]


def on_a_sheet(picture: Image.Image) -> Image.Image:
    """A passport on the glass of a scanner: A4 at 200 dpi."""
    sheet = Image.new("RGB", (1654, 2339), "white")
    sheet.paste(picture.resize((984, 693), Image.Resampling.LANCZOS), (200, 250))
    return sheet


@pytest.mark.parametrize(
    "picture",
    [
        samples.passport(),
        samples.passport(turned=2),
        samples.passport(contrast=0.25),
        samples.passport(turned=-3, contrast=0.3),
        samples.passport().rotate(90, expand=True),
        on_a_sheet(samples.passport()),
    ],
    ids=["straight", "turned", "pale", "turned and pale", "on its side", "on a scanner"],
)
def test_a_passports_zone_is_read_and_agrees(picture: Image.Image) -> None:
    finding = examine(samples.jpeg(picture))
    assert (finding.status, finding.reason_code) == (CheckStatus.PASS, "OK")
    assert str(finding.sentence) == "The machine-readable zone of the passport is whole and agrees with the form."
    assert [each.expected for each in finding.evidence] == ["C01X00T47", "1988-04-12", "Wei Lin"]
    assert {(each.document_id, each.page) for each in finding.evidence} == {(ID, 1)}


def printed(zone: str) -> bytes:
    """A passport with a text layer, long enough to be believed without a look at the page."""
    return samples.text_pdf((*samples.PASSPORT, *zone.replace("<", "&lt;").split("\n")))


def test_a_text_layer_needs_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "ZONE_TIMEOUT", -1)
    assert examine(printed(samples.zone()), PDF).reason_code == "OK"


def test_a_scan_in_a_pdf_is_read() -> None:
    out = io.BytesIO()
    samples.passport(turned=1).save(out, "PDF", resolution=250.0)
    assert examine(out.getvalue(), PDF).reason_code == "OK"


def test_a_card_without_a_zone_is_left_to_a_person() -> None:
    finding = examine(samples.identity_card())
    assert (finding.status, finding.reason_code) == (CheckStatus.WARN, "NO_MRZ")
    assert "A person has to compare" in str(finding.sentence)


@pytest.mark.parametrize(
    ("kind", "given", "code", "status"),
    [
        ("number", "C01X00T48", "MRZ_NUMBER_DIFFERS", CheckStatus.FAIL),
        ("number", "X99999999", "MRZ_NUMBER_DIFFERS", CheckStatus.FAIL),
        ("number", "CO1XOOT47", "MRZ_NUMBER_NEARLY", CheckStatus.WARN),
        ("date", "1988-12-04", "MRZ_BIRTH_DATE_DIFFERS", CheckStatus.FAIL),
        ("name", "Omar Haddad", "MRZ_NAME_DIFFERS", CheckStatus.FAIL),
    ],
)
def test_what_the_form_says_otherwise_is_named(kind: Kind, given: str, code: str, status: CheckStatus) -> None:
    finding = examine(printed(samples.zone()), PDF, (value(kind, given),))
    assert (finding.status, finding.reason_code) == (status, code)
    assert finding.evidence[0].expected == given and finding.evidence[0].raw
    assert (given in str(finding.sentence)) == (kind == "name")


def test_an_altered_zone_fails() -> None:
    finding = examine(samples.jpeg(samples.passport(samples.zone().replace("880412", "780412"))))
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, "MRZ_CHECK_DIGIT")
    assert "the date of birth" in str(finding.sentence) and "C01X00T47" not in str(finding.sentence)


def test_a_passport_that_has_ended_fails() -> None:
    finding = examine(printed(samples.zone(until="260430")), PDF)
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, "MRZ_EXPIRED")
    assert "expired on 30 April 2026" in str(finding.sentence)


def test_names_cut_short_are_left_to_a_person() -> None:
    long = samples.zone(names="PAPANDROPOULOS<<JONATHON<ALEXANDER<WILLI")
    finding = examine(printed(long), PDF, (value("name", "Jonathon Alexander Williams"),))
    assert finding.status == CheckStatus.WARN


def test_a_chinese_passport_without_fillers_is_read() -> None:
    parts = [part + check_digit(part) for part in ("E12345678", "830829", "310722", "LBNCLPMN12A940")]
    line = "{}CHN{}M{}{}".format(*parts) + check_digit("".join(parts))
    picture = samples.passport(f"POCHN{'ZHANG<<SAN':<<39}\n{line}", turned=1)
    expected = (value("number", "E12345678"), value("date", "1983-08-29"), value("name", "Zhang San"))
    assert examine(samples.jpeg(picture), expected=expected).reason_code == "OK"


def test_a_page_that_shows_nothing_has_no_zone() -> None:
    assert examine(samples.jpeg(Image.new("L", (900, 200), 250))).reason_code == "NO_MRZ"


@dataclass
class Blind:
    """A reader that never sees a letter, and keeps the sizes of what it was shown."""

    sizes: list[tuple[int, int]] = field(default_factory=list)

    def see(self, picture: Image.Image) -> str:
        self.sizes.append(picture.size)
        return ""

    def reader(self) -> ZoneReader:
        return ZoneReader(lambda texts: False, self.see)


def test_no_document_is_looked_at_for_ever() -> None:
    blind, page, out = Blind(), Image.new("L", (240, 320), 250), io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page] * 19)
    assert len(zone_texts(out.getvalue(), PDF, blind.reader(), beat=lambda: None)) >= 20
    assert len(blind.sizes) == 40


@pytest.mark.parametrize("size", [(1, 2600), (2600, 1), (99, 200), (120, 2000)])
def test_what_is_no_page_is_not_looked_at(size: tuple[int, int]) -> None:
    blind = Blind()
    assert blind.reader().read(Image.effect_noise(size, 90)).text == ""
    assert blind.sizes == []


def test_a_strip_on_an_empty_sheet_does_not_grow_without_bounds() -> None:
    blind, sheet = Blind(), Image.new("L", (1600, 2200), 250)
    sheet.paste(0, (100, 100, 104, 2100))
    blind.reader().read(sheet)
    assert blind.sizes and max(max(size) for size in blind.sizes) <= 4000


def test_a_reader_that_takes_too_long_is_our_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "ZONE_TIMEOUT", -1)
    with pytest.raises(OcrUnavailable):
        read_zone(samples.passport())
