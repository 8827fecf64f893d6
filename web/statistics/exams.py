"""What is shown of the exams of one blueprint: how people did, how far that can be relied on, and area by area."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.statistics.marks import Summary, mean, summary
from domain.statistics.reliability import Reliability, reliability
from domain.statistics.sat_exams import BINS, SatExam, Version, histogram, sheet_of, usual_cut
from web.common.plots import Bar, bars, place_of


class AreaShown(NamedTuple):
    """How an area went: its mean in percent, and the share (0-1) of people who met its floor, None without one."""

    label: str
    floor: int | None
    mean: float | None
    met: float | None


class Histogram(NamedTuple):
    """How many came to what percentage, and where the cut score lies."""

    bars: list[Bar]
    most: int
    cut_x: float


class BlueprintResults(NamedTuple):
    """The exams of one blueprint (no name: drawn by the pack's own figures); `cut` is the one that most had."""

    name: str
    summary: Summary
    trust: Reliability
    cut: float
    other_cuts: int
    passed: int
    areas: list[AreaShown]
    plot: Histogram


def results_of_blueprint(name: str, exams: Sequence[SatExam], points: Mapping[Version, float]) -> BlueprintResults:
    """The figures of exams that were drawn by the same blueprint."""
    cut, sheet = usual_cut(exams) or 0.0, sheet_of(exams, points)
    return BlueprintResults(
        name=name,
        summary=summary(sheet),
        trust=reliability(sheet, cut),
        cut=cut,
        other_cuts=sum(sat.cut_percent != cut for sat in exams),
        passed=sum(sat.passed for sat in exams),
        areas=_areas(exams),
        plot=_plot(sheet.totals, cut),
    )


def _areas(exams: Sequence[SatExam]) -> list[AreaShown]:
    """By key; where countries differ, the label and the floor are those of the latest exam."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for sat in exams:
        for area in sat.areas:
            found.setdefault(str(area["area"]), []).append(area)
    return [_area(rows) for rows in found.values()]


def _area(rows: Sequence[Mapping[str, object]]) -> AreaShown:
    last, floored = rows[-1], [row for row in rows if row["floor"] is not None]
    floor = last["floor"]
    return AreaShown(
        label=str(last["label"]),
        floor=floor if isinstance(floor, int) else None,
        mean=mean([float(str(row["percent"])) for row in rows]),
        met=mean([float(bool(row["met"])) for row in floored]),
    )


def _plot(percents: Sequence[float], cut: float) -> Histogram:
    counts = histogram(percents)
    most, step = max(counts), 100 // BINS
    rows = [(str(number * step), float(count), str(count)) for number, count in enumerate(counts)]
    return Histogram(bars(rows, most), most, place_of(cut))
