"""The examination of real documents: Lin's papers, good and bad."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PIL import Image

from activities.documents.contract import DocumentFile, Expectations, ExpectedValue
from activities.documents.inspector import DocumentInspector
from activities.documents.ocr import OcrText, OcrUnavailable, Tesseract
from domain.documents.limits import MediaType
from domain.screening import CheckStatus, Finding
from tests import hostile, samples

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ID = UUID("01890000-0000-7000-8000-000000000001")
NAME = ExpectedValue(field="legal_name", label="Registered name", value="Lin Trading Ltd", kind="name")
NUMBER = ExpectedValue(field="number", label="Registration number", value="HRB 123456 B", kind="number")
BOTH = Expectations(must_show=(NAME, NUMBER), expires=True, country="US")


@dataclass
class SpokenOcr:
    """A fake reader that knows what every picture says."""

    text: str
    confidence: float = 90.0

    def read(self, picture: Image.Image) -> OcrText:
        return OcrText(self.text, self.confidence)


def licence(data: bytes, media_type: MediaType = MediaType.PDF) -> DocumentFile:
    return DocumentFile(id=ID, data=data, media_type=media_type, label="Business licence")


def examine(
    data: bytes, expected: Expectations = BOTH, kind: MediaType = MediaType.PDF, *, ocr: SpokenOcr | None = None
) -> dict[str, Finding]:
    inspector = DocumentInspector(lambda country: ocr or Tesseract.for_country(country), lambda: NOW)
    document = licence(data, kind)
    return {finding.check: finding for finding in (inspector.look(document), *inspector.read(document, expected))}


def codes(findings: dict[str, Finding]) -> list[str]:
    return [finding.reason_code for finding in findings.values()]


def changed(old: str, new: str) -> tuple[str, ...]:
    return tuple(line.replace(old, new) for line in samples.LATIN)


def test_a_good_licence_passes_all_four_checks_with_evidence() -> None:
    findings = examine(samples.text_pdf())
    assert list(findings) == ["document.structure", "document.legible", "document.shows", "document.expiry"]
    assert {finding.status for finding in findings.values()} == {CheckStatus.PASS}
    assert {finding.subject for finding in findings.values()} == {str(ID)}
    shown = findings["document.shows"].evidence[0]
    assert (shown.document_id, shown.page, shown.field, shown.raw) == (ID, 1, "legal_name", "Lin Trading Ltd")


def test_a_chinese_licence_passes_from_its_text() -> None:
    name = NAME.model_copy(update={"value": "上海林氏贸易有限公司"})
    code = NUMBER.model_copy(update={"value": "91310000MA1K3YJ12X"})
    expected = Expectations(must_show=(name, code), expires=True, country="CN")
    assert codes(examine(samples.text_pdf(samples.CHINESE), expected)) == ["OK"] * 4


def test_a_scanned_chinese_licence_is_read_by_tesseract() -> None:
    name = NAME.model_copy(update={"value": "上海林氏贸易有限公司"})
    expected = Expectations(must_show=(name,), expires=True, country="CN")
    findings = examine(samples.scanned_pdf(samples.CHINESE, samples.CJK_FONT), expected)
    assert codes(findings) == ["OK"] * 4
    assert "text recognition" in str(findings["document.legible"].sentence)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.scanned_pdf(), MediaType.PDF),
        (samples.turned_jpeg(), MediaType.JPEG),
        (samples.sideways_jpeg(), MediaType.JPEG),
        (samples.heic(), MediaType.HEIC),
    ],
)
def test_a_photo_is_read_whichever_way_it_lies(data: bytes, kind: MediaType) -> None:
    assert codes(examine(data, kind=kind)) == ["OK"] * 4


def test_a_blank_page_has_no_text_and_nothing_else_is_claimed() -> None:
    findings = examine(samples.blank_png(), kind=MediaType.PNG)
    assert codes(findings) == ["OK", "NO_TEXT", "NO_TEXT", "NO_TEXT"]
    statuses = [finding.status for finding in findings.values()]
    assert statuses == [CheckStatus.PASS, CheckStatus.FAIL, CheckStatus.SKIPPED, CheckStatus.SKIPPED]


def test_a_poor_scan_is_passed_to_a_person() -> None:
    findings = examine(samples.png(), kind=MediaType.PNG, ocr=SpokenOcr("\n".join(samples.LATIN), 41))
    assert findings["document.legible"].status == CheckStatus.WARN
    assert findings["document.legible"].reason_code == "LOW_CONFIDENCE"
    assert "41 %" in str(findings["document.legible"].sentence)


def test_another_legal_form_is_told_in_words() -> None:
    name = NAME.model_copy(update={"value": "Lin Trading GmbH"})
    finding = examine(samples.text_pdf(), Expectations(must_show=(name,)))["document.shows"]
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, "NAME_DIFFERS")
    assert str(finding.sentence) == (
        'The business licence shows "Lin Trading Ltd" but the form says "Lin Trading GmbH". "Ltd" and "GmbH" differ.'
    )


@pytest.mark.parametrize(
    ("value", "kind", "code", "status"),
    [
        ("Omar Fishing Ltd", "name", "NAME_NOT_FOUND", CheckStatus.FAIL),
        ("Lin Trading Co., Ltd.", "name", "NAME_NEARLY", CheckStatus.WARN),
        ("HRB 999999 Z", "number", "NUMBER_NOT_FOUND", CheckStatus.FAIL),
        ("HRB 123465 B", "number", "NUMBER_DIFFERS", CheckStatus.FAIL),
        ("HRB 1Z3456 8", "number", "NUMBER_NEARLY", CheckStatus.WARN),
    ],
)
def test_each_kind_of_difference_has_its_code(value: str, kind: str, code: str, status: CheckStatus) -> None:
    wanted = ExpectedValue.model_validate({"field": "f", "label": "Value", "value": value, "kind": kind})
    finding = examine(samples.text_pdf(), Expectations(must_show=(wanted, NAME)))["document.shows"]
    assert (finding.reason_code, finding.status) == (code, status)
    assert [evidence.expected for evidence in finding.evidence] == [value, NAME.value]


@pytest.mark.parametrize(
    ("until", "code", "status"),
    [
        ("31 December 2031", "OK", CheckStatus.PASS),
        ("1 May 2026", "EXPIRES_SOON", CheckStatus.WARN),
        ("30 May 2026", "EXPIRES_SOON", CheckStatus.WARN),
        ("31 May 2026", "OK", CheckStatus.PASS),
        ("30 April 2026", "EXPIRED", CheckStatus.FAIL),
        ("further notice", "NO_DATE_FOUND", CheckStatus.WARN),
    ],
)
def test_the_expiry_date_decides(until: str, code: str, status: CheckStatus) -> None:
    finding = examine(samples.text_pdf(changed("31 December 2031", until)))["document.expiry"]
    assert (finding.reason_code, finding.status) == (code, status)


@pytest.mark.parametrize(
    ("issued", "code"),
    [
        ("12 March 2021", "TOO_OLD"),
        ("1 February 2026", "OK"),
        ("3 May 2026", "ISSUED_IN_FUTURE"),
        ("", "NO_DATE_FOUND"),
    ],
)
def test_a_document_must_be_young_enough(issued: str, code: str) -> None:
    young = Expectations(max_age=timedelta(days=90), country="US")
    finding = examine(samples.text_pdf(changed("12 March 2021", issued)), young)["document.expiry"]
    assert finding.reason_code == code


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (hostile.launch_pdf(), "PDF_LAUNCH", CheckStatus.FAIL),
        (hostile.script_pdf(), "PDF_SCRIPT", CheckStatus.FAIL),
        (hostile.attachment_pdf(), "PDF_EMBEDDED_FILE", CheckStatus.FAIL),
        (hostile.attachment_pdf("invoice.xml"), "PDF_DATA_FILE", CheckStatus.WARN),
        (hostile.encrypted_pdf(user=""), "PDF_ENCRYPTED", CheckStatus.WARN),
    ],
)
def test_a_dangerous_file_is_named_and_still_read(data: bytes, code: str, status: CheckStatus) -> None:
    findings = examine(data)
    assert (findings["document.structure"].reason_code, findings["document.structure"].status) == (code, status)
    assert findings["document.shows"].status == CheckStatus.PASS


def test_a_missing_language_is_our_failure_and_not_a_finding() -> None:
    inspector = DocumentInspector(lambda _: Tesseract(languages=("xxx",)), lambda: NOW)
    with pytest.raises(OcrUnavailable):
        inspector.read(licence(samples.png(), MediaType.PNG), BOTH)


def test_the_same_document_gives_the_same_findings() -> None:
    assert examine(samples.text_pdf()) == examine(samples.text_pdf())
