"""The examination of one document: is it safe, can it be read, does it show what it must, is it still valid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from activities.documents.contract import DocumentFile, Expectations, about_document
from activities.documents.expiry import expiry
from activities.documents.mrz import ZoneCheck, mrz
from activities.documents.ocr import OcrFor
from activities.documents.pdf_structure import scan
from activities.documents.portrait import portrait
from activities.documents.reading import PageText, read_pages
from activities.documents.shows import shows
from domain.checks.documents import STRUCTURE
from domain.checks.keys import CheckKey, Reason
from domain.checks.outcome import CheckOutcome
from domain.documents.limits import MediaType
from domain.messages import msg, msg_n
from domain.screening import CheckStatus, Evidence, Finding

FEWEST_LETTERS = 10
SURE = 60.0  # mean confidence of OCR below which a person should compare with the picture


@dataclass(frozen=True)
class DocumentInspector:
    """Examines documents; `ocr_for` gives a reader for a country, `clock` an aware time."""

    ocr_for: OcrFor
    clock: Callable[[], datetime]

    def look(self, document: DocumentFile) -> Finding:
        """What the file is made of: needs no tool that could be away."""
        return self._timed(document, lambda: structure(document))

    def read(
        self, document: DocumentFile, expected: Expectations, beat: Callable[[], None] = lambda: None
    ) -> list[Finding]:
        """What can be read in it: legible, shows, expiry, mrz if wanted; of a picture only portrait.

        OcrUnavailable or UnreadableDocument when the fault is ours, never a finding of fail.
        """
        if expected.picture:
            return [self._timed(document, lambda: portrait(document))]
        started = self.clock()
        pages = read_pages(document.data, document.media_type, self.ocr_for(expected.country), beat=beat)
        seen = legible(document, pages)
        findings = [about_document(seen, document.id, started=started, finished=self.clock())]
        readable = [] if seen.status == CheckStatus.FAIL else pages
        today = self.clock().astimezone(UTC).date()
        findings.append(self._timed(document, lambda: shows(document, expected, readable)))
        findings.append(self._timed(document, lambda: expiry(document, expected, readable, today=today)))
        if expected.zone is not None:  # a zone can be made out where nothing else can
            look = ZoneCheck(document, expected.zone, today)
            findings.append(self._timed(document, lambda: mrz(look, pages, beat)))
        return findings

    def _timed(self, document: DocumentFile, work: Callable[[], CheckOutcome]) -> Finding:
        started = self.clock()
        return about_document(work(), document.id, started=started, finished=self.clock())


def structure(document: DocumentFile) -> CheckOutcome:
    """Whether the file holds anything but pages."""
    problems = scan(document.data) if document.media_type == MediaType.PDF else []
    if not problems:
        sentence = msg("The {document} holds pages and nothing else.", document=document.name)
        return CheckOutcome(CheckKey.STRUCTURE, Reason.OK, sentence)
    # The gravest first: it gives the finding its reason.
    problems.sort(key=lambda each: STRUCTURE.rank(each.code))
    parts = [STRUCTURE.results[each].words for each in dict.fromkeys(each.code for each in problems)]
    sentence = msg("The {document} contains {parts}.", document=document.name, parts=parts)
    evidence = tuple(Evidence(page=each.page, raw=each.code.value) for each in problems)
    return CheckOutcome(CheckKey.STRUCTURE, problems[0].code, sentence, evidence=evidence)


def legible(document: DocumentFile, pages: list[PageText]) -> CheckOutcome:
    """Whether there is text, and how sure we are of it."""
    name = document.name
    if sum(page.letters for page in pages) < FEWEST_LETTERS:
        sentence = msg("No text could be read in the {document}: it may be blurred, cropped or blank.", document=name)
        return CheckOutcome(CheckKey.LEGIBLE, Reason.NO_TEXT, sentence)
    evidence = tuple(_page_evidence(pages))
    scanned = [page for page in pages if page.source == "ocr" and page.letters]
    if not scanned:
        sentence = msg("The {document} can be read (its text layer).", document=name)
        return CheckOutcome(CheckKey.LEGIBLE, Reason.OK, sentence, evidence=evidence)
    sure = sum(page.confidence * page.letters for page in scanned) / sum(page.letters for page in scanned)
    if sure < SURE:
        sentence = msg(
            "The {document} is hard to read: text recognition was {percent} % sure.", document=name, percent=round(sure)
        )
        return CheckOutcome(CheckKey.LEGIBLE, Reason.LOW_CONFIDENCE, sentence, evidence=evidence)
    sentence = msg(
        "The {document} can be read (text recognition, {percent} % sure).", document=name, percent=round(sure)
    )
    return CheckOutcome(CheckKey.LEGIBLE, Reason.OK, sentence, evidence=evidence)


def _page_evidence(pages: list[PageText]) -> Iterator[Evidence]:
    """How each page was read; the text itself stays out of it."""
    for page in pages:
        note = msg_n("Its text layer has {n} letter.", "Its text layer has {n} letters.", n=page.letters)
        if page.source == "ocr":
            note = msg_n(
                "Text recognition found {n} letter and is {percent} % sure.",
                "Text recognition found {n} letters and is {percent} % sure.",
                n=page.letters,
                percent=round(page.confidence),
            )
        yield Evidence(page=page.number, note=note)
