"""Statistics, checked against sums that can be done by hand; each step is written out.

STAIRS is five people and four items: everybody gets one item less right than the one above.
"""

from math import asin, pi, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.statistics.items import ItemFigures, distractors
from domain.statistics.marks import MarkSheet, Reliance, reliance, summary
from domain.statistics.reliability import alpha, consistency, reliability
from tests.domain.statistics.sheets import item_figures

EXACT = 1e-9


def sheet(*rows: tuple[float | None, ...], maxima: tuple[float, ...] = ()) -> MarkSheet:
    return MarkSheet(marks=rows, maxima=maxima or (1.0,) * len(rows[0]))


STAIRS = sheet((1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0))
MANY = MarkSheet(marks=STAIRS.marks * 6, maxima=STAIRS.maxima)


def close(*values: float | None) -> list[object]:
    return [None if value is None else pytest.approx(value, abs=EXACT) for value in values]


def test_totals_are_summed_up_in_percent() -> None:
    # totals 4 3 2 1 0 of 4: deviations 2 1 0 -1 -2, squares add up to 10, variance 10 / 4 = 2.5 points
    found = summary(STAIRS)
    assert [found.mean, found.median, found.sd] == close(50, 50, 25 * sqrt(2.5))
    # both tails alike: no skew; m2 = 2, m4 = (16 + 1 + 1 + 16) / 5 = 6.8
    # k4 = 25 x (6 x 6.8 - 3 x 4 x 4) / (4 x 3 x 2) = 25 x -7.2 / 24 = -7.5; k4 / 2.5^2 = -1.2
    assert [found.skewness, found.kurtosis] == close(0, -1.2)


def test_a_long_tail_upwards_is_a_positive_skew() -> None:
    # 1 2 3 4 10: mean 4, deviations -3 -2 -1 0 6, squares 50, k2 = 12.5, cubes -27 - 8 - 1 + 0 + 216 = 180
    # k3 = 5 x 180 / (4 x 3) = 75; fourths 81 + 16 + 1 + 0 + 1296 = 1394, m4 = 278.8, m2 = 10
    # k4 = 25 x (6 x 278.8 - 12 x 100) / 24 = 25 x 472.8 / 24 = 492.5
    found = summary(sheet((1,), (2,), (3,), (4,), (10,), maxima=(100,)))
    assert [found.skewness, found.kurtosis] == close(75 / 12.5**1.5, 492.5 / 12.5**2)


def test_an_item_is_measured_against_the_rest_of_the_form() -> None:
    first, second, _, last = item_figures(STAIRS)
    assert [each.facility for each in item_figures(STAIRS)] == close(0.8, 0.6, 0.4, 0.2)
    # marks 1 1 1 1 0: squares about 0.8 add up to 0.8, variance 0.8 / 4 = 0.2
    assert first.sd == pytest.approx(sqrt(0.2), abs=EXACT)
    # rest 3 2 1 0 0, mean 1.2: products 6 - 5 x 0.8 x 1.2 = 1.2, covariance 0.3; squares 14 - 7.2 = 6.8, variance 1.7
    assert first.point_biserial == pytest.approx(0.3 / sqrt(0.2 * 1.7), abs=EXACT)
    assert first.discrimination == pytest.approx(30 / sqrt(0.34), abs=EXACT)
    # both are in the same order as well as they can be; the best fifth got it right, the worst did not
    assert [first.efficiency, first.upper_lower] == close(100, 1)
    # covariance with the total: 10 - 8 = 2 and 9 - 6 = 3, by 4: 0.5 and 0.75, and the same again for the other two
    roots = 2 * (sqrt(0.5) + sqrt(0.75))
    assert [first.weight, second.weight, last.weight] == close(
        100 * sqrt(0.5) / roots, 100 * sqrt(0.75) / roots, 100 * sqrt(0.5) / roots
    )


def test_discriminative_efficiency_compares_with_the_best_order() -> None:
    # item 1 0 1 0 against rest 2 2 0 0: means 0.5 and 1, products 2 - 2 = 0; sorted they would be 4 - 2 = 2
    assert item_figures(sheet((1, 1, 1), (0, 1, 1), (1, 0, 0), (0, 0, 0)))[0].efficiency == pytest.approx(0)
    # item 0 0 1 1 against 2 2 0 0: products 0 - 2 = -2, the best is 2
    turned = item_figures(sheet((0, 1, 1), (0, 1, 1), (1, 0, 0), (1, 0, 0)))[0]
    assert [turned.efficiency, turned.point_biserial, turned.upper_lower] == close(-100, -1, -1)
    assert turned.weight is None


def test_the_best_and_the_worst_groups_take_in_all_ties() -> None:
    # totals 2 1 1 1 0 0: 27 % of six is two; the best two end at total 1 (four people), the worst at 0 (two people)
    rows = ((1, 1), (1, 0), (1, 0), (0, 1), (0, 0), (0, 0))
    assert item_figures(sheet(*rows))[0].upper_lower == pytest.approx(3 / 4)
    assert item_figures(sheet(*rows[::-1]))[0].upper_lower == pytest.approx(3 / 4)


def test_alpha_is_kr_20_when_items_are_all_or_nothing() -> None:
    # p q: 0.16 + 0.24 + 0.24 + 0.16 = 0.8; variance of totals by n: 2; 4 / 3 x (1 - 0.8 / 2) = 0.8
    found = reliability(STAIRS, 60)
    assert found.dichotomous and found.enough
    assert found.alpha == pytest.approx(0.8, abs=EXACT)
    assert found.sem == pytest.approx(25 * sqrt(2.5) * sqrt(0.2), abs=EXACT)


