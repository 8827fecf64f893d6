"""Exams that were sat, as statistics need them: which versions were asked, what they earned, and which were pilots.

A pilot is measured against the scored items of its form; neither its own mark nor another pilot's is in any total.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any, NamedTuple

from domain.statistics.items import ItemColumn
from domain.statistics.marks import MarkSheet

GROUPS = 5
BINS = 10


class Version(NamedTuple):
    """An item's id as text, and the number of the version."""

    item: str
    number: int


class AskedItem(NamedTuple):
    """One item of a form."""

    version: Version
    pilot: bool


class SatExam(NamedTuple):
    """One attempt that counts; `marks` are points by item (its id as text), `areas` dumped `AreaShare`."""

    asked: tuple[AskedItem, ...]
    marks: Mapping[str, float]
    cut_percent: float
    passed: bool
    areas: Sequence[Mapping[str, Any]]

    def mark(self, version: Version) -> float:
        """The points for an item; what was not answered earned none."""
        return self.marks.get(version.item, 0.0)


def sheet_of(exams: Sequence[SatExam], points: Mapping[Version, float]) -> MarkSheet:
    """The scored marks of these exams, one column for each version."""
    versions = sorted({asked.version for sat in exams for asked in sat.asked if not asked.pilot})
    place = {version: index for index, version in enumerate(versions)}
    rows = []
    for sat in exams:
        row: list[float | None] = [None] * len(versions)
        for version, pilot in sat.asked:
            if not pilot:
                row[place[version]] = sat.mark(version)
        rows.append(tuple(row))
    # The rows are even by the way they are made, and there may be a million marks to look at.
    return MarkSheet.model_construct(marks=tuple(rows), maxima=tuple(points[version] for version in versions))


def columns_of(exams: Sequence[SatExam], points: Mapping[Version, float]) -> dict[Version, ItemColumn]:
    """Every version that was asked, with what else those people came to; a pilot is in no total."""
    found: dict[Version, ItemColumn] = {}
    scored: set[Version] = set()
    for sat in exams:
        earned, could = scored_sum(sat, points)
        total = _percent(earned, could)
        for version, pilot in sat.asked:
            mark, most = sat.mark(version), points[version]
            column = found.setdefault(version, ItemColumn([], [], []))
            column.marks.append(mark)
            column.rest.append(total if pilot else _percent(earned - mark, could - most))
            column.totals.append(total)
            if not pilot:
                scored.add(version)
    return {version: column._replace(scored=version in scored) for version, column in found.items()}


def scored_sum(sat: SatExam, points: Mapping[Version, float]) -> tuple[float, float]:
    """What an exam earned with its scored items, and what it could."""
    asked = [version for version, pilot in sat.asked if not pilot]
    return fsum(map(sat.mark, asked)), fsum(points[version] for version in asked)


def usual_cut(exams: Sequence[SatExam]) -> float | None:
    """The cut score in percent that most of these exams had."""
    cuts = Counter(sat.cut_percent for sat in exams)
    # On a tie the stricter one.
    return max(cuts, key=lambda cut: (cuts[cut], cut)) if cuts else None


def histogram(percents: Sequence[float]) -> list[int]:
    """How many came to 0 to under 10 percent, and so on; the last of the ten counts 100 with it."""
    found = Counter(min(int(max(percent, 0) * BINS / 100), BINS - 1) for percent in percents)
    return [found[index] for index in range(BINS)]


def score_groups(totals: Sequence[float]) -> list[list[int]]:
    """The people (as places in `totals`) in five groups, the lowest totals first; equal totals stay together."""
    ranked = sorted(totals)
    edges = [ranked[len(ranked) * step // GROUPS] for step in range(1, GROUPS)] if ranked else []
    groups: list[list[int]] = [[] for _ in range(GROUPS)]
    for place, total in enumerate(totals):
        groups[sum(total >= edge for edge in edges)].append(place)
    return groups


def _percent(earned: float, could: float) -> float:
    return 100 * earned / could if could > 0 else 0.0
