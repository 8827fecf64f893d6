"""Sheets of marks as the exams that they stand for, so that tests go the way that the pages go."""

from domain.item_statistics import Column, ItemFigures, figures_of
from domain.sat import Asked, Sat, Version, columns_of
from domain.statistics import Sheet


def item_figures(sheet: Sheet) -> list[ItemFigures]:
    """The figures of every item of the sheet, in its order."""
    versions: list[Version] = [(f"{index:03}", 1) for index in range(len(sheet.maxima))]
    points = dict(zip(versions, sheet.maxima, strict=True))
    columns = columns_of([_sat(row, versions) for row in sheet.marks], points)
    return figures_of([columns.get(each, Column([], [], [])) for each in versions], sheet.maxima)


def _sat(row: tuple[float | None, ...], versions: list[Version]) -> Sat:
    marks = {version: mark for version, mark in zip(versions, row, strict=True) if mark is not None}
    asked = tuple(Asked(version, pilot=False) for version in marks)
    return Sat(asked, {version[0]: mark for version, mark in marks.items()}, 0, passed=False, areas=())
