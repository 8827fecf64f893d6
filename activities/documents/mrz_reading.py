"""Reading the machine-readable zone of identity documents: pictures made level, cut to size, read in its alphabet."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, product

from PIL import Image, ImageFilter, ImageOps, ImageStat

from activities.documents.ocr import OcrText, read_zone
from activities.documents.reading import PageText, read_pages
from domain.documents.limits import MediaType

SMALL = 600  # pixels of width at which slant and margins are measured
EDGE = 60  # of them, left and right, where a turned picture has corners
SLANTS = tuple(step / 2 for step in range(-12, 13))  # degrees
ROWS = ImageFilter.Kernel((3, 3), (0, -1, 0, 0, 2, 0, 0, -1, 0), scale=1, offset=128)
INK = 24  # grey levels between neighbours that count as something printed
LOWER = 0.55  # the zone lies in the lower part of a passport's page
WIDTHS = (1500, 2000, 2600)
TALLEST = 4000
LEAST = 100  # pixels of either side below which there is nothing to read
SLIMMEST = 8  # one side against the other; what is slimmer is no page, and would grow without bounds
MOST_VIEWS = 40  # of one document, about a quarter of a second each
NEXT_VIEW = "\f"


class ZoneReader:
    """A reader of pictures that looks at each in several ways until `enough` says that the texts so far will do."""

    def __init__(self, enough: Callable[[Sequence[str]], bool], see: Callable[[Image.Image], str] = read_zone) -> None:
        self._enough = enough
        self._see = see
        self._texts: list[str] = []
        self._done = False

    def read(self, picture: Image.Image) -> OcrText:
        """The texts of all looks; empty once an earlier picture has done. OcrUnavailable."""
        before = len(self._texts)
        views = _views(picture.convert("L")) if _is_page(picture) else iter(())
        while not self._done and len(self._texts) < MOST_VIEWS and (view := next(views, None)):
            self._texts.append(self._see(view))
            self._done = self._enough(self._texts)
        return OcrText(NEXT_VIEW.join(self._texts[before:]), 0)


def zone_texts(data: bytes, kind: MediaType, reader: ZoneReader, *, beat: Callable[[], None]) -> list[PageText]:
    """What each look at each page read; a page with a text layer is that text. UnreadableDocument, OcrUnavailable."""
    pages = read_pages(data, kind, reader, beat=beat)
    return [page.model_copy(update={"text": text}) for page in pages for text in page.text.split(NEXT_VIEW)]


def _is_page(picture: Image.Image) -> bool:
    return min(picture.size) >= LEAST and max(picture.size) <= SLIMMEST * min(picture.size)


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    """Lower part and whole in several sizes, both ways along the lines; at last across them, should they mislead."""
    lying = picture.rotate(90, expand=True)
    along, across = sorted((picture, lying), key=lambda each: max(_sharpness(each).values()), reverse=True)
    pages = [_trimmed(_level(each)) for each in (along, along.rotate(180))]
    for page, width in chain(product(pages, WIDTHS[:1]), product(pages, WIDTHS[1:])):
        yield _sized(page.crop((0, round(page.height * LOWER), page.width, page.height)), width)
        yield _sized(page, width)
    yield from (_sized(_trimmed(_level(each)), WIDTHS[0]) for each in (across, across.rotate(180)))


def _sized(picture: Image.Image, width: int) -> Image.Image:
    zoom = min(width / picture.width, TALLEST / picture.height)
    size = (round(picture.width * zoom), round(picture.height * zoom))
    return ImageOps.autocontrast(picture, cutoff=1).resize(size, Image.Resampling.LANCZOS)


def _level(picture: Image.Image) -> Image.Image:
    """The picture turned so that its lines lie level."""
    sharpness = _sharpness(picture)
    ground = round(ImageStat.Stat(picture).median[0])
    return picture.rotate(max(SLANTS, key=sharpness.__getitem__), Image.Resampling.BICUBIC, fillcolor=ground)


def _sharpness(picture: Image.Image) -> dict[float, float]:
    """How much the rows of a small copy differ from each other, turned by each slant: most where lines lie level."""
    rows = _rows(picture)
    found = {}
    for slant in SLANTS:
        turned = rows.rotate(slant, Image.Resampling.BILINEAR).crop((EDGE, 0, SMALL - EDGE, rows.height))
        found[slant] = ImageStat.Stat(turned.resize((1, rows.height), Image.Resampling.BOX)).var[0]
    return found


def _trimmed(picture: Image.Image) -> Image.Image:
    """The picture without empty margins: a passport's page on a scanner's glass."""
    rows = _rows(picture)
    box = rows.point([255 if level > INK else 0 for level in range(256)]).getbbox()
    if box is None:
        return picture
    zoom = picture.width / SMALL
    left, top, right, bottom = (round(edge * zoom) for edge in box)
    trimmed = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
    return trimmed if _is_page(trimmed) else picture


def _rows(picture: Image.Image) -> Image.Image:
    """How much each place of a small copy differs from what lies above and below."""
    height = max(3, round(picture.height * SMALL / picture.width))
    small = picture.resize((SMALL, height), Image.Resampling.BOX)
    rows = small.filter(ROWS).point([abs(level - 128) for level in range(256)])
    inner = rows.crop((1, 1, SMALL - 1, height - 1))  # the filter leaves the outermost pixels as they were
    return ImageOps.expand(inner, border=1, fill=0)
