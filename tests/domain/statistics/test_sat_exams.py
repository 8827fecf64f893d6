"""Exams that were sat become sheets and columns; pilots are measured and count nowhere."""

import pytest

from domain.statistics.items import figures_of
from domain.statistics.marks import summary
from domain.statistics.sat_exams import (
    AskedItem,
    SatExam,
    Version,
    columns_of,
    histogram,
    score_groups,
    scored_sum,
    sheet_of,
    usual_cut,
)
from tests.domain.statistics.sheets import item_figures

ONE, TWO, PILOT, OTHER = Version("one", 1), Version("two", 1), Version("pilot", 1), Version("other", 2)
POINTS = {ONE: 1.0, TWO: 2.0, PILOT: 1.0, OTHER: 1.0}


def sat(marks: dict[str, float], pilots: tuple[Version, ...] = (PILOT,), cut: float = 80) -> SatExam:
    asked = [AskedItem(version, version in pilots) for version in POINTS if version.item in marks]
    return SatExam(asked=tuple(asked), marks=marks, cut_percent=cut, passed=True, areas=())


EXAMS = [
    sat({"one": 1, "two": 2, "pilot": 0}),
    sat({"one": 1, "two": 0, "pilot": 1}),
    sat({"one": 0, "two": 1, "other": 1}, pilots=(OTHER,)),
]


def test_totals_are_made_of_scored_items_alone() -> None:
    assert [scored_sum(each, POINTS) for each in EXAMS] == [(3, 3), (1, 3), (1, 3)]
    sheet = sheet_of(EXAMS, POINTS)
    assert sheet.maxima == (1, 2)
    assert summary(sheet).median == pytest.approx(100 / 3)


def test_a_pilot_is_measured_against_the_scored_items_and_not_against_another_pilot() -> None:
    both = sat({"one": 1, "two": 0, "pilot": 1, "other": 1}, pilots=(PILOT, OTHER))
    columns = columns_of([EXAMS[0], both], POINTS)
    assert columns[PILOT].rest == columns[PILOT].totals == pytest.approx([100, 100 / 3])
    assert (columns[PILOT].scored, columns[ONE].scored) == (False, True)
    # the rest of `one` is `two` alone
    assert columns[ONE].rest == [100, 0]


def test_only_what_counts_has_a_weight() -> None:
    columns = columns_of(EXAMS, POINTS)
    figures = dict(zip(columns, figures_of(list(columns.values()), [POINTS[each] for each in columns]), strict=True))
    assert figures[PILOT].weight is None and figures[PILOT].facility == 0.5
    weights = [figures[each].weight for each in (ONE, TWO)]
    assert sum(each or 0 for each in weights) == pytest.approx(100)


def test_a_version_that_was_a_pilot_before_it_counted_is_one_column() -> None:
    columns = columns_of([EXAMS[0], sat({"one": 1, "two": 2, "pilot": 1}, pilots=())], POINTS)
    assert columns[PILOT].marks == [0, 1] and columns[PILOT].scored
    assert columns[PILOT].rest == [100, 100]


def test_without_pilots_the_columns_are_those_of_the_sheet() -> None:
    exams = [sat(dict(each.marks), pilots=()) for each in EXAMS]
    columns = columns_of(exams, POINTS)
    order = sorted(columns)
    found = figures_of([columns[each] for each in order], [POINTS[each] for each in order])
    assert found == item_figures(sheet_of(exams, POINTS))


def test_what_was_not_answered_earned_nothing() -> None:
    (only,) = columns_of([SatExam((AskedItem(ONE, False),), {}, 80, False, ())], POINTS).values()
    assert (only.marks, only.rest, only.totals) == ([0], [0], [0])


def test_percents_fall_into_ten_bins_and_the_last_holds_the_full_marks() -> None:
    assert histogram([0, 9.99, 10, 89.9, 90, 100]) == [2, 1, 0, 0, 0, 0, 0, 0, 1, 2]
    assert histogram([]) == [0] * 10


def test_people_with_equal_totals_stay_in_one_group() -> None:
    assert score_groups([50, 10, 30, 20, 40]) == [[1], [3], [2], [4], [0]]
    assert score_groups([1, 1, 1, 1, 1]) == [[], [], [], [], [0, 1, 2, 3, 4]]
    assert score_groups([]) == [[]] * 5
    assert sorted(each for group in score_groups([7, 7, 8]) for each in group) == [0, 1, 2]


def test_the_usual_cut_is_the_most_frequent() -> None:
    assert usual_cut([sat({"one": 1}, cut=80), sat({"one": 1}, cut=80), sat({"one": 1}, cut=85)]) == 80
    assert usual_cut([]) is None
