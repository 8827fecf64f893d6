"""What hides in a PDF: a walk through every dictionary of the file, nested ones too."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pydantic import BaseModel

from domain.checks.keys import Reason

# Ten megabytes can unpack to ten gigabytes; qpdf's limit holds for the whole process.
pikepdf.settings.set_qpdf_limits(flate_max_memory=128 * 1024 * 1024)

MOST_OBJECTS = 200_000
INERT_FILES = (".xml", ".json", ".jsonld", ".csv", ".txt")


ACTIONS = {
    "/JavaScript": Reason.PDF_SCRIPT,
    "/Launch": Reason.PDF_LAUNCH,
    "/GoToR": Reason.PDF_REMOTE,
    "/GoToE": Reason.PDF_EMBEDDED_FILE,
    "/SubmitForm": Reason.PDF_REMOTE,
    "/ImportData": Reason.PDF_REMOTE,
    "/Rendition": Reason.PDF_RICH_MEDIA,
    "/Movie": Reason.PDF_RICH_MEDIA,
    "/RichMediaExecute": Reason.PDF_RICH_MEDIA,
}
MEDIA = frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
KEYS = {"/JS": Reason.PDF_SCRIPT, "/AA": Reason.PDF_AUTO_ACTION, "/XFA": Reason.PDF_XFA}


class StructureProblem(BaseModel, frozen=True):
    """One danger, and the page (from 1) where it hangs; no page when it belongs to the whole file."""

    code: Reason
    page: int | None = None


def scan(data: bytes, most: int = MOST_OBJECTS) -> list[StructureProblem]:
    """All dangers of a PDF in the order found, each once per page; a plain link to a web page is none."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return list(dict.fromkeys(_problems(pdf, most)))
    except pikepdf.PasswordError:
        return [StructureProblem(code=Reason.PDF_ENCRYPTED)]
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, RuntimeError):
        return [StructureProblem(code=Reason.PDF_DAMAGED)]


def _problems(pdf: pikepdf.Pdf, most: int) -> Iterator[StructureProblem]:
    if pdf.is_encrypted:
        yield StructureProblem(code=Reason.PDF_ENCRYPTED)
    # Pages are known from the start, so that a link to page 9 does not carry its contents to page 1.
    walk = ObjectWalk({page.obj.objgen for page in pdf.pages}, most)
    for number, page in enumerate(pdf.pages, start=1):
        yield from walk.through(page.obj, number)
    yield from _opening(pdf.Root.get("/OpenAction"), walk)
    yield from walk.through(pdf.Root, None)


def _opening(action: Any, walk: "ObjectWalk") -> Iterator[StructureProblem]:
    """What happens when the file is opened; going to a page is what every word processor writes."""
    if isinstance(action, pikepdf.Dictionary) and (action.get("/S") != "/GoTo" or "/Next" in action):
        yield StructureProblem(code=Reason.PDF_OPEN_ACTION)
        yield from walk.through(action, None)


class ObjectWalk:
    """A walk that visits each indirect object once, without recursion and with an end."""

    def __init__(self, seen: set[tuple[int, int]], most: int) -> None:
        self.seen = seen
        self.left = most

    def through(self, start: Any, page: int | None) -> Iterator[StructureProblem]:
        """The dangers below `start`, told as being on `page`."""
        heap = [start]
        while heap:
            self.left -= 1
            if self.left < 0:
                yield StructureProblem(code=Reason.PDF_TOO_COMPLEX)
                return
            thing = heap.pop()
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                yield from (StructureProblem(code=code, page=page) for code in _dangers(thing))
                heap.extend(self._new(each) for key, each in thing.items() if key != "/OpenAction")
            elif isinstance(thing, pikepdf.Array):
                heap.extend(self._new(each) for each in thing)

    def _new(self, thing: Any) -> Any:
        """The thing, or nothing when the walk has been there (or will come there: pages)."""
        if not isinstance(thing, pikepdf.Object) or not thing.is_indirect:
            return thing
        if thing.objgen in self.seen:
            return None
        self.seen.add(thing.objgen)
        return thing


def _dangers(thing: Any) -> Iterator[Reason]:
    """The dangers that one dictionary names itself."""
    if (kind := str(thing.get("/S", ""))) in ACTIONS:
        yield ACTIONS[kind]
    if str(thing.get("/Subtype", "")) in MEDIA:
        yield Reason.PDF_RICH_MEDIA
    yield from (code for key, code in KEYS.items() if key in thing)
    if "/EF" in thing:
        name = str(thing.get("/UF", thing.get("/F", ""))).lower()
        # Electronic invoices and PDF/A-3 carry data this way, and say how it relates to the document.
        data = "/AFRelationship" in thing and name.endswith(INERT_FILES)
        yield Reason.PDF_DATA_FILE if data else Reason.PDF_EMBEDDED_FILE
    if isinstance(thing, pikepdf.Stream) and "/F" in thing:
        yield Reason.PDF_REMOTE  # the stream's content lies in another file
