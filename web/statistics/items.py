"""Statistics of the items: a table that can be sorted, and the same as a file for a spreadsheet."""

import csv
import io
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from db.engine import read
from db.statistics import TitledVersion, counted, titled
from domain.statistics.items import ItemFigures, figures_of
from domain.statistics.marks import Reliance
from domain.statistics.sat_exams import Version, columns_of
from web.common.deps import MayReadBank, Services
from web.common.pages import page
from words.wording import word

FIGURES = ("facility", "sd", "point_biserial", "upper_lower", "discrimination", "efficiency", "weight")
SORTS = ("code", "n", *FIGURES)
DIGITS = 4
# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


router = APIRouter(prefix="/statistics")


class ItemLine(NamedTuple):
    """One version and its figures."""

    version: Version
    titled: TitledVersion
    figures: ItemFigures

    @property
    def hidden(self) -> bool:
        """Whether too few were asked."""
        return self.figures.reliance == Reliance.HIDDEN


@router.get("/items")
def items(request: Request, services: Services, _: MayReadBank, sort: str = "code") -> Response:
    """Every version that was asked; what is unknown comes last."""
    by = sort if sort in SORTS else "code"
    with read(services.engine) as session:
        found = ordered(lines(session), by)
    return page(request, "statistics/items.html", lines=found, sort=by)


@router.get("/items.csv")
def items_file(services: Services, _: MayReadBank) -> Response:
    """The table as a file."""
    with read(services.engine) as session:
        found = ordered(lines(session), "code")
    name = f"items-{services.today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(table(found), media_type="text/csv; charset=utf-8", headers=headers)


def lines(session: Session) -> list[ItemLine]:
    """The figures of every version that was asked in an exam that counts."""
    known = titled(session)
    points = {version: each.points for version, each in known.items()}
    columns = columns_of([each.sat for each in counted(session)], points)
    figures = figures_of(list(columns.values()), [points[version] for version in columns])
    return [ItemLine(version, known[version], each) for version, each in zip(columns, figures, strict=True)]


def ordered(found: list[ItemLine], by: str) -> list[ItemLine]:
    """By code and version, or by a figure, lowest first; what is hidden or unknown last."""
    plain = sorted(found, key=lambda line: (line.titled.code, line.version))
    if by == "code":
        return plain

    def rank(line: ItemLine) -> tuple[bool, float]:
        # How often it was asked is told even where the other figures are not.
        value = getattr(line.figures, by) if by == "n" or not line.hidden else None
        return value is None, value or 0.0

    return sorted(plain, key=rank)


def table(found: list[ItemLine]) -> str:
    """The lines as CSV (RFC 4180); numbers with a point, hidden ones empty, texts never formulas."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("code", "version", "title", "area", "state", "n", *FIGURES, "flags"))
    for line in found:
        numbers = [None if line.hidden else getattr(line.figures, name) for name in FIGURES]
        texts = (line.titled.title, line.titled.area, line.titled.state.value)
        writer.writerow(
            (
                safe(line.titled.code),
                line.version[1],
                *map(safe, texts),
                line.figures.n,
                *("" if number is None else round(number, DIGITS) for number in numbers),
                safe(" ".join(word(flag.sentence) for flag in line.figures.flags)),
            )
        )
    return file.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    # Both: stripping takes away the tab or line break that is one of the marks itself.
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
