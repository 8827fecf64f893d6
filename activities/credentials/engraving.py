"""Ornaments drawn once: WeasyPrint interprets an SVG anew on each page, which would cost more than all the type."""

from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from weasyprint.images import SVGImage
from weasyprint.urls import URLFetcher


class Size(NamedTuple):
    """Width and height in CSS pixels."""

    width: float
    height: float


class Engraving:
    """An opaque SVG without text that stands in WeasyPrint's image cache and repeats its drawing operators.

    It answers the two calls that WeasyPrint makes to an image.
    """

    def __init__(self, file: Path, fetcher: URLFetcher) -> None:
        tree = ElementTree.fromstring(file.read_bytes())
        self._image = SVGImage(tree, file.as_uri(), fetcher, None)
        self._operators: dict[Size, bytes] = {}

    def get_intrinsic_size(self, resolution: float, font_size: float) -> Any:
        """Width, height and ratio, as WeasyPrint wants them."""
        return self._image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:  # noqa: PLR0917 (as WeasyPrint calls it)
        """Draw on a page's content stream, in CSS pixels."""
        size = Size(width, height)
        stream.push_state()
        # The recorded operators refer to these two graphics states: have the page declare them.
        stream.set_alpha(1.0)
        stream.set_alpha(1.0, stroke=True)
        if size not in self._operators:
            self._operators[size] = self._record(stream, size, style)
        stream.stream.append(self._operators[size])
        stream.pop_state()

    def _record(self, stream: Any, size: Size, style: Any) -> bytes:
        start = len(stream.stream)
        stream.push_state()  # makes the stream forget the page's colours, so that ours are all written down
        stream.pop_state()
        self._image.draw(stream, *size, style)
        drawn = b"\n".join(each if isinstance(each, bytes) else str(each).encode() for each in stream.stream[start:])
        del stream.stream[start:]
        return drawn
