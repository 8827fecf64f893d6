"""The certificate press: sets the face of a certificate as a PDF/A-3 page that carries its own data."""

import json
import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from math import ceil
from pathlib import Path
from threading import Lock
from unicodedata import combining, east_asian_width

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from activities.credentials.engraving import Engraving
from activities.credentials.glyphs import settable
from domain.credentials.standing import CertificateFace
from domain.messages import msg
from words import templates
from words.wording import label, word

# WeasyPrint would open this file of its own for each page, and leave it open.
SRGB = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
WIDER_FROM = (5, 11)  # so many categories with levels take two columns, and three
FOLDER = Path(__file__).parents[2] / "templates" / "pdf"
STYLES = ("fonts.css", "certificate.css", "facts.css", "anchor_certificate.css")
# The widest name, in ems, that each size of type in certificate.css takes: one line at 1 and 2, then more.
WIDEST_NAME = (14.0, 17.5, 40.0, 52.0, 90.0)
ONE_LINE = {3: 22.0, 4: 27.0}  # ems; a name of these sizes that is wider takes two lines
WIDEST_ROW = 44.0  # ems of product categories, with the gaps between them
DOT = "\u2002·\u2002"  # between en spaces; in ems:
GAP = 1.3


class CertificatePress:
    """Fonts, styles and seal parsed once per process; `press` may be called from any thread."""

    def __init__(self) -> None:
        with _own_fonts():
            self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=("file", "data"), fail_on_errors=True)
        self._styles = [CSS(FOLDER / name, font_config=self._fonts, url_fetcher=self._fetcher) for name in STYLES]
        self._ornaments = {file.as_uri(): Engraving(file, self._fetcher) for file in FOLDER.glob("*.svg")}
        self._templates = _templates()
        self._lock = Lock()  # neither WeasyPrint's cache nor Pango's font map bears two threads

    def press(self, face: CertificateFace, template: str, portrait: bytes | None = None) -> bytes:
        """The PDF of `face` set in `template` of templates/pdf, with a JPEG portrait; equal input gives equal bytes."""
        html = self._templates.get_template(template).render(
            face=face,
            qr=qr_code(face.verify_url),
            size=name_size(face.holder),
            measure=name_measure(face.holder),
            rows=rows([label(each) for each in face.categories]),
            columns=columns({label(category): label(level) for category, level in face.levels.items()}),
            dot=DOT,
            portrait=f"data:image/jpeg;base64,{b64encode(portrait).decode()}" if portrait else "",
            local_name=face.local_name if settable(face.local_name) else "",
        )
        with self._lock:
            page = HTML(string=html, base_url=str(FOLDER / template), url_fetcher=self._fetcher)
            pdf = page.write_pdf(
                stylesheets=self._styles,
                font_config=self._fonts,
                cache=dict(self._ornaments),
                attachments=[credential(face)],
                pdf_variant="pdf/a-3a",
                color_profiles={"sheet": _colours()},
                output_intent="sheet",
            )
        return bytes(pdf)


def name_size(name: str) -> int:
    """The size class, 1 (large) to 6 (small), that sets `name` inside its box on the certificate."""
    width = sum(map(_ems, name))
    return next((size for size, limit in enumerate(WIDEST_NAME, start=1) if width <= limit), len(WIDEST_NAME) + 1)


def name_measure(name: str) -> float | None:
    """The width in ems that breaks a name of two lines in the middle, not before its last word; None for others."""
    width = sum(map(_ems, name))
    if width <= ONE_LINE.get(name_size(name), width):
        return None
    # Words are only guessed at and do not break where one would like; Chinese does both.
    return round(width / 2 * (1.15 if " " in name else 1.02) + 0.5, 1)


def rows(categories: Sequence[str]) -> list[list[str]]:
    """The categories in as few rows as hold them, of about equal length."""
    widths = [sum(map(_ems, category)) + GAP for category in categories]
    count = ceil(sum(widths) / WIDEST_ROW)
    filled: list[list[str]] = [[] for _ in range(count)]
    for before, width, category in zip(accumulate(widths, initial=0.0), widths, categories, strict=False):
        filled[int((before + width / 2) * count / sum(widths))].append(category)
    return [row for row in filled if row]


def columns(levels: dict[str, str]) -> list[list[tuple[str, str]]]:
    """Categories with their levels in as few columns as hold them, of about equal length."""
    pairs = list(levels.items())
    count = 1 + sum(len(pairs) >= most for most in WIDER_FROM)
    height = ceil(len(pairs) / count)
    return [pairs[start : start + height] for start in range(0, len(pairs), height)] if pairs else []


def qr_code(url: str) -> str:
    """A data URI of the QR code that leads to `url`, with enough correction for a scratched frame."""
    return str(segno.make(url, error="m", micro=False).png_data_uri(scale=6, border=0, dark="#1f2a26", light=None))


def credential(face: CertificateFace) -> Attachment:
    """The face as data for machines, embedded as credential.json; dated by the face, never by the clock."""
    text = json.dumps(face.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True)
    issued = datetime.combine(face.issued_on, time(), UTC)
    return Attachment(
        string=text,
        name="credential.json",
        description=word(msg("Machine-readable credential")),
        created=issued,
        modified=issued,
        relationship="Data",
    )


def _ems(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF":
        return 1.0
    return 0.72 if character.isupper() else 0.47


def _colours() -> ColorProfile:
    """The colour space of the sheet; new for each page, for a profile once written comes out differently."""
    return ColorProfile(BytesIO(SRGB), "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b"))


def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    templates.install(environment)
    return environment


@contextmanager
def _own_fonts() -> Iterator[None]:
    """Let Fontconfig read our folder while it loads, and leave the rest of the process as it was."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts" / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
