"""Specimen papers of the demo data: PDFs from a template, and drawn portraits."""

import io
from datetime import date, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from PIL import Image, ImageDraw
from weasyprint import HTML

from settings import ROOT
from words import templates

SIZE = (900, 1200)  # pixels
GRAIN = 24  # deviation of grey levels, as a photograph has it


def paper_of(paper: dict[str, Any], today: date) -> tuple[bytes, str]:
    """A specimen paper and the ending of its name: a portrait where it is `drawn` in a colour, else a PDF."""
    return (portrait(tuple(paper["drawn"])), "jpg") if "drawn" in paper else (paper_pdf(paper, today), "pdf")


def paper_pdf(paper: dict[str, Any], today: date) -> bytes:
    """A specimen paper as a PDF; `{day: n}` in its lines is the date n days from today, `zone` lines for machines."""
    lines = [(label, _spelt(value, today)) for label, value in paper["lines"]]
    known = {"zone": []} | paper | {"lines": lines}
    return bytes(HTML(string=_template().render(paper=known)).write_pdf())


def portrait(skin: tuple[int, ...]) -> bytes:
    """A drawn face as a JPEG photograph: obviously nobody's."""
    face = Image.new("RGB", SIZE, (188, 204, 198))
    draw = ImageDraw.Draw(face)
    draw.ellipse((60, 900, 840, 1700), fill=(11, 93, 75))
    draw.rounded_rectangle((370, 780, 530, 1000), 70, fill=skin)
    draw.ellipse((200, 190, 700, 860), fill=(58, 44, 38))
    draw.ellipse((240, 270, 660, 860), fill=skin)
    for left in (345, 505):
        draw.ellipse((left, 510, left + 50, 545), fill=(40, 40, 50))
    draw.arc((370, 560, 530, 730), 25, 155, fill=(150, 60, 60), width=14)
    grain = Image.effect_noise(SIZE, GRAIN).convert("RGB")
    out = io.BytesIO()
    Image.blend(face, grain, 0.15).save(out, "JPEG", quality=90)
    return out.getvalue()


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    templates.install(environment)
    return environment.get_template("demo/paper.html")


def _spelt(value: str | dict[str, int], today: date) -> str:
    if isinstance(value, dict):
        return (today + timedelta(days=value["day"])).strftime("%d %B %Y")
    return value
