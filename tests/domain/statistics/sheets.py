"""Sheets of marks as the exams that they stand for, so that tests go the way that the pages go."""

from domain.statistics.items import ItemColumn, ItemFigures, figures_of
from domain.statistics.marks import MarkSheet
from domain.statistics.sat_exams import AskedItem, SatExam, Version, columns_of


def item_figures(sheet: MarkSheet) -> list[ItemFigures]:
    """The figures of every item of the sheet, in its order."""
    versions: list[Version] = [Version(f"{index:03}", 1) for index in range(len(sheet.maxima))]
    points = dict(zip(versions, sheet.maxima, strict=True))
    columns = columns_of([_sat(row, versions) for row in sheet.marks], points)
    return figures_of([columns.get(each, ItemColumn([], [], [])) for each in versions], sheet.maxima)


def _sat(row: tuple[float | None, ...], versions: list[Version]) -> SatExam:
    marks = {version: mark for version, mark in zip(versions, row, strict=True) if mark is not None}
    asked = tuple(AskedItem(version, pilot=False) for version in marks)
    return SatExam(asked, {version[0]: mark for version, mark in marks.items()}, 0, passed=False, areas=())
