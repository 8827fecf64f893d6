"""The examination of one document: is it safe, can it be read, does it show what it must, is it still valid."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from activities.documents.contract import CheckOutcome, DocumentFile, Expectations
from activities.documents.expiry import expiry
from activities.documents.mrz import ZoneCheck, mrz
from activities.documents.ocr import OcrFor
from activities.documents.pdf_structure import Danger, scan
from activities.documents.portrait import portrait
from activities.documents.reading import PageText, read_pages
from activities.documents.shows import shows
from domain.documents.limits import MediaType
from domain.screening import CheckStatus, Evidence, Finding

FEWEST_LETTERS = 10
SURE = 60.0  # mean confidence of OCR below which a person should compare with the picture
GRAVITY = tuple(Danger)
DANGERS = {
    Danger.LAUNCH: "a command that starts a program",
    Danger.SCRIPT: "a script",
    Danger.OPEN_ACTION: "an action that runs when it is opened",
    Danger.AUTO_ACTION: "an action that runs by itself",
    Danger.EMBEDDED_FILE: "another file inside it",
    Danger.DATA_FILE: "a data file inside it",
    Danger.RICH_MEDIA: "sound, film or 3D content",
    Danger.FORM_PROGRAM: "a form with a program of its own (XFA)",
    Danger.REMOTE: "a link that sends or fetches data elsewhere",
    Danger.ENCRYPTED: "restrictions set by its author",
    Danger.DAMAGED: "damaged parts that cannot be opened",
    Danger.TOO_COMPLEX: "more parts than can be looked through",
}


@dataclass(frozen=True)
class DocumentInspector:
    """Examines documents; `ocr_for` gives a reader for a country, `clock` an aware time."""

    ocr_for: OcrFor
    clock: Callable[[], datetime]

    def look(self, document: DocumentFile) -> Finding:
        """What the file is made of: needs no tool that could be away."""
        return self._timed("structure", document, lambda: structure(document))

    def read(
        self, document: DocumentFile, expected: Expectations, beat: Callable[[], None] = lambda: None
    ) -> list[Finding]:
        """What can be read in it: legible, shows, expiry, mrz if wanted; of a picture only portrait.

        OcrUnavailable or UnreadableDocument when the fault is ours, never a finding of fail.
        """
        if expected.picture:
            return [self._timed("portrait", document, lambda: portrait(document))]
        started = self.clock()
        pages = read_pages(document.data, document.media_type, self.ocr_for(expected.country), beat=beat)
        seen = legible(document, pages)
        findings = [seen.finding("document.legible", document.id, started=started, finished=self.clock())]
        readable = [] if seen.status == CheckStatus.FAIL else pages
        today = self.clock().astimezone(UTC).date()
        findings.append(self._timed("shows", document, lambda: shows(document, expected, readable)))
        findings.append(self._timed("expiry", document, lambda: expiry(document, expected, readable, today=today)))
        if expected.zone is not None:  # a zone can be made out where nothing else can
            look = ZoneCheck(document, expected.zone, today)
            findings.append(self._timed("mrz", document, lambda: mrz(look, pages, beat)))
        return findings

    def _timed(self, check: str, document: DocumentFile, work: Callable[[], CheckOutcome]) -> Finding:
        started = self.clock()
        return work().finding(f"document.{check}", document.id, started=started, finished=self.clock())


def structure(document: DocumentFile) -> CheckOutcome:
    """Whether the file holds anything but pages."""
    problems = scan(document.data) if document.media_type == MediaType.PDF else []
    if not problems:
        return CheckOutcome(
            status=CheckStatus.PASS, reason_code="OK", sentence=f"The {document.name} holds pages and nothing else."
        )
    problems.sort(key=lambda each: (not each.grave, GRAVITY.index(each.code)))
    kinds = list(dict.fromkeys(DANGERS[each.code] for each in problems))
    return CheckOutcome(
        status=CheckStatus.FAIL if problems[0].grave else CheckStatus.WARN,
        reason_code=problems[0].code.value,
        sentence=f"The {document.name} contains {_listed(kinds)}.",
        evidence=tuple(Evidence(page=each.page, raw=each.code.value) for each in problems),
    )


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def legible(document: DocumentFile, pages: list[PageText]) -> CheckOutcome:
    """Whether there is text, and how sure we are of it."""
    if sum(page.letters for page in pages) < FEWEST_LETTERS:
        sentence = f"No text could be read in the {document.name}: it may be blurred, cropped or blank."
        return CheckOutcome(status=CheckStatus.FAIL, reason_code="NO_TEXT", sentence=sentence)
    evidence = tuple(_page_evidence(pages))
    scanned = [page for page in pages if page.source == "ocr" and page.letters]
    weight = sum(page.letters for page in scanned)
    sure = sum(page.confidence * page.letters for page in scanned) / weight if weight else 100.0
    if sure < SURE:
        sentence = f"The {document.name} is hard to read: text recognition was {sure:.0f} % sure."
        return CheckOutcome(status=CheckStatus.WARN, reason_code="LOW_CONFIDENCE", sentence=sentence, evidence=evidence)
    way = f"text recognition, {sure:.0f} % sure" if scanned else "its text layer"
    sentence = f"The {document.name} can be read ({way})."
    return CheckOutcome(status=CheckStatus.PASS, reason_code="OK", sentence=sentence, evidence=evidence)


def _page_evidence(pages: list[PageText]) -> Iterator[Evidence]:
    """How each page was read; the text itself stays out of it."""
    for page in pages:
        yield Evidence(page=page.number, raw=f"{page.source}, {page.letters} letters, {page.confidence:.0f} %")
