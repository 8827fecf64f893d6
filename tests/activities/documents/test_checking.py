"""Checks of stored documents on both databases: Lin's papers, good, old, scanned and hostile, each checked twice."""

import io
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from PIL import Image

from activities.documents.checking import DocumentActivities
from activities.documents.inspector import DocumentInspector
from activities.documents.ocr import OcrText, OcrUnavailable, Tesseract
from db.cases import FindingRow
from db.documents import DocumentRow, PageRow, pages
from db.engine import read
from domain.accounts import Person
from domain.cases import CheckDocument
from domain.screening import CheckStatus
from tests import hostile
from tests.conftest import BOTH
from tests.drafts import once, opened, rows, twice
from tests.samples import blank_png, scanned_pdf, text_pdf
from tests.workflows.application import NAME, NUMBER, PAPERS, paper
from vault.files import VaultError, document_name
from web.services import Services

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


def checker(services: Services, ocr: CountedOcr | None = None) -> DocumentActivities:
    reader = ocr or CountedOcr()
    return DocumentActivities(services.engine, services.vault, DocumentInspector(lambda country: reader, services.now))


def given(services: Services, cast: Cast, data: bytes, *, kind: str = "registration_proof") -> CheckDocument:
    request = opened(services, cast["lin"], {kind: data})
    (document,) = rows(services, DocumentRow)
    return CheckDocument(case_id=request.application_id, document_id=document.id)


def found(services: Services) -> dict[str, FindingRow]:
    return {row.check: row for row in rows(services, FindingRow)}


def pictures(services: Services, document_id: UUID) -> list[bytes]:
    with read(services.engine) as session:
        return [services.vault.get(page.name, page.sealed_key) for page in pages(session, [document_id])]


@BOTH
@pytest.mark.parametrize("kind", PAPERS)
def test_each_good_paper_passes_and_gets_a_picture(services: Services, cast: Cast, kind: str) -> None:
    request = given(services, cast, paper(kind, services.now()), kind=kind)
    verdicts = twice(checker(services).check_document, request)
    assert [each.check for each in verdicts] == CHECKS
    assert {each.status for each in verdicts} <= {CheckStatus.PASS, CheckStatus.SKIPPED}
    assert {row.subject for row in rows(services, FindingRow)} == {str(request.document_id)}
    assert len(rows(services, FindingRow)) == len(CHECKS)
    (picture,) = pictures(services, request.document_id)
    assert Image.open(io.BytesIO(picture)).format == "WEBP"


@BOTH
@pytest.mark.parametrize(("lines", "check", "code"), [(OLD, "expiry", "TOO_OLD"), (OTHER, "shows", "NAME_NOT_FOUND")])
def test_a_paper_that_does_not_do_says_why(
    services: Services, cast: Cast, lines: tuple[str, ...], check: str, code: str
) -> None:
    twice(checker(services).check_document, given(services, cast, text_pdf(lines)))
    finding = found(services)[f"document.{check}"]
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, code)
    assert "extract from the trade register" in str(finding.sentence)


def test_a_scan_is_read_once_a_page_and_the_words_compared(services: Services, cast: Cast) -> None:
    ocr = CountedOcr()
    once(checker(services, ocr).check_document, given(services, cast, scanned_pdf(OLD)))
    assert ocr.read_pages == 1
    assert (found(services)["document.shows"].status, found(services)["document.legible"].status) == (
        CheckStatus.PASS,
        CheckStatus.PASS,
    )
    assert found(services)["document.expiry"].reason_code == "TOO_OLD"


def test_a_text_layer_needs_no_reader(services: Services, cast: Cast) -> None:
    ocr = CountedOcr()
    once(checker(services, ocr).check_document, given(services, cast, text_pdf(OLD, pages=3)))
    assert (ocr.read_pages, [row.number for row in rows(services, PageRow)]) == (0, [1, 2, 3])


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
    services: Services, cast: Cast, data: bytes, check: str, code: str
) -> None:
    request = given(services, cast, data)
    twice(checker(services).check_document, request)
    finding = found(services)[f"document.{check}"]
    assert (finding.status, finding.reason_code) == (CheckStatus.FAIL, code)
    assert pictures(services, request.document_id)


def test_a_paper_nobody_asked_for_is_looked_at_all_the_same(services: Services, cast: Cast) -> None:
    verdicts = once(checker(services).check_document, given(services, cast, text_pdf(OLD), kind="holiday_picture"))
    assert [each.status for each in verdicts] == [CheckStatus.PASS] * 2 + [CheckStatus.SKIPPED] * 2


def test_without_text_recognition_a_person_still_finds_the_pictures_and_what_the_file_is_made_of(
    services: Services, cast: Cast
) -> None:
    away = CountedOcr(reader=Tesseract(languages=("xxx",)))
    with pytest.raises(OcrUnavailable):
        once(checker(services, away).check_document, given(services, cast, scanned_pdf(OLD)))
    assert [each.check for each in rows(services, FindingRow)] == ["document.structure"]
    assert rows(services, PageRow)


def test_a_file_that_was_changed_in_the_store_is_our_error(services: Services, cast: Cast) -> None:
    request = given(services, cast, text_pdf(OLD))
    services.vault.put(document_name(request.document_id), text_pdf(OTHER))
    with pytest.raises(VaultError):
        once(checker(services).check_document, request)
    assert rows(services, FindingRow) == []
