"""Reading pictures with Tesseract, one thread each; whatever it lacks is our failure, not the applicant's."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pytesseract
from PIL import Image

# With its default threads a page takes 10 s instead of 1.5 s. The child process inherits this.
os.environ["OMP_THREAD_LIMIT"] = "1"

CHINESE, GERMAN, FRENCH = ("chi_sim", "eng"), ("deu", "eng"), ("fra", "eng")
LANGUAGES = {
    **dict.fromkeys(("CN", "SG", "HK", "MO", "TW"), CHINESE),
    **dict.fromkeys(("DE", "AT", "LI"), GERMAN),
    **dict.fromkeys(("FR", "MC"), FRENCH),
    **dict.fromkeys(("CH", "LU", "BE"), ("deu", "fra", "eng")),
}
SURE = 55.0
ZONE_TIMEOUT = 10  # seconds
# One block of text in the alphabet of Doc 9303; dictionaries would make words of names and numbers.
ZONE = (
    "--psm 6 -c load_system_dawg=0 -c load_freq_dawg=0 -c tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
)
FAILURES = (pytesseract.TesseractNotFoundError, pytesseract.TesseractError, RuntimeError)


class OcrUnavailable(Exception):
    """Tesseract or a language is not installed, or it did not finish in time: try again later."""


@dataclass(frozen=True)
class OcrText:
    """What was read, line by line, and the mean confidence 0-100 of its letters."""

    text: str
    confidence: float


class Ocr(Protocol):
    """Whatever can read a picture."""

    def read(self, picture: Image.Image) -> OcrText:
        """The text of an upright or sideways picture; OcrUnavailable."""


OcrFor = Callable[[str], Ocr]


@dataclass(frozen=True)
class Tesseract:
    """Debian's tesseract with its languages; `timeout` in seconds for each page."""

    languages: tuple[str, ...] = ("eng",)
    timeout: int = 20

    @classmethod
    def for_country(cls, country: str) -> "Tesseract":
        """A reader of the languages of a country (ISO 3166, two letters); English is always among them."""
        return cls(LANGUAGES.get(country.upper(), ("eng",)))

    def read(self, picture: Image.Image) -> OcrText:
        """The text; a picture that reads badly is turned upright and read once more. OcrUnavailable."""
        first = self._once(picture)
        if first.confidence >= SURE:
            return first
        angle = self._angle(picture)
        if not angle:
            return first
        second = self._once(picture.rotate(-angle, expand=True))
        return max(first, second, key=lambda each: each.confidence)

    def _once(self, picture: Image.Image) -> OcrText:
        try:
            table = pytesseract.image_to_data(
                picture,
                lang="+".join(self.languages),
                timeout=self.timeout,
                output_type=pytesseract.Output.DICT,
            )
        except FAILURES as error:
            raise _unavailable(error) from error
        return _assemble(table)

    def _angle(self, picture: Image.Image) -> int:
        """By how many degrees to turn clockwise; 0 when there is too little text to tell."""
        try:
            found = pytesseract.image_to_osd(picture, timeout=self.timeout)
        except (pytesseract.TesseractError, RuntimeError):
            return 0
        turn = re.search(r"Rotate: (\d+)", found)
        return int(turn[1]) if turn else 0


def read_zone(picture: Image.Image) -> str:
    """The text of a picture in the alphabet of machine-readable zones. OcrUnavailable."""
    try:
        return str(pytesseract.image_to_string(picture, lang="eng", config=ZONE, timeout=ZONE_TIMEOUT))
    except FAILURES as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> OcrUnavailable:
    return OcrUnavailable(f"Text recognition failed: {type(error).__name__}")


def _assemble(table: dict[str, list[str]]) -> OcrText:
    """Words back into lines; confidence weighs each word by its letters."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    weight, total = 0, 0.0
    for row, word in enumerate(table["text"]):
        if word.strip():
            place = (table["block_num"][row], table["par_num"][row], table["line_num"][row])
            lines.setdefault(place, []).append(word)
            weight += len(word)
            total += len(word) * float(table["conf"][row])
    text = "\n".join(" ".join(words) for words in lines.values())
    return OcrText(text, total / weight if weight else 0.0)