def test_alpha_counts_points_too_and_may_be_negative() -> None:
    # items 4 2 0 and 0 1 2: variances 4 and 1, totals 4 3 2: variance 1; 2 x (1 - 5 / 1) = -8
    turned = sheet((4, 0), (2, 1), (0, 2), maxima=(4, 2))
    assert alpha(turned) == pytest.approx(-8, abs=EXACT)
    assert not reliability(turned, 60).dichotomous


def test_people_who_sat_different_forms_are_compared_in_percent() -> None:
    forms = sheet((1, 1, None), (1, None, 1), (None, 0, 0), (0, 0, None))
    assert forms.totals == (100, 100, 0, 0)
    assert [each.n for each in item_figures(forms)] == [3, 3, 2]
    assert item_figures(forms)[0].facility == pytest.approx(2 / 3)
    # distances from the item means 2/3, 1/3, 1/2: (1/3, 2/3) (1/3, 1/2) (-1/3, -1/2) (-2/3, -1/3); products of the
    # pairs 2/9, 1/6, 1/6, 2/9: mean 7/36; squares 5/9, 13/36, 13/36, 5/9: 66/36 by 8, mean 11/48; two items to a form
    assert alpha(forms) == pytest.approx(2 * 7 / 36 / (11 / 48 + 7 / 36), abs=EXACT)


@pytest.mark.parametrize("r", [0.0, 0.3, 0.5, 0.8, 1.0])
def test_at_the_mean_the_agreement_follows_from_the_angle(r: float) -> None:
    # P(both below 0) = 1/4 + asin(r) / 2 pi; agreement is twice that, kappa what is above a half, doubled
    agreement, kappa = consistency(0, r)
    both = 1 / 4 + asin(r) / (2 * pi)
    assert [agreement, kappa] == close(2 * both, 4 * both - 1)


def test_agreement_grows_with_the_distance_of_the_cut_and_kappa_with_reliability() -> None:
    assert consistency(0, 0.7)[0] < consistency(1, 0.7)[0] < consistency(-2, 0.7)[0] < 1
    assert consistency(-1.5, 0.7) == pytest.approx(consistency(1.5, 0.7))
    assert consistency(1, 0)[1] == pytest.approx(0)
    assert consistency(1, 1) == pytest.approx((1, 1), abs=1e-6)
    assert [*consistency(40, 0.5)] == close(1, None)


def test_with_whole_marks_the_cut_lies_half_a_point_lower() -> None:
    # cut 75 % of 4 points, less half a point: 62.5; mean 50, sd 39.53
    found = reliability(STAIRS, 75)
    assert (found.agreement, found.kappa) == pytest.approx(consistency(12.5 / (25 * sqrt(2.5)), 0.8))


@pytest.mark.parametrize(("n", "word"), [(0, "hidden"), (29, "hidden"), (30, "low"), (99, "low"), (100, "good")])
def test_few_people_say_little(n: int, word: str) -> None:
    assert reliance(n) == Reliance(word)


def codes(figures: ItemFigures) -> list[str]:
    return [flag.code for flag in figures.flags]


def test_an_item_is_flagged_with_the_reason() -> None:
    assert not any(figures.flags for figures in item_figures(STAIRS))
    turned = MarkSheet(marks=tuple((*row, 1 - (row[1] or 0), 1, 0) for row in MANY.marks), maxima=(1,) * 7)
    flags = [codes(figures) for figures in item_figures(turned)]
    assert flags[4:] == [["check_key"], ["too_easy", "no_spread"], ["too_hard", "no_spread"]]
    assert item_figures(turned)[4].flags[0].sentence.msgid.endswith("check the key.")
    assert flags[2] == []


def test_what_an_option_attracts_is_shown_with_their_totals() -> None:
    rows = distractors([("a",), ("a", "b"), ("b",), ()], [90, 70, 40, 10], ("a", "b", "c"), right={"a"})
    assert [(row.option, row.right, row.n, row.share, row.mean_total) for row in rows] == [
        ("a", True, 2, 0.5, 80),
        ("b", False, 2, 0.5, 55),
        ("c", False, 0, 0, None),
        ("", False, 1, 0.25, 10),
    ]
    assert distractors([], [], ("a",), right={"a"})[0].share is None


def test_a_row_of_the_wrong_length_is_no_sheet() -> None:
    with pytest.raises(ValidationError, match="one mark, or None, for each item"):
        MarkSheet(marks=((1.0, 1.0), (1.0,)), maxima=(1.0, 1.0))


some = st.none() | st.sampled_from((0.0, 0.1, 0.3, 1.0, 2.0))
sheets = st.integers(0, 4).flatmap(lambda k: st.lists(st.tuples(*[some] * k), max_size=6).map(lambda rows: (rows, k)))


@settings(deadline=None)
@given(sheets, st.sampled_from((0.0, 2.0)))
def test_whatever_the_sheet_there_is_a_figure_or_none(
    made: tuple[list[tuple[float | None, ...]], int], most: float
) -> None:
    rows, k = made
    found = MarkSheet(marks=tuple(rows), maxima=(most,) * k)
    assert summary(found).n == reliability(found, 60).n == len(rows)
    for figures in item_figures(found):
        assert figures.point_biserial is None or abs(figures.point_biserial) <= 1 + EXACT
        assert figures.efficiency is None or figures.efficiency <= 100 + 1e-6
