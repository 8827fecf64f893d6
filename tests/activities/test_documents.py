"""Checks of stored documents on both databases: Lin's papers, good, old, scanned and hostile, each checked twice."""

import io
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from PIL import Image

from activities.documents import DocumentActivities
from activities.examine import Examiner
from activities.tools.ocr import OcrText, OcrUnavailable, Tesseract
from db.documents import DocumentRow, PageRow, pages
from db.engine import read
from db.vault import VaultError, document_name
from db.vetting import FindingRow
from domain.accounts import Person
from domain.screening import CheckStatus
from domain.vetting import CheckDocument
from tests import hostile
from tests.conftest import BOTH
from tests.drafts import once, opened, rows, twice
from tests.samples import blank_png, scanned_pdf, text_pdf
from tests.workflows.papers import NAME, NUMBER, PAPERS, paper
from web.house import House

Cast = dict[str, Person]
OLD = ("Extract", f"Company: {NAME}", f"Register number: {NUMBER}", "Date of issue: 12 March 2021")
OTHER = ("Extract", "Company: Omar Fishing Ltd", f"Register number: {NUMBER}", "Date of issue: 12 March 2021")
CHECKS = ["document.structure", "document.legible", "document.shows", "document.expiry"]


@dataclass
class CountedOcr:
    """Tesseract itself, counting what it is asked to read."""

    read_pages: int = 0
    reader: Tesseract = field(default_factory=lambda: Tesseract.for_country("US"))

    def read(self, picture: Image.Image) -> OcrText:
        self.read_pages += 1
        return self.reader.read(picture)


def checker(house: House, ocr: CountedOcr | None = None) -> DocumentActivities:
    reader = ocr or CountedOcr()
    return DocumentActivities(house.engine, house.vault, Examiner(lambda country: reader, house.now))


def given(house: House, cast: Cast, data: bytes, kind: str = "registration_proof") -> CheckDocument:
    request = opened(house, cast["lin"], {kind: data})
    (document,) = rows(house, DocumentRow)
    return CheckDocument(case_id=request.application_id, document_id=document.id)


def found(house: House) -> dict[str, FindingRow]:
    return {row.check: row for row in rows(house, FindingRow)}


def pictures(house: House, document_id: UUID) -> list[bytes]:
    with read(house.engine) as session:
        return [house.vault.get(page.name, page.sealed_key) for page in pages(session, [document_id])]


@BOTH
@pytest.mark.parametrize("kind", PAPERS)
def test_each_good_paper_passes_and_gets_a_picture(house: House, cast: Cast, kind: str) -> None:
    request = given(house, cast, paper(kind, house.now()), kind)
    verdicts = twice(checker(house).check_document, request)
    assert [each.check for each in verdicts] == CHECKS
    assert {each.status for each in verdicts} <= {CheckStatus.PASS, CheckStatus.SKIPPED}
    assert {row.subject for row in rows(house, FindingRow)} == {str(request.document_id)}
    assert len(rows(house, FindingRow)) == len(CHECKS)
    (picture,) = pictures(house, request.document_id)
    assert Image.open(io.BytesIO(picture)).format == "WEBP"


@BOTH
@pytest.mark.parametrize(("lines", "check", "code"), [(OLD, "expiry", "TOO_OLD"), (OTHER, "shows", "NAME_NOT_FOUND")])
def test_a_paper_that_does_not_do_says_why(
    house: House, cast: Cast, lines: tuple[str, ...], check: str, code: str
) -> None:
    twice(checker(house).check_document, given(house, cast, text_pdf(lines)))
    finding = found(house)[f"document.{check}"]
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, code)
    assert "extract from the trade register" in finding.sentence


def test_a_scan_is_read_once_a_page_and_the_words_compared(house: House, cast: Cast) -> None:
    ocr = CountedOcr()
    once(checker(house, ocr).check_document, given(house, cast, scanned_pdf(OLD)))
    assert ocr.read_pages == 1
    assert (found(house)["document.shows"].status, found(house)["document.legible"].status) == (
        CheckStatus.PASS,
        CheckStatus.PASS,
    )
    assert found(house)["document.expiry"].reason_code == "TOO_OLD"


def test_a_text_layer_needs_no_reader(house: House, cast: Cast) -> None:
    ocr = CountedOcr()
    once(checker(house, ocr).check_document, given(house, cast, text_pdf(OLD, pages=3)))
    assert (ocr.read_pages, [row.number for row in rows(house, PageRow)]) == (0, [1, 2, 3])


@pytest.mark.parametrize(
    ("data", "check", "code"),
    [
        (hostile.script_pdf(), "structure", "PDF_SCRIPT"),
        (hostile.launch_pdf(), "structure", "PDF_LAUNCH"),
        (hostile.attachment_pdf(), "structure", "PDF_EMBEDDED_FILE"),
        (blank_png(), "legible", "NO_TEXT"),
    ],
)
def test_a_hostile_or_empty_file_fails_and_is_still_shown(
    house: House, cast: Cast, data: bytes, check: str, code: str
) -> None:
    request = given(house, cast, data)
    twice(checker(house).check_document, request)
    finding = found(house)[f"document.{check}"]
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, code)
    assert pictures(house, request.document_id)


def test_a_paper_nobody_asked_for_is_looked_at_all_the_same(house: House, cast: Cast) -> None:
    verdicts = once(checker(house).check_document, given(house, cast, text_pdf(OLD), "holiday_picture"))
    assert [each.status for each in verdicts] == [CheckStatus.PASS] * 2 + [CheckStatus.SKIPPED] * 2


def test_without_text_recognition_a_person_still_finds_the_pictures_and_what_the_file_is_made_of(
    house: House, cast: Cast
) -> None:
    away = CountedOcr(reader=Tesseract(languages=("xxx",)))
    with pytest.raises(OcrUnavailable):
        once(checker(house, away).check_document, given(house, cast, scanned_pdf(OLD)))
    assert [each.check for each in rows(house, FindingRow)] == ["document.structure"]
    assert rows(house, PageRow)


def test_a_file_that_was_changed_in_the_store_is_our_error(house: House, cast: Cast) -> None:
    request = given(house, cast, text_pdf(OLD))
    house.vault.put(document_name(request.document_id), text_pdf(OTHER))
    with pytest.raises(VaultError):
        once(checker(house).check_document, request)
    assert rows(house, FindingRow) == []
