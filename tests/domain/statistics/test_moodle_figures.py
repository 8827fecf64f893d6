"""Our figures are those that Moodle publishes for two sets of marks, worked out there in a spreadsheet.

Source of marks and figures: github.com/moodle/moodle, folder mod/quiz/report/statistics/tests. `marks_22`, `items_22`:
fixtures/mdl_question_states.csv (commit 2c709bbb) and statistics_test.php (00e93a99). `marks_25`, `items_25`:
fixtures/results00.csv and qstats00.csv (c0dfd035), and for the whole exam stats_from_steps_walkthrough_test.php
(038014c4). Marks are one line for each person, slots in order; facility of the first set is in percent, its standard
deviation in thousandths. In the second set a mark of one third was cut off after seven digits, so figures agree in six.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.statistics.items import ItemFigures
from domain.statistics.marks import MarkSheet, summary
from domain.statistics.reliability import reliability
from tests.domain.statistics.sheets import item_figures

FOLDER = Path(__file__).parent / "moodle"
MAXIMA = (*[1.0] * 4, *[0.0] * 3, 8.0, *[1.0] * 12)
SCALE = {"facility": 100, "sd": 1000}
NAMES = ("facility", "sd", "weight", "discrimination", "efficiency")


def sheet(name: str, maxima: tuple[float, ...]) -> MarkSheet:
    lines = (FOLDER / name).read_text().splitlines()
    return MarkSheet(marks=tuple(tuple(map(float, line.split(","))) for line in lines), maxima=maxima)


def expected(name: str) -> Iterator[dict[str, float | None]]:
    for row in csv.DictReader((FOLDER / name).read_text().splitlines()):
        yield {key: float(text) if text else None for key, text in row.items()}


def found(figures: ItemFigures, name: str, scale: float = 1) -> float | None:
    value: float | None = getattr(figures, name)
    return None if value is None else value * scale


@pytest.mark.parametrize("name", NAMES)
def test_items_agree_with_moodle_to_six_decimals(name: str) -> None:
    rows = list(zip(item_figures(sheet("marks_22.csv", MAXIMA)), expected("items_22.csv"), strict=True))
    assert len(rows) == 20
    for figures, row in rows:
        value = found(figures, name, SCALE.get(name, 1))
        # There an item without points has no deviation; here its marks deviate by nothing.
        blank = 0 if name == "sd" else None
        assert value == (blank if row[name] is None else pytest.approx(row[name], abs=1e-6))


@pytest.mark.parametrize("name", NAMES)
def test_items_of_another_exam_agree_with_moodle_to_six_digits(name: str) -> None:
    rows = list(zip(item_figures(sheet("marks_25.csv", (1.0,) * 7)), expected("items_25.csv"), strict=True))
    assert len(rows) == 7
    for figures, row in rows:
        assert found(figures, name) == pytest.approx(row[name], rel=1e-6, abs=1e-6)


def test_the_whole_exam_agrees_with_moodle() -> None:
    marks, percent = sheet("marks_25.csv", (1.0,) * 7), 100 / 7
    whole, trust = summary(marks), reliability(marks, 60)
    assert [whole.n, whole.mean, whole.median] == pytest.approx([25, 4.617333332 * percent, 4.5 * percent], rel=1e-6)
    assert whole.sd == pytest.approx(0.8117265554 * percent, rel=1e-6)
    assert [whole.skewness, whole.kurtosis] == pytest.approx([-0.092502502, -0.7073968557], rel=1e-6)
    assert [trust.alpha, trust.sem] == pytest.approx([-0.872230935542, 1.1106813066 * percent], rel=1e-6)
